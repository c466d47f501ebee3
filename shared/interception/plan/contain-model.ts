import type { Approach, Crowd, Lessons } from './contain-plan.ts';
import type { Closable, ContainTable, WayTree } from './contain-table.ts';
import { type MipModel, MipBuilder } from './mip.ts';
import { TIE_S } from './problem.ts';

/** The model of the cheapest cut under what is known; `nodes[i]` is the node of column i. */
export interface ContainModel {
  readonly mip: MipModel;
  readonly nodes: readonly number[];
}

type Entry = [column: number, value: number];

/** What closes one node: the units that are there before the target at its fastest, and those that need it held up. */
interface Closing {
  /** Columns that add up to "closed by a unit that is in time anyway". */
  readonly early: Entry[];
  /** Columns that add up to "closed by a unit that is in time only if the target is held up". */
  readonly late: Entry[];
  /** Column by group of units, where units are told apart; undefined = any of many, nobody competes for them. */
  readonly byGroup: ReadonlyMap<number, number> | undefined;
}

/**
 * Fewest closed nodes so that the target is at no exit. A relaxation of the problem that every plan by the limit with at
 * most `most` seals satisfies:
 * - a whole column a closable node (closed), a column a node the target may or may not reach: along every road what is
 *   reached reaches on unless closed;
 * - closed nodes share out the units that can be there in time (a node with `most` such units never lacks one);
 * - a unit later than the target's fastest arrival needs a node closed on the target's fastest way there, and likewise on
 *   every approach learnt;
 * - crowds learnt.
 */
export function containModel(
  table: ContainTable,
  closable: Closable,
  lessons: Lessons,
  most: number,
  limitSeconds: number,
): ContainModel {
  const builder = new MipBuilder();
  const nodes: number[] = [];
  const closed = new Int32Array(table.nodeCount).fill(-1);
  closable.isClosable.forEach((yes, n) => {
    if (yes !== 1) return;
    closed[n] = builder.addColumn(1, 1, true);
    nodes.push(n);
  });
  addRoads(builder, table, closable, closed);
  builder.addRow(
    0,
    most,
    nodes.map((_, column) => [column, 1]),
  );
  const closings = addUnits(builder, table, closable, closed, most);
  for (const tree of table.trees) addTree(builder, table, tree, closings);
  for (const approach of lessons.approaches) addApproach(builder, table, approach, closings);
  for (const crowd of lessons.crowds) if (crowd.limit >= closable.limit) addCrowd(builder, crowd, closed);
  return { mip: builder.build({ anyWillDo: true, limitSeconds }), nodes };
}

function addRoads(builder: MipBuilder, table: ContainTable, { isOpen }: Closable, closed: Int32Array): void {
  const { nodeCount, isRelevant, isExit, start, problem } = table;
  const { rows } = problem.graph;
  const isSource = (n: number): boolean => n === start || isOpen[n] === 1;
  const reached = new Int32Array(nodeCount).fill(-1);
  for (let n = 0; n < nodeCount; n++) {
    const isFree = isRelevant[n] === 1 && !isSource(n) && isExit[n] !== 1;
    if (isFree) reached[n] = builder.addColumn(0, 1, false);
  }
  const isAsked = (from: number, to: number): boolean => to !== from && isRelevant[to] === 1 && !isSource(to);
  for (let n = 0; n < nodeCount; n++) {
    if (isRelevant[n] !== 1) continue;
    const from = reached[n] ?? -1;
    for (let i = rows.first[n] ?? 0; i < (rows.first[n + 1] ?? 0); i++) {
      const next = rows.node[i] ?? 0;
      if (!isAsked(n, next)) continue;
      const [seal = -1, on = -1] = [closed[next], reached[next]];
      const entries: Entry[] = [];
      if (seal >= 0) entries.push([seal, 1]);
      if (on >= 0) entries.push([on, 1]);
      if (isSource(n)) builder.addRow(1, Infinity, entries);
      else if (from >= 0) builder.addRow(0, Infinity, [...entries, [from, -1]]);
    }
  }
}

