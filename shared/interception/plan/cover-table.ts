import { type Candidate, candidatesOf, type NodeVisits, visitsByNode } from './kernels/cover-columns.ts';
import { coverAtAGlance, type Glance } from './kernels/cover-glance.ts';
import { mergeRows } from './kernels/cover-rows.ts';
import { createTimesFrom } from './plan-times.ts';
import type { MayGoOn } from './ports.ts';
import type { CoverProblem } from './problem.ts';

/** Units that start at one node and are therefore interchangeable, and the columns they may choose from. */
export interface CoverGroup {
  readonly units: readonly number[];
  /** Column numbers, first .. end. */
  readonly first: number;
  readonly end: number;
}

/**
 * A cover problem boiled down: rows are classes of routes that the same columns meet (weight = how many routes), columns
 * are the places worth standing at, by group of units.
 */
export interface CoverTable {
  readonly unitCount: number;
  readonly weight: Float64Array;
  readonly groups: readonly CoverGroup[];
  readonly columnNode: Uint32Array;
  readonly columnFirst: Uint32Array;
  readonly columnRow: Uint32Array;
  /** No plan meets more: the weight of all rows. */
  readonly coverable: number;
  /** False = some units were not searched from for want of time; they have no columns, and prices prove nothing. */
  readonly isComplete: boolean;
}

interface RawGroup {
  readonly units: readonly number[];
  readonly columns: readonly Candidate[];
}

/**
 * Searches from every start, looks at the routes once for a first plan, keeps the places worth standing at and merges the
 * routes nobody can tell apart. `onGlance` is told of that plan before the rest, most of the time, is done.
 */
export async function prepareCover(
  problem: CoverProblem,
  mayGoOn: MayGoOn,
  onGlance: (glance: Glance) => void,
): Promise<CoverTable> {
  const { routes, graph } = problem;
  const timesFrom = createTimesFrom(graph);
  const starts = [...unitsByStart(problem.units)];
  const timesOf: (Float64Array | undefined)[] = problem.units.map(() => undefined);
  let isComplete = true;
  for (const [start, units] of starts) {
    isComplete &&= await mayGoOn();
    if (isComplete) for (const unit of units) timesOf[unit] = timesFrom(start);
  }
  onGlance(coverAtAGlance(routes, graph.nodeCount, timesOf));
  const visits = visitsByNode(routes, graph.nodeCount);
  const raw: RawGroup[] = [];
  for (const [start, units] of starts) {
    isComplete &&= await mayGoOn();
    raw.push({ units, columns: isComplete ? candidatesOf(visits, timesFrom(start)) : [] });
  }
  const table = tableOf(raw, visits, problem.units.length);
  return isComplete ? table : { ...table, coverable: visits.routeCount, isComplete };
}

function unitsByStart(units: readonly number[]): Map<number, number[]> {
  const starts = new Map<number, number[]>();
  units.forEach((start, unit) => {
    const group = starts.get(start);
    if (group === undefined) starts.set(start, [unit]);
    else group.push(unit);
  });
  return starts;
}

function tableOf(raw: readonly RawGroup[], visits: NodeVisits, unitCount: number): CoverTable {
  const all = raw.flatMap(({ columns }) => columns);
  const ones = new Float64Array(visits.routeCount).fill(1);
  const merged = mergeRows(
    all.map(({ routes }) => routes),
    ones,
  );
  let at = 0;
  const groups = raw.map(({ units, columns }): CoverGroup => {
    const first = at;
    at += columns.length;
    return { units, first, end: at };
  });
  return {
    unitCount,
    ...merged,
    groups,
    columnNode: Uint32Array.from(all, ({ node }) => node),
    coverable: merged.weight.reduce((sum, w) => sum + w, 0),
    isComplete: true,
  };
}

/** The same table with its open columns only; `columnOf` gives each of them its number in the table before. */
export function shrinkTable(
  table: CoverTable,
  isOpen: Uint8Array,
): { readonly table: CoverTable; readonly columnOf: Uint32Array } {
  const kept: number[] = [];
  const groups = table.groups.map(({ units, first, end }): CoverGroup => {
    const from = kept.length;
    for (let c = first; c < end; c++) if (isOpen[c] === 1) kept.push(c);
    return { units, first: from, end: kept.length };
  });
  const merged = mergeRows(
    kept.map((c) => table.columnRow.subarray(table.columnFirst[c], table.columnFirst[c + 1])),
    table.weight,
  );
  const columnOf = Uint32Array.from(kept);
  const coverable = merged.weight.reduce((sum, w) => sum + w, 0);
  const columnNode = columnOf.map((c) => table.columnNode[c] ?? 0);
  return { table: { ...table, ...merged, groups, columnNode, coverable }, columnOf };
}
