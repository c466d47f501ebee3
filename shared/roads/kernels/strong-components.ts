import type { PackedRows } from '../road-net.ts';

/**
 * Marks (1) the nodes of the largest strongly connected component: from each of them every other can be reached and
 * left again. Tarjan's algorithm without recursion; ties go to the component completed first, which is deterministic.
 */
export function largestStrongComponent(rows: PackedRows): Uint8Array {
  const nodeCount = rows.first.length - 1;
  const order = new Int32Array(nodeCount).fill(-1);
  const low = new Int32Array(nodeCount);
  const onStack = new Uint8Array(nodeCount);
  const cursor = rows.first.slice(0, nodeCount);
  const stack: number[] = [];
  const path: number[] = [];
  let clock = 0;
  let largest: number[] = [];
  for (let root = 0; root < nodeCount; root++) {
    if (order[root]! >= 0) continue;
    path.push(root);
    while (path.length > 0) {
      const node = path[path.length - 1]!;
      if (order[node]! < 0) {
        order[node] = low[node] = clock++;
        stack.push(node);
        onStack[node] = 1;
      }
      let descended = false;
      while (cursor[node]! < rows.first[node + 1]!) {
        const next = rows.node[cursor[node]!++]!;
        if (order[next]! < 0) {
          path.push(next);
          descended = true;
          break;
        }
        if (onStack[next] === 1) low[node] = Math.min(low[node]!, order[next]!);
      }
      if (descended) continue;
      path.pop();
      const parent = path[path.length - 1];
      if (parent !== undefined) low[parent] = Math.min(low[parent]!, low[node]!);
      if (low[node] !== order[node]) continue;
      const members = stack.splice(stack.lastIndexOf(node));
      for (const member of members) onStack[member] = 0;
      if (members.length > largest.length) largest = members;
    }
  }
  const marks = new Uint8Array(nodeCount);
  for (const node of largest) marks[node] = 1;
  return marks;
}
