/** Who can be at each node and when: node n owns first[n] .. first[n + 1], the earliest first. */
export interface UnitLists {
  readonly first: Uint32Array;
  /** Groups of units that start at one node. */
  readonly group: Uint32Array;
  readonly at: Float64Array;
}

/** Lists of the relevant nodes; `readyBy[group][node]` are seconds, Infinity = never. */
export function unitLists(isRelevant: Uint8Array, readyBy: readonly Float64Array[]): UnitLists {
  const nodeCount = isRelevant.length;
  const groupCount = readyBy.length;
  const first = new Uint32Array(nodeCount + 1);
  let size = 0;
  for (let n = 0; n < nodeCount; n++) {
    if (isRelevant[n] === 1) for (let g = 0; g < groupCount; g++) if (readyBy[g]![n]! < Infinity) size++;
    first[n + 1] = size;
  }
  const group = new Uint32Array(size);
  const at = new Float64Array(size);
  for (let n = 0; n < nodeCount; n++) {
    if (isRelevant[n] === 0) continue;
    const start = first[n]!;
    let end = start;
    for (let g = 0; g < groupCount; g++) {
      const seconds = readyBy[g]![n]!;
      if (seconds === Infinity) continue;
      let i = end++;
      for (; i > start && at[i - 1]! > seconds; i--) {
        at[i] = at[i - 1]!;
        group[i] = group[i - 1]!;
      }
      at[i] = seconds;
      group[i] = g;
    }
  }
  return { first, group, at };
}

/**
 * What closing each node costs: `base` and the cheapest group that is there by `by[n]` (ties included by the caller), plus
 * `extra[n]`; `open` where nobody is or `mayClose` is 0. Rounded down to whole numbers, at most `dearest`.
 */
export function priceNodes(
  lists: UnitLists,
  mayClose: Uint8Array,
  by: Float64Array,
  price: Float64Array,
  extra: Int32Array,
  scale: { readonly base: number; readonly open: number; readonly dearest: number },
  cost: Int32Array,
): void {
  const { first, group, at } = lists;
  for (let n = 0; n < mayClose.length; n++) {
    let cheapest = Infinity;
    if (mayClose[n] === 1) {
      const latest = by[n]!;
      const end = first[n + 1]!;
      for (let i = first[n]!; i < end && at[i]! <= latest; i++) {
        const p = price[group[i]!]!;
        if (p < cheapest) cheapest = p;
      }
    }
    cost[n] =
      cheapest === Infinity
        ? scale.open
        : Math.min(scale.dearest, Math.floor(scale.base * (1 + cheapest)) + extra[n]!);
  }
}

/**
 * Sends each node of a cut one of its cheapest groups, spreading those that cost (nearly) the same; answers how many nodes
 * each group was sent to. Nodes with the fewest choices go first.
 */
export function loadOf(
  lists: UnitLists,
  nodes: readonly number[],
  by: Float64Array,
  price: Float64Array,
  count: Int32Array,
  slack: number,
): Int32Array {
  const { first, group, at } = lists;
  const load = new Int32Array(count.length);
  const choices = nodes.map((n) => {
    let size = 0;
    for (let i = first[n]!; i < first[n + 1]! && at[i]! <= by[n]!; i++) size++;
    return { n, size };
  });
  choices.sort((a, b) => a.size - b.size);
  for (const { n, size } of choices) {
    let best = -1;
    let least = Infinity;
    for (let i = first[n]!; i < first[n]! + size; i++) {
      const g = group[i]!;
      const dear = price[g]! + slack * Math.max(0, load[g]! + 1 - count[g]!);
      if (dear < least) {
        least = dear;
        best = g;
      }
    }
    if (best >= 0) load[best]!++;
  }
  return load;
}
