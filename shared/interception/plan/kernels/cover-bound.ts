import type { CoverTable } from '../cover-table.ts';
import type { MayGoOn } from '../ports.ts';
import { ChainSums, chainsOf } from './cover-chains.ts';

/** A proven upper bound and the prices that prove it. */
export interface PricedBound {
  readonly bound: number;
  /** Price per row, 0 .. weight: what a column is paid for meeting it. */
  readonly price: Float64Array;
}

/** Slack for the additions of a few thousand prices; weights are whole numbers, so a bound may be cut down to the next one. */
const ROUNDING = 1e-6;

/** Steps without a better bound before they get shorter. Long memory and patience come within 0.1 % of the linear bound. */
const PATIENCE = 30;

/** Share of the last direction in the next one. */
const MEMORY = 0.9;

/** The whole number no plan exceeds, given a bound in reals. */
export function wholeBound(bound: number): number {
  return Math.floor(bound + ROUNDING);
}

/**
 * Lagrangean bound by subgradient steps: rows may be met twice, a column earns the prices of its rows, every unit takes
 * its dearest column. For any prices the sum bounds every plan; the steps look for the lowest. Ends early once the bound
 * is down to `known`. `onPrices` sees each pick of columns (per group, best first) and may use it as a starting point.
 */
export async function priceRows(
  table: CoverTable,
  isOpen: Uint8Array,
  known: number,
  rounds: number,
  onPick: (picked: Int32Array) => number,
  mayGoOn: MayGoOn,
): Promise<PricedBound> {
  const { weight } = table;
  const price = weight.map((w) => w / 2);
  const earned = new Float64Array(table.columnNode.length);
  const sums = sumsOf(table, isOpen);
  const picked = new Int32Array(table.unitCount);
  const taken = new Int32Array(weight.length);
  let best: PricedBound = { bound: Infinity, price: price.slice() };
  const slope = new Float64Array(weight.length);
  let lowest = known;
  let step = 1;
  let stale = 0;
  for (let round = 0; round < rounds; round++) {
    const bound = boundAt(table, isOpen, price, sums, earned, picked);
    if (bound < best.bound - 1e-9) {
      best = { bound, price: price.slice() };
      stale = 0;
    } else if (++stale >= PATIENCE) {
      step /= 2;
      stale = 0;
      price.set(best.price);
      slope.fill(0);
    }
    if (round % 16 === 0) {
      lowest = Math.max(lowest, onPick(picked));
      if (!(await mayGoOn())) break;
    }
    if (wholeBound(best.bound) <= lowest || step < 1e-3) break;
    taken.fill(0);
    for (const column of picked) {
      if (column < 0) continue;
      for (let i = table.columnFirst[column]!; i < table.columnFirst[column + 1]!; i++) {
        taken[table.columnRow[i]!]!++;
      }
    }
    let norm = 0;
    for (let r = 0; r < weight.length; r++) {
      // the bound falls with price[r] where the row is not taken; the last slopes are remembered against zigzags
      let way = 1 - taken[r]! + MEMORY * slope[r]!;
      if ((price[r]! <= 0 && way < 0) || (price[r]! >= weight[r]! && way > 0)) way = 0;
      slope[r] = way;
      norm += way * way;
    }
    if (norm === 0) break;
    const length = (step * Math.max(bound - lowest, 0.5)) / norm;
    for (let r = 0; r < weight.length; r++) {
      price[r] = Math.min(weight[r]!, Math.max(0, price[r]! + length * slope[r]!));
    }
  }
  return best;
}

/** The bound for these prices; fills `earned` per column and `picked` per place (-1 = none worth it). */
function boundAt(
  table: CoverTable,
  isOpen: Uint8Array,
  price: Float64Array,
  sums: ChainSums,
  earned: Float64Array,
  picked: Int32Array,
): number {
  let bound = 0;
  for (let r = 0; r < price.length; r++) bound += table.weight[r]! - price[r]!;
  priceColumns(isOpen, price, sums, earned);
  let place = 0;
  for (const { units, first, end } of table.groups) {
    const best = dearest(isOpen, earned, first, end, units.length);
    for (let k = 0; k < units.length; k++) {
      const column = best[k] ?? -1;
      picked[place++] = column;
      if (column >= 0) bound += earned[column]!;
    }
  }
  return bound;
}

function sumsOf(table: CoverTable, isOpen: Uint8Array): ChainSums {
  const sums = new ChainSums(chainsOf(table));
  sums.wants([{ columns: Uint32Array.from(isOpen.keys()).filter((c) => isOpen[c] === 1) }]);
  return sums;
}

function priceColumns(isOpen: Uint8Array, price: Float64Array, sums: ChainSums, earned: Float64Array): void {
  sums.price(price);
  for (let c = 0; c < earned.length; c++) if (isOpen[c] === 1) earned[c] = sums.earnedBy(c);
}

/** The `count` open columns that earn most, dearest first; fewer when fewer earn anything. */
function dearest(
  isOpen: Uint8Array,
  earned: Float64Array,
  first: number,
  end: number,
  count: number,
): number[] {
  const best: number[] = [];
  for (let c = first; c < end; c++) {
    if (isOpen[c] === 0 || earned[c]! <= 0) continue;
    if (best.length === count && earned[c]! <= earned[best[count - 1]!]!) continue;
    let at = best.length < count ? best.length : count - 1;
    while (at > 0 && earned[best[at - 1]!]! < earned[c]!) {
      best[at] = best[at - 1]!;
      at--;
    }
    best[at] = c;
  }
  return best;
}

/**
 * Closes every column that no plan better than `known` can use: with it in place of its group's cheapest pick even the
 * bound falls to `known` or below. Returns how many were closed.
 */
export function closeHopeless(
  table: CoverTable,
  isOpen: Uint8Array,
  { bound, price }: PricedBound,
  known: number,
): number {
  const earned = new Float64Array(table.columnNode.length);
  priceColumns(isOpen, price, sumsOf(table, isOpen), earned);
  let closed = 0;
  for (const { units, first, end } of table.groups) {
    const best = dearest(isOpen, earned, first, end, units.length);
    const last = best[units.length - 1];
    const worst = last === undefined ? 0 : earned[last]!;
    for (let c = first; c < end; c++) {
      if (isOpen[c] === 0 || wholeBound(bound - worst + Math.min(earned[c]!, worst)) > known) continue;
      isOpen[c] = 0;
      closed++;
    }
  }
  return closed;
}
