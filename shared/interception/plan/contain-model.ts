import type { Crowd } from './contain-plan.ts';
import type { Closable, ContainTable } from './contain-table.ts';
import { type MipModel, MipBuilder } from './mip.ts';

/** The model of the cheapest cut under what is known of crowds; `nodes[i]` is the node of column i. */
export interface ContainModel {
  readonly mip: MipModel;
  readonly nodes: readonly number[];
}

/**
 * Fewest closed nodes so that the target is at no exit. One whole column a closable node (closed), one column a node the
 * target may or may not reach (reached): along every road what is reached reaches on unless closed.
 */
export function containModel(
  table: ContainTable,
  { isClosable, isOpen }: Closable,
  crowds: readonly Crowd[],
  most: number,
): ContainModel {
  const { nodeCount, isRelevant, isExit, start } = table;
  const builder = new MipBuilder();
  const nodes: number[] = [];
  const columns: NodeColumns = {
    closed: new Int32Array(nodeCount).fill(-1),
    reached: new Int32Array(nodeCount).fill(-1),
    isSource: (n) => n === start || isOpen[n] === 1,
  };
  for (let n = 0; n < nodeCount; n++) {
    if (isClosable[n] !== 1) continue;
    columns.closed[n] = builder.addColumn(1, 1, true);
    nodes.push(n);
  }
  for (let n = 0; n < nodeCount; n++) {
    const isFree = isRelevant[n] === 1 && !columns.isSource(n) && isExit[n] !== 1;
    if (isFree) columns.reached[n] = builder.addColumn(0, 1, false);
  }
  addRoads(builder, table, columns);
  builder.addRow(
    0,
    most,
    nodes.map((_, column) => [column, 1]),
  );
  for (const crowd of crowds) addCrowd(builder, crowd, columns.closed);
  return { mip: builder.build(), nodes };
}

/** Columns of each node, -1 = none. */
interface NodeColumns {
  readonly closed: Int32Array;
  readonly reached: Int32Array;
  /** Reached whatever is closed. */
  readonly isSource: (node: number) => boolean;
}

function addRoads(
  builder: MipBuilder,
  table: ContainTable,
  { closed, reached, isSource }: NodeColumns,
): void {
  const { nodeCount, isRelevant, problem } = table;
  const { rows } = problem.graph;
  const isAsked = (from: number, to: number): boolean => to !== from && isRelevant[to] === 1 && !isSource(to);
  for (let n = 0; n < nodeCount; n++) {
    if (isRelevant[n] !== 1) continue;
    const from = reached[n] ?? -1;
    for (let i = rows.first[n] ?? 0; i < (rows.first[n + 1] ?? 0); i++) {
      const next = rows.node[i] ?? 0;
      if (!isAsked(n, next)) continue;
      const [seal = -1, on = -1] = [closed[next], reached[next]];
      const entries: [number, number][] = [];
      if (seal >= 0) entries.push([seal, 1]);
      if (on >= 0) entries.push([on, 1]);
      if (isSource(n)) builder.addRow(1, Infinity, entries);
      else if (from >= 0) builder.addRow(0, Infinity, [...entries, [from, -1]]);
    }
  }
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
