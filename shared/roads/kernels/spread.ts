import type { PackedRows } from '../road-net.ts';
import { type NodeHeap, popNode, pushNode } from './node-heap.ts';

/** Arrays one search works in; `seconds` and `parentEdge` hold its result until the next search. */
export interface SpreadState {
  readonly heap: NodeHeap;
  /** Fastest seconds per node, Infinity when not reached within the search's limits. */
  readonly seconds: Float64Array;
  /** Edge by which each node was reached, -1 for a start or an unreached node. */
  readonly parentEdge: Int32Array;
  /** Marks of the nodes the search waits for; 1 = waited for. */
  readonly wanted: Uint8Array;
}

/**
 * Dijkstra from whatever was seeded into `state` (keys set and pushed). Stops past `limitSeconds`, or once `wantedCount`
 * marked nodes are settled. Nodes not settled by then are put back to Infinity, so nothing tentative leaks out.
 * Returns the number of settled nodes.
 */
export function spread(
  rows: PackedRows,
  state: SpreadState,
  limitSeconds: number,
  wantedCount: number,
): number {
  const { heap, seconds, parentEdge, wanted } = state;
  const { first, node: rowNode, edge: rowEdge, seconds: rowSeconds } = rows;
  let waiting = wantedCount;
  let settled = 0;
  for (let node = popNode(heap, seconds); node >= 0; node = popNode(heap, seconds)) {
    const at = seconds[node]!;
    if (at > limitSeconds) {
      seconds[node] = Infinity;
      parentEdge[node] = -1;
      break;
    }
    settled++;
    if (wanted[node] === 1 && --waiting === 0) break;
    for (let i = first[node]!; i < first[node + 1]!; i++) {
      const next = rowNode[i]!;
      const arrival = at + rowSeconds[i]!;
      if (arrival < seconds[next]!) {
        seconds[next] = arrival;
        parentEdge[next] = rowEdge[i]!;
        pushNode(heap, seconds, next);
      }
    }
  }
  for (let i = 0; i < heap.size; i++) {
    const node = heap.slots[i]!;
    heap.position[node] = -1;
    seconds[node] = Infinity;
    parentEdge[node] = -1;
  }
  heap.size = 0;
  return settled;
}
