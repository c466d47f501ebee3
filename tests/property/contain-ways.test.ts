/** Deciding by the ways a target has: against every plan there is, and against branching in cities too large for that. */
import { afterAll, describe, expect, it } from 'vitest';
import { startMipThread } from '../../gateway/planner/mip-thread.ts';
import { ContainBranch } from '../../shared/interception/plan/contain-branch.ts';
import { Hunter } from '../../shared/interception/plan/contain-hunt.ts';
import type { ContainPlan } from '../../shared/interception/plan/contain-plan.ts';
import {
  closableBy,
  type ContainTable,
  prepareContain,
} from '../../shared/interception/plan/contain-table.ts';
import { ContainWays } from '../../shared/interception/plan/contain-ways.ts';
import { readProblem } from '../../shared/interception/plan/read-problem.ts';
import { createRng } from '../../shared/kit/rng.ts';
import { containCity } from '../bench/interception/contain-problems.ts';
import { arrivals, judgeContainment, placements } from './plan-judge.ts';
import { randomGraph } from './random-graph.ts';

const CASES = Number(process.env['PLAN_CASES'] ?? 120);
const CITIES = CASES / 6;
const yes = (): Promise<boolean> => Promise.resolve(true);
const mip = startMipThread();
afterAll(() => mip.close());

async function tableOf(document: object): Promise<ContainTable> {
  const problem = readProblem(document);
  if (!problem.ok || problem.value.kind !== 'contain') throw new Error(JSON.stringify(problem));
  return prepareContain(problem.value, yes);
}

interface Decided {
  readonly verdict: string;
  readonly plans: readonly ContainPlan[];
  /** Fewest seals proven. */
  readonly atLeast: number;
}

async function decide(table: ContainTable, limit: number, most: number): Promise<Decided> {
  const plans: ContainPlan[] = [];
  let atLeast = 0;
  const verdict = await new ContainWays(table).decide({
    closable: closableBy(table, limit),
    most,
    mip,
    leftSeconds: () => 60,
    offer: (plan) => void plans.push(plan),
    onBound: (seals) => {
      atLeast = Math.max(atLeast, seals);
    },
  });
  return { verdict, plans, atLeast };
}

describe('deciding by the ways of a target', () => {
  it(
    'finds a plan exactly when there is one, and never claims more seals than the best has',
    async () => {
      const seen = { found: 0, none: 0 };
      for (let seed = 0; seed < CASES; seed++) {
        const rng = createRng(70_000 + seed);
        const graph = randomGraph(rng, 8);
        const units = Array.from({ length: 1 + rng.int(3) }, (_, i) => ({
          id: `U${i}`,
          node: rng.int(graph.nodeCount),
        }));
        const node = rng.int(graph.nodeCount);
        const headStartSeconds = rng.chance(0.7) ? 0 : rng.int(4);
        const exits = Array.from({ length: 1 + rng.int(3) }, () => rng.int(graph.nodeCount)).filter(
          (exit) => exit !== node,
        );
        const target = { node, headStartSeconds };
        const table = await tableOf({
          ...graph,
          kind: 'contain',
          units,
          target,
          exits,
          objective: 'earliest',
        });
        const limit = rng.pick([...table.instants, 0]);
        const most = 1 + rng.int(units.length);

        const ready = units.map((unit) => arrivals(graph, unit.node).times.map((s) => s + headStartSeconds));
        let fewest = Infinity;
        for (const at of placements(graph.nodeCount, units.length, false)) {
          if (at.includes(node)) continue;
          const seals = new Map(at.flatMap((n, u) => (n < 0 ? [] : [[n, ready[u]?.[n] ?? Infinity]])));
          const { isContained, used, closedAt } = judgeContainment(graph, node, exits, seals);
          if (isContained && closedAt <= limit + 1e-6) fewest = Math.min(fewest, used);
        }

        const { verdict, plans, atLeast } = await decide(table, limit, most);
        expect({ seed, verdict }).toEqual({ seed, verdict: fewest <= most ? 'found' : 'none' });
        expect(atLeast).toBeLessThanOrEqual(Math.min(fewest, most + 1) + 1e-4);
        for (const plan of plans) {
          const seals = new Map(plan.assignments.map((seal) => [seal.node, seal.unitSeconds]));
          expect(judgeContainment(graph, node, exits, seals).isContained).toBe(true);
        }
        seen[fewest <= most ? 'found' : 'none']++;
      }
      expect(Math.min(seen.found, seen.none)).toBeGreaterThan(CASES / 20);
    },
    20_000 + CASES * 100,
  );

  it(
    'agrees with branching in small cities, and its plans hold',
    async () => {
      const seen = { found: 0, none: 0 };
      for (let seed = 0; seed < CITIES; seed++) {
        const rng = createRng(71_000 + seed);
        const units = 4 + rng.int(10);
        const document = containCity(
          {
            nodes: 40 + rng.int(60),
            units,
            objective: 'earliest',
            headStartSeconds: 0,
            unitsAt: rng.chance(0.7) ? 'scattered' : 'stations',
            exits: rng.chance(0.5) ? 'few' : 'many',
            hasRiver: rng.chance(0.5),
          },
          rng,
        );
        const table = await tableOf(document);
        const limit = rng.pick([...table.instants.slice(table.instants.length >> 1), 0]);
        const { verdict, plans, atLeast } = await decide(table, limit, units);
        const branch = new ContainBranch(new Hunter(table), closableBy(table, limit), units, () => undefined);
        while (branch.verdict === undefined) await branch.step(yes);
        expect({ seed, verdict }).toEqual({ seed, verdict: branch.verdict });
        const judged = { nodeCount: document.nodes.length, edges: document.edges };
        for (const plan of plans) {
          const seals = new Map(plan.assignments.map(({ node, unitSeconds }) => [node, unitSeconds]));
          const { isContained, closedAt, used } = judgeContainment(
            judged,
            document.target.node,
            document.exits,
            seals,
          );
          expect([isContained, closedAt, used]).toEqual([true, plan.closedAtSeconds, seals.size]);
          if (closedAt <= limit + 1e-6) expect(atLeast).toBeLessThanOrEqual(used + 1e-4);
        }
        seen[branch.verdict]++;
      }
      expect(Math.min(seen.found, seen.none)).toBeGreaterThan(0);
    },
    20_000 + CITIES * 2000,
  );
});
