import { createNodeHeap, popNode, pushNode } from '../../../roads/kernels/node-heap.ts';
import type { PackedRows } from '../../../roads/road-net.ts';
import { TIE_S } from '../problem.ts';

/** Where the target can be and when, given when nodes are closed; the arrays are reused by the next search. */
export interface TargetTimes {
  /** Earliest arrival, Infinity where it cannot be; also at the nodes that stopped it. */
  readonly seconds: Float64Array;
  /** 1 = reached, but closed in time. */
  readonly isStopped: Uint8Array;
  /** The node before, -1 at the start and where it cannot be. */
  readonly parent: Int32Array;
}

/**
 * Searcher of the target's earliest arrivals. `closedAt[n]` is when node n is closed (Infinity = never): the target gets
 * past it only if it is there more than a tie before. The start is never closed.
 */
export function createTargetSearch(rows: PackedRows, nodeCount: number, start: number) {
  const heap = createNodeHeap(nodeCount);
  const seconds = new Float64Array(nodeCount);
  const isStopped = new Uint8Array(nodeCount);
  const parent = new Int32Array(nodeCount);
  const times: TargetTimes = { seconds, isStopped, parent };
  return (closedAt: Float64Array): TargetTimes => {
    seconds.fill(Infinity);
    isStopped.fill(0);
    parent.fill(-1);
    seconds[start] = 0;
    pushNode(heap, seconds, start);
    for (let n = popNode(heap, seconds); n >= 0; n = popNode(heap, seconds)) {
      const at = seconds[n]!;
      if (n !== start && closedAt[n]! <= at + TIE_S) {
        isStopped[n] = 1;
        continue;
      }
      for (let i = rows.first[n]!; i < rows.first[n + 1]!; i++) {
        const next = rows.node[i]!;
        const arrival = at + rows.seconds[i]!;
        if (arrival < seconds[next]!) {
          seconds[next] = arrival;
          parent[next] = n;
          pushNode(heap, seconds, next);
        }
      }
    }
    return times;
  };
}
