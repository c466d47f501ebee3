import type { LonLat } from '../../shared/geo/point.ts';
import { destination } from '../../shared/geo/distance.ts';
import { must } from '../../shared/kit/invariant.ts';
import type { Rng } from '../../shared/kit/rng.ts';
import { etaFromField } from '../../shared/roads/eta.ts';
import { createSearchWorkspace, fastestFrom, fastestTo, type SnapPoint } from '../../shared/roads/fastest.ts';
import { PROFILES, type Profile } from '../../shared/roads/profiles.ts';
import type { RoadGraph } from '../../shared/roads/road-graph.ts';
import { prepareRoadNet, type RoadNet } from '../../shared/roads/road-net.ts';
import { fastestRoute, type RouteGeometry, routeGeometry } from '../../shared/roads/route.ts';
import { buildSnapIndex, snapCandidates, snapNearest } from '../../shared/roads/snap.ts';

export type ProfileId = Profile['id'];

/** A way over real roads with its free-flow clock. */
export interface Trip {
  readonly geometry: RouteGeometry;
  /** Free-flow seconds of the profile. */
  readonly seconds: number;
  readonly lengthM: number;
}

/** What the drill asks of the road network. Degrees, WGS-84; one search at a time (not re-entrant). */
export interface DrillRoads {
  /** The fastest way, or undefined when either end is off the roads or there is none. */
  plan(profile: ProfileId, from: LonLat, to: LonLat): Trip | undefined;
  /**
   * The fastest way of a vehicle that stands: it may pull out onto any of the nearest roads within a few metres, not
   * only the one it is snapped to (the two sides of a dual carriageway, the ramp beside the street).
   */
  planFromStand(profile: ProfileId, from: LonLat, to: LonLat): Trip | undefined;
  /** Free-flow seconds of a police vehicle from each place to one target, Infinity where there is no way. */
  secondsTo(target: LonLat, from: readonly LonLat[]): number[];
  /** Free-flow seconds of the nearest of several police vehicles to each target: one search for all of them. */
  reach(from: readonly LonLat[], targets: readonly LonLat[]): number[];
  /** A place a car can stand, anywhere inside `within`. */
  anyPlace(rng: Rng): LonLat;
  /** A place on a road within `radiusM` of a point; undefined when a few tries found none. */
  placeNear(rng: Rng, near: LonLat, radiusM: number): LonLat | undefined;
}

/** How far a standing vehicle may be from the road it pulls out onto, and how many roads it considers. */
const PULL_OUT_M = 40;
const PULL_OUT_ROADS = 4;

/** Prepares a graph for the drill. `isInside` limits `anyPlace` (a region's core), the largest component always does. */
export function createDrillRoads(
  graph: RoadGraph,
  isInside: (place: LonLat) => boolean = () => true,
): DrillRoads {
  const index = buildSnapIndex(graph);
  const workspace = createSearchWorkspace(graph.nodeCount);
  const nets = new Map<ProfileId, RoadNet>();
  const net = (id: ProfileId): RoadNet => {
    const known = nets.get(id) ?? prepareRoadNet(graph, PROFILES[id]);
    nets.set(id, known);
    return known;
  };
  const snap = (id: ProfileId, [lon, lat]: LonLat): SnapPoint | undefined =>
    snapNearest(index, net(id), lon, lat);
  const standable = standableNodes(net('car'), isInside);

  const between = (
    profile: ProfileId,
    a: SnapPoint | undefined,
    b: SnapPoint | undefined,
  ): Trip | undefined => {
    if (a === undefined || b === undefined) return undefined;
    const route = fastestRoute(net(profile), workspace, a, b);
    if (route === undefined) return undefined;
    return { geometry: routeGeometry(net(profile), route), seconds: route.seconds, lengthM: route.lengthM };
  };

  return {
    plan(profile, from, to) {
      return between(profile, snap(profile, from), snap(profile, to));
    },
    planFromStand(profile, from, to) {
      const there = snap(profile, to);
      const starts = snapCandidates(index, net(profile), from[0], from[1], PULL_OUT_ROADS, PULL_OUT_M);
      const trips = (starts.length > 0 ? starts : [snap(profile, from)]).map((start) =>
        between(profile, start, there),
      );
      return trips
        .filter((trip) => trip !== undefined)
        .reduce<Trip | undefined>(
          (best, trip) => (best === undefined || trip.seconds < best.seconds ? trip : best),
          undefined,
        );
    },
    secondsTo(target, from) {
      const there = snap('emergency', target);
      if (there === undefined) return from.map(() => Infinity);
      const field = fastestTo(net('emergency'), workspace, [there]);
      return from.map((place) => {
        const here = snap('emergency', place);
        return here === undefined ? Infinity : etaFromField(field, here);
      });
    },
    reach(from, targets) {
      const starts = from.map((place) => snap('emergency', place)).filter((point) => point !== undefined);
      const field = fastestFrom(net('emergency'), workspace, starts);
      return targets.map((place) => {
        const there = snap('emergency', place);
        return there === undefined ? Infinity : etaFromField(field, there);
      });
    },
    anyPlace(rng) {
      const node = must(standable[rng.int(standable.length)], 'the road network has no road a car can use');
      return [graph.nodeLon[node] ?? 0, graph.nodeLat[node] ?? 0];
    },
    placeNear(rng, [lon, lat], radiusM) {
      for (let tries = 0; tries < 6; tries++) {
        const [x, y] = destination(lon, lat, rng.between(0, 360), radiusM * Math.sqrt(rng.next()));
        const point = snapNearest(index, net('car'), x, y, Math.max(60, radiusM / 3));
        if (point !== undefined && isMain(graph, point.edge)) return [point.lon, point.lat];
      }
      return undefined;
    },
  };
}

function isMain(graph: RoadGraph, edge: number): boolean {
  return graph.nodeComponent[graph.edgeTail[edge] ?? 0] === 0;
}

/** Nodes of the largest component that a car can both reach and leave. */
function standableNodes(net: RoadNet, isInside: (place: LonLat) => boolean): number[] {
  const { graph } = net;
  const hasRow = (first: Uint32Array, node: number): boolean => (first[node + 1] ?? 0) > (first[node] ?? 0);
  const nodes: number[] = [];
  for (let node = 0; node < graph.nodeCount; node++) {
    if (graph.nodeComponent[node] !== 0) continue;
    if (!hasRow(net.forward.first, node) || !hasRow(net.backward.first, node)) continue;
    if (isInside([graph.nodeLon[node] ?? 0, graph.nodeLat[node] ?? 0])) nodes.push(node);
  }
  return nodes;
}
