import { type Candidate, candidatesOf, type NodeVisits, visitsByNode } from './kernels/cover-columns.ts';
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

/** Searches from every start, keeps the places worth standing at and merges the routes nobody can tell apart. */
export async function prepareCover(problem: CoverProblem, mayGoOn: MayGoOn): Promise<CoverTable> {
  const visits = visitsByNode(problem.routes, problem.graph.nodeCount);
  const timesFrom = createTimesFrom(problem.graph);
  const raw: RawGroup[] = [];
  let isComplete = true;
  for (const [start, units] of unitsByStart(problem.units)) {
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
  const { rowOf, weight } = mergeRows(
    all.map(({ routes }) => routes),
    visits.routeCount,
  );
  const columnFirst = new Uint32Array(all.length + 1);
  const rows: number[] = [];
  all.forEach(({ routes }, c) => {
    const seen = new Set<number>();
    for (const route of routes) seen.add(rowOf[route] ?? 0);
    for (const row of seen) rows.push(row);
    columnFirst[c + 1] = rows.length;
  });
  let at = 0;
  const groups = raw.map(({ units, columns }): CoverGroup => {
    const first = at;
    at += columns.length;
    return { units, first, end: at };
  });
  return {
    unitCount,
    weight,
    groups,
    columnNode: Uint32Array.from(all, ({ node }) => node),
    columnFirst,
    columnRow: Uint32Array.from(rows),
    coverable: weight.reduce((sum, w) => sum + w, 0),
    isComplete: true,
  };
}

/** Splits the routes by one column after another: what is still together at the end is met by the same columns. Class 0 = by none. */
function mergeRows(
  columns: readonly Uint32Array[],
  routeCount: number,
): { rowOf: Int32Array; weight: Float64Array } {
  const classOf = new Int32Array(routeCount);
  let classes = 1;
  for (const routes of columns) {
    const split = new Map<number, number>();
    for (const route of routes) {
      const old = classOf[route] ?? 0;
      let next = split.get(old);
      if (next === undefined) {
        next = classes++;
        split.set(old, next);
      }
      classOf[route] = next;
    }
  }
  const rowOfClass = new Map<number, number>();
  const weights: number[] = [];
  const rowOf = classOf.map((found) => {
    if (found === 0) return -1;
    let row = rowOfClass.get(found);
    if (row === undefined) {
      row = weights.length;
      rowOfClass.set(found, row);
      weights.push(0);
    }
    weights[row] = (weights[row] ?? 0) + 1;
    return row;
  });
  return { rowOf, weight: Float64Array.from(weights) };
}
