import type { PlaceBelief } from '../../domain/belief.ts';
import { haversineM } from '../../geo/distance.ts';
import { createRng } from '../../kit/rng.ts';
import { etaToPoint } from '../../roads/eta.ts';
import { createSearchWorkspace } from '../../roads/fastest.ts';
import { EMERGENCY } from '../../roads/profiles.ts';
import { prepareMainNet } from '../../roads/road-net.ts';
import type { RoadGraph } from '../../roads/road-graph.ts';
import { buildSnapIndex, snapNearest } from '../../roads/snap.ts';
import type { ShiftGroup, ShiftPost, ShiftSite, ShiftWorld } from './shift-world.ts';

/** Places shifts happen at: enough that two alerts of a night are seldom at one. */
const SITES = 240;
/** Kerbs where a car may be told to wait, apart from the places of alerts. */
const KERBS = 80;
/** Beyond this from the middle of the posts a site is a suburb. */
const TOWN_M = 7000;
const ELDERLY = 0.25;

/**
 * Draws the places of shifts on a region's roads and prices all ways to them once (one search a site, about a second for a
 * city). `stations` = where cars stand, degrees. Throws RangeError when no post has a road near it.
 */
export function createShiftWorld(
  graph: RoadGraph,
  stations: readonly { readonly lon: number; readonly lat: number }[],
  seed: number,
): ShiftWorld {
  const rng = createRng(seed);
  const net = prepareMainNet(graph, EMERGENCY);
  const index = buildSnapIndex(graph);
  const workspace = createSearchWorkspace(graph.nodeCount);
  const toPost = (lon: number, lat: number): ShiftPost | undefined => {
    const point = snapNearest(index, net, lon, lat);
    if (point === undefined) return undefined;
    const { seconds } = etaToPoint(net, workspace, point);
    return { node: graph.edgeHead[point.edge] ?? 0, lon, lat, secondsFrom: Float32Array.from(seconds) };
  };
  const bases = stations.flatMap(({ lon, lat }) => toPost(lon, lat) ?? []);
  if (bases.length === 0) throw new RangeError('no post has a road near it');
  const middle = {
    lon: bases.reduce((sum, { lon }) => sum + lon, 0) / bases.length,
    lat: bases.reduce((sum, { lat }) => sum + lat, 0) / bases.length,
  };
  const sites: ShiftSite[] = [];
  while (sites.length < SITES) {
    const node = rng.int(graph.nodeCount);
    const [lon, lat] = [graph.nodeLon[node] ?? 0, graph.nodeLat[node] ?? 0];
    const point = snapNearest(index, net, lon, lat);
    if (point === undefined) continue;
    const field = etaToPoint(net, workspace, point);
    if (bases.every((base) => (field.seconds[base.node] ?? Infinity) === Infinity)) continue;
    const isFar = haversineM(lon, lat, middle.lon, middle.lat) > TOWN_M;
    const group: ShiftGroup = rng.chance(ELDERLY) ? 'elderly' : isFar ? 'suburb' : 'town';
    const place: PlaceBelief = { kind: 'measured-fix', lon, lat, radiusM: 30, atMs: 0, source: 'shift' };
    sites.push({ node, place, group, secondsFrom: Float32Array.from(field.seconds) });
  }
  const kerbs: ShiftPost[] = [];
  while (kerbs.length < KERBS) {
    const node = rng.int(graph.nodeCount);
    const post = toPost(graph.nodeLon[node] ?? 0, graph.nodeLat[node] ?? 0);
    if (post !== undefined && bases.some((base) => (post.secondsFrom[base.node] ?? Infinity) < Infinity))
      kerbs.push(post);
  }
  return { sites, bases, posts: [...bases, ...kerbs] };
}
