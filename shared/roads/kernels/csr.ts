/** Compressed rows: edges of node n are edge[first[n]] .. edge[first[n + 1] - 1], in ascending edge order. */
export interface Csr {
  readonly first: Uint32Array;
  readonly edge: Uint32Array;
}

/** Groups edges by the node given for each of them (counting sort, stable). */
export function buildCsr(nodeCount: number, nodeOfEdge: Uint32Array): Csr {
  const first = new Uint32Array(nodeCount + 1);
  for (let e = 0; e < nodeOfEdge.length; e++) first[nodeOfEdge[e]! + 1]!++;
  for (let n = 0; n < nodeCount; n++) first[n + 1]! += first[n]!;
  const cursor = first.slice(0, nodeCount);
  const edge = new Uint32Array(nodeOfEdge.length);
  for (let e = 0; e < nodeOfEdge.length; e++) edge[cursor[nodeOfEdge[e]!]!++] = e;
  return { first, edge };
}

/**
 * Weakly connected components over edges that anybody may use; labels are ranks by size (0 = largest, ties by the
 * lowest node), so label 0 is "the network" and everything else is an island.
 */
export function labelComponents(
  nodeCount: number,
  edgeTail: Uint32Array,
  edgeHead: Uint32Array,
  edgeFlags: Uint16Array,
): Uint32Array {
  const parent = Uint32Array.from({ length: nodeCount }, (_, n) => n);
  const root = (n: number): number => {
    let r = n;
    while (parent[r]! !== r) r = parent[r]!;
    for (let c = n; parent[c]! !== r; ) {
      const next = parent[c]!;
      parent[c] = r;
      c = next;
    }
    return r;
  };
  for (let e = 0; e < edgeTail.length; e++) {
    if (edgeFlags[e] === 0) continue;
    const a = root(edgeTail[e]!);
    const b = root(edgeHead[e]!);
    if (a !== b) parent[Math.max(a, b)] = Math.min(a, b);
  }
  const size = new Uint32Array(nodeCount);
  for (let n = 0; n < nodeCount; n++) size[root(n)]!++;
  const roots = [...size.keys()].filter((n) => size[n]! > 0).sort((a, b) => size[b]! - size[a]! || a - b);
  const rank = new Uint32Array(nodeCount);
  for (const [i, r] of roots.entries()) rank[r] = i;
  return Uint32Array.from(parent, (_, n) => rank[root(n)]!);
}
