import type { Fix } from '../contract/planner.ts';
import type { PlaceBelief } from '../domain/belief.ts';
import type { ClosedRoad, Detour } from '../domain/road-closure.ts';
import { equirectM } from '../geo/distance.ts';
import { closedShares, closeNet } from '../roads/closed-net.ts';
import { etaFromField } from '../roads/eta.ts';
import { createSearchWorkspace, type SearchWorkspace } from '../roads/fastest.ts';
import { EMERGENCY, FOOT } from '../roads/profiles.ts';
import { type RoadGraph, segmentOfEdge } from '../roads/road-graph.ts';
import { prepareMainNet, type RoadNet } from '../roads/road-net.ts';
import { routeGeometry } from '../roads/route.ts';
import { buildSnapIndex, type SnapIndex } from '../roads/snap.ts';
import { ARRIVAL_MODEL } from './arrival-model.ts';
import { routeInField } from './field-route.ts';
import { isSampled, placeGroups, type PlaceField, roadSeconds, searchPlace, worstS } from './place-field.ts';
import { KeptByUse } from './kept-by-use.ts';
import type { PlaceReach, Reach, Stand } from './reach.ts';
import { type RoadPoint, roadPoint, roadPointOf } from './road-point.ts';

/** Places whose fields are kept, and more on a small network: fields are about 20 bytes a node. */
const KEPT_PLACES = 240;
const KEPT_BYTES = 100_000_000;
const NODE_BYTES = 20;
/** Sets of closed roads that are kept ready: now, a moment of a replay, and those a margin ledger walks through. */
const KEPT_CLOSINGS = 6;

/** Travel times over a road graph, with every road open or with some closed. */
export interface RoadReach extends Reach<RoadPoint> {
  readonly index: SnapIndex;
  /** The same with roads closed. Stands of one are good for the other only where the road they are on is not closed. */
  closedTo(roads: readonly ClosedRoad[]): Reach<RoadPoint>;
}

/**
 * Travel times over a road graph: one all-to-one search per place and means of travel, kept while the place is asked
 * for, so that thousands of units cost one array read each. Stateful (search workspace, caches): one per thread.
 */
export function createRoadReach(graph: RoadGraph): RoadReach {
  const index = buildSnapIndex(graph);
  const ground: Ground = {
    index,
    workspace: createSearchWorkspace(graph.nodeCount),
    fields: new KeptByUse(Math.max(KEPT_PLACES, Math.floor(KEPT_BYTES / (NODE_BYTES * graph.nodeCount)))),
  };
  // main network only: an island or a stub cut by the extract's border would answer "unreachable"
  const vehicle = createModeReach(ground, prepareMainNet(graph, EMERGENCY));
  let foot: ModeReach | undefined;
  const footOf = (): ModeReach => {
    foot ??= createModeReach(ground, prepareMainNet(graph, FOOT));
    return foot;
  };
  const open = bothModes(vehicle, footOf);
  const closings = new Map<string, Reach<RoadPoint>>();
  let made = 0;
  return {
    ...open,
    index,
    closedTo(roads) {
      if (roads.length === 0) return open;
      const key = JSON.stringify(roads);
      const reach = closings.get(key) ?? closedReach(ground, vehicle, footOf, roads, `closed-${++made}`);
      closings.delete(key);
      closings.set(key, reach);
      for (const oldest of closings.keys()) {
        if (closings.size <= KEPT_CLOSINGS) break;
        closings.delete(oldest);
      }
      return reach;
    },
  };
}

/** What all means of travel and all sets of closed roads share. */
interface Ground {
  readonly index: SnapIndex;
  readonly workspace: SearchWorkspace;
  readonly fields: KeptByUse<PlaceField | undefined>;
}

