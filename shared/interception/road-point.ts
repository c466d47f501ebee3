import type { Fix } from '../contract/planner.ts';
import { angleBetweenDeg, bearingDeg } from '../geo/distance.ts';
import { secondsToHead, type SnapPoint } from '../roads/fastest.ts';
import { type RoadGraph, segmentOfEdge, twinEdge } from '../roads/road-graph.ts';
import type { RoadNet } from '../roads/road-net.ts';
import { pointOnEdge, SNAP_RADIUS_M, snapCandidates, type SnapIndex, snapNearest } from '../roads/snap.ts';
import { ARRIVAL_MODEL } from './arrival-model.ts';

/** A point on the road with the two ways off its piece of road, worked out once per fix rather than once per place. */
export interface RoadPoint {
  readonly snap: SnapPoint;
  readonly segment: number;
  readonly headA: number;
  readonly secondsA: number;
  readonly headB: number;
  readonly secondsB: number;
}

/** Where a fix lies on the network of its profile; undefined = no road within 500 m. */
export function roadPointOf(index: SnapIndex, net: RoadNet, fix: Fix): RoadPoint | undefined {
  const snap = snapFix(index, net, fix);
  return snap === undefined ? undefined : roadPoint(net, snap);
}

function roadPoint(net: RoadNet, snap: SnapPoint): RoadPoint {
  const twin = twinEdge(snap.edge);
  return {
    snap,
    segment: segmentOfEdge(snap.edge),
    headA: net.graph.edgeHead[snap.edge] ?? 0,
    secondsA: secondsToHead(net, snap, snap.edge),
    headB: net.graph.edgeHead[twin] ?? 0,
    secondsB: secondsToHead(net, snap, twin),
  };
}

/** Nearest road; for a driving unit the nearest one that runs its way, so that noise does not put it on the other carriageway. */
function snapFix(index: SnapIndex, net: RoadNet, fix: Fix): SnapPoint | undefined {
  const heading = fix.headingDeg;
  if (heading === undefined || (fix.speedMps ?? 0) <= ARRIVAL_MODEL.movingMps) {
    return snapNearest(index, net, fix.lon, fix.lat);
  }
  const nearest = snapNearest(index, net, fix.lon, fix.lat);
  if (nearest === undefined || runsAlong(net, nearest, heading)) return nearest;
  const reachM = Math.min(SNAP_RADIUS_M, nearest.distanceM + ARRIVAL_MODEL.offRoadFreeM);
  const near = snapCandidates(index, net, fix.lon, fix.lat, 4, reachM);
  return near.find((point) => runsAlong(net, point, heading)) ?? nearest;
}

/** Whether a road may be driven within 60 degrees of a heading at a point, one way or the other. */
function runsAlong(net: RoadNet, point: SnapPoint, headingDeg: number): boolean {
  const alongDeg = headingOnEdge(net.graph, point);
  const isOpen = (edge: number): boolean => (net.edgeSeconds[edge] ?? Infinity) < Infinity;
  return (
    (isOpen(point.edge) && angleBetweenDeg(alongDeg, headingDeg) <= 60) ||
    (isOpen(twinEdge(point.edge)) && angleBetweenDeg(alongDeg + 180, headingDeg) <= 60)
  );
}

function headingOnEdge(graph: RoadGraph, point: SnapPoint): number {
  const before = pointOnEdge(graph, point.edge, Math.max(0, point.fraction - 0.05));
  const after = pointOnEdge(graph, point.edge, Math.min(1, point.fraction + 0.05));
  return bearingDeg(before.lon, before.lat, after.lon, after.lat);
}
