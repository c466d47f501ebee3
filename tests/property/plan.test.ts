/** Plans of small random problems against every plan there is. `PLAN_CASES=5000` makes it a campaign. */
import { afterAll, describe, expect, it } from 'vitest';
import { startMipThread } from '../../gateway/planner/mip-thread.ts';
import type {
  ContainAnswer,
  CoverAnswer,
  PlanAnswer,
  SealAnswer,
} from '../../shared/interception/plan/problem.ts';
import { readProblem } from '../../shared/interception/plan/read-problem.ts';
import { preparePlan } from '../../shared/interception/plan/solve-problem.ts';
import { createRng, type Rng } from '../../shared/kit/rng.ts';
import { arrivals, judgeContainment, placements, routesMet } from './plan-judge.ts';
import { randomGraph } from './random-graph.ts';

const CASES = Number(process.env['PLAN_CASES'] ?? 300);
const TIMEOUT_MS = 20_000 + CASES * 100;
const mip = startMipThread();
afterAll(() => mip.close());

async function solve(
  document: object,
  onFirst: (answer: PlanAnswer) => void = () => undefined,
): Promise<unknown> {
  const problem = readProblem(JSON.parse(JSON.stringify(document)));
  if (!problem.ok) throw new Error(JSON.stringify(problem.error));
  const mayGoOn = (): Promise<boolean> => Promise.resolve(true);
  const prepared = await preparePlan(problem.value, mayGoOn, onFirst);
  return prepared.solve({
    nowMs: () => 0,
    mayGoOn,
    mayBegin: mayGoOn,
    mip,
    onAnswer: () => undefined,
  });
}

const namedUnits = (starts: readonly number[]): { id: string; node: number }[] =>
  starts.map((node, i) => ({ id: `U${i}`, node }));
const draw = (rng: Rng, count: number, below: number): number[] =>
  Array.from({ length: count }, () => rng.int(below));
/** Compares lists of numbers in order; a tie is a tie. */
function isBelow(a: readonly number[], b: readonly number[]): boolean {
  for (let i = 0; i < a.length; i++) {
    const less = (b[i] ?? 0) - (a[i] ?? 0);
    if (Math.abs(less) > 1e-9) return less > 0;
  }
  return false;
}
const least = (all: Iterable<number[]>): number[] | undefined => {
  let best: number[] | undefined;
  for (const one of all) if (best === undefined || isBelow(one, best)) best = one;
  return best;
};

describe('cover', () => {
  it(
    'meets as many routes as any plan, and proves it',
    async () => {
      for (let seed = 0; seed < CASES; seed++) {
        const rng = createRng(seed);
        const graph = randomGraph(rng);
        const units = draw(rng, rng.int(4), graph.nodeCount);
        const routes = Array.from({ length: rng.int(7) }, () => {
          let at = 0;
          return Array.from({ length: rng.int(5) }, (): [number, number] => {
            at += rng.chance(0.3) ? 0 : rng.int(5);
            return [rng.int(graph.nodeCount), at];
          });
        });
        const first: PlanAnswer[] = [];
        const document = { ...graph, kind: 'cover', units, routes };
        const answer = (await solve(document, (early) => void first.push(early))) as CoverAnswer;
        const times = units.map((unit) => arrivals(graph, unit).times);
        let best = 0;
        for (const plan of placements(graph.nodeCount, units.length, true)) {
          best = Math.max(best, routesMet(times, routes, plan));
        }
        const plan = answer.plan.map((node) => node ?? -1);
        expect(plan).toHaveLength(units.length);
        expect({ seed, met: routesMet(times, routes, plan) }).toEqual({ seed, met: best });
        expect(answer).toMatchObject({ met: best, upperBound: best, optimal: true });
        expect(first).toHaveLength(1);
        for (const early of first) {
          if (early.kind !== 'cover') throw new Error(early.kind);
          expect(
            routesMet(
              times,
              routes,
              early.plan.map((node) => node ?? -1),
            ),
          ).toBe(early.met);
          expect([early.met <= best, early.upperBound >= best]).toEqual([true, true]);
        }
      }
    },
    TIMEOUT_MS,
  );
});

