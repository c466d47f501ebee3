import type { Hunter } from './contain-hunt.ts';
import { type ContainPlan, type Stand, standAt } from './contain-plan.ts';
import { closableBy, type ContainTable } from './contain-table.ts';
import { largestMatching } from './kernels/matching.ts';
import { TIE_S } from './problem.ts';

/** What leaving an exit open may cost, in the whole numbers of the cut: half a seal to many. */
const EXIT_COSTS = [1 << 16, 1 << 13, 1 << 12, 1 << 11, 1 << 10];
const STEPS = 24;

interface Partial {
  readonly plan: ContainPlan;
  readonly open: number;
}

/**
 * When not every exit can be shut: the plan that leaves the fewest exits open of those found. Cuts may leave an exit open at
 * a price; nodes that nobody can man are left out; units left over close exits themselves. Good, not proven.
 */
export async function shutWhatCanBe(
  hunter: Hunter,
  nowMs: () => number,
  budgetMs: number,
): Promise<ContainPlan> {
  const { table } = hunter;
  const endMs = nowMs() + budgetMs;
  const closable = closableBy(table, Infinity);
  let best: Partial = { plan: { assignments: [], closedAtSeconds: 0 }, open: Infinity };
  const offer = (plan: ContainPlan): void => {
    const partial = withUnitsLeft(table, plan);
    const { open } = partial;
    const fewer = partial.plan.assignments.length < best.plan.assignments.length;
    if (open < best.open || (open === best.open && fewer)) best = partial;
  };
  const onFailed = (stand: Stand): void => offer(mannedPart(table, stand));
  const mayGoOn = (): Promise<boolean> => Promise.resolve(nowMs() < endMs);
  offer({ assignments: [], closedAtSeconds: 0 });
  for (const cost of EXIT_COSTS) {
    const isShuttable = (n: number): boolean =>
      table.isExit[n] === 1 && n !== table.start && closable.isOpen[n] !== 1;
    const exitCost = table.exitCost.map((_, n) => (isShuttable(n) ? cost : 0));
    for (const belief of ['free', 'held-up'] as const) {
      await hunter.find({ closable, most: 0, steps: STEPS, belief, exitCost, onFailed }, mayGoOn, offer);
    }
  }
  return best.plan;
}

/** The nodes of a cut that have units; leaving out the others may let the target come sooner, so until all stand. */
function mannedPart(table: ContainTable, stand: Stand): ContainPlan {
  for (let at = stand; ; ) {
    if (at.plan !== undefined) return at.plan;
    const { match, nodes } = at;
    at = standAt(
      table,
      Infinity,
      nodes.filter((_, i) => match[i] !== -1),
    );
  }
}

/** The plan with units it does not use sent to exits still open: closing more never lets the target come sooner. */
function withUnitsLeft(table: ContainTable, plan: ContainPlan): Partial {
  const { nodeCount, problem, ready } = table;
  const closedAt = new Float64Array(nodeCount).fill(Infinity);
  for (const { node } of plan.assignments) closedAt[node] = 0;
  const { seconds, isStopped } = table.targetTimes(closedAt);
  const open = table.exits.filter((exit) => (seconds[exit] ?? Infinity) < Infinity && isStopped[exit] !== 1);
  const used = new Set(plan.assignments.map(({ unit }) => unit));
  const idle = problem.units.flatMap(({ id }, u) => (used.has(id) ? [] : [u]));
  const isInTime = (at: number, i: number): boolean => {
    const exit = open[at] ?? 0;
    return exit !== table.start && (ready[idle[i] ?? 0]?.[exit] ?? Infinity) <= (seconds[exit] ?? 0) + TIE_S;
  };
  const match = largestMatching(open.length, idle.length, isInTime);
  if (!match.some((i) => i >= 0)) return { plan, open: open.length };
  const nodes = [...plan.assignments.map(({ node }) => node), ...open.filter((_, at) => match[at] !== -1)];
  const more = standAt(table, Infinity, nodes);
  return more.plan === undefined ? { plan, open: open.length } : withUnitsLeft(table, more.plan);
}