function bothModes(vehicle: ModeReach, footOf: () => ModeReach): Reach<RoadPoint> {
  return {
    topMps: vehicle.topMps,
    stand: (slot, fix, onFoot) => (onFoot ? footOf() : vehicle).stand(slot, fix),
    place: (place, inDetail) => {
      const driven = vehicle.place(place, inDetail);
      // the walking field is only searched when somebody without a vehicle is asked about
      let walked: { readonly reach: PlaceReach<RoadPoint> | undefined } | undefined;
      const reachOf = (stand: Stand<RoadPoint>): PlaceReach<RoadPoint> | undefined => {
        if (!stand.onFoot) return driven;
        walked ??= { reach: footOf().place(place, inDetail) };
        return walked.reach;
      };
      if (driven === undefined && footOf().place(place, inDetail) === undefined) return undefined;
      return {
        expectedS: (stand) => reachOf(stand)?.expectedS(stand) ?? Infinity,
        travel: (stand) => reachOf(stand)?.travel(stand),
        groups: (stand) => reachOf(stand)?.groups(stand),
        way: (stand) => reachOf(stand)?.way(stand),
        detour: (stand) => reachOf(stand)?.detour?.(stand),
        closedOff: (stand) => reachOf(stand)?.closedOff?.(stand),
      };
    },
  };
}

/** Water stops everybody; anything else that closes a road can be walked past. */
function closedReach(
  ground: Ground,
  vehicle: ModeReach,
  footOf: () => ModeReach,
  roads: readonly ClosedRoad[],
  key: string,
): Reach<RoadPoint> {
  const flooded = roads.filter(({ reason }) => reason === 'flood');
  let foot: ModeReach | undefined;
  return bothModes(closeMode(ground, vehicle, roads, `${key}|vehicle`), () => {
    foot ??= flooded.length === 0 ? footOf() : closeMode(ground, footOf(), flooded, `${key}|foot`);
    return foot;
  });
}

interface ModeReach {
  readonly net: RoadNet;
  readonly topMps: number;
  stand(slot: number, fix: Fix): Stand<RoadPoint> | undefined;
  place(place: PlaceBelief, inDetail: boolean): PlaceReach<RoadPoint> | undefined;
  field(place: PlaceBelief, inDetail: boolean): PlaceField | undefined;
}

function createModeReach(ground: Ground, net: RoadNet): ModeReach {
  const { graph } = net;
  const onFoot = net.profile.id === 'foot';
  const stands = new Map<number, { readonly fix: Fix; readonly stand: Stand<RoadPoint> | undefined }>();
  /** Where the fix lies with which a slot's last one was read: whoever stands is read with the same one again and again. */
  const befores = new Map<number, { readonly fix: Fix; readonly point: RoadPoint | undefined }>();
  const placedBefore = (slot: number, fix: Fix): RoadPoint | undefined => {
    const known = befores.get(slot);
    if (known !== undefined && sameFix(known.fix, fix)) return known.point;
    const point = roadPointOf(ground.index, net, fix);
    befores.set(slot, { fix, point });
    return point;
  };
  const topMps = net.edgeSeconds.reduce(
    (top, seconds, edge) => (seconds > 0 ? Math.max(top, (graph.edgeLengthM[edge] ?? 0) / seconds) : top),
    ARRIVAL_MODEL.creepMps,
  );
  const field = fieldsOf(ground, net, net.profile.id);
  return {
    net,
    topMps,
    field,
    stand: (slot, fix) => {
      const known = stands.get(slot);
      if (known !== undefined && sameFix(known.fix, fix)) return known.stand;
      const point = roadPointOf(ground.index, net, fix, (before) => placedBefore(slot, before));
      const offM = Math.max(0, (point?.snap.distanceM ?? 0) - ARRIVAL_MODEL.offRoadFreeM);
      const offRoadS = offM / (onFoot ? ARRIVAL_MODEL.walkMps : ARRIVAL_MODEL.creepMps);
      const stand = point === undefined ? undefined : { point, offRoadS, onFoot };
      stands.set(slot, { fix, stand });
      return stand;
    },
    place: (place, inDetail) => placeReach(net, field(place, inDetail), place),
  };
}

