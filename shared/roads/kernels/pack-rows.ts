import type { PackedRows } from '../road-net.ts';

/** Copies the rows of a CSR without the closed edges (seconds Infinity), so the search loop reads straight through. */
export function packRows(
  first: Uint32Array,
  edgeOf: Uint32Array,
  otherEnd: Uint32Array,
  edgeSeconds: Float64Array,
): PackedRows {
  const nodeCount = first.length - 1;
  let open = 0;
  for (let e = 0; e < edgeSeconds.length; e++) if (edgeSeconds[e]! < Infinity) open++;
  const rows = {
    first: new Uint32Array(nodeCount + 1),
    node: new Uint32Array(open),
    edge: new Uint32Array(open),
    seconds: new Float64Array(open),
  };
  let cursor = 0;
  for (let n = 0; n < nodeCount; n++) {
    for (let i = first[n]!; i < first[n + 1]!; i++) {
      const edge = edgeOf[i]!;
      const seconds = edgeSeconds[edge]!;
      if (seconds === Infinity) continue;
      rows.node[cursor] = otherEnd[edge]!;
      rows.edge[cursor] = edge;
      rows.seconds[cursor] = seconds;
      cursor++;
    }
    rows.first[n + 1] = cursor;
  }
  return rows;
}
