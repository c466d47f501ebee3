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
/** From so many waiting nodes on the deepest go first, so that memory stays bounded. */
const MOST_WAITING = 1500;

/** The places of a group that may still choose among the same columns. */
interface Run {
  readonly count: number;
  readonly columns: Uint32Array;
}

interface Node {
  readonly runs: readonly Run[];
  readonly price: Float32Array;
  readonly bound: number;
  readonly depth: number;
}

/** What pricing a node gave: its bound, the prices, the columns still worth choosing and what to branch on. */
interface Priced {
  readonly bound: number;
  readonly price: Float32Array;
  readonly runs: readonly Run[];
  readonly share: Float64Array;
}

/**
 * Branch and bound over prices: a node allows each place some columns; its prices bound every plan within it. The run of
 * places that wavers most is split in two, by what its columns meet: either one of its places chooses from the one half,
 * or all choose from the other. Best bound first.
 */
export class CoverBranch {
  readonly #table: CoverTable;
  readonly #waiting: Node[] = [];
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
    const runs = table.groups.map(({ units, first, end }): Run => {
      return { count: units.length, columns: Uint32Array.from({ length: end - first }, (_, i) => first + i) };
    });
    this.#waiting.push({
      runs,
      price: Float32Array.from(table.weight, (w) => w / 2),
      bound: Infinity,
      depth: 0,
    });
  }

  /** No plan of the table that beats the known one meets more. */
  get bound(): number {
    let most = this.#known();
    for (const { bound } of this.#waiting) most = Math.max(most, bound);
    return most;
  }

  /** True = nothing is left that could beat the known plan. */
  get isDone(): boolean {
    return this.#waiting.length === 0;
  }

  /** Does one node, a few milliseconds of work. */
  step(): void {
    const node = this.#next();
    if (node === undefined) return;
    const priced = this.#priced(node);
    if (wholeBound(priced.bound) <= this.#known()) return;
    if (this.#goes < FIRST_GOES) {
      this.#waiting.push({
        ...node,
        runs: priced.runs,
        price: priced.price,
        bound: wholeBound(priced.bound),
      });
      return;
    }
    const children = this.#split(priced);
    if (children === undefined) {
      // nothing left to choose: the node is one plan
      this.#onPick(priced.runs.flatMap(({ columns }) => Array.from(columns)));
      return;
    }
    for (const runs of children) {
      this.#waiting.push({
        runs,
        price: priced.price,
        bound: wholeBound(priced.bound),
        depth: node.depth + 1,
      });
    }
  }

  /** Takes the node to do next out of the waiting ones; drops those that are hopeless by now. */
  #next(): Node | undefined {
    const known = this.#known();
    let kept = 0;
    let best = -1;
    const isCrowded = this.#waiting.length > MOST_WAITING;
    for (const node of this.#waiting) {
      if (node.bound <= known) continue;
      this.#waiting[kept] = node;
      const than = this.#waiting[best];
      if (than === undefined || isBefore(node, than, isCrowded)) best = kept;
      kept++;
    }
    this.#waiting.length = kept;
    const node = this.#waiting[best];
    const last = this.#waiting.pop();
    if (node !== undefined && last !== undefined && node !== last) this.#waiting[best] = last;
    return node;
  }

  #priced(node: Node): Priced {
    const { weight } = this.#table;
    const price = Float64Array.from(node.price);
    const share = this.#share;
    for (const { columns } of node.runs) for (const c of columns) share[c] = 0;
    this.#slope.fill(0);
    this.#sums.wants(node.runs);
    let best = Infinity;
    let bestPrice = node.price;
    let picked: number[] = [];
    const isFirst = this.#goes < FIRST_GOES;
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
    return { bound, price: bestPrice, share, runs: node.runs.map((run) => this.#without(run, bound)) };
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

  /** Splits the run that wavers most; undefined = every place's column is certain. */
  #split({ runs, share }: Priced): [Run[], Run[]] | undefined {
    let at = -1;
    let most = 0;
    runs.forEach(({ count, columns }, i) => {
      if (columns.length <= count) return;
      let sum = 0;
      let top = 0;
      let dearest = 0;
      for (const c of columns) {
        sum += share[c]!;
        top = Math.max(top, share[c]!);
        dearest = Math.max(dearest, this.#earned[c]!);
      }
      const wavers = (sum === 0 ? 1 : (sum - top) / sum) * dearest * count + 1e-9;
      if (wavers > most) {
        most = wavers;
        at = i;
      }
    });
    const run = runs[at];
    if (run === undefined) return undefined;
    const [near, far] = this.#halves(run.columns, share);
    const one: Run[] = [];
    const none: Run[] = [];
    runs.forEach((other, i) => {
      if (i !== at) {
        one.push(other);
        none.push(other);
        return;
      }
      one.push({ count: 1, columns: near });
      if (run.count > 1) one.push({ count: run.count - 1, columns: run.columns });
      none.push({ count: run.count, columns: far });
    });
    return [one, none];
  }

  /** The columns by which of two of them they resemble more: the one picked most often, and the likeliest other one. */
  #halves(columns: Uint32Array, share: Float64Array): [Uint32Array, Uint32Array] {
    const { columnFirst, columnRow, weight } = this.#table;
    const isOf = this.#taken;
    const overlapWith = (seed: number): Float64Array => {
      isOf.fill(0);
      for (let i = columnFirst[seed]!; i < columnFirst[seed + 1]!; i++) isOf[columnRow[i]!] = 1;
      return Float64Array.from(columns, (c) => {
        let both = 0;
        let all = 0;
        for (let i = columnFirst[c]!; i < columnFirst[c + 1]!; i++) {
          all += weight[columnRow[i]!]!;
          if (isOf[columnRow[i]!] === 1) both += weight[columnRow[i]!]!;
        }
        return all === 0 ? 0 : both / all;
      });
    };
    let a = 0;
    for (let i = 1; i < columns.length; i++) if (share[columns[i]!]! > share[columns[a]!]!) a = i;
    const likeA = overlapWith(columns[a]!);
    let b = a === 0 ? 1 : 0;
    const worth = (i: number): number => (share[columns[i]!]! + 0.1) * (1 - likeA[i]!);
    for (let i = 0; i < columns.length; i++) if (i !== a && worth(i) > worth(b)) b = i;
    const likeB = overlapWith(columns[b]!);
    const isNear = (i: number): boolean => i === a || (i !== b && likeA[i]! > likeB[i]!);
    return [columns.filter((_, i) => isNear(i)), columns.filter((_, i) => !isNear(i))];
  }
}

/** Best bound first, of equals the deeper one; the other way round when memory is short. */
function isBefore(a: Node, b: Node, isCrowded: boolean): boolean {
  if (isCrowded) return a.depth > b.depth || (a.depth === b.depth && a.bound > b.bound);
  return a.bound > b.bound || (a.bound === b.bound && a.depth > b.depth);
}
