import { type MipModel, MipBuilder } from './mip.ts';
import type { CoverTable } from './cover-table.ts';

/** The linear model of a table; `columns[i]` is the table's column of the model's column i. */
export interface CoverModel {
  readonly mip: MipModel;
  readonly columns: readonly number[];
}

/**
 * Minimises minus the weight met: a row counts up to once and only when a chosen column meets it. `chosen` is a known plan
 * to start from.
 */
export function coverModel(table: CoverTable, chosen: Int32Array): CoverModel {
  const taken = new Set(chosen);
  const start: number[] = [];
  const builder = new MipBuilder();
  const columns: number[] = [];
  const meeting: [number, number][][] = Array.from(table.weight, () => []);
  for (const { units, first, end } of table.groups) {
    const mine: [number, number][] = [];
    for (let c = first; c < end; c++) {
      const at = builder.addColumn(0, 1, true);
      start.push(taken.has(c) ? 1 : 0);
      columns.push(c);
      mine.push([at, 1]);
      for (let i = table.columnFirst[c] ?? 0; i < (table.columnFirst[c + 1] ?? 0); i++) {
        meeting[table.columnRow[i] ?? 0]?.push([at, 1]);
      }
    }
    if (mine.length > units.length) builder.addRow(-Infinity, units.length, mine);
  }
  table.weight.forEach((weight, row) => {
    const entries = meeting[row] ?? [];
    if (entries.length === 0) return;
    const counted = builder.addColumn(-weight, 1, false);
    start.push(entries.some(([at]) => start[at] === 1) ? 1 : 0);
    builder.addRow(0, Infinity, [...entries, [counted, -1]]);
  });
  return { mip: builder.build({ start: Float64Array.from(start) }), columns };
}

/** The chosen column per place in a solution of the model. */
export function planOfValues(
  table: CoverTable,
  places: Int32Array,
  model: CoverModel,
  values: Float64Array,
): Int32Array {
  const chosen = new Int32Array(places.length).fill(-1);
  model.columns.forEach((column, i) => {
    if ((values[i] ?? 0) < 0.5) return;
    const group = table.groups.findIndex(({ first, end }) => column >= first && column < end);
    const place = places.findIndex((of, p) => of === group && chosen[p] === -1);
    if (place >= 0) chosen[place] = column;
  });
  return chosen;
}
