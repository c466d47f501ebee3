import { crowdedRows, largestMatching } from './kernels/matching.ts';
import { matchUnits } from './match-units.ts';
import { createTimesFrom } from './plan-times.ts';
import type { MayGoOn } from './ports.ts';
import type { SealAnswer, SealAssignment, SealProblem } from './problem.ts';

/** Arrival seconds of every unit at every exit, exit by exit; an exit named twice is one exit. */
export interface SealTable {
  readonly exits: readonly number[];
  readonly unitIds: readonly string[];
  readonly seconds: Float64Array;
  /** False = some units were not searched from for want of time; they are taken to reach nothing. */
  readonly isComplete: boolean;
}

/** Searches from every unit, as long as it may. */
export async function prepareSeal(problem: SealProblem, mayGoOn: MayGoOn): Promise<SealTable> {
  const exits = [...new Set(problem.exits)];
  const timesFrom = createTimesFrom(problem.graph);
  const seconds = new Float64Array(exits.length * problem.units.length).fill(Infinity);
  let isComplete = true;
  for (const [u, { node }] of problem.units.entries()) {
    isComplete = await mayGoOn();
    if (!isComplete) break;
    const times = timesFrom(node);
    exits.forEach((exit, e) => {
      seconds[e * problem.units.length + u] = times[exit] ?? Infinity;
    });
  }
  return { exits, unitIds: problem.units.map(({ id }) => id), seconds, isComplete };
}

/** The proven best sealing, or as many exits as can be closed and why not all. Milliseconds even for hundreds of exits. */
export function solveSeal(table: SealTable): SealAnswer {
  const { exits, unitIds, seconds } = table;
  const match = matchUnits(exits.length, unitIds.length, seconds);
  const assignments = exits.flatMap((exit, e): SealAssignment[] => {
    const unit = match.unitOf[e] ?? -1;
    const id = unitIds[unit];
    return id === undefined ? [] : [{ unit: id, exit, seconds: seconds[e * unitIds.length + unit] ?? 0 }];
  });
  const { maxSeconds, totalSeconds } = match;
  const head = { kind: 'seal', assignments, maxSeconds, totalSeconds } as const;
  if (match.placed < exits.length) return { ...head, infeasible: whyNot(table), optimal: false };
  if (!table.isComplete) return { ...head, optimal: false, lowerBound: { maxSeconds: 0, totalSeconds: 0 } };
  return { ...head, optimal: true, lowerBound: { maxSeconds, totalSeconds } };
}

function whyNot({ exits, unitIds, seconds, isComplete }: SealTable): string {
  if (!isComplete) return 'no plan was found within the time limit';
  const reaches = (e: number, u: number): boolean => (seconds[e * unitIds.length + u] ?? Infinity) < Infinity;
  const lost = exits.filter((_, e) => !unitIds.some((_id, u) => reaches(e, u)));
  if (unitIds.length === 0) return `no units for ${exits.length} exits`;
  if (lost.length > 0) return `no unit can reach exit ${lost.join(', ')}`;
  if (unitIds.length < exits.length) return `${unitIds.length} units for ${exits.length} exits`;
  const crowd = crowdedRows(largestMatching(exits.length, unitIds.length, reaches), unitIds.length, reaches);
  const names = crowd?.rows.map((e) => exits[e]).join(', ') ?? '';
  return `only ${crowd?.columns.length ?? 0} units can reach the ${crowd?.rows.length ?? 0} exits ${names}`;
}
