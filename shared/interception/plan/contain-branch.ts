import type { Hunter, Offer } from './contain-hunt.ts';
import { planOf, standAt } from './contain-plan.ts';
import { type Closable, closableBy, type ContainTable } from './contain-table.ts';
import { crowdedRows, largestMatching } from './kernels/matching.ts';
import { OPEN_CAPACITY } from './kernels/vertex-cut.ts';
import type { MayGoOn } from './ports.ts';
import { TIE_S } from './problem.ts';

/** Cuts along changing prices: for all plans, and for those of one kind. */
export interface BranchEffort {
  readonly first: number;
  readonly each: number;
}

const EFFORT: BranchEffort = { first: 60, each: 16 };
/** How unlike a coin's a node's share of cuts may be to be asked, and what a second nearer to the target adds to that. */
const MOST_UNLIKE = 0.4;
const UNLIKE_A_SECOND = 1e-4;
const MOST_SECONDS = 900;
/** What prices left of the nodes that may be closed is worth judging anew below this share. */
const WORTH_ANOTHER = 0.97;
const MOST_PASSES = 3;

/** One kind of plans: what was decided about the target so far. */
interface Kind {
  readonly inside: readonly number[];
  readonly outside: readonly number[];
  readonly mayClose: Uint8Array;
  readonly price: Float64Array;
}

/**
 * Whether there is a plan by a limit with at most so many seals: a search over where the target gets. Every plan either lets
 * it get to a node and on, or does not: the one means that the node cannot be closed, so that the target is sooner at all
 * that lie behind it, the other that it is as good as an exit. Prices bound each kind; what they leave is parted again, at
 * the node on which the cuts of changing prices agree least.
 */
export class ContainBranch {
  /** Set at the end: whether there is a plan. The plan was offered. */
  verdict: 'found' | 'none' | undefined;
  readonly #table: ContainTable;
  readonly #hunter: Hunter;
  readonly #limit: number;
  readonly #most: number;
  readonly #offer: Offer;
  readonly #effort: BranchEffort;
  readonly #open: Kind[];
  readonly #state: Uint8Array;
  #isRoot = true;

