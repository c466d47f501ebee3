import type { Offer } from './contain-hunt.ts';
import { standAt } from './contain-plan.ts';
import { repaired } from './contain-repair.ts';
import type { Closable, ContainTable } from './contain-table.ts';
import * as model from './contain-ways-model.ts';
import { type EscapeWay, escapeWays } from './kernels/escape-search.ts';
import { OPEN_CAPACITY } from './kernels/vertex-cut.ts';
import type { MipOutcome, MipSolver } from './mip.ts';
import { TIE_S } from './problem.ts';

/** Searches for ways after one solution, each shunning those before a little more. */
const SEARCHES = 8;
const SHUNNED = 0.25;
/** Partial ways of one search: some hundredth of a second. */
const MOST_PARTIAL = 20_000;
/** The model is made anew when so small a share of the closings is left. */
const WORTH_ANOTHER = 0.7;
/** What a way's closings may come to and the way still be worth keeping. */
const TIGHT = 1.001;
/** Whole numbers for a cut through what the solution closes. */
const SCALE = 4096;
const LEAST_COST = 64;
/** Larger models take the solver longer than they are worth. */
const MOST_CLOSINGS = 40_000;

/** What a question is about: the plans by a limit with at most so many seals. */
export interface WayQuestion {
  readonly closable: Closable;
  readonly most: number;
  readonly mip: MipSolver;
  /** Seconds left; none = give up. */
  readonly leftSeconds: () => number;
  readonly offer: Offer;
  /** Told of what is proven: no plan by the limit has fewer seals. */
  readonly onBound: (seals: number) => void;
}

/** hard = neither found nor proven in the time allowed. */
export type Decision = 'found' | 'none' | 'hard';

/**
 * Whether there is a plan, by the ways the target has: a plan stops every one of them by somebody who is at a node of it no
 * later than the target. A linear model shares units out over the ways known; ways that its solution leaves open are added
 * until there are none. Its prices bound the seals and rule closings out; whole numbers settle the rest.
 */
export class ContainWays {
  readonly #table: ContainTable;
  /** Ways that were worth knowing: true of every question about the table. */
  #ways: EscapeWay[] = [];
  /** What the last prices proved. */
  #seals = 0;

  constructor(table: ContainTable) {
    this.#table = table;
  }

