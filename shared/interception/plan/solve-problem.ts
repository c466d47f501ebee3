import { assertNever } from '../../kit/invariant.ts';
import type { PlanPorts } from './ports.ts';
import type { PlanAnswer, PlanProblem } from './problem.ts';
import { prepareContainProblem } from './solve-contain.ts';
import { prepareCoverProblem } from './solve-cover.ts';
import { prepareSeal, solveSeal } from './solve-seal.ts';

/** A problem made ready to be solved: all searches from where units stand are done. */
export interface PreparedPlan {
  /** Answers with the proven best, or with the best so far once `mayGoOn` says stop. */
  readonly solve: (ports: PlanPorts<PlanAnswer>) => Promise<PlanAnswer>;
}

/** Does what every answer needs; the larger part of a small problem's time. */
export function preparePlan(problem: PlanProblem): PreparedPlan {
  switch (problem.kind) {
    case 'cover':
      return prepareCoverProblem(problem);
    case 'seal': {
      const table = prepareSeal(problem);
      return { solve: () => Promise.resolve(solveSeal(table)) };
    }
    case 'contain':
      return prepareContainProblem(problem);
    default:
      return assertNever(problem);
  }
}
