/** Interception problems of a realistic size: a made-up town of crooked streets, or a piece of Jinan. */
import type { Rng } from '../../../shared/kit/rng.ts';
import { CAR } from '../../../shared/roads/profiles.ts';
import type { RoadGraph } from '../../../shared/roads/road-graph.ts';
import { prepareMainNet } from '../../../shared/roads/road-net.ts';

type Edge = [from: number, to: number, seconds: number];
type Step = [node: number, seconds: number];

/** Nodes and edges as in the problem format; `rim` are the nodes at its edge, where roads lead out. */
export interface Town {
  readonly nodes: readonly (readonly [number, number])[];
  readonly edges: readonly Edge[];
  readonly rim: readonly number[];
  readonly middle: number;
}

/** Crooked blocks, some streets missing or one-way, one in seven fast. */
export function madeUpTown(nodeCount: number, rng: Rng): Town {
  const side = Math.ceil(Math.sqrt(nodeCount));
  const nodes = Array.from({ length: nodeCount }, (_, i): [number, number] => [
    (i % side) + rng.between(-0.3, 0.3),
    Math.floor(i / side) + rng.between(-0.3, 0.3),
  ]);
  const edges: Edge[] = [];
  const street = (a: number, b: number): void => {
    const [ax = 0, ay = 0] = nodes[a] ?? [];
    const [bx = 0, by = 0] = nodes[b] ?? [];
    const speed = rng.weighted([0.6, 0.25, 0.15]) + 1;
    const seconds = Math.round((Math.hypot(ax - bx, ay - by) * 300) / speed) / 10;
    edges.push([a, b, seconds]);
    if (!rng.chance(0.12)) edges.push([b, a, seconds]);
  };
  for (let i = 0; i < nodeCount; i++) {
    if (i % side < side - 1 && i + 1 < nodeCount && rng.chance(0.85)) street(i, i + 1);
    if (i + side < nodeCount && rng.chance(0.85)) street(i, i + side);
  }
  const lastRow = Math.ceil(nodeCount / side) - 1;
  const rim = nodes.flatMap((_, i) => {
    const [x, y] = [i % side, Math.floor(i / side)];
    return x === 0 || y === 0 || x === side - 1 || y === lastRow ? [i] : [];
  });
  return { nodes, edges, rim, middle: Math.floor(nodeCount / 2) + Math.floor(side / 2) };
}

/** The `nodeCount` junctions of Jinan nearest by hops to some junction; the farthest twelfth is the rim. */
export function pieceOfJinan(graph: RoadGraph, nodeCount: number, rng: Rng): Town {
  const { first, node, seconds } = prepareMainNet(graph, CAR).forward;
  const degree = (n: number): number => (first[n + 1] ?? 0) - (first[n] ?? 0);
  let start = rng.int(graph.nodeCount);
  while (degree(start) < 3) start = rng.int(graph.nodeCount);
  const numberOf = new Map([[start, 0]]);
  const taken = [start];
  for (const from of taken) {
    for (let row = first[from] ?? 0; row < (first[from + 1] ?? 0); row++) {
      const to = node[row] ?? 0;
      if (numberOf.has(to) || taken.length >= nodeCount) continue;
      numberOf.set(to, taken.length);
      taken.push(to);
    }
  }
  const edges = taken.flatMap((from, i) => {
    const out: Edge[] = [];
    for (let row = first[from] ?? 0; row < (first[from + 1] ?? 0); row++) {
      const to = numberOf.get(node[row] ?? 0);
      if (to !== undefined) out.push([i, to, Math.round((seconds[row] ?? 0) * 10) / 10]);
    }
    return out;
  });
  const nodes = taken.map((n): [number, number] => [graph.nodeLon[n] ?? 0, graph.nodeLat[n] ?? 0]);
  const rim = taken.map((_, i) => i).slice(-Math.ceil(taken.length / 12));
  return { nodes, edges, rim, middle: 0 };
}

/** Routes that hold their direction, from a few starts. */
export function coverOf(town: Town, units: number, routes: number, starts: number, rng: Rng): object {
  const out: Edge[][] = town.nodes.map(() => []);
  for (const edge of town.edges) out[edge[0]]?.push(edge);
  const from = Array.from({ length: starts }, (_, i) => (i === 0 ? town.middle : rng.int(town.nodes.length)));
  return {
    kind: 'cover',
    nodes: town.nodes,
    edges: town.edges,
    units: Array.from({ length: units }, () => rng.int(town.nodes.length)),
    routes: Array.from({ length: routes }, () => walk(town, out, rng.pick(from), 20 + rng.int(60), rng)),
  };
}

function walk(town: Town, out: readonly (readonly Edge[])[], start: number, steps: number, rng: Rng): Step[] {
  const heading = [rng.between(-1, 1), rng.between(-1, 1)] as const;
  const seen = new Set([start]);
  const route: Step[] = [[start, 0.001]];
  let at = start;
  let clock = 0.001;
  for (let i = 0; i < steps; i++) {
    const next = (out[at] ?? [])
      .filter(([, to]) => !seen.has(to))
      .map((edge) => {
        const [x = 0, y = 0] = town.nodes[edge[1]] ?? [];
        const [hereX = 0, hereY = 0] = town.nodes[at] ?? [];
        return { edge, score: (x - hereX) * heading[0] + (y - hereY) * heading[1] + rng.next() * 0.8 };
      })
      .toSorted((a, b) => b.score - a.score)[0]?.edge;
    if (next === undefined) break;
    at = next[1];
    clock = Math.round((clock + next[2]) * 1000) / 1000;
    seen.add(at);
    route.push([at, clock]);
  }
  return route;
}

const unitsIn = (town: Town, count: number, rng: Rng): object[] =>
  Array.from({ length: count }, (_, i) => ({ id: `A${i + 1}`, node: rng.int(town.nodes.length) }));

/** As many exits of the rim as there are units, or fewer. */
export function sealOf(town: Town, units: number, exits: number, rng: Rng): object {
  return {
    kind: 'seal',
    nodes: town.nodes,
    edges: town.edges,
    units: unitsIn(town, units, rng),
    exits: Array.from({ length: exits }, () => rng.pick(town.rim)),
  };
}

/** A target in the middle that wants out over half of the rim. */
export function containOf(
  town: Town,
  units: number,
  objective: 'earliest' | 'fewest',
  headStartSeconds: number,
  rng: Rng,
): object {
  return {
    kind: 'contain',
    nodes: town.nodes,
    edges: town.edges,
    units: unitsIn(town, units, rng),
    target: { node: town.middle, headStartSeconds },
    exits: town.rim.filter((node) => node !== town.middle && rng.chance(0.5)),
    objective,
  };
}
