import type { Hunter } from './contain-hunt.ts';
import { standAt } from './contain-plan.ts';
import { type PartialPlan, repaired } from './contain-repair.ts';
import { closableBy } from './contain-table.ts';
import type { PlanPorts } from './ports.ts';

/** What leaving an exit open may cost, in the whole numbers of the cut: half a seal to many. */
const EXIT_COSTS = [1 << 16, 1 << 13, 1 << 12, 1 << 11, 1 << 10];
const STEPS = 24;

/**
 * When not every exit can be shut: the plan that leaves the fewest exits open of those found. Cuts may leave an exit open at
 * a price. Good, not proven; one that leaves none open is a plan. With a `known` one at hand, time that is up is up.
 */
export async function shutWhatCanBe(
  hunter: Hunter,
  { nowMs, mayGoOn, mayBegin }: Pick<PlanPorts<unknown>, 'nowMs' | 'mayGoOn' | 'mayBegin'>,
  budgetMs: number,
  known?: PartialPlan,
): Promise<PartialPlan> {
  const { table } = hunter;
  const startedMs = nowMs();
  const closable = closableBy(table, Infinity);
  let best: PartialPlan = known ?? { plan: { assignments: [], closedAtSeconds: 0 }, open: Infinity };
  const onPartial = (partial: PartialPlan): void => {
    const { open } = partial;
    const fewer = partial.plan.assignments.length < best.plan.assignments.length;
    if (open < best.open || (open === best.open && fewer)) best = partial;
  };
  const mayTry = async (): Promise<boolean> => {
    const mayTryMore = known === undefined ? mayBegin : mayGoOn;
    return nowMs() - startedMs < budgetMs && (await mayTryMore());
  };
  onPartial(repaired(table, Infinity, standAt(table, Infinity, [])));
  for (const cost of EXIT_COSTS) {
    const isShuttable = (n: number): boolean =>
      table.isExit[n] === 1 && n !== table.start && closable.isOpen[n] !== 1;
    const exitCost = table.exitCost.map((_, n) => (isShuttable(n) ? cost : 0));
    for (const belief of ['free', 'held-up'] as const) {
      await hunter.find(
        { closable, most: 0, steps: STEPS, belief, exitCost, onPartial },
        mayTry,
        () => undefined,
      );
    }
  }
  return best;
}