/** Columns for who closes what, with each unit at one node at most. */
function addUnits(
  builder: MipBuilder,
  table: ContainTable,
  { limit, latest, isClosable }: Closable,
  closed: Int32Array,
  most: number,
): (Closing | undefined)[] {
  const work: Entry[][] = table.groups.map(() => []);
  const closings = Array.from(isClosable, (yes, n): Closing | undefined => {
    if (yes !== 1) return undefined;
    const fastest = table.freeArrival[n] ?? Infinity;
    const able = table.groups.flatMap(({ ready, count }, group) => {
      const at = ready[n] ?? Infinity;
      return at <= Math.min(limit, latest[n] ?? Infinity) + TIE_S && at < Infinity
        ? [{ group, count, isEarly: at <= fastest + TIE_S }]
        : [];
    });
    const column = closed[n] ?? -1;
    const unitsOf = (some: readonly { readonly count: number }[]): number =>
      some.reduce((sum, { count }) => sum + count, 0);
    const early = able.filter(({ isEarly }) => isEarly);
    if (unitsOf(early) >= most) return { early: [[column, 1]], late: [], byGroup: undefined };
    if (unitsOf(able) >= most && early.length === 0) {
      return { early: [], late: [[column, 1]], byGroup: undefined };
    }
    const byGroup = new Map<number, number>();
    const closing: Closing = { early: [], late: [], byGroup };
    for (const { group, isEarly } of able) {
      const at = builder.addColumn(0, 1, false);
      byGroup.set(group, at);
      work[group]?.push([at, 1]);
      (isEarly ? closing.early : closing.late).push([at, 1]);
    }
    builder.addRow(0, 0, [...closing.early, ...closing.late, [column, -1]]);
    return closing;
  });
  work.forEach((entries, group) => {
    const count = table.groups[group]?.count ?? 0;
    if (entries.length > count) builder.addRow(-Infinity, count, entries);
  });
  return closings;
}

/**
 * Units later than the target on its way along a tree need it held up there: "held up before a node" is at most that of the
 * node before plus what is closed there by the time of the tree.
 */
function addTree(
  builder: MipBuilder,
  table: ContainTable,
  { parent, seconds }: WayTree,
  closings: readonly (Closing | undefined)[],
): void {
  const heldUp = new Int32Array(table.nodeCount).fill(-1);
  const isAfter = (group: number, n: number): boolean =>
    (table.groups[group]?.ready[n] ?? Infinity) > (seconds[n] ?? Infinity) + TIE_S;
  const isAllAfter = (n: number): boolean =>
    (table.firstReady[n] ?? Infinity) > (seconds[n] ?? Infinity) + TIE_S;
  const inTime = (n: number): Entry[] => {
    const there = closings[n];
    if (there === undefined) return [];
    if (there.byGroup === undefined) {
      return isAllAfter(n) ? [] : [...there.early, ...there.late].map(([c]) => [c, -1]);
    }
    return Array.from(there.byGroup).flatMap(([group, c]): Entry[] => (isAfter(group, n) ? [] : [[c, -1]]));
  };
  const columnOf = (node: number): number => {
    if (node < 0 || node === table.start) return -1;
    const known = heldUp[node] ?? -1;
    if (known >= 0) return known;
    const column = builder.addColumn(0, 1, false);
    heldUp[node] = column;
    const before = parent[node] ?? -1;
    const upper = inTime(before);
    const further = columnOf(before);
    if (further >= 0) upper.push([further, -1]);
    builder.addRow(-Infinity, 0, [[column, 1], ...upper]);
    return column;
  };
  closings.forEach((closing, node) => {
    if (closing === undefined || (seconds[node] ?? Infinity) === Infinity) return;
    const late =
      closing.byGroup === undefined
        ? closing.late.filter(() => isAllAfter(node))
        : Array.from(closing.byGroup).flatMap(([group, c]): Entry[] =>
            isAfter(group, node) ? [[c, 1]] : [],
          );
    if (late.length > 0) builder.addRow(-Infinity, 0, [...late, [columnOf(node), -1]]);
  });
}

/** Units that come after the target would, on this way, need a node of the way closed by one that comes before it. */
function addApproach(
  builder: MipBuilder,
  table: ContainTable,
  { node, atSeconds, way }: Approach,
  closings: readonly (Closing | undefined)[],
): void {
  const isAfter = (group: number, n: number, at: number): boolean =>
    (table.groups[group]?.ready[n] ?? Infinity) > at + TIE_S;
  const closing = closings[node];
  if (closing?.byGroup === undefined) return;
  const needing: Entry[] = [];
  for (const [group, column] of closing.byGroup) {
    if (isAfter(group, node, atSeconds)) needing.push([column, 1]);
  }
  if (needing.length === 0) return;
  for (const [n, at] of way) {
    const there = closings[n];
    if (there === undefined) continue;
    if (there.byGroup === undefined) {
      for (const [column] of [...there.early, ...there.late]) needing.push([column, -1]);
      continue;
    }
    for (const [group, column] of there.byGroup) if (!isAfter(group, n, at)) needing.push([column, -1]);
  }
  builder.addRow(-Infinity, 0, needing);
}

function addCrowd(builder: MipBuilder, { crowd, unitCount, onTheWay }: Crowd, closed: Int32Array): void {
  const excess = crowd.length - unitCount;
  const entries = new Map<number, number>();
  for (const n of crowd) entries.set(closed[n] ?? -1, 1);
  for (const n of onTheWay) entries.set(closed[n] ?? -1, -excess);
  entries.delete(-1);
  builder.addRow(-Infinity, unitCount, [...entries]);
}

/** The closed nodes of a solution. */
export function cutOfValues({ nodes }: ContainModel, values: Float64Array): number[] {
  return nodes.filter((_, column) => (values[column] ?? 0) > 0.5);
}
