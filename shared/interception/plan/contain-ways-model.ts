import type { Closable, ContainTable } from './contain-table.ts';
import { type MipModel, MipBuilder, type MipRows } from './mip.ts';
import type { EscapeWay, SealShares } from './kernels/escape-search.ts';
import { TIE_S } from './problem.ts';

/** Who could close what: node n owns first[n] .. first[n + 1], the earliest group of units first. */
export interface Closings {
  readonly first: Int32Array;
  readonly node: Int32Array;
  readonly group: Int32Array;
  readonly at: Float64Array;
}

type Entry = [column: number, value: number];

/** A proven price of the target's ways: what every plan costs at least, and which closings no plan within `most` uses. */
export interface WayBound {
  readonly seals: number;
  readonly isUseful: Uint8Array;
}

/** All that may be closed, by any group that can be there in time. */
export function closingsOf(
  { lists, nodeCount }: ContainTable,
  { isClosable, latest, limit }: Closable,
): Closings {
  const useful = Uint8Array.from(lists.group, () => 0);
  for (let n = 0; n < nodeCount; n++) {
    const by = isClosable[n] === 1 ? Math.min(limit, latest[n] ?? Infinity) + TIE_S : -Infinity;
    for (let i = lists.first[n] ?? 0; i < (lists.first[n + 1] ?? 0); i++) {
      if ((lists.at[i] ?? Infinity) <= by) useful[i] = 1;
    }
  }
  return keptOf({ ...lists, node: nodesOf(lists.first, lists.group.length) }, useful, nodeCount);
}

function nodesOf(first: Uint32Array, size: number): Int32Array {
  const node = new Int32Array(size);
  for (let n = 0; n + 1 < first.length; n++) node.fill(n, first[n], first[n + 1]);
  return node;
}

interface Listed {
  readonly node: ArrayLike<number>;
  readonly group: ArrayLike<number>;
  readonly at: ArrayLike<number>;
}

function keptOf({ node, group, at }: Listed, isUseful: Uint8Array, nodeCount: number): Closings {
  const kept: number[] = [];
  isUseful.forEach((yes, c) => {
    if (yes === 1) kept.push(c);
  });
  const first = new Int32Array(nodeCount + 1);
  for (const c of kept) {
    const after = (node[c] ?? 0) + 1;
    first[after] = (first[after] ?? 0) + 1;
  }
  for (let n = 0; n < nodeCount; n++) first[n + 1] = (first[n + 1] ?? 0) + (first[n] ?? 0);
  return {
    first,
    node: Int32Array.from(kept, (c) => node[c] ?? 0),
    group: Int32Array.from(kept, (c) => group[c] ?? 0),
    at: Float64Array.from(kept, (c) => at[c] ?? 0),
  };
}

/**
 * The useful closings, and of them those that are in time still when nothing else is closed: the fewer there are, the sooner
 * the target is everywhere.
 */
export function narrowed(
  table: ContainTable,
  closings: Closings,
  isUseful: Uint8Array,
  limit: number,
): Closings {
  const { nodeCount } = table;
  const kept = keptOf(closings, isUseful, nodeCount);
  const within = new Float64Array(nodeCount).fill(Infinity);
  for (let n = 0; n < nodeCount; n++) {
    const i = kept.first[n] ?? 0;
    if (i < (kept.first[n + 1] ?? 0)) within[n] = kept.at[i] ?? Infinity;
  }
  const { seconds } = table.targetTimes(within);
  const isInTime = Uint8Array.from(kept.at, (at, c) =>
    at <= Math.min(limit, seconds[kept.node[c] ?? 0] ?? Infinity) + TIE_S ? 1 : 0,
  );
  return keptOf(kept, isInTime, nodeCount);
}

/** The closings that stop the target on a way. */
export function stopping({ first, at }: Closings, { node, at: times }: EscapeWay): Int32Array {
  const found: number[] = [];
  node.forEach((n, step) => {
    const by = (times[step] ?? 0) + TIE_S;
    for (let c = first[n] ?? 0; c < (first[n + 1] ?? 0) && (at[c] ?? Infinity) <= by; c++) found.push(c);
  });
  return Int32Array.from(found);
}

