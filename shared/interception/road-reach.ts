import type { Fix } from '../contract/planner.ts';
import type { PlaceBelief } from '../domain/belief.ts';
import { angleBetweenDeg, bearingDeg } from '../geo/distance.ts';
import { etaFromField, etaToBelief, etaToPoint } from '../roads/eta.ts';
import {
  createSearchWorkspace,
  type SearchWorkspace,
  secondsToHead,
  type SnapPoint,
  type TimeField,
} from '../roads/fastest.ts';
import { EMERGENCY, FOOT, type Profile } from '../roads/profiles.ts';
import { type RoadGraph, segmentOfEdge, twinEdge } from '../roads/road-graph.ts';
import { prepareRoadNet, type RoadNet } from '../roads/road-net.ts';
import { routeGeometry } from '../roads/route.ts';
import { buildSnapIndex, pointOnEdge, snapCandidates, type SnapIndex, snapNearest } from '../roads/snap.ts';
import { ARRIVAL_MODEL } from './arrival-model.ts';
import { routeInField } from './field-route.ts';
import type { PlaceReach, Reach, Stand } from './reach.ts';

/** Places whose fields are kept; about 20 bytes a node each. */
const KEPT_PLACES = 160;
/** Up to this radius one search to the middle is enough. */
const DETAIL_RADIUS_M = 100;

/** A point on the road with the two ways off its piece of road, worked out once per fix rather than once per place. */
export interface RoadPoint {
  readonly snap: SnapPoint;
  readonly segment: number;
  readonly headA: number;
  readonly secondsA: number;
  readonly headB: number;
  readonly secondsB: number;
}

interface PlaceField {
  readonly centre: TimeField;
  /** The centre's own piece of road: from there it may be reached without passing a junction. */
  readonly segment: number;
  /** Slowest reachable sample of the belief per node; undefined = the belief is a point for our purposes. */
  readonly worst: Float64Array | undefined;
  readonly offRoadS: number;
}

/**
 * Travel times over a road graph: one all-to-one search per place and means of travel, kept while the place is asked
 * for, so that thousands of units cost one array read each. Stateful (search workspace, caches): one per thread.
 */
export function createRoadReach(graph: RoadGraph): Reach<RoadPoint> {
  const index = buildSnapIndex(graph);
  const workspace = createSearchWorkspace(graph.nodeCount);
  const vehicle = createModeReach(graph, EMERGENCY, index, workspace);
  let foot: ModeReach | undefined;
  const modeOf = (onFoot: boolean): ModeReach => {
    if (!onFoot) return vehicle;
    foot ??= createModeReach(graph, FOOT, index, workspace);
    return foot;
  };
  return {
    stand: (slot, fix, onFoot) => modeOf(onFoot).stand(slot, fix),
    place: (place, inDetail) => {
      const driven = vehicle.place(place, inDetail);
      // the walking field is only searched when somebody without a vehicle is asked about
      let walked: { readonly reach: PlaceReach<RoadPoint> | undefined } | undefined;
      const reachOf = (stand: Stand<RoadPoint>): PlaceReach<RoadPoint> | undefined => {
        if (!stand.onFoot) return driven;
        walked ??= { reach: modeOf(true).place(place, inDetail) };
        return walked.reach;
      };
      if (driven === undefined && modeOf(true).place(place, inDetail) === undefined) return undefined;
      return {
        expectedS: (stand) => reachOf(stand)?.expectedS(stand) ?? Infinity,
        travel: (stand) => reachOf(stand)?.travel(stand),
        way: (stand) => reachOf(stand)?.way(stand),
      };
    },
  };
}

interface ModeReach {
  stand(slot: number, fix: Fix): Stand<RoadPoint> | undefined;
  place(place: PlaceBelief, inDetail: boolean): PlaceReach<RoadPoint> | undefined;
}

