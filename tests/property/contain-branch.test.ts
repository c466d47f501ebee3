/** Branching over where the target gets, against every plan there is; hardly priced, so that it really branches. */
import { describe, expect, it } from 'vitest';
import { ContainBranch } from '../../shared/interception/plan/contain-branch.ts';
import { Hunter } from '../../shared/interception/plan/contain-hunt.ts';
import type { ContainPlan } from '../../shared/interception/plan/contain-plan.ts';
import { closableBy, prepareContain } from '../../shared/interception/plan/contain-table.ts';
import { readProblem } from '../../shared/interception/plan/read-problem.ts';
import { createRng } from '../../shared/kit/rng.ts';
import { arrivals, judgeContainment, placements } from './plan-judge.ts';
import { randomGraph } from './random-graph.ts';

const CASES = Number(process.env['PLAN_CASES'] ?? 300);
const yes = (): Promise<boolean> => Promise.resolve(true);

describe('branching over where a target gets', () => {
  it(
    'finds a plan by a limit with so many seals exactly when there is one',
    async () => {
      const seen = { found: 0, none: 0, parted: 0 };
      for (let seed = 0; seed < CASES; seed++) {
        const rng = createRng(90_000 + seed);
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
        const document = { ...graph, kind: 'contain', units, target, exits, objective: 'earliest' };
        const problem = readProblem(document);
        if (!problem.ok || problem.value.kind !== 'contain') throw new Error(`seed ${seed}`);
        const table = await prepareContain(problem.value, yes);
        const limit = rng.pick([...table.instants, 0]);
        const most = 1 + rng.int(units.length);

        const ready = units.map((unit) => arrivals(graph, unit.node).times.map((s) => s + headStartSeconds));
        let exists = false;
        for (const at of placements(graph.nodeCount, units.length, false)) {
          if (at.includes(node)) continue;
          const seals = new Map(at.flatMap((n, u) => (n < 0 ? [] : [[n, ready[u]?.[n] ?? Infinity]])));
          const { isContained, used, closedAt } = judgeContainment(graph, node, exits, seals);
          exists ||= isContained && used <= most && closedAt <= limit + 1e-6;
          if (exists) break;
        }

        const plans: ContainPlan[] = [];
        const effort = { first: rng.int(2), each: rng.int(2) };
        const keep = (plan: ContainPlan): void => void plans.push(plan);
        const branch = new ContainBranch(new Hunter(table), closableBy(table, limit), most, keep, effort);
        let steps = 0;
        for (; branch.verdict === undefined; steps++) await branch.step(yes);
        expect({ seed, verdict: branch.verdict }).toEqual({ seed, verdict: exists ? 'found' : 'none' });
        const isMet = ({ closedAtSeconds, assignments }: ContainPlan): boolean =>
          closedAtSeconds <= limit + 1e-6 && assignments.length <= most;
        expect(plans.some(isMet)).toBe(exists);
        seen[branch.verdict ?? 'none']++;
        if (steps > 2) seen.parted++;
      }
      expect(Math.min(seen.found, seen.none, seen.parted)).toBeGreaterThan(CASES / 20);
    },
    20_000 + CASES * 100,
  );
});
