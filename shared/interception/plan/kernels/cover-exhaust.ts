import type { CoverTable } from '../cover-table.ts';
import { type PricedBound, wholeBound } from './cover-bound.ts';

/** What a search over all plans found: `isComplete` = every better plan was ruled out. */
export interface Exhausted {
  readonly isComplete: boolean;
  readonly met: number;
  /** The better plan's column per place, undefined when there is none. */
  readonly chosen: Int32Array | undefined;
}

/** Row visits between two breaths: a few milliseconds. */
const BREATH_VISITS = 1_000_000;

/**
 * Depth-first over the units, cutting a branch when even its priced bound does not exceed the best plan. Gives up after
 * `budget` row visits, so that its time is bounded; in steps, so that whoever runs it may stop before.
 */
export function* exhaust(
  table: CoverTable,
  isOpen: Uint8Array,
  places: Int32Array,
  { price }: PricedBound,
  known: number,
  budget: number,
): Generator<undefined, Exhausted> {
  const { weight, columnFirst, columnRow } = table;
  const open = openColumns(table, isOpen);
  // the places with the fewest columns first: a small tree grows from a small root
  const order = Array.from(places, (_, p) => p).sort(
    (a, b) => open[places[a]!]!.length - open[places[b]!]!.length || places[a]! - places[b]! || a - b,
  );
  const meetings = new Int32Array(weight.length);
  const current = new Int32Array(places.length).fill(-1);
  let met = 0;
  let free = 0;
  for (let r = 0; r < weight.length; r++) free += weight[r]! - price[r]!;
  let best = known;
  let chosen: Int32Array | undefined;
  let left = budget;
  let breathAt = budget - BREATH_VISITS;

  /** Prices a column earns on rows not met yet. */
  const earns = (column: number): number => {
    let sum = 0;
    for (let i = columnFirst[column]!; i < columnFirst[column + 1]!; i++) {
      const row = columnRow[i]!;
      if (meetings[row]! === 0) sum += price[row]!;
    }
    left -= columnFirst[column + 1]! - columnFirst[column]!;
    return sum;
  };
  /** What the places from `depth` on can earn at most; a group's places share its dearest column, which bounds them. */
  const restBound = (depth: number): number => {
    let sum = 0;
    for (let d = depth; d < order.length; ) {
      const group = places[order[d]!]!;
      let dearest = 0;
      for (const column of open[group]!) dearest = Math.max(dearest, earns(column));
      for (; d < order.length && places[order[d]!]! === group; d++) sum += dearest;
    }
    return sum;
  };
  const put = (column: number): void => {
    for (let i = columnFirst[column]!; i < columnFirst[column + 1]!; i++) {
      const row = columnRow[i]!;
      if (meetings[row]!++ > 0) continue;
      met += weight[row]!;
      free -= weight[row]! - price[row]!;
    }
  };
  const take = (column: number): void => {
    for (let i = columnFirst[column]!; i < columnFirst[column + 1]!; i++) {
      const row = columnRow[i]!;
      if (--meetings[row]! > 0) continue;
      met -= weight[row]!;
      free += weight[row]! - price[row]!;
    }
  };
  function* descend(depth: number): Generator<undefined, void> {
    if (left < breathAt) {
      breathAt = left - BREATH_VISITS;
      yield undefined;
    }
    if (met > best) {
      best = met;
      chosen = current.slice();
    }
    if (depth === order.length || left < 0) return;
    if (wholeBound(met + free + restBound(depth)) <= best) return;
    const place = order[depth]!;
    const group = places[place]!;
    // interchangeable units choose in column order, or the same plan would come up in every permutation
    const isFollower = depth > 0 && places[order[depth - 1]!]! === group;
    const from = isFollower ? current[order[depth - 1]!]! : -1;
    const columns = open[group]!.filter((column) => column > from).map((column) => ({
      column,
      earned: earns(column),
    }));
    columns.sort((a, b) => b.earned - a.earned);
    for (const { column } of columns) {
      current[place] = column;
      put(column);
      yield* descend(depth + 1);
      take(column);
      current[place] = -1;
      if (left < 0) return;
    }
    yield* descendWithout(depth);
  }
  /** The place stays empty, and so do its group's later ones. */
  function* descendWithout(depth: number): Generator<undefined, void> {
    const group = places[order[depth]!]!;
    let next = depth + 1;
    while (next < order.length && places[order[next]!]! === group) next++;
    yield* descend(next);
  }
  yield* descend(0);
  return { isComplete: left >= 0, met: best, chosen };
}

function openColumns(table: CoverTable, isOpen: Uint8Array): number[][] {
  return table.groups.map(({ first, end }) => {
    const open: number[] = [];
    for (let c = first; c < end; c++) if (isOpen[c] === 1) open.push(c);
    return open;
  });
}
