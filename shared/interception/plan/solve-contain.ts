import { shutWhatCanBe } from './contain-partial.ts';
import type { PartialPlan } from './contain-repair.ts';
import { type Effort, ContainSearch } from './contain-search.ts';
import { closableBy, type ContainTable, prepareContain } from './contain-table.ts';
import type { MayGoOn, PlanPorts } from './ports.ts';
import type { ContainAnswer, ContainProblem } from './problem.ts';

/** Cuts tried along changing prices: for the first plan, for tightening it, and with the first real effort. */
const FIRST_STEPS = 24;
const QUICK_STEPS = 5;
const STEPS = 40;
/** Time for one question at first (ms); every round doubles it, up to so often. */
const QUESTION_MS = 250;
const DOUBLINGS = 16;
/** Rounds skipped while there is no plan at all: nothing else is waiting for its turn. */
const FIRST_ROUND = 7;
/** Small models need more of them, full ones take the solver longer: neither is always better, so they take turns. */
const LEAN = { toldApart: 4, trees: 1 };
const FULL = { toldApart: Infinity, trees: Infinity };
/** Where to ask between what is too early and the best plan, as shares of the way. */
const ASKED = [0.5, 0.25, 0.75, 0.1, 0.9] as const;
/** Time for cuts that may leave exits open (ms): when no plan is found at once, and once it is proven that there is none. */
const FIRST_PARTIAL_MS = 400;
const PARTIAL_MS = 1500;

const OUT_OF_TIME = 'no plan was found within the time limit';

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
  const search = new ContainSearch(table, ports);
  const { seconds } = table.targetTimes(new Float64Array(nodeCount).fill(Infinity));
  if (!exits.some((exit) => (seconds[exit] ?? Infinity) < Infinity)) {
    search.isProven = true;
    return search.answer();
  }
  let partial: PartialPlan | undefined;
  const giveUp = async (why: string): Promise<ContainAnswer> => {
    const reason = table.isComplete || table.isExit[start] === 1 ? why : OUT_OF_TIME;
    const { plan, open } = await shutWhatCanBe(search.hunter, ports, PARTIAL_MS, partial);
    if (open === 0) {
      search.offer(plan);
      return search.answer();
    }
    const { assignments, closedAtSeconds } = plan;
    const seals = assignments.length;
    return { kind: 'contain', infeasible: reason, assignments, closedAtSeconds, seals, optimal: false };
  };
  if (table.isExit[start] === 1) return giveUp(`the target stands on exit ${start}`);
  const { isOpen } = closableBy(table, Infinity);
  const lost = exits.filter((exit) => isOpen[exit] === 1);
  if (lost.length > 0)
    return giveUp(`the target is at exit ${lost.join(', ')} before anybody, whatever is closed`);

  const { instants } = table;
  const last = instants[instants.length - 1] ?? 0;
  const units = table.ready.length;
  await search.findBy(closableBy(table, last), units, FIRST_STEPS);
  if (search.best === undefined) {
    partial = await shutWhatCanBe(search.hunter, ports, FIRST_PARTIAL_MS);
    if (partial.open === 0) search.offer(partial.plan);
    else await search.findBy(closableBy(table, last), units, STEPS);
  }
  await boundQuickly(search);
  if (!table.isComplete) {
    if (search.best === undefined) return giveUp(OUT_OF_TIME);
    await tightenQuickly(search);
    return search.answer();
  }
  for (let round = 0; search.best === undefined; round++) {
    const verdict = await search.anyBy(last, units, effortOf(round + FIRST_ROUND));
    if (verdict === 'none') return giveUp(`${units} units cannot shut every way out in time`);
    if (verdict === 'stopped') return giveUp(OUT_OF_TIME);
  }
  await tightenQuickly(search);
  await boundQuickly(search);
  ports.onAnswer(search.answer());
  await (search.objective === 'earliest' ? proveEarliest(search) : proveFewest(search));
  return search.answer();
}

