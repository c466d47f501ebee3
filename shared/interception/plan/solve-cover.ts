import { CoverBranch } from './kernels/cover-branch.ts';
import { closeHopeless, type PricedBound, priceRows, wholeBound } from './kernels/cover-bound.ts';
import type { Glance } from './kernels/cover-glance.ts';
import { exhaust, type Exhausted } from './kernels/cover-exhaust.ts';
import { fillGreedily, improve, metBy, placesOf, shake } from './kernels/cover-search.ts';
import { createRng, type Rng } from '../../kit/rng.ts';
import { coverModel, planOfValues } from './cover-model.ts';
import { type CoverTable, prepareCover, shrinkTable } from './cover-table.ts';
import type { MipProgress } from './mip.ts';
import type { MayGoOn, PlanPorts } from './ports.ts';
import type { CoverAnswer, CoverProblem } from './problem.ts';

/** Time for the local search before the quick answer is given (ms). */
const QUICK_MS = 25;
const PRICING_ROUNDS = 800;
/** Row visits of one try at exhaustion, about a tenth of a second; more goes to the solver. */
const EXHAUST_VISITS = 20_000_000;
/** Time for the local search of one pass (ms), and how much of it comes between two breaths. */
const SHAKE_MS = 250;
const SHAKES_A_STRETCH = 40;
/** The branching alone before the solver is started as well (ms): small problems never need it. */
const ALONE_MS = 150;
/** Longest stretch of branching, or of local search while proving (ms), and how many stretches have one of the latter. */
const STRETCH_MS = 20;
const STEPS_A_STRETCH = 50;
const SHAKE_EVERY = 4;
/** A pick that meets this share of the best plan is made good, now and then. */
const PROMISING = 0.97;
const GOOD_EVERY = 16;
/** Any number: the same problem is searched the same way, up to the time it takes. */
const SEED = 20_261_122;
/** Passes of pricing and closing; another one is worth it while the last one closed this much. */
const MOST_PASSES = 5;
const WORTH_ANOTHER = 0.9;

/** The best plan so far while proving goes on. */
class Search {
  readonly table: CoverTable;
  readonly places: Int32Array;
  chosen: Int32Array;
  met = 0;
  upperBound: number;
  readonly #glance: Glance;
  readonly #report: (answer: CoverAnswer) => void;

  constructor(table: CoverTable, glance: Glance, report: (answer: CoverAnswer) => void) {
    this.table = table;
    this.#glance = glance;
    this.places = placesOf(table);
    this.chosen = new Int32Array(this.places.length).fill(-1);
    this.upperBound = table.coverable;
    this.#report = report;
  }

  get isProven(): boolean {
    return this.met >= this.upperBound;
  }

  /** Keeps `chosen` if it meets more. */
  offer(chosen: Int32Array): number {
    const met = metBy(this.table, chosen);
    if (met > this.met) {
      this.met = met;
      this.chosen = chosen.slice();
      this.#report(this.answer());
    }
    return met;
  }

  /** Takes over a bound if it is lower. */
  lower(bound: number): void {
    const whole = Math.max(this.met, bound);
    if (whole >= this.upperBound) return;
    this.upperBound = whole;
    this.#report(this.answer());
  }

