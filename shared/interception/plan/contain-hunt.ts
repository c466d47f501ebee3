import { type ContainPlan, planOf, type Stand, standAt } from './contain-plan.ts';
import { type PartialPlan, repaired } from './contain-repair.ts';
import type { Closable, ContainTable } from './contain-table.ts';
import { loadOf, priceNodes } from './kernels/unit-lists.ts';
import { OPEN_CAPACITY, type VertexCut } from './kernels/vertex-cut.ts';
import { crowdedRows } from './kernels/matching.ts';
import { createRng } from '../../kit/rng.ts';
import type { MayGoOn } from './ports.ts';
import { TIE_S } from './problem.ts';

/** One seal in the whole numbers of the cut. */
const SCALE = 2048;
const SCALES = { base: SCALE, open: OPEN_CAPACITY, dearest: SCALE * 4096 };
/** Steps of the prices without a better bound before they are made shorter. */
const PATIENCE = 6;
/** A cut that lacks more units than this is not repaired: it takes longer than the next cut does. */
const MOST_GAPS = 3;

/** What prices on groups of units prove. */
export interface Bound {
  /** No plan by the limit, with at most the seals asked about, has fewer; Infinity = there is none. */
  readonly fewestSeals: number;
  /** 1 = some such plan may close it. */
  readonly mayClose: Uint8Array;
  /** False = told to stop. */
  readonly isDone: boolean;
}

/** Plans of one kind only: the target is at each of `inside` and gets on from there, and past none of `outside`. */
export interface Part {
  readonly inside: readonly number[];
  /** As the table's, with the nodes outside as further exits. */
  readonly exitCost: Int32Array;
  /** Prices to begin with; those of the best bound are left in it. */
  readonly price: Float64Array;
  /** Told of every cut that no plan came of; the cutter still knows it. */
  readonly onCut: (cut: VertexCut) => void;
}

/** What to look for. */
export interface Wish {
  readonly closable: Closable;
  readonly most: number;
  readonly steps: number;
  /** Whether to begin with the target's free times, or as if it were held up wherever it can be (by `seals`, if known). */
  readonly belief: 'free' | 'held-up';
  readonly seals?: readonly number[] | undefined;
  /** 0 = plain; others begin with prices shaken in another way each, so that trying again is not in vain. */
  readonly shake?: number;
  /** What leaving each exit open costs, when not all need be shut: every cut is then tried, none ends the search. */
  readonly exitCost?: Int32Array;
  readonly onPartial?: (partial: PartialPlan) => void;
}

/** Where plans found on the way go. */
export type Offer = (plan: ContainPlan) => void;

/**
 * Looks for cuts that can be manned, and for proofs that there are none. Every group of units that starts at one place has a
 * price; a node costs one seal and the cheapest group that can be there in time, so that cuts stay away from where many
 * nodes want few units. At any prices the cheapest cut less the price of all units bounds the seals of every plan
 * (Lagrange): prices climb where a cut asks for too much.
 */
export class Hunter {
  readonly table: ContainTable;
  readonly #count: Int32Array;
  readonly #price: Float64Array;
  readonly #cost: Int32Array;
  readonly #none: Int32Array;

  constructor(table: ContainTable) {
    this.table = table;
    this.#count = Int32Array.from(table.groups, ({ count }) => count);
    this.#price = new Float64Array(table.groups.length);
    this.#cost = new Int32Array(table.nodeCount);
    this.#none = new Int32Array(table.nodeCount);
  }

