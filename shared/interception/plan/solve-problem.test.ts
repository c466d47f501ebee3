import { describe, expect, it } from 'vitest';
import type { MipSolver } from './mip.ts';
import type { PlanAnswer } from './problem.ts';
import { readProblem } from './read-problem.ts';
import { preparePlan } from './solve-problem.ts';

/** A row of nodes ten seconds apart, both ways. */
const nodes = Array.from({ length: 6 }, (_, n) => [n, 0]);
const edges = nodes.slice(1).flatMap((_, n) => [
  [n, n + 1, 10],
  [n + 1, n, 10],
]);
const units = [
  { id: 'A', node: 0 },
  { id: 'B', node: 5 },
];
const noSolver: MipSolver = {
  solve: () => Promise.resolve({ status: 'stopped', bound: -Infinity, cost: Infinity, values: undefined }),
  solveWith: () =>
    Promise.resolve({ status: 'stopped', bound: -Infinity, cost: Infinity, values: undefined }),
  stop: () => undefined,
  close: () => undefined,
};

/** Solves with time for so many searches of preparation, and plenty afterwards. */
async function solveAfter(searches: number, document: object): Promise<PlanAnswer> {
  const problem = readProblem({ nodes, edges, ...document });
  if (!problem.ok) throw new Error(problem.error.path);
  let left = searches;
  const prepared = await preparePlan(problem.value, () => Promise.resolve(left-- > 0));
  const mayGoOn = (): Promise<boolean> => Promise.resolve(true);
  return prepared.solve({
    nowMs: () => 0,
    mayGoOn,
    mayBegin: mayGoOn,
    mip: noSolver,
    onAnswer: () => undefined,
  });
}

describe('a problem whose preparation ran out of time', () => {
  it('covers with the units searched from, under the trivial bound', async () => {
    const routes = [[[1, 30]], [[4, 30]], [[9, 9]].slice(1)];
    const document = { kind: 'cover', units: [0, 5], routes };
    expect(await solveAfter(1, document)).toMatchObject({
      plan: [1, null],
      met: 1,
      upperBound: 3,
      optimal: false,
    });
    // a look at the routes is a plan already; what is proven needs the rest, unit by unit once more
    const plan = { plan: [1, 4], met: 2 };
    expect(await solveAfter(2, document)).toMatchObject({ ...plan, upperBound: 3, optimal: false });
    expect(await solveAfter(4, document)).toMatchObject({ ...plan, upperBound: 2, optimal: true });
  });

  it('seals with the units searched from and proves nothing, or says that time ran out', async () => {
    const one = { kind: 'seal', units, exits: [5] };
    const bound = { maxSeconds: 0, totalSeconds: 0 };
    expect(await solveAfter(1, one)).toMatchObject({ maxSeconds: 50, optimal: false, lowerBound: bound });
    expect(await solveAfter(2, one)).toMatchObject({ maxSeconds: 0, optimal: true });
    const both = await solveAfter(1, { ...one, exits: [4, 5] });
    expect(both).toMatchObject({ infeasible: 'no plan was found within the time limit', optimal: false });
    expect(both.kind === 'seal' && both.assignments).toHaveLength(1);
  });

  it('contains with the units searched from and proves nothing, or says that time ran out', async () => {
    const target = { node: 2, headStartSeconds: 0 };
    const document = { kind: 'contain', units, target, exits: [0], objective: 'earliest' };
    expect(await solveAfter(1, document)).toMatchObject({
      assignments: [{ unit: 'A', node: 0 }],
      optimal: false,
      lowerBound: { closedAtSeconds: 0, seals: 0 },
    });
    expect(await solveAfter(1, { ...document, exits: [0, 5] })).toMatchObject({
      infeasible: 'no plan was found within the time limit',
      assignments: [{ unit: 'A' }],
    });
    expect(await solveAfter(2, { ...document, exits: [0, 5] })).toMatchObject({ seals: 2, optimal: true });
  });
});
