import type { Problem } from './problem.ts';
import type { Columns, TableRow } from './read-table.ts';

/** One problem for every row whose key an earlier row has, naming that row's line. */
export function repeated<C extends Columns>(
  rows: readonly TableRow<C>[],
  column: keyof C & string,
  keyOf: (row: TableRow<C>) => string | undefined,
): Problem[] {
  const firstLine = new Map<string, number>();
  const problems: Problem[] = [];
  for (const row of rows) {
    const key = keyOf(row);
    if (key === undefined) continue;
    const earlier = firstLine.get(key);
    if (earlier === undefined) firstLine.set(key, row.line);
    else
      problems.push(
        row.problem(column, {
          what: { zh: `与第 ${earlier} 行重复`, en: `is the same as in line ${earlier}` },
          todo: { zh: '请改正或删除其中一行', en: 'Correct or delete one of the two lines' },
        }),
      );
  }
  return problems;
}