  constructor(hunter: Hunter, closable: Closable, most: number, offer: Offer, effort = EFFORT) {
    this.#effort = effort;
    this.#table = hunter.table;
    this.#hunter = hunter;
    this.#limit = closable.limit;
    this.#most = most;
    this.#offer = offer;
    this.#state = new Uint8Array(this.#table.nodeCount);
    const price = new Float64Array(this.#table.groups.length);
    this.#open = [{ inside: [], outside: [], mayClose: closable.isClosable, price }];
  }

  readonly #take: Offer = (plan) => {
    this.#offer(plan);
    const isWithin = plan.closedAtSeconds <= this.#limit + TIE_S;
    if (isWithin && plan.assignments.length <= this.#most) this.verdict = 'found';
  };

  /** Judges one kind of plans, and parts it if need be. */
  async step(mayGoOn: MayGoOn): Promise<void> {
    const kind = this.#open.pop();
    if (kind === undefined) {
      this.verdict ??= 'none';
      return;
    }
    const parts = await this.#judge(kind, mayGoOn);
    // told to stop: nothing is lost
    if (parts === undefined) this.#open.push(kind);
    else this.#open.push(...parts);
    if (this.#open.length === 0) this.verdict ??= 'none';
  }

  /** The kinds it falls into, none when it has no plan; undefined = stopped. */
  async #judge(kind: Kind, mayGoOn: MayGoOn): Promise<readonly Kind[] | undefined> {
    const table = this.#table;
    const state = this.#mark(kind);
    const exitCost = table.exitCost.slice();
    for (const n of kind.outside) exitCost[n] = OPEN_CAPACITY;
    const price = kind.price.slice();
    const steps = this.#isRoot ? this.#effort.first : this.#effort.each;
    let closable = closableBy(table, this.#limit, kind.mayClose);
    const timesInside = new Float64Array(table.nodeCount);
    let cuts = 0;
    let last: readonly number[] = [];
    for (let pass = 0; pass < MOST_PASSES; pass++) {
      if (this.#mustClose(closable, state, exitCost) === undefined) return [];
      timesInside.fill(0);
      cuts = 0;
      const onCut = ({ near }: { readonly near: readonly number[] }): void => {
        cuts++;
        last = near;
        for (let n = 0; n < table.nodeCount; n++)
          if (table.cutter.isInside(n)) timesInside[n] = (timesInside[n] ?? 0) + 1;
      };
      const part = { inside: kind.inside, exitCost, price, onCut };
      const bound = await this.#hunter.bound(closable, this.#most, steps, mayGoOn, this.#take, part);
      if (this.verdict === 'found') return [];
      if (bound.fewestSeals > this.#most) return [];
      if (!bound.isDone) return undefined;
      const before = countOf(closable.isClosable);
      const left = countOf(bound.mayClose);
      if (left < before) closable = closableBy(table, this.#limit, bound.mayClose);
      if (left >= WORTH_ANOTHER * before) break;
    }
    this.#isRoot = false;
    const must = this.#mustClose(closable, state, exitCost);
    if (must === undefined) return [];
    const node = this.#nodeToAsk(closable, state, last, timesInside, cuts);
    if (node === undefined) {
      // all is decided: the only cut there is
      const stand = standAt(table, this.#limit, must);
      if (stand.isManned) this.#take(planOf(table, stand));
      return [];
    }
    const isClosable = closable.isClosable.slice();
    const inClosable = isClosable.slice();
    inClosable[node] = 0;
    const within: Kind = { ...kind, inside: [...kind.inside, node], mayClose: inClosable, price };
    const without: Kind = { ...kind, outside: [...kind.outside, node], mayClose: isClosable, price };
    return (timesInside[node] ?? 0) * 2 >= cuts ? [without, within] : [within, without];
  }

  #mark({ inside, outside }: Kind): Uint8Array {
    const state = this.#state;
    state.fill(0);
    for (const n of inside) state[n] = INSIDE;
    for (const n of outside) state[n] = OUTSIDE;
    state[this.#table.start] = INSIDE;
    return state;
  }

  /** Nodes any such plan closes; undefined when it cannot: the target gets there anyhow, or too few units do in time. */
  #mustClose(closable: Closable, state: Uint8Array, exitCost: Int32Array): number[] | undefined {
    const { nodeCount, problem, isRelevant } = this.#table;
    const { rows } = problem.graph;
    const must: number[] = [];
    const isListed = new Uint8Array(nodeCount);
    for (let n = 0; n < nodeCount; n++) {
      const isInside = state[n] === INSIDE || closable.isOpen[n] === 1;
      if (isInside && exitCost[n] !== 0) return undefined;
      if (!isInside) continue;
      for (let i = rows.first[n] ?? 0; i < (rows.first[n + 1] ?? 0); i++) {
        const next = rows.node[i] ?? 0;
        if (exitCost[next] === 0 || isRelevant[next] !== 1 || isListed[next] === 1) continue;
        if (closable.isClosable[next] !== 1) return undefined;
        isListed[next] = 1;
        must.push(next);
      }
    }
    return must.length <= this.#most && this.#canMan(closable, must) ? must : undefined;
  }

  /** Whether each has a unit of its own in time, if the target is held up everywhere. */
  #canMan({ latest }: Closable, nodes: readonly number[]): boolean {
    const { ready } = this.#table;
    const isInTime = (at: number, unit: number): boolean => {
      const n = nodes[at] ?? 0;
      return (ready[unit]?.[n] ?? Infinity) <= Math.min(this.#limit, latest[n] ?? Infinity) + TIE_S;
    };
    return !largestMatching(nodes.length, ready.length, isInTime).includes(-1);
  }

  /** The node to part the plans at; undefined when all is decided. */
  #nodeToAsk(
    closable: Closable,
    state: Uint8Array,
    cut: readonly number[],
    timesInside: Float64Array,
    cuts: number,
  ): number | undefined {
    const { nodeCount, isRelevant } = this.#table;
    const isAsked = (n: number): boolean => state[n] === 0 && isRelevant[n] === 1 && closable.isOpen[n] !== 1;
    const asked = this.#mostUnlike(isAsked, timesInside, cuts) ?? this.#culprit(closable, state, cut);
    if (asked !== undefined) return asked;
    for (let n = 0; n < nodeCount; n++) if (isAsked(n)) return n;
    return undefined;
  }

  /** The node on which the cuts agree least, if any. */
  #mostUnlike(isAsked: (n: number) => boolean, timesInside: Float64Array, cuts: number): number | undefined {
    const { nodeCount, freeArrival } = this.#table;
    let asked: number | undefined;
    let least = MOST_UNLIKE;
    for (let n = 0; n < nodeCount; n++) {
      const unlike = Math.abs((timesInside[n] ?? 0) / Math.max(1, cuts) - 0.5);
      if (unlike >= MOST_UNLIKE || !isAsked(n)) continue;
      // of nodes as good the farther one: it settles more of those on the way
      const rank = unlike - UNLIKE_A_SECOND * Math.min(MOST_SECONDS, freeArrival[n] ?? 0);
      if (rank >= least) continue;
      least = rank;
      asked = n;
    }
    return asked;
  }

  /** When the cuts agree: what of the last one asks too much of the units. */
  #culprit(closable: Closable, state: Uint8Array, cut: readonly number[]): number | undefined {
    const { start, ready } = this.#table;
    const { nodes, times, match, isInTime } = standAt(this.#table, this.#limit, cut);
    const crowd = (crowdedRows(match, ready.length, isInTime)?.rows ?? []).map((at) => nodes[at] ?? start);
    // on the way to where somebody would be too late, the target is taken to be held up
    for (const node of crowd) {
      for (let n = times.parent[node] ?? -1; n >= 0 && n !== start; n = times.parent[n] ?? -1) {
        if (state[n] === 0 && closable.isClosable[n] === 1) return n;
      }
    }
    return [...crowd, ...cut].find((n) => state[n] === 0);
  }
}

const INSIDE = 1;
const OUTSIDE = 2;

function countOf(marks: Uint8Array): number {
  let count = 0;
  for (const mark of marks) count += mark;
  return count;
}
