import type { Fix } from '../contract/planner.ts';
import { angleBetweenDeg, bearingDeg } from '../geo/distance.ts';
import { secondsToHead, type SnapPoint } from '../roads/fastest.ts';
import { type RoadGraph, segmentOfEdge, twinEdge } from '../roads/road-graph.ts';
import type { RoadNet } from '../roads/road-net.ts';
import { SNAP_RADIUS_M, snapCandidates, type SnapIndex, snapNearest } from '../roads/snap.ts';
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

/** The way the road runs at a point of it. */
function headingOnEdge(graph: RoadGraph, { edge, fraction }: SnapPoint): number {
  const segment = segmentOfEdge(edge);
  const { shapeFirst, shapeLon, shapeLat } = graph;
  const start = shapeFirst[segment] ?? 0;
  const end = shapeFirst[segment + 1] ?? start;
  const isForward = edge % 2 === 0;
  const squash = Math.cos(((shapeLat[start] ?? 0) * Math.PI) / 180);
  const pieceLength = (i: number): number =>
    Math.hypot(
      ((shapeLon[i] ?? 0) - (shapeLon[i - 1] ?? 0)) * squash,
      (shapeLat[i] ?? 0) - (shapeLat[i - 1] ?? 0),
    );
  let left = 0;
  for (let i = start + 1; i < end; i++) left += pieceLength(i);
  left *= isForward ? fraction : 1 - fraction;
  let at = start + 1;
  while (at < end - 1 && left > pieceLength(at)) left -= pieceLength(at++);
  const bearing = bearingDeg(
    shapeLon[at - 1] ?? 0,
    shapeLat[at - 1] ?? 0,
    shapeLon[at] ?? 0,
    shapeLat[at] ?? 0,
  );
  return isForward ? bearing : bearing + 180;
}
