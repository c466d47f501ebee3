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

/** Roads that lead nowhere are drawn again, but not for ever. */
const DRAWS_A_PLACE = 50;

/**
 * Draws the places of shifts on a region's roads and prices all ways between them once (one search a place, about a second
 * for a city). `stations` = where cars stand, degrees; `bases` keeps their order, less those with no road near. Nodes of
 * the world are its own, not the graph's. Throws RangeError when no post has a road near it, or no road leads to one.
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
  /** Road seconds to a place by node of the graph; undefined = no road near it. */
  const fieldTo = (lon: number, lat: number): { edge: number; seconds: Float32Array } | undefined => {
    const point = snapNearest(index, net, lon, lat);
    if (point === undefined) return undefined;
    return { edge: point.edge, seconds: new Float32Array(etaToPoint(net, workspace, point).seconds) };
  };
  const toPost = (lon: number, lat: number): ShiftPost | undefined => {
    const field = fieldTo(lon, lat);
    if (field === undefined) return undefined;
    return { node: graph.edgeHead[field.edge] ?? 0, lon, lat, secondsFrom: field.seconds };
  };
  const bases = stations.flatMap(({ lon, lat }) => toPost(lon, lat) ?? []);
  if (bases.length === 0) throw new RangeError('no post has a road near it');
  const isReached = (seconds: ArrayLike<number>): boolean =>
    bases.some((base) => (seconds[base.node] ?? Infinity) < Infinity);
  const middle = {
    lon: bases.reduce((sum, { lon }) => sum + lon, 0) / bases.length,
    lat: bases.reduce((sum, { lat }) => sum + lat, 0) / bases.length,
  };
  const drawAll = <T>(
    count: number,
    draw: (node: number, lon: number, lat: number) => T | undefined,
  ): T[] => {
    const drawn: T[] = [];
    for (let left = count * DRAWS_A_PLACE; drawn.length < count; left--) {
      if (left === 0) throw new RangeError('no roads lead to the posts');
      const node = rng.int(graph.nodeCount);
      const one = draw(node, graph.nodeLon[node] ?? 0, graph.nodeLat[node] ?? 0);
      if (one !== undefined) drawn.push(one);
    }
    return drawn;
  };
  const sites = drawAll(SITES, (node, lon, lat): ShiftSite | undefined => {
    const field = fieldTo(lon, lat);
    if (field === undefined || !isReached(field.seconds)) return undefined;
    const isFar = haversineM(lon, lat, middle.lon, middle.lat) > TOWN_M;
    const group: ShiftGroup = rng.chance(ELDERLY) ? 'elderly' : isFar ? 'suburb' : 'town';
    const place: PlaceBelief = { kind: 'measured-fix', lon, lat, radiusM: 30, atMs: 0, source: 'shift' };
    return { node, place, group, secondsFrom: field.seconds };
  });
  const kerbs = drawAll(KERBS, (_, lon, lat) => {
    const post = toPost(lon, lat);
    return post !== undefined && isReached(post.secondsFrom) ? post : undefined;
  });
  return withOwnNodes(sites, bases, kerbs);
}

/** Keeps of every field only the nodes somebody can stand at: a large city's fields would fill a gigabyte. */
function withOwnNodes(
  sites: readonly ShiftSite[],
  bases: readonly ShiftPost[],
  kerbs: readonly ShiftPost[],
): ShiftWorld {
  const nodes = [...new Set([...sites, ...bases, ...kerbs].map(({ node }) => node))];
  const ownNode = new Map(nodes.map((node, own) => [node, own]));
  const own = <T extends ShiftSite | ShiftPost>(place: T): T => ({
    ...place,
    node: ownNode.get(place.node) ?? 0,
    secondsFrom: Float32Array.from(nodes, (node) => place.secondsFrom[node] ?? Infinity),
  });
  const ownBases = bases.map(own);
  return { sites: sites.map(own), bases: ownBases, posts: [...ownBases, ...kerbs.map(own)] };
}
