import type { Rng } from '../../kit/rng.ts';
import type { Ground } from './ground.ts';

/** A way towards a goal: directed edges in order, and seconds (of whatever law the caller gives) at the end of each. */
export interface Walk {
  readonly edges: number[];
  readonly endS: number[];
}

/** Where a walk goes. */
export interface WalkGoal {
  /** Free-flow seconds from every node. */
  readonly seconds: Float32Array;
  /** Whether the walk ends at this junction. */
  isReached(node: number): boolean;
}

/** Seconds lost at a turn that halve (and a bit) its share of the drivers: people are not route planners. */
const REGRET_S = 40;
const MOST_EDGES = 5000;

/**
 * Adds one possible way from the end of `walk` (node `from`) to the goal with field `seconds`: at every junction each road
 * that leads nearer is taken with a chance that falls with the time it loses; `factorOf` scales its seconds. Returns the node where it ends; that is not the
 * goal when there is no way.
 */
export function walkTo(
  ground: Ground,
  walk: Walk,
  from: number,
  goal: WalkGoal,
  rng: Rng,
  factorOf: (edge: number) => number,
): number {
  const { node: rowNode, edge: rowEdge } = ground.net.forward;
  const { seconds } = goal;
  let node = from;
  let atS = walk.endS.at(-1) ?? 0;
  for (let steps = 0; !goal.isReached(node) && steps < MOST_EDGES; steps++) {
    const row = nextRow(ground, node, seconds, rng);
    if (row < 0) break;
    const here = seconds[node] ?? 0;
    node = rowNode[row] ?? 0;
    const edge = rowEdge[row] ?? 0;
    // what a turn loses is part of the pace, which was learned against fastest ways: it must not count twice
    atS += Math.max(0, here - (seconds[node] ?? here)) * factorOf(edge);
    walk.edges.push(edge);
    walk.endS.push(atS);
  }
  return node;
}

/** The road taken at a junction, as a row of the forward table; -1 when none leads to the goal. */
function nextRow(ground: Ground, node: number, seconds: Float32Array, rng: Rng): number {
  const { first, node: rowNode, seconds: rowSeconds } = ground.net.forward;
  const here = seconds[node] ?? Infinity;
  if (here === Infinity) return -1;
  const begin = first[node] ?? 0;
  const end = first[node + 1] ?? begin;
  /** 0 for roads that do not lead nearer. */
  const weightOf = (row: number): number => {
    const there = seconds[rowNode[row] ?? 0] ?? Infinity;
    return there < here ? Math.exp((here - (rowSeconds[row] ?? 0) - there) / REGRET_S) : 0;
  };
  let total = 0;
  for (let row = begin; row < end; row++) total += weightOf(row);
  if (total === 0) return straightest(ground, begin, end, seconds);
  let left = rng.next() * total;
  let chosen = -1;
  for (let row = begin; row < end; row++) {
    const weight = weightOf(row);
    if (weight === 0) continue;
    chosen = row;
    left -= weight;
    if (left < 0) break;
  }
  return chosen;
}

/** The fastest road on, for the odd junction where rounding or a piece without length leaves no road that is strictly nearer. */
function straightest(ground: Ground, begin: number, end: number, seconds: Float32Array): number {
  const { node: rowNode, seconds: rowSeconds } = ground.net.forward;
  let best = -1;
  let bestS = Infinity;
  for (let row = begin; row < end; row++) {
    const cost = (rowSeconds[row] ?? 0) + (seconds[rowNode[row] ?? 0] ?? Infinity);
    if (cost < bestS) {
      best = row;
      bestS = cost;
    }
  }
  return best;
}
