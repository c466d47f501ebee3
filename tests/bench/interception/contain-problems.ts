/** Containment problems as a city sets them: streets and avenues, one-way roads, a river with few bridges, stations. */
import type { Rng } from '../../../shared/kit/rng.ts';
import type { Town } from './plan-problems.ts';

/** How a made-up city is laid out and who is in it. */
export interface ContainClass {
  readonly nodes: number;
  readonly units: number;
  readonly objective: 'earliest' | 'fewest';
  readonly headStartSeconds: number;
  /** stations: four units or so at each; scattered: on patrol anywhere. */
  readonly unitsAt: 'scattered' | 'stations';
  /** few: where avenues lead out; many: half of the rim. */
  readonly exits: 'few' | 'many';
  readonly hasRiver: boolean;
}

/** A containment problem of the file format. */
export interface CityProblem {
  readonly kind: 'contain';
  readonly nodes: Town['nodes'];
  readonly edges: Town['edges'];
  readonly units: readonly { readonly id: string; readonly node: number }[];
  readonly target: { readonly node: number; readonly headStartSeconds: number };
  readonly exits: readonly number[];
  readonly objective: 'earliest' | 'fewest';
}

/** Metres between streets; every fifth is an avenue. */
const BLOCK_M = 220;
const AVENUE_EVERY = 5;
const STREET_MPS = 7;
const AVENUE_MPS = 14;
const EXPRESSWAY_MPS = 25;

/** A city of about so many junctions; `gates` are the ends of avenues. */
export function madeUpCity(
  nodeCount: number,
  hasRiver: boolean,
  rng: Rng,
): Town & { readonly gates: readonly number[] } {
  const width = Math.ceil(Math.sqrt(nodeCount * 1.3));
  const height = Math.ceil(nodeCount / width);
  const at = (x: number, y: number): number => y * width + x;
  const nodes = Array.from({ length: width * height }, (_, i): [number, number] => [
    ((i % width) + rng.between(-0.3, 0.3)) * BLOCK_M,
    (Math.floor(i / width) + rng.between(-0.3, 0.3)) * BLOCK_M,
  ]);
  const edges: [number, number, number][] = [];
  const road = (a: number, b: number, mps: number, isOneWay: boolean): void => {
    const [ax, ay] = nodes[a] ?? [0, 0];
    const [bx, by] = nodes[b] ?? [0, 0];
    const seconds = Math.round((Math.hypot(ax - bx, ay - by) / (mps * rng.between(0.8, 1.1))) * 100) / 100;
    edges.push([a, b, seconds]);
    if (!isOneWay) edges.push([b, a, seconds]);
  };
  const river = hasRiver ? Math.floor(height * rng.between(0.3, 0.7)) : -1;
  const ring = Math.floor(Math.min(width, height) / 4);
  const isRing = (line: number, along: number, lines: number, length: number): boolean =>
    (line === ring || line === lines - 1 - ring) && along >= ring && along < length - 1 - ring;
  const east = (x: number, y: number): void => {
    if (!isAvenue(y) && rng.chance(0.16)) return;
    const mps = speedOf(isRing(y, x, height, width), y);
    road(at(x, y), at(x + 1, y), mps, !isAvenue(y) && rng.chance(0.12));
  };
  const north = (x: number, y: number): void => {
    // only avenues cross the river, and not all of them
    if (y === river && !(isAvenue(x) && rng.chance(0.7))) return;
    if (!isAvenue(x) && rng.chance(0.16)) return;
    const mps = speedOf(isRing(x, y, width, height), x);
    road(at(x, y), at(x, y + 1), mps, !isAvenue(x) && rng.chance(0.12));
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (x + 1 < width) east(x, y);
      if (y + 1 < height) north(x, y);
    }
  }
  return {
    nodes,
    edges,
    ...edgeOf(width, height),
    middle: at(Math.floor(width / 2), Math.floor(height / 2)),
  };
}

/** The nodes of the rim, and those where avenues end. */
function edgeOf(width: number, height: number): { readonly rim: number[]; readonly gates: number[] } {
  const rim: number[] = [];
  const gates: number[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isSide = x === 0 || x === width - 1;
      const isEnd = y === 0 || y === height - 1;
      if (!isSide && !isEnd) continue;
      rim.push(y * width + x);
      if ((isSide && isAvenue(y)) || (isEnd && isAvenue(x))) gates.push(y * width + x);
    }
  }
  return { rim, gates };
}

const speedOf = (isRing: boolean, line: number): number =>
  isRing ? EXPRESSWAY_MPS : isAvenue(line) ? AVENUE_MPS : STREET_MPS;

const isAvenue = (line: number): boolean => line % AVENUE_EVERY === 2;

/** A problem of the class; the target is somewhere in the middle half. */
export function containCity(wish: ContainClass, rng: Rng): CityProblem {
  const town = madeUpCity(wish.nodes, wish.hasRiver, rng);
  return containIn(town, town.gates, wish, rng);
}

/** Units and a target in a town; the gates are its few exits. */
export function containIn(town: Town, gates: readonly number[], wish: ContainClass, rng: Rng): CityProblem {
  const { nodes } = town;
  const stations = Array.from({ length: Math.ceil(wish.units / 4) }, () => rng.int(nodes.length));
  const units = Array.from({ length: wish.units }, (_, i) => ({
    id: `A${i + 1}`,
    node: wish.unitsAt === 'scattered' ? rng.int(nodes.length) : rng.pick(stations),
  }));
  const xs = nodes.map(([x]) => x).toSorted((a, b) => a - b);
  const ys = nodes.map(([, y]) => y).toSorted((a, b) => a - b);
  const isWithin = (sorted: number[], value: number): boolean =>
    value > (sorted[Math.floor(sorted.length / 4)] ?? 0) &&
    value < (sorted[Math.floor((sorted.length * 3) / 4)] ?? 0);
  const middle = nodes.flatMap(([x, y], i) => (isWithin(xs, x) && isWithin(ys, y) ? [i] : []));
  const node = rng.pick(middle);
  const exits = (wish.exits === 'few' ? gates : town.rim.filter(() => rng.chance(0.5))).filter(
    (exit) => exit !== node,
  );
  return {
    kind: 'contain',
    nodes: town.nodes,
    edges: town.edges,
    units,
    target: { node, headStartSeconds: wish.headStartSeconds },
    exits,
    objective: wish.objective,
  };
}
