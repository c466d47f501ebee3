import type { Fix } from '../contract/planner.ts';
import type { PlaceBelief } from '../domain/belief.ts';
import { equirectM } from '../geo/distance.ts';
import { createSearchWorkspace, type SearchWorkspace } from '../roads/fastest.ts';
import { EMERGENCY, FOOT, type Profile } from '../roads/profiles.ts';
import type { RoadGraph } from '../roads/road-graph.ts';
import { prepareMainNet } from '../roads/road-net.ts';
import { routeGeometry } from '../roads/route.ts';
import { buildSnapIndex, type SnapIndex } from '../roads/snap.ts';
import { ARRIVAL_MODEL } from './arrival-model.ts';
import { routeInField } from './field-route.ts';
import { isSampled, placeGroups, type PlaceField, roadSeconds, searchPlace, worstS } from './place-field.ts';
import type { PlaceReach, Reach, Stand } from './reach.ts';
import { type RoadPoint, roadPointOf } from './road-point.ts';

/** Places whose fields are kept; about 20 bytes a node each. */
const KEPT_PLACES = 160;
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
    topMps: vehicle.topMps,
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
        groups: (stand) => reachOf(stand)?.groups(stand),
        way: (stand) => reachOf(stand)?.way(stand),
      };
    },
  };
}

interface ModeReach {
  readonly topMps: number;
  stand(slot: number, fix: Fix): Stand<RoadPoint> | undefined;
  place(place: PlaceBelief, inDetail: boolean): PlaceReach<RoadPoint> | undefined;
}

function createModeReach(
  graph: RoadGraph,
  profile: Profile,
  index: SnapIndex,
  workspace: SearchWorkspace,
): ModeReach {
  // main network only: an island or a stub cut by the extract's border would answer "unreachable"
  const net = prepareMainNet(graph, profile);
  const onFoot = profile.id === 'foot';
  const stands = new Map<number, { fix: Fix; readonly stand: Stand<RoadPoint> | undefined }>();
  const fields = new Map<string, PlaceField | undefined>();

  const fieldFor = (place: PlaceBelief, inDetail: boolean): PlaceField | undefined => {
    const key = `${place.lon},${place.lat},${place.radiusM},${isSampled(place, inDetail)}`;
    const has = fields.has(key);
    const field = has ? fields.get(key) : searchPlace(net, workspace, index, place, inDetail);
    // re-inserting keeps the map in order of last use
    fields.delete(key);
    fields.set(key, field);
    for (const oldest of fields.keys()) {
      if (fields.size <= KEPT_PLACES) break;
      fields.delete(oldest);
    }
    return field;
  };

  const topMps = net.edgeSeconds.reduce(
    (top, seconds, edge) => (seconds > 0 ? Math.max(top, (graph.edgeLengthM[edge] ?? 0) / seconds) : top),
    ARRIVAL_MODEL.creepMps,
  );
  return {
    topMps,
    stand: (slot, fix) => {
      const known = stands.get(slot);
      if (known !== undefined && sameFix(known.fix, fix)) {
        known.fix = fix;
        return known.stand;
      }
      const before = known?.stand === undefined ? undefined : { fix: known.fix, point: known.stand.point };
      const point = roadPointOf(index, net, fix, before);
      const offM = Math.max(0, (point?.snap.distanceM ?? 0) - ARRIVAL_MODEL.offRoadFreeM);
      const offRoadS = offM / (onFoot ? ARRIVAL_MODEL.walkMps : ARRIVAL_MODEL.creepMps);
      const stand = point === undefined ? undefined : { point, offRoadS, onFoot };
      stands.set(slot, { fix, stand });
      return stand;
    },
    place: (place, inDetail) => {
      const field = fieldFor(place, inDetail);
      if (field === undefined) return undefined;
      const expectedS = (stand: Stand<RoadPoint>): number =>
        Math.min(roadSeconds(field, stand.point), walkOverS(field, stand.point)) +
        stand.offRoadS +
        field.offRoadS;
      return {
        expectedS,
        travel: (stand) => {
          const expected = expectedS(stand);
          if (expected === Infinity) return undefined;
          return { expectedS: expected, worstS: worstS(field, stand, expected, place.radiusM) };
        },
        groups: (stand) =>
          onFoot || walksOver(field, stand.point) ? undefined : placeGroups(field, stand.point),
        way: (stand) => {
          if (walksOver(field, stand.point)) return straightWay(field, stand.point);
          const route = routeInField(field.centre, stand.point.snap);
          if (route === undefined) return undefined;
          return { roadM: route.lengthM, lonLat: Array.from(routeGeometry(net, route).lonLat, toDecimetre) };
        },
      };
    },
  };
}

function sameFix(a: Fix, b: Fix): boolean {
  return a.lon === b.lon && a.lat === b.lat && a.headingDeg === b.headingDeg && a.speedMps === b.speedMps;
}

function walkOverS({ centre }: PlaceField, { snap }: RoadPoint): number {
  const to = centre.places[0];
  // the cheap question first, this is asked for every unit
  if (to === undefined || Math.abs(to.lat - snap.lat) > ARRIVAL_MODEL.walkOverM / 110_000) return Infinity;
  const awayM = equirectM(snap.lon, snap.lat, to.lon, to.lat);
  return awayM <= ARRIVAL_MODEL.walkOverM ? awayM / ARRIVAL_MODEL.walkMps : Infinity;
}

function walksOver(field: PlaceField, point: RoadPoint): boolean {
  return walkOverS(field, point) < roadSeconds(field, point);
}

function straightWay(
  { centre }: PlaceField,
  { snap }: RoadPoint,
): { readonly roadM: number; readonly lonLat: readonly number[] } {
  const to = centre.places[0] ?? snap;
  const lonLat = [snap.lon, snap.lat, to.lon, to.lat].map(toDecimetre);
  return { roadM: equirectM(snap.lon, snap.lat, to.lon, to.lat), lonLat };
}

/** Lines are drawn, not measured: 1e-6 degrees is a decimetre and half the text of a double. */
function toDecimetre(deg: number): number {
  return Math.round(deg * 1e6) / 1e6;
}