function createModeReach(
  graph: RoadGraph,
  profile: Profile,
  index: SnapIndex,
  workspace: SearchWorkspace,
): ModeReach {
  const net = prepareRoadNet(graph, profile);
  const onFoot = profile.id === 'foot';
  const stands = new Map<number, { readonly fix: Fix; readonly stand: Stand<RoadPoint> | undefined }>();
  const fields = new Map<string, PlaceField | undefined>();

  const fieldFor = (place: PlaceBelief, inDetail: boolean): PlaceField | undefined => {
    const sampled = inDetail && place.radiusM > DETAIL_RADIUS_M;
    const key = `${place.lon},${place.lat},${place.radiusM},${sampled}`;
    const has = fields.has(key);
    const field = has ? fields.get(key) : searchPlace(net, workspace, index, place, sampled);
    // re-inserting keeps the map in order of last use
    fields.delete(key);
    fields.set(key, field);
    for (const oldest of fields.keys()) {
      if (fields.size <= KEPT_PLACES) break;
      fields.delete(oldest);
    }
    return field;
  };

  return {
    stand: (slot, fix) => {
      const known = stands.get(slot);
      if (known !== undefined && sameFix(known.fix, fix)) return known.stand;
      const snap = snapFix(index, net, fix);
      const offM = Math.max(0, (snap?.distanceM ?? 0) - ARRIVAL_MODEL.offRoadFreeM);
      const offRoadS = offM / (onFoot ? ARRIVAL_MODEL.walkMps : ARRIVAL_MODEL.creepMps);
      const stand = snap === undefined ? undefined : { point: roadPoint(net, snap), offRoadS, onFoot };
      stands.set(slot, { fix, stand });
      return stand;
    },
    place: (place, inDetail) => {
      const field = fieldFor(place, inDetail);
      if (field === undefined) return undefined;
      const expectedS = (stand: Stand<RoadPoint>): number =>
        roadSeconds(field, stand.point) + stand.offRoadS + field.offRoadS;
      return {
        expectedS,
        travel: (stand) => {
          const expected = expectedS(stand);
          if (expected === Infinity) return undefined;
          return { expectedS: expected, worstS: worstS(field, stand, expected, place.radiusM) };
        },
        way: (stand) => {
          const route = routeInField(field.centre, stand.point.snap);
          if (route === undefined) return undefined;
          return { roadM: route.lengthM, lonLat: Array.from(routeGeometry(net, route).lonLat, toDecimetre) };
        },
      };
    },
  };
}

function searchPlace(
  net: RoadNet,
  workspace: SearchWorkspace,
  index: SnapIndex,
  place: PlaceBelief,
  sampled: boolean,
): PlaceField | undefined {
  if (sampled) {
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

/**
 * Through the better end of the unit's road to the slowest sample from there: never less than the exact worst case,
 * and at most one piece of road more. Without samples the radius is added at creeping speed.
 */
function worstS(field: PlaceField, stand: Stand<RoadPoint>, expectedS: number, radiusM: number): number {
  const { worst } = field;
  if (worst === undefined) {
    return expectedS + Math.max(0, radiusM - ARRIVAL_MODEL.offRoadFreeM) / ARRIVAL_MODEL.creepMps;
  }
  const best = throughEnds(worst, stand.point);
  return best === Infinity ? expectedS : Math.max(expectedS, best + stand.offRoadS + field.offRoadS);
}

/** Road seconds to the middle of the place: two array reads unless the unit stands on the place's own piece of road. */
function roadSeconds(field: PlaceField, point: RoadPoint): number {
  return point.segment === field.segment
    ? etaFromField(field.centre, point.snap)
    : throughEnds(field.centre.seconds, point);
}

function throughEnds(seconds: Float64Array, point: RoadPoint): number {
  const a = point.secondsA + (seconds[point.headA] ?? Infinity);
  const b = point.secondsB + (seconds[point.headB] ?? Infinity);
  return a < b ? a : b;
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

function segmentOf(field: TimeField): number {
  return segmentOfEdge(field.places[0]?.edge ?? 0);
}

function walkToPlaceS(snap: SnapPoint | undefined, place: PlaceBelief): number {
  const freeM = Math.max(ARRIVAL_MODEL.offRoadFreeM, place.radiusM);
  return Math.max(0, (snap?.distanceM ?? 0) - freeM) / ARRIVAL_MODEL.walkMps;
}

/** Nearest road; for a driving unit the nearest one that runs its way, so that noise does not put it on the other carriageway. */
function snapFix(index: SnapIndex, net: RoadNet, fix: Fix): SnapPoint | undefined {
  const heading = fix.headingDeg;
  if (heading === undefined || (fix.speedMps ?? 0) <= ARRIVAL_MODEL.movingMps) {
    return snapNearest(index, net, fix.lon, fix.lat);
  }
  const near = snapCandidates(index, net, fix.lon, fix.lat, 4);
  const nearest = near[0];
  if (nearest === undefined) return undefined;
  const agreeing = near.find(
    (point) =>
      point.distanceM <= nearest.distanceM + ARRIVAL_MODEL.offRoadFreeM &&
      [point, { ...point, edge: twinEdge(point.edge), fraction: 1 - point.fraction }].some(
        (way) =>
          (net.edgeSeconds[way.edge] ?? Infinity) < Infinity &&
          angleBetweenDeg(headingOnEdge(net.graph, way), heading) <= 60,
      ),
  );
  return agreeing ?? nearest;
}

function headingOnEdge(graph: RoadGraph, point: SnapPoint): number {
  const before = pointOnEdge(graph, point.edge, Math.max(0, point.fraction - 0.05));
  const after = pointOnEdge(graph, point.edge, Math.min(1, point.fraction + 0.05));
  return bearingDeg(before.lon, before.lat, after.lon, after.lat);
}

function sameFix(a: Fix, b: Fix): boolean {
  return a.lon === b.lon && a.lat === b.lat && a.headingDeg === b.headingDeg && a.speedMps === b.speedMps;
}

/** Lines are drawn, not measured: 1e-6 degrees is a decimetre and half the text of a double. */
function toDecimetre(deg: number): number {
  return Math.round(deg * 1e6) / 1e6;
}