  /** The least number of seals by the limit that prices can prove; plans met on the way are offered. */
  async bound(
    closable: Closable,
    most: number,
    steps: number,
    mayGoOn: MayGoOn,
    offer: Offer,
    part?: Part,
  ): Promise<Bound> {
    const { lists, cutter, nodeCount } = this.table;
    const { exitCost, price: known, inside, onCut } = part ?? this.#whole();
    const by = timesBy(closable.limit, closable.latest);
    const mayClose = closable.isClosable.slice();
    const none = { fewestSeals: Infinity, mayClose, isDone: true };
    let price = known.slice();
    let best = -Infinity;
    let lambda = 1;
    let stale = 0;
    for (let step = 0; step < steps; step++) {
      if (!(await mayGoOn())) return { fewestSeals: wholeSeals(best), mayClose, isDone: false };
      const paid = this.#count.reduce((sum, count, g) => sum + count * (price[g] ?? 0), 0);
      const mostCost = Math.min(OPEN_CAPACITY - 1, Math.floor(SCALE * (most + paid)) + 1);
      priceNodes(lists, mayClose, by, price, this.#none, SCALES, this.#cost);
      const cut = cutter.cut(this.#cost, exitCost, mostCost, inside);
      if (cut === undefined) {
        if (mostCost === OPEN_CAPACITY - 1) break;
        known.set(price);
        return none;
      }
      // a cut through a node that costs more than any plan does is no plan's
      for (let n = 0; n < nodeCount; n++) {
        if (mayClose[n] === 1 && cut.cost + cutter.surplus(n) > mostCost) mayClose[n] = 0;
      }
      const bound = cut.cost / SCALE - paid;
      if (bound > best + 1e-3) {
        best = bound;
        stale = 0;
        known.set(price);
      } else if (++stale >= PATIENCE) {
        stale = 0;
        lambda /= 2;
        price = known.slice();
      }
      if (this.#isPlan(cut, closable.limit, most, offer)) break;
      onCut(cut);
      const load = loadOf(lists, cut.near, by, price, this.#count, lambda / 8);
      const excess = load.map((wanted, g) => {
        const over = wanted - (this.#count[g] ?? 0);
        return over < 0 && price[g] === 0 ? 0 : over;
      });
      const norm = excess.reduce((sum, over) => sum + over * over, 0);
      if (norm === 0 || lambda < 0.01) break;
      const aim = Math.min(most + 1, best + Math.max(1, best / 8));
      const length = (lambda * Math.max(0.05, aim - bound)) / norm;
      price = price.map((p, g) => Math.max(0, p + length * (excess[g] ?? 0)));
    }
    return { fewestSeals: wholeSeals(best), mayClose, isDone: true };
  }

  /** All plans. */
  #whole(): Part {
    return { inside: [], exitCost: this.table.exitCost, price: this.#price, onCut: () => undefined };
  }

  /** Whether a cut can be manned with at most `most` seals; whatever can be manned is offered. */
  #isPlan(cut: VertexCut, limit: number, most: number, offer: Offer): boolean {
    for (const nodes of [cut.near, cut.far]) {
      const stand = standAt(this.table, limit, nodes);
      if (stand.isManned) offer(planOf(this.table, stand));
      if (stand.isManned && stand.nodes.length <= most) return true;
    }
    return false;
  }

  /**
   * Looks for a plan with at most `most` seals by the limit. The times by which nodes must be closed are taken from the last
   * cut tried: closing it holds the target up, or does not. True = found.
   */
  async find(wish: Wish, mayGoOn: MayGoOn, offer: Offer): Promise<boolean> {
    const { lists, cutter, exitCost, nodeCount } = this.table;
    const { limit, isClosable } = wish.closable;
    const believed = this.#firstBelief(wish);
    const price = this.#price.slice();
    const rng = createRng(wish.shake ?? 0);
    const extra = new Int32Array(nodeCount);
    if ((wish.shake ?? 0) > 0) extra.forEach((_, n) => (extra[n] = rng.int(SCALE / 2)));
    const seen = new Set<string>();
    for (let step = 0; step < wish.steps; step++) {
      if (!(await mayGoOn())) return false;
      priceNodes(lists, isClosable, timesBy(limit, believed), price, extra, SCALES, this.#cost);
      const cut = cutter.cut(this.#cost, wish.exitCost ?? exitCost, OPEN_CAPACITY - 1);
      if (cut === undefined) return false;
      for (const nodes of differentCuts(cut)) {
        const stand = standAt(this.table, limit, nodes);
        // before the repair, which searches the target's times anew
        this.#learn(stand, believed, price, extra);
        const partial = isWorthRepair(stand, wish) ? repaired(this.table, limit, stand) : undefined;
        if (partial !== undefined) wish.onPartial?.(partial);
        if (partial?.open === 0) {
          offer(partial.plan);
          if (wish.exitCost === undefined && partial.plan.assignments.length <= wish.most) return true;
        }
        const key = nodes.join(' ');
        if (seen.has(key)) for (const n of nodes) extra[n] = dearer(extra[n] ?? 0);
        seen.add(key);
      }
    }
    return false;
  }

  #firstBelief({ belief, closable, seals }: Wish): Float64Array {
    const { freeArrival, nodeCount, targetTimes } = this.table;
    if (belief === 'free') return freeArrival.slice();
    if (seals === undefined) return closable.latest.slice();
    const closedAt = new Float64Array(nodeCount).fill(Infinity);
    for (const n of seals) closedAt[n] = 0;
    // beyond the seals the target is not held up, or they would not be needed
    return targetTimes(closedAt).seconds.map((s, n) => (s < Infinity ? s : (freeArrival[n] ?? s)));
  }

  #learn(
    { nodes, times, isInTime, match }: Stand,
    believed: Float64Array,
    price: Float64Array,
    extra: Int32Array,
  ): void {
    const { nodeCount, problem, groups } = this.table;
    const { seconds } = times;
    for (let n = 0; n < nodeCount; n++)
      if ((seconds[n] ?? Infinity) < Infinity) believed[n] = seconds[n] ?? 0;
    const crowd = crowdedRows(match, problem.units.length, isInTime);
    if (crowd === undefined) return;
    for (const at of crowd.rows) {
      const n = nodes[at] ?? 0;
      extra[n] = dearer(extra[n] ?? 0);
    }
    const crowded = new Set(crowd.columns.map((u) => this.table.groupOf[u]));
    groups.forEach((_, g) => {
      price[g] = crowded.has(g) ? (price[g] ?? 0) + 0.25 : (price[g] ?? 0) * 0.98;
    });
  }
}

/** Few gaps may be made good; a plan that may leave exits open is wanted whatever it is. */
function isWorthRepair({ match }: Stand, { onPartial }: Wish): boolean {
  return onPartial !== undefined || match.reduce((gaps, unit) => gaps + (unit < 0 ? 1 : 0), 0) <= MOST_GAPS;
}

function timesBy(limit: number, latest: Float64Array): Float64Array {
  return latest.map((s) => Math.min(limit, s) + TIE_S);
}

function dearer(extra: number): number {
  return Math.min(Math.floor(extra * 1.1) + SCALE / 4, SCALE * 1024);
}

function differentCuts({ near, far }: VertexCut): readonly (readonly number[])[] {
  return near.length === far.length && near.every((n, i) => n === far[i]) ? [near] : [near, far];
}

/** Seals come in whole numbers. */
function wholeSeals(bound: number): number {
  return Math.max(0, Math.ceil(bound - 1e-3));
}
