import { type Attempt, attemptContain } from './contain-quick.ts';
import { containModel, cutOfValues } from './contain-model.ts';
import { type ContainPlan, type Lessons, manCut } from './contain-plan.ts';
import { closableBy, type ContainTable, prepareContain, unitCapacities } from './contain-table.ts';
import type { MayGoOn, PlanPorts } from './ports.ts';
import { type ContainAnswer, type ContainProblem, TIE_S } from './problem.ts';
import { shutWhatCanBe } from './contain-partial.ts';

/** Cuts tried before the solver is asked. */
const TRIES = 12;
/** Time for tightening the first plan before it is given (ms). */
const QUICK_MS = 30;

const OUT_OF_TIME = 'no plan was found within the time limit';

/** A plan, a proof that there is none, or neither because time ran out. */
type Verdict = ContainPlan | 'none' | 'unknown';

/** The best plan so far and what is proven about every plan. */
class Search {
  readonly table: ContainTable;
  readonly #ports: PlanPorts<ContainAnswer>;
  best: ContainPlan | undefined;
  /** No plan's last seal is in place before this one of the table's instants. */
  floor = 0;
  /** No plan has fewer seals (for `earliest` at the proven time, once that is proven). */
  sealsAtLeast = 0;
  isProven = false;
  /** What was learnt from cuts that failed; a crowd holds for every limit up to its own, an approach for all. */
  readonly lessons: Lessons = { crowds: [], approaches: [] };

  readonly #known = new Set<string>();

  constructor(table: ContainTable, ports: PlanPorts<ContainAnswer>) {
    this.table = table;
    this.#ports = ports;
  }

  get objective(): 'earliest' | 'fewest' {
    return this.table.problem.objective;
  }

  /** Keeps the plan if it is better by the problem's objective. */
  offer(plan: ContainPlan): void {
    const { best } = this;
    if (best !== undefined) {
      const later = plan.closedAtSeconds - best.closedAtSeconds;
      const more = plan.assignments.length - best.assignments.length;
      const byTime = Math.abs(later) <= TIE_S ? more : later;
      const bySeals = more === 0 ? later : more;
      if ((this.objective === 'earliest' ? byTime : bySeals) >= 0) return;
    }
    this.best = plan;
    this.#ports.onAnswer(this.answer());
  }

  /** Cheap cuts first, with what they teach about crowds. */
  attempt(limit: number, most: number, tries: number): Attempt {
    const { table } = this;
    const found = attemptContain(table, closableBy(table, limit), table.isExit, most, tries);
    this.learn(found.lessons);
    if (found.plan !== undefined) this.offer(found.plan);
    return found;
  }

