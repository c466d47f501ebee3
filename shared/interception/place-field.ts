import type { PlaceBelief } from '../domain/belief.ts';
import { etaFromField, etaToBelief, etaToPoint } from '../roads/eta.ts';
import type { SearchWorkspace, SnapPoint, TimeField } from '../roads/fastest.ts';
import { segmentOfEdge } from '../roads/road-graph.ts';
import { groupOfEdge, groupSecondsFrom, groupSecondsTable, ROAD_GROUPS } from '../roads/road-groups.ts';
import type { RoadNet } from '../roads/road-net.ts';
import { type SnapIndex, snapNearest } from '../roads/snap.ts';
import { ARRIVAL_MODEL } from './arrival-model.ts';
import type { Stand } from './reach.ts';
import type { RoadPoint } from './road-point.ts';

/** Up to this radius one search to the middle is enough. */
const DETAIL_RADIUS_M = 100;

/** Times from everywhere to one place, for one means of travel. About 20 bytes a node; valid as long as the place is. */
export interface PlaceField {
  readonly centre: TimeField;
  /** The centre's own piece of road: from there it may be reached without passing a junction. */
  readonly segment: number;
  /** Slowest reachable sample of the belief per node; undefined = the belief is a point for our purposes. */
  readonly worst: Float64Array | undefined;
  readonly offRoadS: number;
  /** Made when first asked for: only a city that has been learned needs it. */
  groupTable?: Float32Array;
}

/** Searches the road for a place; `inDetail` = its whole area, when that is worth it. Undefined = no road near it. */
export function searchPlace(
  net: RoadNet,
  workspace: SearchWorkspace,
  index: SnapIndex,
  place: PlaceBelief,
  inDetail: boolean,
): PlaceField | undefined {
  if (isSampled(place, inDetail)) {
    const belief = etaToBelief(net, workspace, index, place);
    if (belief === undefined) return undefined;
    // folding the samples into one array per place keeps fifty races within memory; see worstS for what it costs
    const worst = belief.centre.seconds.slice();
    for (const sample of belief.samples) {
      for (let node = 0; node < worst.length; node++) {
        const seconds = sample.seconds[node] ?? Infinity;
        if (seconds !== Infinity && seconds > (worst[node] ?? 0)) worst[node] = seconds;
      }
    }
    return {
      centre: belief.centre,
      segment: segmentOf(belief.centre),
      worst,
      offRoadS: walkToPlaceS(belief.centre.places[0], place),
    };
  }
  const snap = snapNearest(index, net, place.lon, place.lat, Math.max(500, place.radiusM));
  if (snap === undefined) return undefined;
  const centre = etaToPoint(net, workspace, snap);
  return { centre, segment: segmentOf(centre), worst: undefined, offRoadS: walkToPlaceS(snap, place) };
}

/** Whether the area of a belief is looked at rather than its middle only. */
export function isSampled(place: PlaceBelief, inDetail: boolean): boolean {
  return inDetail && place.radiusM > DETAIL_RADIUS_M;
}

/**
 * Through the better end of the unit's road to the slowest sample from there: never less than the exact worst case,
 * and at most one piece of road more. Without samples the radius is added at creeping speed.
 */
export function worstS(
  field: PlaceField,
  stand: Stand<RoadPoint>,
  expectedS: number,
  radiusM: number,
): number {
  const { worst } = field;
  if (worst === undefined) {
    return expectedS + Math.max(0, radiusM - ARRIVAL_MODEL.offRoadFreeM) / ARRIVAL_MODEL.creepMps;
  }
  const best = throughEnds(worst, stand.point);
  return best === Infinity ? expectedS : Math.max(expectedS, best + stand.offRoadS + field.offRoadS);
}

/** Road seconds to the middle of the place: two array reads unless the unit stands on the place's own piece of road. */
export function roadSeconds(field: PlaceField, point: RoadPoint): number {
  return point.segment === field.segment
    ? etaFromField(field.centre, point.snap)
    : throughEnds(field.centre.seconds, point);
}

/** Free-flow seconds on the road to the middle of the place by ROAD_GROUPS; undefined = no way. */
export function placeGroups(field: PlaceField, point: RoadPoint): readonly number[] | undefined {
  const seconds = roadSeconds(field, point);
  if (seconds === Infinity) return undefined;
  if (point.segment === field.segment) {
    const own = groupOfEdge(field.centre.net, point.snap.edge);
    return ROAD_GROUPS.map((_, g) => (g === own ? seconds : 0));
  }
  field.groupTable ??= groupSecondsTable(field.centre);
  return groupSecondsFrom(field.centre, field.groupTable, point.snap);
}

function throughEnds(seconds: Float64Array, point: RoadPoint): number {
  const a = point.secondsA + (seconds[point.headA] ?? Infinity);
  const b = point.secondsB + (seconds[point.headB] ?? Infinity);
  return a < b ? a : b;
}

function segmentOf(field: TimeField): number {
  return segmentOfEdge(field.places[0]?.edge ?? 0);
}

function walkToPlaceS(snap: SnapPoint | undefined, place: PlaceBelief): number {
  const freeM = Math.max(ARRIVAL_MODEL.offRoadFreeM, place.radiusM);
  return Math.max(0, (snap?.distanceM ?? 0) - freeM) / ARRIVAL_MODEL.walkMps;
}