describe('seal', () => {
  it(
    'closes every exit by the earliest instant with the least total, or as many as can be',
    async () => {
      for (let seed = 0; seed < CASES; seed++) {
        const rng = createRng(1000 + seed);
        const graph = randomGraph(rng);
        const units = namedUnits(draw(rng, rng.int(4), graph.nodeCount));
        const exits = draw(rng, rng.int(4), graph.nodeCount);
        const answer = (await solve({ ...graph, kind: 'seal', units, exits })) as SealAnswer;
        const distinct = [...new Set(exits)];
        const times = units.map(({ node }) => arrivals(graph, node).times);
        const scored = function* (): Generator<number[]> {
          for (const at of placements(distinct.length, units.length, false)) {
            const seconds = at.flatMap((exit, u) => (exit < 0 ? [] : [times[u]?.[distinct[exit] ?? 0] ?? 0]));
            if (seconds.includes(Infinity)) continue;
            yield [
              distinct.length - seconds.length,
              Math.max(0, ...seconds),
              seconds.reduce((a, b) => a + b, 0),
            ];
          }
        };
        const best = least(scored()) ?? [];
        const used = new Set(answer.assignments.map(({ unit }) => unit));
        expect(used.size).toBe(answer.assignments.length);
        for (const { unit, exit, seconds } of answer.assignments) {
          expect(seconds).toBe(times[Number(unit.slice(1))]?.[exit]);
        }
        const score = [distinct.length - used.size, answer.maxSeconds, answer.totalSeconds];
        expect({ seed, isWorse: isBelow(best, score) || isBelow(score, best) }).toEqual({
          seed,
          isWorse: false,
        });
        expect(answer.optimal).toBe(best[0] === 0);
        expect(answer.infeasible === undefined).toBe(best[0] === 0);
      }
    },
    TIMEOUT_MS,
  );
});

describe('contain', () => {
  it(
    'shuts the target in as early, or with as few seals, as any plan, or says that nothing does',
    async () => {
      const seen = { contained: 0, open: 0 };
      for (let seed = 0; seed < CASES; seed++) {
        const rng = createRng(5000 + seed);
        const graph = randomGraph(rng);
        const units = namedUnits(draw(rng, 1 + rng.int(3), graph.nodeCount));
        const target = { node: rng.int(graph.nodeCount), headStartSeconds: rng.chance(0.6) ? 0 : rng.int(4) };
        const exits = draw(rng, 1 + rng.int(3), graph.nodeCount);
        const objective = rng.chance(0.5) ? 'earliest' : 'fewest';
        const document = { ...graph, kind: 'contain', units, target, exits, objective };
        const answer = (await solve(document)) as ContainAnswer;
        const ready = units.map(({ node }) =>
          arrivals(graph, node).times.map((s) => s + target.headStartSeconds),
        );
        const order = (closedAt: number, seals: number): number[] =>
          objective === 'earliest' ? [closedAt, seals] : [seals, closedAt];
        const judge = (seals: ReadonlyMap<number, number>) =>
          judgeContainment(graph, target.node, exits, seals);
        const scored = function* (): Generator<number[]> {
          if (exits.includes(target.node)) return;
          for (const at of placements(graph.nodeCount, units.length, false)) {
            if (at.includes(target.node)) continue;
            const seals = new Map(at.flatMap((n, u) => (n < 0 ? [] : [[n, ready[u]?.[n] ?? Infinity]])));
            const { isContained, used, closedAt } = judge(seals);
            if (isContained) yield order(closedAt, used);
          }
        };
        const best = least(scored());
        const seals = new Map(answer.assignments.map(({ node, unitSeconds }) => [node, unitSeconds]));
        for (const { unit, node, unitSeconds, targetSeconds } of answer.assignments) {
          expect(unitSeconds).toBe(ready[Number(unit.slice(1))]?.[node]);
          expect(unitSeconds).toBeLessThanOrEqual(targetSeconds + 1e-6);
        }
        expect(new Set(answer.assignments.map(({ unit }) => unit)).size).toBe(answer.assignments.length);
        expect({ seed, isOpen: answer.infeasible !== undefined }).toEqual({
          seed,
          isOpen: best === undefined,
        });
        if (best === undefined) {
          seen.open++;
          continue;
        }
        seen.contained++;
        const { isContained, used, closedAt } = judge(seals);
        expect({ isContained, used, closedAt }).toEqual({
          isContained: true,
          used: answer.seals,
          closedAt: answer.closedAtSeconds,
        });
        const score = order(closedAt, used);
        expect({ seed, score, best, isSame: !isBelow(score, best) && !isBelow(best, score) }).toMatchObject({
          isSame: true,
        });
        expect(answer.optimal).toBe(true);
      }
      expect(Math.min(seen.contained, seen.open)).toBeGreaterThan(CASES / 10);
    },
    TIMEOUT_MS,
  );
});
