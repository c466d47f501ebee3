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

/** A column that stands for units closing a node, and when the first of them is there. */
interface Closer {
  readonly column: number;
  readonly firstSeconds: number;
}

/** How closely a model looks; whatever it leaves out only lets more cuts pass, which are then judged one by one. */
export interface Detail {
  /** Nodes that so many units can close are taken to never lack one: a larger number asks more columns. */
  readonly toldApart: number;
  /** How many of the table's ways of the target, the fastest first. */
  readonly trees: number;
  readonly limitSeconds: number;
}

/**
 * Fewest closed nodes so that the target is at no exit. A relaxation of the problem that every plan by the limit with at
 * most `most` seals satisfies:
 * - a whole column a closable node (closed), a column a node the target may or may not reach: along every road what is
 *   reached reaches on unless closed;
 * - closed nodes share out the units that can be there in time (where few can);
 * - a unit later than the target's fastest arrival needs a node closed on the target's fastest way there, and likewise on
 *   every approach learnt;
 * - crowds learnt.
 */
export function containModel(
  table: ContainTable,
  closable: Closable,
  lessons: Lessons,
  most: number,
  { toldApart, trees, limitSeconds }: Detail,
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
  const closers = addUnits(builder, table, closable, closed, Math.min(most, toldApart));
  for (const tree of table.trees.slice(0, trees)) addTree(builder, table, tree, closers);
  for (const approach of lessons.approaches) addApproach(builder, approach, closers);
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

/** Columns for who closes what, by node, with each unit at one node at most; units nobody competes for share a column. */
function addUnits(
  builder: MipBuilder,
  table: ContainTable,
  { limit, latest, isClosable }: Closable,
  closed: Int32Array,
  toldApart: number,
): (readonly Closer[])[] {
  const work: Entry[][] = table.groups.map(() => []);
  const unitsOf = (some: readonly { readonly count: number }[]): number =>
    some.reduce((sum, { count }) => sum + count, 0);
  const firstOf = (some: readonly { readonly at: number }[]): number =>
    some.reduce((first, { at }) => Math.min(first, at), Infinity);
  const closers = Array.from(isClosable, (yes, n): readonly Closer[] => {
    if (yes !== 1) return [];
    const by = Math.min(limit, latest[n] ?? Infinity) + TIE_S;
    const able = table.groups.flatMap(({ ready, count }, group) => {
      const at = ready[n] ?? Infinity;
      return at <= by && at < Infinity ? [{ group, count, at }] : [];
    });
    const column = closed[n] ?? -1;
    const fastest = (table.freeArrival[n] ?? Infinity) + TIE_S;
    const early = able.filter(({ at }) => at <= fastest);
    const late = able.filter(({ at }) => at > fastest);
    const isManyEarly = unitsOf(early) >= toldApart;
    const isMany = unitsOf(able) >= toldApart;
    if (isManyEarly || (isMany && early.length === 0)) return [{ column, firstSeconds: firstOf(able) }];
    const told = isMany ? early : able;
    const mine = told.map(({ group, at }): Closer => {
      const who = builder.addColumn(0, 1, false);
      work[group]?.push([who, 1]);
      return { column: who, firstSeconds: at };
    });
    if (isMany) mine.push({ column: builder.addColumn(0, 1, false), firstSeconds: firstOf(late) });
    builder.addRow(0, 0, [...mine.map((who): Entry => [who.column, 1]), [column, -1]]);
    return mine;
  });
  work.forEach((entries, group) => {
    const count = table.groups[group]?.count ?? 0;
    if (entries.length > count) builder.addRow(-Infinity, count, entries);
  });
  return closers;
}

function inTime(closers: readonly Closer[] | undefined, seconds: number, value: number): Entry[] {
  return (closers ?? []).flatMap(({ column, firstSeconds }): Entry[] =>
    firstSeconds <= seconds + TIE_S ? [[column, value]] : [],
  );
}

function tooLate(closers: readonly Closer[] | undefined, seconds: number): Entry[] {
  return (closers ?? []).flatMap(({ column, firstSeconds }): Entry[] =>
    firstSeconds > seconds + TIE_S ? [[column, 1]] : [],
  );
}

/**
 * Units later than the target on its way along a tree need it held up there: "held up before a node" is at most that of the
 * node before plus what is closed there by the time of the tree.
 */
function addTree(
  builder: MipBuilder,
  table: ContainTable,
  { parent, seconds }: WayTree,
  closers: readonly (readonly Closer[])[],
): void {
  const heldUp = new Int32Array(table.nodeCount).fill(-1);
  const columnOf = (node: number): number => {
    if (node < 0 || node === table.start) return -1;
    const known = heldUp[node] ?? -1;
    if (known >= 0) return known;
    const column = builder.addColumn(0, 1, false);
    heldUp[node] = column;
    const before = parent[node] ?? -1;
    const upper = inTime(closers[before], seconds[before] ?? Infinity, -1);
    const further = columnOf(before);
    if (further >= 0) upper.push([further, -1]);
    builder.addRow(-Infinity, 0, [[column, 1], ...upper]);
    return column;
  };
  closers.forEach((there, node) => {
    const at = seconds[node] ?? Infinity;
    if (at === Infinity) return;
    const late = tooLate(there, at);
    if (late.length > 0) builder.addRow(-Infinity, 0, [...late, [columnOf(node), -1]]);
  });
}

/** Units that come after the target would, on this way, need a node of the way closed by one that comes before it. */
function addApproach(
  builder: MipBuilder,
  { node, atSeconds, way }: Approach,
  closers: readonly (readonly Closer[])[],
): void {
  const needing = tooLate(closers[node], atSeconds);
  if (needing.length === 0) return;
  for (const [n, at] of way) needing.push(...inTime(closers[n], at, -1));
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
