/** Cover problems of every size through the product's own planner: how soon, how good, how well proven. */
import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { startMipThread } from '../../gateway/planner/mip-thread.ts';
import type { PlanAnswer } from '../../shared/interception/plan/problem.ts';
import { readProblem } from '../../shared/interception/plan/read-problem.ts';
import { preparePlan } from '../../shared/interception/plan/solve-problem.ts';
import { createRng } from '../../shared/kit/rng.ts';
import { atMost, type Bench, type BenchRow } from './bench.ts';
import { type CoverCase, coverCase, type PublishedCover, recut } from './interception/cover-problems.ts';

const FIXTURES = new URL('../fixtures/interception/', import.meta.url);
/** Longest a problem is worked on, and when its gap is noted (ms). */
const LIMIT_MS = 60_000;
const LOOKS_MS = [5000, 20_000, LIMIT_MS];
/** Largest share by which the best plan may fall short of the proven bound at the limit. */
const MOST_GAP_PERCENT = 5;
const SEED = 20_261_122;

const CASES: readonly CoverCase[] = [
  { nodes: 600, units: 3, routes: 500, flight: 'wandering', standing: 'scattered' },
  { nodes: 600, units: 20, routes: 2000, flight: 'several', standing: 'scattered' },
  { nodes: 1500, units: 5, routes: 500, flight: 'hurried', standing: 'posts' },
  { nodes: 1500, units: 10, routes: 1000, flight: 'astray', standing: 'scattered' },
  { nodes: 5000, units: 10, routes: 2000, flight: 'wandering', standing: 'posts' },
  { nodes: 5000, units: 20, routes: 2000, flight: 'wandering', standing: 'scattered' },
  { nodes: 5000, units: 20, routes: 2000, flight: 'several', standing: 'posts' },
  { nodes: 5000, units: 20, routes: 2000, flight: 'astray', standing: 'scattered' },
];

interface Look {
  readonly atMs: number;
  readonly met: number;
  readonly upperBound: number;
}

/** Covers: published problems cut anew, and towns of 600 to 5,000 junctions, up to a minute each. */
export const planCoverBench: Bench = {
  name: 'plan-cover',
  async run(say) {
    const rows: BenchRow[] = [];
    for (const [label, document] of problems()) {
      say(label);
      const looks = await solve(document);
      rows.push(...rowsOf(label, looks));
    }
    return {
      rows,
      notes: [
        'Reading and preparation count; two threads; a proof ends a run early.',
        'astray: every route misjudges every road by a factor of e to the 1.5 one time in three; much harder than life.',
      ],
    };
  },
};

function* problems(): Generator<readonly [label: string, document: object]> {
  for (const name of ['winterswijk', 'amsterdam']) {
    const published = JSON.parse(readFileSync(new URL(`${name}.json`, FIXTURES), 'utf8')) as PublishedCover;
    yield [name, published];
    yield [`${name} cut anew, 20 units`, recut(published, 20, 2000, createRng(SEED))];
    yield [`${name} cut anew, 5 units`, recut(published, 5, 1000, createRng(SEED + 1))];
  }
  for (const made of CASES) {
    const { nodes, units, routes, flight, standing } = made;
    yield [
      `${nodes} nodes, ${units} units ${standing}, ${routes} ${flight}`,
      coverCase(made, createRng(SEED)),
    ];
  }
}

async function solve(document: unknown): Promise<readonly Look[]> {
  const startedMs = performance.now();
  const sinceMs = (): number => performance.now() - startedMs;
  const problem = readProblem(document);
  if (!problem.ok) throw new Error(`${problem.error.path}: ${problem.error.message}`);
  const mip = startMipThread();
  const limit = setTimeout(() => mip.close(), LIMIT_MS);
  const looks: Look[] = [];
  const note = (answer: PlanAnswer): void => {
    if (answer.kind === 'cover') looks.push({ ...answer, atMs: sinceMs() });
  };
  const mayGoOn = async (): Promise<boolean> => {
    await setImmediate();
    return sinceMs() < LIMIT_MS;
  };
  const prepared = await preparePlan(problem.value, mayGoOn, note);
  note(await prepared.solve({ nowMs: sinceMs, mayGoOn, mayBegin: mayGoOn, mip, onAnswer: note }));
  clearTimeout(limit);
  mip.close();
  return looks;
}

function rowsOf(label: string, looks: readonly Look[]): readonly BenchRow[] {
  const [first] = looks;
  const last = looks.at(-1);
  if (first === undefined || last === undefined) throw new Error(`${label}: no answer`);
  const met = looks.find((look) => look.met === last.met);
  const isProven = last.met === last.upperBound;
  const gaps = LOOKS_MS.filter((atMs) => !isProven || atMs < last.atMs).map((atMs): BenchRow => {
    const look = looks.findLast((one) => one.atMs <= atMs + 500) ?? first;
    const gap = look.upperBound === 0 ? 0 : (100 * (look.upperBound - look.met)) / look.upperBound;
    return atMs === LIMIT_MS
      ? atMost(`  gap after ${atMs / 1000} s`, gap, MOST_GAP_PERCENT, '%')
      : { label: `  gap after ${atMs / 1000} s`, value: gap, unit: '%' };
  });
  return [
    { label: `${label}: met ${last.met}, first answer`, value: first.atMs, unit: 'ms' },
    { label: '  its best plan found', value: met?.atMs ?? last.atMs, unit: 'ms' },
    ...gaps,
    ...(isProven ? [{ label: '  proven', value: last.atMs, unit: 'ms' }] : []),
  ];
}
