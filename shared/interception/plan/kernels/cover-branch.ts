import type { CoverTable } from '../cover-table.ts';
import { wholeBound } from './cover-bound.ts';
import { CoverPricing, type Priced, type Run } from './cover-pricing.ts';

/** From so many waiting nodes on the deepest go first, so that memory stays bounded. */
const MOST_WAITING = 1500;

interface Node {
  readonly runs: readonly Run[];
  readonly price: Float32Array;
  readonly bound: number;
  readonly depth: number;
}

/**
 * Branch and bound over prices: a node allows each place some columns; its prices bound every plan within it. The run of
 * places that wavers most is split in two, by what its columns meet: either one of its places chooses from the one half,
 * or all choose from the other. Best bound first.
 */
export class CoverBranch {
  readonly #table: CoverTable;
  readonly #waiting: Node[] = [];
  readonly #pricing: CoverPricing;
  readonly #isOf: Uint8Array;
  readonly #known: () => number;
  readonly #onPick: (columns: readonly number[]) => void;

  /** `known` is what the best plan meets, asked again and again; `onPick` sees columns that may make a good plan. */
  constructor(table: CoverTable, known: () => number, onPick: (columns: readonly number[]) => void) {
    this.#table = table;
    this.#known = known;
    this.#onPick = onPick;
    this.#pricing = new CoverPricing(table, known, onPick);
    this.#isOf = new Uint8Array(table.weight.length);
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
    const priced = this.#pricing.price(node);
    if (wholeBound(priced.bound) <= this.#known()) return;
    if (this.#pricing.isFirst) {
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

  /** Splits the run that wavers most; undefined = every place's column is certain. */
  #split({ runs, share, earned }: Priced): [Run[], Run[]] | undefined {
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
        dearest = Math.max(dearest, earned[c]!);
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
    const isOf = this.#isOf;
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
