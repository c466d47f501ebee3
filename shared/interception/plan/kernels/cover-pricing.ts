import type { CoverTable } from '../cover-table.ts';
import { wholeBound } from './cover-bound.ts';
import { ChainSums, chainsOf } from './cover-chains.ts';

/** How prices are sought: steps, steps without a better bound before they get shorter, memory of the last direction. */
interface Pacing {
  readonly rounds: number;
  readonly patience: number;
  readonly memory: number;
  readonly step: number;
  /** Shorter steps start again from the best prices; from prices that are nearly right, going on is better. */
  readonly goesBack: boolean;
}

/**
 * The first node starts from nothing and takes several goes with ever shorter steps, so that the thread breathes; the
 * others start from the prices of the node they were split from.
 */
const FIRST_GOES = 8;
const FIRST: Pacing = { rounds: 100, patience: 30, memory: 0.9, step: 1, goesBack: true };
const LATER: Pacing = { rounds: 40, patience: 6, memory: 0.7, step: 0.5, goesBack: false };
/** The places of a group that may still choose among the same columns. */
export interface Run {
  readonly count: number;
  readonly columns: Uint32Array;
}

/** What pricing some runs gave: their bound, the prices, the columns still worth choosing and what to branch on. */
export interface Priced {
  readonly bound: number;
  readonly price: Float32Array;
  readonly runs: readonly Run[];
  /** How often each column was picked; reused by the next call, as is what the open columns earn at these prices. */
  readonly share: Float64Array;
  readonly earned: Float64Array;
}

/** Seeks the prices that bound best what columns still open can meet. */
export class CoverPricing {
  readonly #table: CoverTable;
  readonly #earned: Float64Array;
  readonly #sums: ChainSums;
  readonly #taken: Int32Array;
  readonly #slope: Float64Array;
  readonly #share: Float64Array;
  readonly #known: () => number;
  readonly #onPick: (columns: readonly number[]) => void;
  #goes = 0;

  /** `known` is what the best plan meets, asked again and again; `onPick` sees columns that may make a good plan. */
  constructor(table: CoverTable, known: () => number, onPick: (columns: readonly number[]) => void) {
    this.#table = table;
    this.#known = known;
    this.#onPick = onPick;
    this.#sums = new ChainSums(chainsOf(table));
    this.#earned = new Float64Array(table.columnNode.length);
    this.#share = new Float64Array(table.columnNode.length);
    this.#taken = new Int32Array(table.weight.length);
    this.#slope = new Float64Array(table.weight.length);
  }

  /** The first goes are at one and the same node, each from the prices of the one before. */
  get isFirst(): boolean {
    return this.#goes < FIRST_GOES;
  }

  /** A few milliseconds of work from the prices given. */
  price(node: { readonly runs: readonly Run[]; readonly price: Float32Array }): Priced {
    const { weight } = this.#table;
    const price = Float64Array.from(node.price);
    const share = this.#share;
    for (const { columns } of node.runs) for (const c of columns) share[c] = 0;
    this.#slope.fill(0);
    this.#sums.wants(node.runs);
    let best = Infinity;
    let bestPrice = node.price;
    let picked: number[] = [];
    const { isFirst } = this;
    const pacing = isFirst ? FIRST : LATER;
    let step = isFirst ? pacing.step / 2 ** this.#goes : pacing.step;
    let stale = 0;
    for (let round = 0; round < pacing.rounds; round++) {
      picked = [];
      const bound = this.#boundAt(node.runs, price, picked);
      for (const c of picked) share[c]!++;
      if (bound < best - 1e-9) {
        best = bound;
        bestPrice = Float32Array.from(price, (p, r) => Math.min(p, weight[r]!));
        stale = 0;
      } else if (++stale >= pacing.patience) {
        step /= 2;
        stale = 0;
        if (pacing.goesBack) {
          price.set(bestPrice);
          this.#slope.fill(0);
        }
      }
      const known = this.#known();
      if (round === 0) this.#onPick(picked);
      if (wholeBound(best) <= known || step < 1e-3) break;
      if (!this.#descend(price, picked, step * Math.max(bound - known, 0.5), pacing.memory)) break;
    }
    this.#onPick(picked);
    this.#goes++;
    // the prices kept are rounded, so the bound is taken anew from what is kept
    const exact = Float64Array.from(bestPrice);
    const bound = this.#boundAt(node.runs, exact, []);
    const runs = node.runs.map((run) => this.#without(run, bound));
    return { bound, price: bestPrice, share, earned: this.#earned, runs };
  }

  /** The bound these prices give; `picked` gets each run's dearest columns. Leaves what every open column earns. */
  #boundAt(runs: readonly Run[], price: Float64Array, picked: number[]): number {
    const { weight } = this.#table;
    const earned = this.#earned;
    const sums = this.#sums;
    sums.price(price);
    let bound = 0;
    for (let r = 0; r < weight.length; r++) bound += weight[r]! - price[r]!;
    for (const { count, columns } of runs) {
      const from = picked.length;
      for (const c of columns) {
        const sum = sums.earnedBy(c);
        earned[c] = sum;
        if (sum <= 0) continue;
        if (picked.length - from === count) {
          if (sum <= earned[picked[picked.length - 1]!]!) continue;
          picked.pop();
        }
        let at = picked.push(c) - 1;
        while (at > from && earned[picked[at - 1]!]! < sum) {
          picked[at] = picked[at - 1]!;
          at--;
        }
        picked[at] = c;
      }
      for (let i = from; i < picked.length; i++) bound += earned[picked[i]!]!;
    }
    return bound;
  }

  /** One step downhill; false = the prices are the best there are. */
  #descend(price: Float64Array, picked: readonly number[], length: number, memory: number): boolean {
    const { weight, columnFirst, columnRow } = this.#table;
    const taken = this.#taken.fill(0);
    for (const c of picked)
      for (let i = columnFirst[c]!; i < columnFirst[c + 1]!; i++) taken[columnRow[i]!]!++;
    const slope = this.#slope;
    let norm = 0;
    for (let r = 0; r < weight.length; r++) {
      let way = 1 - taken[r]! + memory * slope[r]!;
      if ((price[r]! <= 0 && way < 0) || (price[r]! >= weight[r]! && way > 0)) way = 0;
      slope[r] = way;
      norm += way * way;
    }
    if (norm === 0) return false;
    for (let r = 0; r < weight.length; r++) {
      price[r] = Math.min(weight[r]!, Math.max(0, price[r]! + (length / norm) * slope[r]!));
    }
    return true;
  }

  /** The run without the columns that no better plan of its node can use; what they earn is known from the bound. */
  #without(run: Run, bound: number): Run {
    const { count, columns } = run;
    if (columns.length <= count) return run;
    const earned = this.#earned;
    const known = this.#known();
    const best = Float64Array.from(columns, (c) => earned[c]!).sort();
    const worst = Math.max(0, best[best.length - count]!);
    const kept = columns.filter((c) => wholeBound(bound - worst + Math.min(earned[c]!, worst)) > known);
    return kept.length === columns.length ? run : { count, columns: kept };
  }
}