  async decide(question: WayQuestion): Promise<Decision | 'too-large'> {
    const { closable, most, mip, leftSeconds } = question;
    const table = this.#table;
    let closings = model.closingsOf(table, closable);
    if (closings.at.length > MOST_CLOSINGS) return 'too-large';
    let rows = this.#rowsFor(closings);
    let sent = 0;
    for (;;) {
      if (leftSeconds() <= 0) return 'hard';
      const outcome: MipOutcome =
        sent === 0
          ? await mip.solve(model.relaxedModel(table, closings, rows.closings, most, leftSeconds()), ignore)
          : await mip.solveWith(
              model.furtherWays(rows.closings.slice(sent), closings.at.length),
              leftSeconds(),
            );
      const { values, rowPrice } = outcome;
      if (outcome.status !== 'optimal' || values === undefined || rowPrice === undefined) return 'hard';
      sent = rows.closings.length;
      const prices = rowPrice.subarray(table.groups.length);
      const { seals, isUseful } = model.boundOf(table, closings, rows.closings, prices, most);
      this.#seals = seals;
      question.onBound(Math.min(seals, most + 1));
      if (seals > most + model.SLACK) return 'none';
      if (this.#tryCut(question, closings, values)) return 'found';
      if (isUseful.reduce((sum, yes) => sum + yes, 0) < WORTH_ANOTHER * closings.at.length) {
        this.#ways = rows.ways.filter((_, w) => sumOf(rows.closings[w], values) <= TIGHT);
        closings = model.narrowed(table, closings, isUseful, closable.limit);
        rows = this.#rowsFor(closings);
        sent = 0;
        continue;
      }
      if (this.#learn(rows, closings, values) > 0) continue;
      this.#ways = rows.ways.filter((_, w) => sumOf(rows.closings[w], values) <= TIGHT);
      return this.#decideByFewest(question, closings, (fewer) =>
        fewer === most ? isUseful : model.boundOf(table, closings, rows.closings, prices, fewer).isUseful,
      );
    }
  }

  /** From the fewest seals that prices allow: the fewer are asked for, the more closings prices rule out. */
  async #decideByFewest(
    question: WayQuestion,
    closings: model.Closings,
    usefulFor: (most: number) => Uint8Array,
  ): Promise<Decision> {
    const { most, closable, onBound } = question;
    const fewest = Math.max(0, Math.ceil(this.#seals - model.SLACK));
    for (let more = 0; ; more = 2 * more + 1) {
      const asked = Math.min(most, fewest + more);
      const left = model.narrowed(this.#table, closings, usefulFor(asked), closable.limit);
      const decision = await this.#decideWhole({ ...question, most: asked }, left);
      if (decision !== 'none' || asked === most) return decision;
      onBound(asked + 1);
    }
  }

  /** Whole closings, until a solution leaves no way open. */
  async #decideWhole(question: WayQuestion, closings: model.Closings): Promise<Decision> {
    const { most, mip, leftSeconds } = question;
    const rows = this.#rowsFor(closings);
    for (;;) {
      if (leftSeconds() <= 0) return 'hard';
      const whole = model.wholeModel(this.#table, closings, rows.closings, most, leftSeconds());
      const { status, values } = await mip.solve(whole, ignore);
      if (status === 'infeasible') return 'none';
      if (values === undefined) return 'hard';
      if (this.#tryNodes(question, closedBy(closings, values))) return 'found';
      const found = this.#learn(rows, closings, values.map(Math.round));
      this.#ways = rows.ways;
      if (found === 0) return 'hard';
    }
  }

  #rowsFor(closings: model.Closings): Rows {
    const rows: Rows = { ways: [], closings: [], known: new Set() };
    for (const way of this.#ways) addWay(rows, closings, way);
    return rows;
  }

  /** Adds ways that a solution leaves open; how many. */
  #learn(rows: Rows, closings: model.Closings, values: Float64Array): number {
    const { nodeCount, start, isExit, isRelevant, problem } = this.#table;
    const network = { rows: problem.graph.rows, nodeCount, start, isExit, isRelevant };
    const shares = model.sharesOf(closings, values);
    const shunned = new Float64Array(nodeCount);
    const before = rows.ways.length;
    for (let search = 0; search < SEARCHES; search++) {
      const ways = escapeWays(network, shares, shunned, MOST_PARTIAL);
      if (ways.length === 0) break;
      for (const way of ways) {
        addWay(rows, closings, way);
        for (const n of way.node) shunned[n] = (shunned[n] ?? 0) + SHUNNED;
      }
    }
    return rows.ways.length - before;
  }

  /** Tries the cut that goes through what a solution closes most. */
  #tryCut(question: WayQuestion, closings: model.Closings, values: Float64Array): boolean {
    const { nodeCount, cutter, exitCost } = this.#table;
    const cost = new Int32Array(nodeCount).fill(OPEN_CAPACITY);
    for (let n = 0; n < nodeCount; n++) {
      const [from = 0, to = 0] = [closings.first[n], closings.first[n + 1]];
      if (to === from) continue;
      let share = 0;
      for (let c = from; c < to; c++) share += values[c] ?? 0;
      cost[n] = Math.max(LEAST_COST, Math.round(SCALE * (1 - share)));
    }
    const cut = cutter.cut(cost, exitCost, OPEN_CAPACITY - 1);
    return cut !== undefined && this.#tryNodes(question, cut.near);
  }

  #tryNodes({ closable: { limit }, most, offer }: WayQuestion, nodes: readonly number[]): boolean {
    // nodes that can all be manned need not shut every exit
    const { plan, open } = repaired(this.#table, limit, standAt(this.#table, limit, nodes));
    if (open > 0) return false;
    offer(plan);
    return plan.assignments.length <= most && plan.closedAtSeconds <= limit + TIE_S;
  }
}

interface Rows {
  readonly ways: EscapeWay[];
  /** By way: the closings that stop it. */
  readonly closings: Int32Array[];
  readonly known: Set<string>;
}

function addWay(rows: Rows, closings: model.Closings, way: EscapeWay): void {
  const stops = model.stopping(closings, way);
  const key = stops.join();
  if (rows.known.has(key)) return;
  rows.known.add(key);
  rows.ways.push(way);
  rows.closings.push(stops);
}

function sumOf(closings: Int32Array | undefined, values: Float64Array): number {
  let sum = 0;
  for (const c of closings ?? []) sum += values[c] ?? 0;
  return sum;
}

function closedBy({ node }: model.Closings, values: Float64Array): number[] {
  return [...new Set(node.filter((_, c) => (values[c] ?? 0) > 0.5))];
}

const ignore = (): void => undefined;
