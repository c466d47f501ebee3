import { assertNever } from '../../kit/invariant.ts';
import type { MayGoOn, PlanPorts } from './ports.ts';
import type { PlanAnswer, PlanProblem } from './problem.ts';
import { prepareContainProblem } from './solve-contain.ts';
import { prepareCoverProblem } from './solve-cover.ts';
import { prepareSeal, solveSeal } from './solve-seal.ts';

/** A problem made ready to be solved: all searches from where units stand are done. */
export interface PreparedPlan {
  /** Answers with the proven best, or with the best so far once `mayGoOn` says stop. */
  readonly solve: (ports: PlanPorts<PlanAnswer>) => Promise<PlanAnswer>;
}

/**
 * Does what every answer needs: a search from every unit, the larger part of most problems' time. Told to stop, it goes on
 * with the units it has searched from; what is answered then is a plan for those, with no more than a trivial bound.
 * `onAnswer` is told of a first plan if there is one before all is ready.
 */
export async function preparePlan(
  problem: PlanProblem,
  mayGoOn: MayGoOn,
  onAnswer: (answer: PlanAnswer) => void = () => undefined,
): Promise<PreparedPlan> {
  switch (problem.kind) {
    case 'cover':
      return prepareCoverProblem(problem, mayGoOn, onAnswer);
    case 'seal': {
      const table = await prepareSeal(problem, mayGoOn);
      return { solve: () => Promise.resolve(solveSeal(table)) };
    }
    case 'contain':
      return prepareContainProblem(problem, mayGoOn);
    default:
      return assertNever(problem);
  }
}