/** The closings as shares of a solution. */
export function sharesOf({ first, at }: Closings, values: Float64Array): SealShares {
  return { first, at, share: values.subarray(0, at.length) };
}

/**
 * Fewest closings of which each way of the target has one, in fractions: a column a closing, and one that leaves ways open
 * at a price far above any plan's, so that there always is a solution with prices, and that a shortage anywhere shows.
 */
export function relaxedModel(
  table: ContainTable,
  closings: Closings,
  ways: readonly Int32Array[],
  most: number,
  limitSeconds: number,
): MipModel {
  const builder = new MipBuilder();
  closings.at.forEach(() => builder.addColumn(1, 1, false));
  builder.addColumn(OPEN_PRICE * (most + 2), 1, false);
  addGroups(builder, table, closings);
  addWays(builder, ways, closings.at.length);
  return builder.build({ limitSeconds });
}

/** Further ways for that model. */
export function furtherWays(ways: readonly Int32Array[], columnCount: number): MipRows {
  const builder = new MipBuilder();
  addWays(builder, ways, columnCount);
  return builder.rows();
}

/** The same in whole closings, at most `most`; any solution will do. */
export function wholeModel(
  table: ContainTable,
  closings: Closings,
  ways: readonly Int32Array[],
  most: number,
  limitSeconds: number,
): MipModel {
  const builder = new MipBuilder();
  closings.at.forEach(() => builder.addColumn(1, 1, true));
  addGroups(builder, table, closings);
  builder.addRow(
    -Infinity,
    most,
    Array.from(closings.at, (_, c): Entry => [c, 1]),
  );
  addWays(builder, ways, undefined);
  return builder.build({ anyWillDo: true, limitSeconds });
}

/** One row a group, however few columns it has: prices are read by the number of the row. */
function addGroups(builder: MipBuilder, table: ContainTable, { group }: Closings): void {
  const work: Entry[][] = table.groups.map(() => []);
  group.forEach((g, c) => work[g]?.push([c, 1]));
  work.forEach((entries, g) => builder.addRow(-Infinity, table.groups[g]?.count ?? 0, entries));
}

function addWays(builder: MipBuilder, ways: readonly Int32Array[], leavesOpen: number | undefined): void {
  for (const way of ways) {
    const entries = Array.from(way, (c): Entry => [c, 1]);
    if (leavesOpen !== undefined) entries.push([leavesOpen, 1]);
    builder.addRow(1, Infinity, entries);
  }
}

/**
 * What prices of ways prove, whoever found them: a plan pays every way it stops and takes back what its closings stop above
 * one seal each; no group closes more than it has units, nor a node twice (Lagrange).
 */
export function boundOf(
  table: ContainTable,
  { group }: Closings,
  ways: readonly Int32Array[],
  prices: Float64Array,
  most: number,
): WayBound {
  const gain = new Float64Array(group.length).fill(-1);
  let seals = 0;
  ways.forEach((way, w) => {
    const price = Math.max(0, prices[w] ?? 0);
    if (price === 0) return;
    seals += price;
    for (const c of way) gain[c] = (gain[c] ?? 0) + price;
  });
  const best: number[][] = table.groups.map(() => []);
  gain.forEach((g, c) => {
    if (g > 0) best[group[c] ?? 0]?.push(g);
  });
  const last = best.map((gains, g) => {
    const count = table.groups[g]?.count ?? 0;
    gains.sort((a, b) => b - a);
    for (let i = 0; i < Math.min(count, gains.length); i++) seals -= gains[i] ?? 0;
    return gains[count - 1] ?? 0;
  });
  const isUseful = Uint8Array.from(gain, (g, c) =>
    seals + Math.max(0, (last[group[c] ?? 0] ?? 0) - g) <= most + SLACK ? 1 : 0,
  );
  return { seals, isUseful };
}

/** Price of leaving ways open, in plans. */
const OPEN_PRICE = 64;

/** What rounding of prices may add up to, generously. */
export const SLACK = 1e-5;
