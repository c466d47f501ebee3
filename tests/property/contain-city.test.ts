/** Containment in made-up cities, too large for every plan there is: what is answered must hold, at whatever moment it is asked. */
import { afterAll, describe, expect, it } from 'vitest';
import { startMipThread } from '../../gateway/planner/mip-thread.ts';
import type { ContainAnswer } from '../../shared/interception/plan/problem.ts';
import { readProblem } from '../../shared/interception/plan/read-problem.ts';
import { preparePlan } from '../../shared/interception/plan/solve-problem.ts';
import { createRng } from '../../shared/kit/rng.ts';
import { containCity, type CityProblem } from '../bench/interception/contain-problems.ts';
import { arrivals, judgeContainment } from './plan-judge.ts';

const mip = startMipThread();
afterAll(() => mip.close());

function city(seed: number, nodes: number): CityProblem {
  const rng = createRng(seed);
  const objective = rng.chance(0.5) ? 'earliest' : 'fewest';
  const wish = {
    nodes,
    units: 14,
    objective,
    unitsAt: 'scattered',
    exits: 'few',
    hasRiver: rng.chance(0.5),
  } as const;
  return containCity({ ...wish, headStartSeconds: 0 }, rng);
}

/** Solves, told to stop when asked for the `stopAfter`-th time. */
async function solve(document: CityProblem, stopAfter: number): Promise<ContainAnswer> {
  const problem = readProblem(document);
  if (!problem.ok) throw new Error(JSON.stringify(problem.error));
  let asked = 0;
  const mayGoOn = (): Promise<boolean> => Promise.resolve(asked++ < stopAfter);
  const prepared = await preparePlan(problem.value, () => Promise.resolve(true));
  let clockMs = 0;
  const ports = { nowMs: () => clockMs++, mayGoOn, mayBegin: mayGoOn, mip, onAnswer: () => undefined };
  return (await prepared.solve(ports)) as ContainAnswer;
}

function check(document: CityProblem, answer: ContainAnswer): number {
  const judged = { nodeCount: document.nodes.length, edges: document.edges };
  const startOf = new Map(document.units.map(({ id, node }) => [id, node]));
  expect(new Set(answer.assignments.map(({ unit }) => unit)).size).toBe(answer.seals);
  const seals = new Map<number, number>();
  for (const { unit, node, unitSeconds } of answer.assignments) {
    expect(unitSeconds).toBeCloseTo(arrivals(judged, startOf.get(unit) ?? -1).times[node] ?? -1, 6);
    seals.set(node, unitSeconds);
  }
  expect(seals.size).toBe(answer.seals);
  const { isContained, used, closedAt } = judgeContainment(
    judged,
    document.target.node,
    document.exits,
    seals,
  );
  expect(isContained).toBe(answer.infeasible === undefined);
  expect([used, closedAt]).toEqual([answer.seals, answer.closedAtSeconds]);
  const { lowerBound } = answer;
  expect(lowerBound?.closedAtSeconds ?? 0).toBeLessThanOrEqual(answer.closedAtSeconds + 1e-6);
  return answer.seals;
}

describe('containment in a city', () => {
  it('holds and is proven, or says why not, and holds when stopped early', async () => {
    let contained = 0;
    for (let seed = 1; seed <= 8; seed++) {
      const document = city(seed, 90);
      const whole = await solve(document, Infinity);
      check(document, whole);
      expect(whole.optimal).toBe(whole.infeasible === undefined);
      if (whole.optimal) contained++;
      const early = await solve(document, 5);
      check(document, early);
      if (!whole.optimal || early.infeasible !== undefined) continue;
      // nothing found early is better than what is proven best, and its bound is no better either
      const { objective } = document;
      const [best, first] =
        objective === 'earliest'
          ? [whole.closedAtSeconds, early.closedAtSeconds]
          : [whole.seals, early.seals];
      expect(first).toBeGreaterThanOrEqual(best - 1e-6);
      expect(early.lowerBound?.closedAtSeconds ?? 0).toBeLessThanOrEqual(
        (objective === 'earliest' ? whole : early).closedAtSeconds + 1e-6,
      );
    }
    expect(contained).toBeGreaterThan(2);
  }, 60_000);
});
