import { type LonLat, RAD_PER_DEG } from '../geo/point.ts';
import { bearingDeg, equirectM } from '../geo/distance.ts';
import {
  directEdge,
  fastestTo,
  keepField,
  type SearchWorkspace,
  secondsFromTail,
  secondsToHead,
  type SnapPoint,
  type TimeField,
} from './fastest.ts';
import { type RoadClass, roadClassName } from './road-class.ts';
import { twinEdge } from './road-graph.ts';
import type { RoadNet } from './road-net.ts';
import { snapCandidates, type SnapIndex, snapNearest } from './snap.ts';

/**
 * Seconds between a point and the field's nearest place, partial edges included: to the place when the field's
 * direction is 'to', from it when 'from'. Infinity when there is no way.
 */
export function etaFromField(field: TimeField, point: SnapPoint): number {
  const { net } = field;
  let best = Infinity;
  for (const edge of [point.edge, twinEdge(point.edge)]) {
    const seconds =
      field.direction === 'to'
        ? secondsToHead(net, point, edge) + (field.seconds[net.graph.edgeHead[edge] ?? 0] ?? Infinity)
        : secondsFromTail(net, point, edge) + (field.seconds[net.graph.edgeTail[edge] ?? 0] ?? Infinity);
    if (seconds < best) best = seconds;
  }
  for (const place of field.places) {
    const direct = field.direction === 'to' ? directEdge(net, point, place) : directEdge(net, place, point);
    if (direct !== undefined && direct.seconds < best) best = direct.seconds;
  }
  return best;
}

/**
 * The field that ranks every unit against one target: one all-to-one search, then `etaFromField` per unit.
 * The result is a copy and stays valid.
 */
export function etaToPoint(net: RoadNet, workspace: SearchWorkspace, target: SnapPoint): TimeField {
  return keepField(fastestTo(net, workspace, [target]));
}

/** A place known only as an area: centre (degrees) and radius in metres. */
export interface BeliefCircle {
  readonly lon: number;
  readonly lat: number;
  readonly radiusM: number;
}

/** Fields to the middle of a belief and to sample points of its area. */
export interface BeliefField {
  readonly centre: TimeField;
  readonly samples: readonly TimeField[];
}

/** Arrival at a belief: to its middle, and to the worst sampled place in it. Seconds; Infinity = no way. */
export interface BeliefEta {
  readonly expectedSeconds: number;
  readonly worstSeconds: number;
  /** Sampled places this unit cannot reach; they are left out of `worstSeconds` and should be said. */
  readonly unreachableSamples: number;
}

const SECTORS = 8;
const CENTRE_CANDIDATES = 8;
const MAIN_LINES: ReadonlySet<RoadClass> = new Set(['motorway', 'motorway_link', 'trunk', 'trunk_link']);

/**
 * Fields for a belief: its centre snapped to the road, and the reachable road node farthest out in each of eight
 * sectors of the circle. Nobody stands on the main line of a motorway or trunk road, so an area that holds any other
 * road is sampled there only; otherwise the far carriageway would turn every exit into a detour of half an hour. Undefined when there is no road to drive on within the circle (or within 500 m of its centre):
 * an ETA would be a guess.
 */
export function etaToBelief(
  net: RoadNet,
  workspace: SearchWorkspace,
  index: SnapIndex,
  belief: BeliefCircle,
): BeliefField | undefined {
  const nearest = snapCandidates(
    index,
    net,
    belief.lon,
    belief.lat,
    CENTRE_CANDIDATES,
    Math.max(500, belief.radiusM),
  );
  const centre =
    nearest.find((point) => point.distanceM <= belief.radiusM && isStandable(net, point.edge)) ?? nearest[0];
  if (centre === undefined) return undefined;
  const samples = sectorNodes(net, belief)
    .map(([lon, lat]) => snapNearest(index, net, lon, lat, 5))
    .filter((p) => p !== undefined);
  return {
    centre: etaToPoint(net, workspace, centre),
    samples: samples.map((p) => etaToPoint(net, workspace, p)),
  };
}

/** Expected and worst arrival of a unit standing at `point`. */
export function beliefEta(field: BeliefField, point: SnapPoint): BeliefEta {
  const expectedSeconds = etaFromField(field.centre, point);
  let worstSeconds = expectedSeconds;
  let unreachableSamples = 0;
  for (const sample of field.samples) {
    const seconds = etaFromField(sample, point);
    if (seconds === Infinity) unreachableSamples++;
    else if (seconds > worstSeconds) worstSeconds = seconds;
  }
  return { expectedSeconds, worstSeconds, unreachableSamples };
}

function sectorNodes(net: RoadNet, belief: BeliefCircle): LonLat[] {
  const { graph } = net;
  const farthest = new Map<number, { node: number; distanceM: number }>();
  const latMargin = belief.radiusM / 111_000;
  const lonMargin = latMargin / Math.cos(belief.lat * RAD_PER_DEG);
  for (let node = 0; node < graph.nodeCount; node++) {
    const lon = graph.nodeLon[node] ?? 0;
    const lat = graph.nodeLat[node] ?? 0;
    if (Math.abs(lat - belief.lat) > latMargin || Math.abs(lon - belief.lon) > lonMargin) continue;
    // only nodes the profile can enter and leave again: a motorway node is no place for somebody on foot
    if (!hasRow(net.backward.first, node) || !hasRow(net.forward.first, node)) continue;
    const distanceM = equirectM(belief.lon, belief.lat, lon, lat);
    if (distanceM > belief.radiusM || !hasStandableRoad(net, node)) continue;
    const sector = Math.floor((bearingDeg(belief.lon, belief.lat, lon, lat) / 360) * SECTORS);
    const best = farthest.get(sector);
    if (best === undefined || distanceM > best.distanceM) farthest.set(sector, { node, distanceM });
  }
  return [...farthest.values()].map(({ node }) => [graph.nodeLon[node] ?? 0, graph.nodeLat[node] ?? 0]);
}

function isStandable(net: RoadNet, edge: number): boolean {
  return !MAIN_LINES.has(roadClassName(net.graph.edgeClass[edge] ?? 0));
}

function hasStandableRoad(net: RoadNet, node: number): boolean {
  const { first, edge } = net.forward;
  for (let row = first[node] ?? 0; row < (first[node + 1] ?? 0); row++) {
    if (isStandable(net, edge[row] ?? 0)) return true;
  }
  return false;
}

function hasRow(first: Uint32Array, node: number): boolean {
  return (first[node + 1] ?? 0) > (first[node] ?? 0);
}
