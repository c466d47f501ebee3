import type { Rng } from '../../kit/rng.ts';
import type { Ground } from './ground.ts';

/** A way towards a goal: directed edges in order, and seconds (of whatever law the caller gives) at the end of each. */
export interface Walk {
  readonly edges: number[];
  readonly endS: number[];
}

/** Seconds lost at a turn that halve (and a bit) its share of the drivers: people are not route planners. */
export const REGRET_S = 40;
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
  goal: { readonly node: number; readonly seconds: Float32Array },
  rng: Rng,
  factorOf: (edge: number) => number,
): number {
  const { first, node: rowNode, edge: rowEdge, seconds: rowSeconds } = ground.net.forward;
  const { seconds } = goal;
  let node = from;
  let atS = walk.endS.at(-1) ?? 0;
  for (let steps = 0; node !== goal.node && steps < MOST_EDGES; steps++) {
    const here = seconds[node] ?? Infinity;
    if (here === Infinity) break;
    let best = -1;
    let bestS = Infinity;
    let total = 0;
    const end = first[node + 1] ?? 0;
    for (let row = first[node] ?? end; row < end; row++) {
      const there = seconds[rowNode[row] ?? 0] ?? Infinity;
      const cost = (rowSeconds[row] ?? 0) + there;
      if (cost < bestS) {
        bestS = cost;
        best = row;
      }
      if (there < here) total += Math.exp((here - cost) / REGRET_S);
    }
    let chosen = best;
    let left = rng.next() * total;
    for (let row = first[node] ?? end; row < end && total > 0; row++) {
      const there = seconds[rowNode[row] ?? 0] ?? Infinity;
      if (there >= here) continue;
      chosen = row;
      left -= Math.exp((here - (rowSeconds[row] ?? 0) - there) / REGRET_S);
      if (left < 0) break;
    }
    if (chosen < 0) break;
    node = rowNode[chosen] ?? 0;
    const edge = rowEdge[chosen] ?? 0;
    // what a turn loses is part of the pace, which was learned against fastest ways: it must not count twice
    atS += Math.max(0, here - (seconds[node] ?? here)) * factorOf(edge);
    walk.edges.push(edge);
    walk.endS.push(atS);
  }
  return node;
}