  answer(): CoverAnswer {
    const { table, places } = this;
    if (this.#glance.met > this.met) return answerAtAGlance(this.#glance, this.upperBound);
    const plan: (number | null)[] = Array.from({ length: table.unitCount }, () => null);
    const next = table.groups.map(() => 0);
    places.forEach((group, place) => {
      const column = this.chosen[place] ?? -1;
      const at = next[group] ?? 0;
      next[group] = at + 1;
      const unit = table.groups[group]?.units[at];
      if (column >= 0 && unit !== undefined) plan[unit] = table.columnNode[column] ?? null;
    });
    return {
      kind: 'cover',
      plan,
      met: this.met,
      upperBound: this.upperBound,
      optimal: this.isProven,
    };
  }
}

/** A cover problem made ready: the searches from every unit are done. */
export interface PreparedCover {
  readonly solve: (ports: PlanPorts<CoverAnswer>) => Promise<CoverAnswer>;
}

/** Searches from every unit and boils the problem down; a first plan is answered before most of that is done. */
export async function prepareCoverProblem(
  problem: CoverProblem,
  mayGoOn: MayGoOn,
  onAnswer: (answer: CoverAnswer) => void,
): Promise<PreparedCover> {
  let glance: Glance = { node: new Int32Array(problem.units.length).fill(-1), met: 0 };
  const table = await prepareCover(problem, mayGoOn, (seen) => {
    glance = seen;
    onAnswer(answerAtAGlance(seen, problem.routes.first.length - 1));
  });
  return { solve: (ports) => solveCover(table, glance, ports) };
}

function answerAtAGlance({ node, met }: Glance, upperBound: number): CoverAnswer {
  const plan = Array.from(node, (n) => (n < 0 ? null : n));
  return { kind: 'cover', plan, met, upperBound, optimal: met >= upperBound };
}

/**
 * A good plan at once, then the best one with its proof: prices give a bound and rule out places, a search over the rest
 * finishes small problems, the solver the others.
 */
async function solveCover(
  table: CoverTable,
  glance: Glance,
  ports: PlanPorts<CoverAnswer>,
): Promise<CoverAnswer> {
  const search = new Search(table, glance, ports.onAnswer);
  const startedMs = ports.nowMs();
  const first = search.chosen.slice();
  fillGreedily(table, search.places, first);
  improve(table, search.places, first, () => ports.nowMs() - startedMs < QUICK_MS);
  search.offer(first);
  ports.onAnswer(search.answer());
  if (search.isProven || !table.isComplete || !(await ports.mayGoOn())) return search.answer();

  const rng = createRng(SEED);
  let work: Work = { table, columnOf: Uint32Array.from(table.columnNode, (_, c) => c) };
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const { isOpen, priced } = await narrow(search, work, ports.mayGoOn);
    if (search.isProven || !(await ports.mayGoOn())) return search.answer();
    const found = await exhausted(work.table, isOpen, search, priced, ports.mayGoOn);
    if (found === undefined) return search.answer();
    if (found.chosen !== undefined) search.offer(outer(work, found.chosen));
    if (found.isComplete) search.lower(search.met);
    if (search.isProven || !(await ports.mayGoOn())) return search.answer();
    const before = work.columnOf.length;
    work = shrunk(work, isOpen);
    await shakeFor(SHAKE_MS, work, search, ports, rng);
    if (search.isProven || !(await ports.mayGoOn())) return search.answer();
    if (work.columnOf.length > WORTH_ANOTHER * before && pass > 0) break;
  }
  await prove(work, search, ports, rng);
  return search.answer();
}

/** The search over all plans, step by step; undefined = stopped. */
async function exhausted(
  table: CoverTable,
  isOpen: Uint8Array,
  search: Search,
  priced: PricedBound,
  mayGoOn: MayGoOn,
): Promise<Exhausted | undefined> {
  const steps = exhaust(table, isOpen, search.places, priced, search.met, EXHAUST_VISITS);
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value;
    if (!(await mayGoOn())) return undefined;
  }
}

/** A table that was made smaller, and the number of each of its columns in the first one. */
interface Work {
  readonly table: CoverTable;
  readonly columnOf: Uint32Array;
}

/** A choice of the smaller table's columns in the numbers of the first. */
function outer({ columnOf }: Work, chosen: Int32Array): Int32Array {
  return chosen.map((c) => (c < 0 ? -1 : (columnOf[c] ?? -1)));
}

function shrunk({ table, columnOf }: Work, isOpen: Uint8Array): Work {
  const next = shrinkTable(table, isOpen);
  return { table: next.table, columnOf: next.columnOf.map((c) => columnOf[c] ?? 0) };
}

/** The best plan in the columns of the smaller table, without those that were closed. */
function inner(work: Work, chosen: Int32Array): Int32Array {
  const numberOf = new Map(Array.from(work.columnOf, (column, c) => [column, c]));
  return chosen.map((column) => numberOf.get(column) ?? -1);
}