function effortOf(round: number): Effort {
  const timeMs = QUESTION_MS * 2 ** Math.min(round, DOUBLINGS);
  const steps = Math.min(STEPS, FIRST_STEPS * 2 ** Math.min(round, DOUBLINGS));
  return { steps, shake: round, timeMs, detail: round % 2 === 0 ? LEAN : FULL };
}

/** What the cheapest cuts alone prove, if there is a plan to hold against it. */
async function boundQuickly(search: ContainSearch): Promise<void> {
  const { instants, isComplete, ready } = search.table;
  if (search.best === undefined || !isComplete) return;
  const { seals } = await search.boundBy(instants[instants.length - 1] ?? 0, search.seals - 1, 1);
  search.sealsAtLeast = Math.max(search.sealsAtLeast, Math.min(seals, search.seals));
  await search.raiseFloor(ready.length, 1);
}

/** Cheap cuts at ever earlier limits, by halving. */
async function tightenQuickly(search: ContainSearch): Promise<void> {
  const { instants, ready } = search.table;
  for (let low = search.floor; low < search.bestIndex(); ) {
    const middle = (low + search.bestIndex()) >>> 1;
    const most = search.objective === 'earliest' ? ready.length : search.seals;
    const closable = closableBy(search.table, instants[middle] ?? 0);
    if (!(await search.findBy(closable, most, QUICK_STEPS))) low = middle + 1;
  }
}

/** The earliest time first, then the fewest seals that do it by then. */
async function proveEarliest(search: ContainSearch): Promise<void> {
  const isEarliest = await proveTime(search, search.table.ready.length);
  if (!isEarliest) return;
  search.isProven = await proveSeals(search, search.best?.closedAtSeconds ?? 0);
}

/** The fewest seals first, then the earliest time with as many. */
async function proveFewest(search: ContainSearch): Promise<void> {
  const { instants } = search.table;
  if (!(await proveSeals(search, instants[instants.length - 1] ?? 0))) return;
  search.isProven = await proveTime(search, search.seals);
}

/**
 * Narrows the instants between what is proven too early and the best plan's: the middle one first, then ever nearer to both
 * ends. When all of those are too hard, the next round makes more effort. False = stopped.
 */
async function proveTime(search: ContainSearch, most: number): Promise<boolean> {
  const { instants } = search.table;
  await search.raiseFloor(most, QUICK_STEPS);
  for (let round = 0; search.floor < search.bestIndex(); round++) {
    const hard = new Set<number>();
    for (let at = nextToAsk(search, hard); at !== undefined; at = nextToAsk(search, hard)) {
      const verdict = await search.anyBy(instants[at] ?? 0, most, effortOf(round));
      if (verdict === 'stopped') return false;
      if (verdict === 'none') search.floor = Math.max(search.floor, at + 1);
      if (verdict === 'hard') hard.add(at);
    }
  }
  return true;
}

/** The instant to ask about; undefined = there is none, or all are too hard. */
function nextToAsk(search: ContainSearch, hard: ReadonlySet<number>): number | undefined {
  const { floor } = search;
  const span = search.bestIndex() - floor;
  if (span <= 0) return undefined;
  return ASKED.map((share) => floor + Math.floor(share * span)).find((at) => !hard.has(at));
}

/** Asks for one seal fewer until there is no such plan. False = stopped. */
async function proveSeals(search: ContainSearch, limit: number): Promise<boolean> {
  const { seals } = await search.boundBy(limit, search.seals - 1, STEPS);
  search.sealsAtLeast = Math.max(search.sealsAtLeast, Math.min(seals, search.seals));
  for (let round = 0; search.sealsAtLeast < search.seals; ) {
    const verdict = await search.anyBy(limit, search.seals - 1, effortOf(round));
    if (verdict === 'stopped') return false;
    if (verdict === 'none') search.sealsAtLeast = search.seals;
    if (verdict === 'hard') round++;
  }
  return true;
}
