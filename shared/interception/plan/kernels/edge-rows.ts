import type { PackedRows } from '../../../roads/road-net.ts';

/** Rows of directed edges given as columns, by counting sort; `edge` is the position in the columns. */
export function edgeRows(
  nodeCount: number,
  from: Uint32Array,
  to: Uint32Array,
  seconds: Float64Array,
): PackedRows {
  const first = new Uint32Array(nodeCount + 1);
  for (let e = 0; e < from.length; e++) first[from[e]! + 1]!++;
  for (let n = 0; n < nodeCount; n++) first[n + 1]! += first[n]!;
  const next = first.slice(0, nodeCount);
  const rows = {
    first,
    node: new Uint32Array(from.length),
    edge: new Uint32Array(from.length),
    seconds: new Float64Array(from.length),
  };
  for (let e = 0; e < from.length; e++) {
    const at = next[from[e]!]!++;
    rows.node[at] = to[e]!;
    rows.edge[at] = e;
    rows.seconds[at] = seconds[e]!;
  }
  return rows;
}