/** Prices the rows, looks for better plans on the way and closes what no better plan can use. */
async function narrow(
  search: Search,
  work: Work,
  mayGoOn: MayGoOn,
): Promise<{ readonly isOpen: Uint8Array; readonly priced: PricedBound }> {
  const { table } = work;
  const isOpen = new Uint8Array(table.columnNode.length).fill(1);
  const priced = await priceRows(
    table,
    isOpen,
    search.met,
    PRICING_ROUNDS,
    (picked) => {
      const candidate = picked.slice();
      fillGreedily(table, search.places, candidate);
      improve(table, search.places, candidate, () => false);
      return search.offer(outer(work, candidate));
    },
    mayGoOn,
  );
  search.lower(wholeBound(priced.bound));
  closeHopeless(table, isOpen, priced, search.met);
  return { isOpen, priced };
}

/** Local search in short stretches, so that the thread breathes. */
async function shakeFor(
  spanMs: number,
  work: Work,
  search: Search,
  ports: PlanPorts<CoverAnswer>,
  rng: Rng,
): Promise<void> {
  if (work.columnOf.length === 0) return;
  const untilMs = ports.nowMs() + spanMs;
  while (ports.nowMs() < untilMs && (await ports.mayGoOn())) {
    const start = inner(work, search.chosen);
    fillGreedily(work.table, search.places, start);
    let left = SHAKES_A_STRETCH;
    const best = shake(work.table, search.places, start, rng, () => left-- > 0 && ports.nowMs() < untilMs);
    search.offer(outer(work, best));
  }
}

/**
 * Proves what is left with two methods at once: the solver in its thread, and branching over prices with a local search now
 * and then in this one. Whichever is done first ends the other.
 */
async function prove(work: Work, search: Search, ports: PlanPorts<CoverAnswer>, rng: Rng): Promise<void> {
  const branch = startBranch(work, search);
  let turns = 0;
  /** A stretch of both of this thread's methods; false = proven, or out of time. */
  const goOn = async (): Promise<boolean> => {
    const untilMs = ports.nowMs() + STRETCH_MS;
    for (let steps = 0; steps < STEPS_A_STRETCH && !branch.isDone; steps++) {
      branch.step();
      if (ports.nowMs() >= untilMs) break;
    }
    search.lower(branch.bound);
    if (++turns % SHAKE_EVERY === 0) await shakeFor(STRETCH_MS, work, search, ports, rng);
    return !branch.isDone && !search.isProven && (await ports.mayGoOn());
  };
  const aloneUntilMs = ports.nowMs() + ALONE_MS;
  let isLeft = true;
  while (isLeft && ports.nowMs() < aloneUntilMs) isLeft = await goOn();
  if (!isLeft) return;
  let isSolving = true;
  const solving = solveByMip(work, search, ports).finally(() => {
    isSolving = false;
  });
  while (await goOn()) if (search.isProven) break;
  if (isSolving) ports.mip.stop();
  await solving;
}

/** Branching over the smaller table; its picks are made good and offered. */
function startBranch(work: Work, search: Search): CoverBranch {
  const { table } = work;
  const groupOf = new Int32Array(table.columnNode.length);
  table.groups.forEach(({ first, end }, group) => groupOf.fill(group, first, end));
  let tries = 0;
  return new CoverBranch(
    table,
    () => search.met,
    (columns) => {
      const picked = new Int32Array(search.places.length).fill(-1);
      for (const column of columns) {
        const place = search.places.findIndex((group, p) => group === groupOf[column] && picked[p] === -1);
        if (place >= 0) picked[place] = column;
      }
      const met = metBy(table, picked);
      if (met < PROMISING * search.met || (met <= search.met && ++tries % GOOD_EVERY !== 0)) return;
      fillGreedily(table, search.places, picked);
      improve(table, search.places, picked, () => false);
      search.offer(outer(work, picked));
    },
  );
}

async function solveByMip(work: Work, search: Search, ports: PlanPorts<CoverAnswer>): Promise<void> {
  const { table } = work;
  const model = coverModel(table, inner(work, search.chosen));
  const take = ({ bound, values }: MipProgress): void => {
    if (values !== undefined) search.offer(outer(work, planOfValues(table, search.places, model, values)));
    search.lower(wholeBound(-bound));
  };
  const outcome = await ports.mip.solve(model.mip, take);
  if (outcome.values !== undefined) {
    search.offer(outer(work, planOfValues(table, search.places, model, outcome.values)));
  }
  // closed places are in no plan better than ours, so the bound of the rest and ours bound everything
  if (outcome.status === 'optimal') search.lower(wholeBound(-outcome.bound));
  if (outcome.status === 'infeasible') search.lower(search.met);
}
