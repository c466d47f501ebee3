/** Cover problems as a control room would put them: a fugitive's possible ways out of a town, and cars here and there. */
import type { Rng } from '../../../shared/kit/rng.ts';
import { edgeRows } from '../../../shared/interception/plan/kernels/edge-rows.ts';
import { createNodeHeap, pushNode } from '../../../shared/roads/kernels/node-heap.ts';
import { spread } from '../../../shared/roads/kernels/spread.ts';
import { coverOf, madeUpTown, type Town } from './plan-problems.ts';

type Step = readonly [node: number, seconds: number];
type Route = readonly Step[];

/**
 * How the routes come about. hurried: the fastest way to one of a few exits, as somebody sees it who misjudges every road
 * a little. astray: the same with great misjudgements, to many exits. wandering: holds a direction, street by street, from
 * the start until out of town. several: wandering from eight possible starts.
 */
export type Flight = 'hurried' | 'astray' | 'wandering' | 'several';
/** scattered: anywhere. posts: three or four to a police post. */
export type Standing = 'scattered' | 'posts';

export interface CoverCase {
  readonly nodes: number;
  readonly units: number;
  readonly routes: number;
  readonly flight: Flight;
  readonly standing: Standing;
}

/** A cover problem in the format of `rampart plan`. */
export function coverCase({ nodes, units, routes, flight, standing }: CoverCase, rng: Rng): object {
  const town = madeUpTown(nodes, rng);
  const starts = unitsOf(town.nodes.length, units, standing, rng);
  if (flight === 'several') {
    return { ...coverOf(town, units, routes, 8, rng), units: starts };
  }
  const ways =
    flight === 'wandering'
      ? Array.from({ length: routes }, () => wander(town, outOf(town), rng))
      : fastestWays(town, routes, flight === 'hurried' ? 6 : 40, flight === 'hurried' ? 0.5 : 1.5, rng);
  return { kind: 'cover', nodes: town.nodes, edges: town.edges, units: starts, routes: ways };
}

/** What a published problem holds, as far as it is used here. */
export interface PublishedCover {
  readonly kind: 'cover';
  readonly nodes: readonly unknown[];
  readonly edges: readonly unknown[];
  readonly units: readonly number[];
  readonly routes: readonly Route[];
}

/** A published problem with other units and a draw of its routes, some of them begun further on. */
export function recut(published: PublishedCover, units: number, routes: number, rng: Rng): object {
  return {
    ...published,
    units: Array.from({ length: units }, () => rng.int(published.nodes.length)),
    routes: Array.from({ length: routes }, () => {
      const route = rng.pick(published.routes);
      return rng.chance(0.5) ? route : laterPart(route, rng);
    }),
  };
}

function laterPart(route: Route, rng: Rng): Route {
  const from = rng.int(Math.max(1, Math.floor(route.length / 2)));
  const [, fromS] = route[from] ?? [0, 0];
  return route.slice(from).map(([node, seconds]) => [node, Math.round((seconds - fromS) * 1000) / 1000]);
}

function unitsOf(nodeCount: number, units: number, standing: Standing, rng: Rng): number[] {
  if (standing === 'scattered') return Array.from({ length: units }, () => rng.int(nodeCount));
  const posts = Array.from({ length: Math.ceil(units / 3.5) }, () => rng.int(nodeCount));
  return Array.from({ length: units }, () => rng.pick(posts));
}

function outOf({ nodes, edges }: Town): readonly (readonly Town['edges'][number][])[] {
  const out: Town['edges'][number][][] = nodes.map(() => []);
  for (const edge of edges) out[edge[0]]?.push(edge);
  return out;
}

function wander(town: Town, out: ReturnType<typeof outOf>, rng: Rng): Route {
  const rim = new Set(town.rim);
  const angle = rng.between(0, 2 * Math.PI);
  const seen = new Set([town.middle]);
  const route: Step[] = [[town.middle, 0.001]];
  for (let at = town.middle, clock = 0.001; !rim.has(at); ) {
    const [hereX = 0, hereY = 0] = town.nodes[at] ?? [];
    const [next] = (out[at] ?? [])
      .filter(([, to]) => !seen.has(to))
      .map((edge) => {
        const [x = 0, y = 0] = town.nodes[edge[1]] ?? [];
        const ahead = (x - hereX) * Math.cos(angle) + (y - hereY) * Math.sin(angle);
        return { edge, score: ahead + rng.next() * 0.8 };
      })
      .toSorted((a, b) => b.score - a.score);
    if (next === undefined) break;
    at = next.edge[1];
    clock = Math.round((clock + next.edge[2]) * 1000) / 1000;
    seen.add(at);
    route.push([at, clock]);
  }
  return route;
}

/** Fastest ways from the middle to exits, each by its own idea of every road: exp(sigma x normal) times its seconds. */
function fastestWays(town: Town, routes: number, exitCount: number, sigma: number, rng: Rng): Route[] {
  const exits = Array.from({ length: exitCount }, () => rng.pick(town.rim));
  const from = Uint32Array.from(town.edges, ([node]) => node);
  const to = Uint32Array.from(town.edges, ([, node]) => node);
  const heap = createNodeHeap(town.nodes.length);
  const wanted = new Uint8Array(town.nodes.length);
  const ways: Route[] = [];
  for (let tries = 0; ways.length < routes && tries < 4 * routes; tries++) {
    const exit = rng.pick(exits);
    const believed = Float64Array.from(
      town.edges,
      ([, , seconds]) => seconds * Math.exp(rng.normal(0, sigma)),
    );
    const state = {
      heap,
      wanted,
      seconds: new Float64Array(town.nodes.length).fill(Infinity),
      parentEdge: new Int32Array(town.nodes.length).fill(-1),
    };
    wanted[exit] = 1;
    state.seconds[town.middle] = 0;
    pushNode(heap, state.seconds, town.middle);
    spread(edgeRows(town.nodes.length, from, to, believed), state, Infinity, 1);
    wanted[exit] = 0;
    if (state.seconds[exit] !== Infinity) ways.push(wayTo(town, exit, state.parentEdge));
  }
  return ways;
}

function wayTo(town: Town, exit: number, parentEdge: Int32Array): Route {
  const edges: Town['edges'][number][] = [];
  for (let at = exit; at !== town.middle; ) {
    const edge = town.edges[parentEdge[at] ?? -1];
    if (edge === undefined) break;
    edges.push(edge);
    [at] = edge;
  }
  let clock = 0.001;
  const route: Step[] = [[town.middle, clock]];
  for (const [, to, seconds] of edges.reverse()) {
    clock = Math.round((clock + seconds) * 1000) / 1000;
    route.push([to, clock]);
  }
  return route;
}
