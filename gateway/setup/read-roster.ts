import { idCell, nameCell, phoneCell, textCell } from './cells.ts';
import { type DutyTime, dutyTimeCell } from './duty-time.ts';
import type { Problem } from './problem.ts';
import { readTable, type Table } from './read-table.ts';
import { repeated } from './repeated.ts';

export const ROSTER_COLUMNS = {
  unitId: { en: 'unit_id', zh: '编号', isNeeded: true, read: idCell },
  name: { en: 'name', zh: '姓名', isNeeded: true, read: nameCell },
  post: { en: 'post', zh: '岗位', isNeeded: false, read: textCell(50) },
  phone: { en: 'phone', zh: '电话', isNeeded: false, read: phoneCell },
  from: { en: 'from', zh: '上岗', isNeeded: true, read: dutyTimeCell },
  to: { en: 'to', zh: '下岗', isNeeded: true, read: dutyTimeCell },
} as const;

/** One person's turn of duty on a unit. */
export interface DutyRow {
  readonly unitId: string;
  readonly name: string;
  readonly post?: string | undefined;
  readonly phone?: string | undefined;
  readonly from: DutyTime;
  readonly to: DutyTime;
}

/** Reads roster.csv against the units there are. */
export function readRoster(
  bytes: Uint8Array,
  unitIds: ReadonlySet<string>,
): {
  readonly table: Table<typeof ROSTER_COLUMNS>;
  readonly duties: readonly DutyRow[];
  readonly problems: readonly Problem[];
} {
  const table = readTable('roster.csv', bytes, ROSTER_COLUMNS);
  const problems = [
    ...table.problems,
    ...repeated(table.rows, 'name', ({ cells: { unitId, name, from, to } }) =>
      JSON.stringify([unitId, name, from, to]),
    ),
  ];
  const duties: DutyRow[] = [];
  for (const row of table.rows) {
    const { unitId, name, from, to, ...rest } = row.cells;
    if (unitId === undefined || name === undefined || from === undefined || to === undefined) continue;
    if (!unitIds.has(unitId))
      problems.push(
        row.problem('unitId', {
          what: { zh: '没有这个单位', en: 'there is no such unit' },
          todo: { zh: '请先在 units.csv 写好该单位', en: 'Enter the unit in units.csv first' },
        }),
      );
    else if (
      from.kind !== to.kind ||
      (from.kind === 'once' && to.kind === 'once' && to.localMs <= from.localMs)
    )
      problems.push(
        row.problem('to', {
          what: { zh: '与上岗时间不成一段', en: 'makes no turn of duty with the beginning' },
          todo: {
            zh: '两栏都写时刻，或都写日期和时刻且先上岗后下岗',
            en: 'Give both as times, or both with dates and the end after the beginning',
          },
        }),
      );
    else duties.push({ unitId, name, from, to, ...rest });
  }
  return { table, duties, problems };
}