  /** A plan with all seals in place by `limit` and at most `most` of them, or the proof that there is none. */
  async searchBy(limit: number, most: number): Promise<Verdict> {
    const { table } = this;
    const closable = closableBy(table, limit);
    for (;;) {
      if (!(await this.#ports.mayGoOn())) return 'unknown';
      const model = containModel(table, closable, this.lessons, most, true);
      const outcome = await this.#ports.mip.solve(model.mip, () => undefined);
      if (outcome.status === 'infeasible') return 'none';
      if (outcome.status === 'stopped' || outcome.values === undefined) return 'unknown';
      const manned = manCut(table, closable, cutOfValues(model, outcome.values));
      if (manned.ok) {
        this.offer(manned.plan);
        return manned.plan;
      }
      this.learn(manned);
    }
  }

  learn({ crowds, approaches }: Lessons): void {
    this.lessons.crowds.push(...crowds);
    for (const approach of approaches) {
      const key = `${approach.node} ${approach.way.map(([n]) => n).join(' ')}`;
      if (this.#known.has(key)) continue;
      this.#known.add(key);
      this.lessons.approaches.push(approach);
    }
  }

  /** Whether there is a plan by `limit` with at most `most` seals; cheap cuts first. */
  async anyBy(limit: number, most: number): Promise<Verdict> {
    const quick = this.attempt(limit, most, TRIES);
    if (quick.plan !== undefined) return quick.plan;
    return quick.fewestSeals > most ? 'none' : this.searchBy(limit, most);
  }

  get seals(): number {
    return this.best?.assignments.length ?? Infinity;
  }

  /** The instant of the best plan's last seal. */
  bestIndex(): number {
    const closedAt = this.best?.closedAtSeconds ?? Infinity;
    return firstIndex(this.table.instants, (instant) => instant >= closedAt - TIE_S);
  }

  /** Moves the floor to the first instant by which `most` seals could do if every node had the unit that is there first. */
  raiseFloor(most: number): void {
    const { table } = this;
    const first = firstIndex(table.instants, (limit) => {
      const capacities = unitCapacities(closableBy(table, limit));
      return table.cut(capacities, table.isExit, most) !== undefined;
    });
    this.floor = Math.max(this.floor, first);
  }

  answer(): ContainAnswer {
    const { assignments, closedAtSeconds } = this.best ?? { assignments: [], closedAtSeconds: 0 };
    const lowerBound = this.isProven
      ? { closedAtSeconds, seals: assignments.length }
      : {
          closedAtSeconds: this.table.isComplete ? (this.table.instants[this.floor] ?? 0) : 0,
          seals: this.sealsAtLeast,
        };
    return {
      kind: 'contain',
      assignments,
      closedAtSeconds,
      seals: assignments.length,
      optimal: this.isProven,
      lowerBound,
    };
  }
}

/** First index whose instant passes a test that all later ones pass too; the last index when none does. */
function firstIndex(instants: Float64Array, passes: (instant: number) => boolean): number {
  let low = 0;
  let high = Math.max(0, instants.length - 1);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (passes(instants[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A containment problem made ready: the searches from every unit and from the target are done. */
export interface PreparedContain {
  readonly solve: (ports: PlanPorts<ContainAnswer>) => Promise<ContainAnswer>;
}

/** Searches from every unit and from the target. */
export async function prepareContainProblem(
  problem: ContainProblem,
  mayGoOn: MayGoOn,
): Promise<PreparedContain> {
  const table = await prepareContain(problem, mayGoOn);
  return { solve: (ports) => solveContain(table, ports) };
}

async function solveContain(table: ContainTable, ports: PlanPorts<ContainAnswer>): Promise<ContainAnswer> {
  const { exits, start, nodeCount } = table;
  const search = new Search(table, ports);
  const { seconds } = table.targetTimes(new Float64Array(nodeCount).fill(Infinity));
  if (!exits.some((exit) => (seconds[exit] ?? Infinity) < Infinity)) {
    search.isProven = true;
    return search.answer();
  }
  const giveUp = (why: string): ContainAnswer => {
    const reason = table.isComplete || table.isExit[start] === 1 ? why : OUT_OF_TIME;
    const { assignments, closedAtSeconds } = shutWhatCanBe(table, ports.nowMs);
    const seals = assignments.length;
    return { kind: 'contain', infeasible: reason, assignments, closedAtSeconds, seals, optimal: false };
  };
  if (table.isExit[start] === 1) return giveUp(`the target stands on exit ${start}`);
  const { isOpen } = closableBy(table, Infinity);
  const lost = exits.filter((exit) => isOpen[exit] === 1);
  if (lost.length > 0)
    return giveUp(`the target is at exit ${lost.join(', ')} before anybody, whatever is closed`);

  const { instants } = table;
  const last = instants.length - 1;
  const units = table.ready.length;
  const loosest = search.attempt(instants[last] ?? 0, units, TRIES);
  if (loosest.fewestSeals > units) return giveUp(`${units} units are too few to shut every way out in time`);
  const startedMs = ports.nowMs();
  if (table.isComplete) {
    search.sealsAtLeast = loosest.fewestSeals;
    search.raiseFloor(units);
  } else if (search.best === undefined) return giveUp(OUT_OF_TIME);
  if (search.best === undefined) {
    const found = await search.searchBy(instants[last] ?? 0, units);
    if (found === 'none') return giveUp(`${units} units cannot shut every way out in time`);
    if (found === 'unknown') return giveUp(OUT_OF_TIME);
  }
  tightenQuickly(search, () => ports.nowMs() - startedMs < QUICK_MS);
  if (!table.isComplete) return search.answer();
  ports.onAnswer(search.answer());
  await (search.objective === 'earliest' ? proveEarliest(search) : proveFewest(search));
  return search.answer();
}

/** Cheap cuts at ever earlier limits, by halving. */
function tightenQuickly(search: Search, mayGoOn: () => boolean): void {
  const { instants, ready } = search.table;
  let low = search.floor;
  while (mayGoOn()) {
    const high = search.bestIndex();
    if (low >= high) return;
    const middle = (low + high) >>> 1;
    const most = search.objective === 'earliest' ? ready.length : search.seals;
    if (search.attempt(instants[middle] ?? 0, most, 3).plan === undefined) low = middle + 1;
  }
}

/** The earliest time first, then the fewest seals that do it by then. */
async function proveEarliest(search: Search): Promise<void> {
  const isEarliest = await proveTime(search, search.table.ready.length);
  if (!isEarliest) return;
  const limit = search.best?.closedAtSeconds ?? 0;
  search.sealsAtLeast = search.attempt(limit, search.seals - 1, 1).fewestSeals;
  search.isProven = await proveSeals(search, limit);
}

/** The fewest seals first, then the earliest time with as many. */
async function proveFewest(search: Search): Promise<void> {
  const { instants } = search.table;
  if (!(await proveSeals(search, instants[instants.length - 1] ?? 0))) return;
  search.raiseFloor(search.seals);
  search.isProven = await proveTime(search, search.seals);
}

/** Halves the instants between what is proven too early and the best plan's; the earliest of them first, it is often the one. */
async function proveTime(search: Search, most: number): Promise<boolean> {
  const { instants } = search.table;
  for (let isFirst = true; search.floor < search.bestIndex(); isFirst = false) {
    const middle = isFirst ? search.floor : (search.floor + search.bestIndex()) >>> 1;
    const verdict = await search.anyBy(instants[middle] ?? 0, most);
    if (verdict === 'unknown') return false;
    if (verdict === 'none') search.floor = middle + 1;
  }
  return true;
}

/** Asks for one seal fewer until there is no such plan. */
async function proveSeals(search: Search, limit: number): Promise<boolean> {
  while (search.sealsAtLeast < search.seals) {
    const verdict = await search.anyBy(limit, search.seals - 1);
    if (verdict === 'unknown') return false;
    if (verdict === 'none') search.sealsAtLeast = search.seals;
  }
  return true;
}
