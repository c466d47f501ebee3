import { startMipThread } from '../../gateway/planner/mip-thread.ts';
import type { ContainAnswer, PlanAnswer } from '../../shared/interception/plan/problem.ts';
import { readProblem } from '../../shared/interception/plan/read-problem.ts';
import { preparePlan } from '../../shared/interception/plan/solve-problem.ts';
import { createRng } from '../../shared/kit/rng.ts';
import type { Bench, BenchRow } from './bench.ts';
import { containCity, type ContainClass } from './interception/contain-problems.ts';

const LIMIT_MS = 20_000;
const SIZES = [
  [600, 20],
  [600, 80],
  [1500, 80],
  [5000, 80],
] as const;

/** Shutting a target in, in made-up cities: when there is a plan, when it is proven, and how far apart they are at the limit. */
export const planContainBench: Bench = {
  name: 'plan-contain',
  async run(say) {
    const rows: BenchRow[] = [];
    for (const [nodes, units] of SIZES) {
      for (const objective of ['earliest', 'fewest'] as const) {
        for (const headStartSeconds of [0, 60]) {
          const rng = createRng(nodes + units + headStartSeconds);
          const wish: ContainClass = {
            nodes,
            units,
            objective,
            headStartSeconds,
            unitsAt: headStartSeconds === 0 ? 'scattered' : 'stations',
            exits: 'few',
            hasRiver: headStartSeconds > 0,
          };
          const label = `${nodes} nodes, ${units} units, ${objective}, ${headStartSeconds} s ahead`;
          say(label);
          rows.push(...(await measure(label, containCity(wish, rng))));
        }
      }
    }
    return {
      rows,
      notes: [
        `made-up cities with avenues, one-way streets and a ring road; limit ${LIMIT_MS / 1000} s of processor time each`,
        'gaps: how much later than, or how many seals above, what is proven',
      ],
    };
  },
};

/** Processor time of this program, its threads included (ms): steadier than the clock on a shared machine. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function measure(label: string, document: unknown): Promise<BenchRow[]> {
  const problem = readProblem(document);
  if (!problem.ok) throw new Error(`${problem.error.path}: ${problem.error.message}`);
  const startedMs = processorMs();
  const mip = startMipThread();
  const isOver = (): boolean => processorMs() - startedMs >= LIMIT_MS;
  const watch = setInterval(() => {
    if (isOver()) mip.close();
  }, 100);
  const mayGoOn = async (): Promise<boolean> => {
    await new Promise((resolve) => setImmediate(resolve));
    return !isOver();
  };
  let firstMs: number | undefined;
  const onAnswer = (): void => {
    firstMs ??= processorMs() - startedMs;
  };
  const prepared = await preparePlan(problem.value, mayGoOn);
  const answer = await prepared.solve({
    nowMs: () => performance.now(),
    mayGoOn,
    mayBegin: mayGoOn,
    mip,
    onAnswer,
  });
  clearInterval(watch);
  mip.close();
  const ms = processorMs() - startedMs;
  const first = firstMs === undefined ? [] : [{ label: `${label}: first plan`, value: firstMs, unit: 'ms' }];
  return [...first, { label: `${label}: ${verdictOn(answer)}`, value: ms, unit: 'ms' }];
}

function verdictOn(answer: PlanAnswer): string {
  if (answer.kind !== 'contain') return answer.kind;
  if (answer.optimal) return `proven, ${answer.seals} seals by ${answer.closedAtSeconds.toFixed(1)} s`;
  return answer.infeasible === undefined ? gapOf(answer) : answer.infeasible.slice(0, 60);
}

function gapOf({ seals, closedAtSeconds, lowerBound }: ContainAnswer): string {
  const later = closedAtSeconds - (lowerBound?.closedAtSeconds ?? 0);
  return `not proven, ${seals - (lowerBound?.seals ?? 0)} seals and ${later.toFixed(1)} s apart`;
}
