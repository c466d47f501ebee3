import type { Fix } from '../contract/planner.ts';
import { angleBetweenDeg } from '../geo/distance.ts';
import { secondsToHead, type SnapPoint } from '../roads/fastest.ts';
import { segmentOfEdge, twinEdge } from '../roads/road-graph.ts';
import type { RoadNet } from '../roads/road-net.ts';
import {
  edgeHeadingDeg,
  SNAP_RADIUS_M,
  snapCandidates,
  type SnapIndex,
  snapNearest,
  snapToEdge,
} from '../roads/snap.ts';
import { ARRIVAL_MODEL } from './arrival-model.ts';
import { isMoving } from './fix-chains.ts';

/** A point on the road with the two ways off its piece of road, worked out once per fix rather than once per place. */
export interface RoadPoint {
  readonly snap: SnapPoint;
  readonly segment: number;
  readonly headA: number;
  readonly secondsA: number;
  readonly headB: number;
  readonly secondsB: number;
}

/** Where a unit was placed by the fix before. */
interface PlacedFix {
  readonly fix: Fix;
  readonly point: RoadPoint;
}

/**
 * Where a fix lies on the network of its profile; undefined = no road within 500 m. The fix before decides between roads
 * that lie within the error of a fix: a vehicle keeps to its carriageway, and one that stands stays where it stopped.
 * `placed`: what a fix before is known to lie on, where it was placed already.
 */
export function roadPointOf(
  index: SnapIndex,
  net: RoadNet,
  fix: Fix,
  placed: (before: Fix) => RoadPoint | undefined = (before) => roadPointOf(index, net, before),
): RoadPoint | undefined {
  const point = fix.before === undefined ? undefined : placed(fix.before);
  const before = fix.before === undefined || point === undefined ? undefined : { fix: fix.before, point };
  const snap = snapFix(index, net, fix, before);
  return snap === undefined ? undefined : roadPoint(net, snap);
}

/** The ways off a known piece of road, as a network allows them. */
export function roadPoint(net: RoadNet, snap: SnapPoint): RoadPoint {
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
function snapFix(
  index: SnapIndex,
  net: RoadNet,
  fix: Fix,
  before: PlacedFix | undefined,
): SnapPoint | undefined {
  const nearest = snapNearest(index, net, fix.lon, fix.lat);
  if (nearest === undefined) return undefined;
  const heading = isMoving(fix) ? fix.headingDeg : undefined;
  const runsItsWay = (point: SnapPoint): boolean => heading === undefined || runsAlong(net, point, heading);
  const near = (slackM: number): SnapPoint[] =>
    snapCandidates(
      index,
      net,
      fix.lon,
      fix.lat,
      ROADS_TRIED,
      Math.min(SNAP_RADIUS_M, nearest.distanceM + slackM),
    );
  if (before !== undefined && canBeHeld(net, nearest, before)) {
    const stayed = snapToEdge(net.graph, before.point.snap.edge, fix.lon, fix.lat);
    if (stayed.distanceM <= nearest.distanceM + HELD_M && runsItsWay(stayed)) return stayed;
    const held = near(HELD_M).filter((point) => runsItsWay(point) && !isOpposed(net, point, fix, before));
    return held.find((point) => isJoined(net, point, before)) ?? held[0] ?? nearest;
  }
  if (runsItsWay(nearest)) return nearest;
  return near(ARRIVAL_MODEL.offRoadFreeM).find(runsItsWay) ?? nearest;
}

const ROADS_TRIED = 4;
/** A road this much farther than the nearest is within the error of a fix. */
const HELD_M = 20;

/** Taking the wrong one of two roads costs minutes only where one of them is one-way; elsewhere the nearest will do. */
function canBeHeld(net: RoadNet, nearest: SnapPoint, { point }: PlacedFix): boolean {
  if (segmentOfEdge(nearest.edge) === point.segment) return false;
  return isOneWay(net, nearest) || isOneWay(net, point.snap);
}

function isOneWay(net: RoadNet, { edge }: SnapPoint): boolean {
  return (net.edgeSeconds[twinEdge(edge)] ?? Infinity) === Infinity;
}

/** Whether a road meets the one it was on. */
function isJoined({ graph }: RoadNet, { edge }: SnapPoint, { point }: PlacedFix): boolean {
  const meets = (node: number): boolean => graph.edgeHead[edge] === node || graph.edgeTail[edge] === node;
  return meets(point.headA) || meets(point.headB);
}

/** Whoever stops has not crossed to the carriageway that runs against the last drive. */
function isOpposed(net: RoadNet, point: SnapPoint, fix: Fix, before: PlacedFix): boolean {
  const { headingDeg } = before.fix;
  if (isMoving(fix) || !isMoving(before.fix) || headingDeg === undefined) return false;
  return !runsAlong(net, point, headingDeg);
}

/** Whether a road may be driven within 60 degrees of a heading at a point, one way or the other. */
function runsAlong(net: RoadNet, point: SnapPoint, headingDeg: number): boolean {
  const alongDeg = edgeHeadingDeg(net.graph, point);
  const isOpen = (edge: number): boolean => (net.edgeSeconds[edge] ?? Infinity) < Infinity;
  return (
    (isOpen(point.edge) && angleBetweenDeg(alongDeg, headingDeg) <= 60) ||
    (isOpen(twinEdge(point.edge)) && angleBetweenDeg(alongDeg + 180, headingDeg) <= 60)
  );
}
