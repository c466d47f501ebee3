import { readFileSync } from 'node:fs';
import { startMipThread } from '../../../gateway/planner/mip-thread.ts';
import type { PlanAnswer } from '../../../shared/interception/plan/problem.ts';
import { readProblem } from '../../../shared/interception/plan/read-problem.ts';
import { preparePlan } from '../../../shared/interception/plan/solve-problem.ts';
import { createRng } from '../../../shared/kit/rng.ts';
import type { RoadGraph } from '../../../shared/roads/road-graph.ts';
import { atMost, type BenchRow, median } from '../bench.ts';
import { containOf, coverOf, madeUpTown, pieceOfJinan, sealOf } from './plan-problems.ts';

const FIXTURES = new URL('../../fixtures/interception/', import.meta.url);
const REPEATS = 5;
const LIMIT_MS = 20_000;

interface Solved {
  readonly answer: PlanAnswer;
  readonly ms: number;
}

/** Plans: the published problems against their second, larger ones with what was proven within the limit. */
export async function planRows(graph: RoadGraph, say: (line: string) => void): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const [name, optimum] of [
    ['winterswijk', 750],
    ['amsterdam', 983],
  ] as const) {
    say(`plan ${name}`);
    const document: unknown = JSON.parse(readFileSync(new URL(`${name}.json`, FIXTURES), 'utf8'));
    const solved: Solved[] = [];
    for (let i = 0; i < REPEATS; i++) solved.push(await solve(document));
    const proven = solved.filter(
      ({ answer }) => answer.kind === 'cover' && answer.optimal && answer.met === optimum,
    );
    rows.push(
      atMost(`${name}: prepared, solved and proven, median`, median(solved.map(({ ms }) => ms)), 1000, 'ms'),
    );
    rows.push(
      atMost(`${name}: runs without the proven optimum ${optimum}`, REPEATS - proven.length, 0, 'runs'),
    );
  }
  for (const [label, document] of largerProblems(graph)) {
    say(`plan ${label}`);
    const { answer, ms } = await solve(document);
    const state = answer.optimal
      ? 'proven'
      : 'infeasible' in answer && answer.infeasible !== undefined
        ? 'no plan'
        : 'not proven';
    rows.push({ label: `${label}: ${state}`, value: ms, unit: 'ms' });
  }
  return rows;
}

function largerProblems(graph: RoadGraph): (readonly [label: string, document: object])[] {
  const cover = (seed: number, units: number, routes: number): object => {
    const rng = createRng(seed);
    return coverOf(madeUpTown(5000, rng), units, routes, 8, rng);
  };
  const jinan = createRng(3);
  const sealed = createRng(4);
  const contain = (
    seed: number,
    units: number,
    objective: 'earliest' | 'fewest',
    headStartS: number,
  ): object => {
    const rng = createRng(seed);
    return containOf(madeUpTown(600, rng), units, objective, headStartS, rng);
  };
  return [
    ['cover 5,000 nodes, 5 units, 1,000 routes', cover(1, 5, 1000)],
    ['cover 5,000 nodes, 10 units, 1,000 routes', cover(2, 10, 1000)],
    [
      'cover Jinan 5,000 nodes, 20 units, 2,000 routes',
      coverOf(pieceOfJinan(graph, 5000, jinan), 20, 2000, 8, jinan),
    ],
    ['cover 5,000 nodes, 20 units, 2,000 routes', cover(5, 20, 2000)],
    ['seal 600 nodes, 80 units, 40 exits', sealOf(madeUpTown(600, sealed), 80, 40, sealed)],
    ['contain 600 nodes, 80 units, earliest', contain(6, 80, 'earliest', 60)],
    ['contain 600 nodes, 80 units, fewest', contain(7, 80, 'fewest', 60)],
    ['contain 600 nodes, 20 units, earliest', contain(8, 20, 'earliest', 0)],
  ];
}

async function solve(document: unknown): Promise<Solved> {
  const problem = readProblem(document);
  if (!problem.ok) throw new Error(`${problem.error.path}: ${problem.error.message}`);
  const mip = startMipThread();
  const limit = setTimeout(() => mip.close(), LIMIT_MS);
  const startedMs = performance.now();
  const mayGoOn = (): Promise<boolean> => Promise.resolve(performance.now() - startedMs < LIMIT_MS);
  const prepared = await preparePlan(problem.value, mayGoOn);
  const answer = await prepared.solve({
    nowMs: () => performance.now(),
    mayGoOn,
    mayBegin: mayGoOn,
    mip,
    onAnswer: () => undefined,
  });
  const ms = performance.now() - startedMs;
  clearTimeout(limit);
  mip.close();
  return { answer, ms };
}
