/**
 * Indexed 4-ary min-heap of nodes, keyed by a Float64Array the caller owns. A node is in it at most once;
 * after lowering key[node] call `push` again. Reused between searches: it must be drained or cleared in between.
 */
export interface NodeHeap {
  readonly slots: Int32Array;
  /** Position of each node in `slots`, -1 when absent. */
  readonly position: Int32Array;
  size: number;
}

/** A heap for nodes 0..nodeCount-1. */
export function createNodeHeap(nodeCount: number): NodeHeap {
  return { slots: new Int32Array(nodeCount), position: new Int32Array(nodeCount).fill(-1), size: 0 };
}

/** Adds a node, or moves it up after its key was lowered. */
export function pushNode(heap: NodeHeap, key: Float64Array, node: number): void {
  const { slots, position } = heap;
  let at = position[node]!;
  if (at < 0) at = heap.size++;
  const k = key[node]!;
  while (at > 0) {
    const up = (at - 1) >> 2;
    const other = slots[up]!;
    if (key[other]! <= k) break;
    slots[at] = other;
    position[other] = at;
    at = up;
  }
  slots[at] = node;
  position[node] = at;
}

/** Removes and returns the node with the lowest key; -1 when empty. */
export function popNode(heap: NodeHeap, key: Float64Array): number {
  if (heap.size === 0) return -1;
  const { slots, position } = heap;
  const top = slots[0]!;
  position[top] = -1;
  const moved = slots[--heap.size]!;
  if (heap.size === 0) return top;
  const k = key[moved]!;
  let at = 0;
  for (;;) {
    const firstChild = 4 * at + 1;
    if (firstChild >= heap.size) break;
    const end = Math.min(firstChild + 4, heap.size);
    let least = firstChild;
    let leastKey = key[slots[firstChild]!]!;
    for (let c = firstChild + 1; c < end; c++) {
      const ck = key[slots[c]!]!;
      if (ck < leastKey) {
        least = c;
        leastKey = ck;
      }
    }
    if (leastKey >= k) break;
    const child = slots[least]!;
    slots[at] = child;
    position[child] = at;
    at = least;
  }
  slots[at] = moved;
  position[moved] = at;
  return top;
}