/** One means of travel with roads closed. Who stands on an open road stands there as before. */
function closeMode(ground: Ground, open: ModeReach, roads: readonly ClosedRoad[], key: string): ModeReach {
  const bothWays = open.net.profile.id === 'foot';
  const perRoad = roads.map((road) => ({ road, shares: closedShares(ground.index, road.ways, bothWays) }));
  const shares = new Map<number, (readonly [number, number])[]>();
  for (const one of perRoad)
    for (const [edge, parts] of one.shares) shares.set(edge, [...(shares.get(edge) ?? []), ...parts]);
  const net = closeNet(open.net, shares);
  const closedSegments = new Set([...shares.keys()].map(segmentOfEdge));
  const field = fieldsOf(ground, net, key);
  /** The first closed road on the way they would have driven. */
  const firstClosed = ({ centre }: PlaceField, { point }: Stand<RoadPoint>): ClosedRoad | undefined => {
    const edges = routeInField(centre, point.snap)?.edges ?? [];
    const first = edges.find((edge) => shares.has(edge)) ?? -1;
    return perRoad.find((one) => one.shares.has(first))?.road;
  };
  /** What the closed roads cost: the open way is the one they would have driven. */
  const detourOf = (
    place: PlaceBelief,
    stand: Stand<RoadPoint>,
    inDetail: boolean,
    closedS: number,
  ): Detour | undefined => {
    const openField = open.field(place, inDetail);
    if (openField === undefined || closedS === Infinity) return undefined;
    const { snap } = stand.point;
    const openRoadS = etaFromField(openField.centre, snap);
    const openS =
      Math.min(openRoadS, walkOverS(openField, stand.point)) + stand.offRoadS + openField.offRoadS;
    const byS = Math.round(closedS - openS);
    if (byS < 1) return undefined;
    const road = firstClosed(openField, stand);
    return road === undefined ? undefined : { closureId: road.closureId, reason: road.reason, byS };
  };
  return {
    net,
    topMps: open.topMps,
    field,
    stand: (slot, fix) => {
      const stand = open.stand(slot, fix);
      return stand === undefined || !closedSegments.has(stand.point.segment)
        ? stand
        : { ...stand, point: roadPoint(net, stand.point.snap) };
    },
    place: (place, inDetail) => {
      const reach = placeReach(net, field(place, inDetail), place);
      if (reach === undefined) return undefined;
      return {
        ...reach,
        detour: (stand) => detourOf(place, stand, inDetail, reach.expectedS(stand)),
        closedOff: (stand) => {
          const openField = reach.expectedS(stand) === Infinity ? open.field(place, inDetail) : undefined;
          return openField === undefined ? undefined : firstClosed(openField, stand);
        },
      };
    },
  };
}

function fieldsOf(
  { index, workspace, fields }: Ground,
  net: RoadNet,
  netKey: string,
): (place: PlaceBelief, inDetail: boolean) => PlaceField | undefined {
  return (place, inDetail) => {
    const key = `${netKey}|${place.lon},${place.lat},${place.radiusM},${isSampled(place, inDetail)}`;
    return fields.get(key, () => searchPlace(net, workspace, index, place, inDetail));
  };
}

function placeReach(
  net: RoadNet,
  field: PlaceField | undefined,
  place: PlaceBelief,
): PlaceReach<RoadPoint> | undefined {
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
      stand.onFoot || walksOver(field, stand.point) ? undefined : placeGroups(field, stand.point),
    way: (stand) => {
      if (walksOver(field, stand.point)) return straightWay(field, stand.point);
      const route = routeInField(field.centre, stand.point.snap);
      if (route === undefined) return undefined;
      return { roadM: route.lengthM, lonLat: Array.from(routeGeometry(net, route).lonLat, toDecimetre) };
    },
  };
}

/** Whether two fixes lie on the same road, whenever they were measured. */
function sameFix(a: Fix, b: Fix): boolean {
  if (a.lon !== b.lon || a.lat !== b.lat || a.headingDeg !== b.headingDeg || a.speedMps !== b.speedMps)
    return false;
  if (a.before === undefined || b.before === undefined) return a.before === b.before;
  return sameFix(a.before, b.before);
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
