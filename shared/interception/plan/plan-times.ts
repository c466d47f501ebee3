import { createNodeHeap, pushNode } from '../../roads/kernels/node-heap.ts';
import { spread, type SpreadState } from '../../roads/kernels/spread.ts';
import type { PlanGraph } from './problem.ts';

/**
 * Fastest seconds from one node to all others, Infinity where there is no way. Always searched from where a unit stands,
 * never backwards: the sums are then the same numbers, bit for bit, as any other search from there gives.
 */
export type TimesFrom = (node: number) => Float64Array;

/** Times of a graph, each start searched once; the arrays are shared, so callers only read them. */
export function createTimesFrom(graph: PlanGraph): TimesFrom {
  const known = new Map<number, Float64Array>();
  const { nodeCount, rows } = graph;
  const heap = createNodeHeap(nodeCount);
  const parentEdge = new Int32Array(nodeCount);
  const wanted = new Uint8Array(nodeCount);
  return (node) => {
    const before = known.get(node);
    if (before !== undefined) return before;
    const state: SpreadState = {
      heap,
      seconds: new Float64Array(nodeCount).fill(Infinity),
      parentEdge,
      wanted,
    };
    state.seconds[node] = 0;
    pushNode(heap, state.seconds, node);
    spread(rows, state, Infinity, 0);
    known.set(node, state.seconds);
    return state.seconds;
  };
}
