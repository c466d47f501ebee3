import type { LocalText } from '../../shared/domain/belief.ts';
import type { Result } from '../../shared/kit/result.ts';
import { decodeText, type TextEncoding } from './decode-text.ts';
import { type CsvFault, type CsvRecord, parseCsv } from './parse-csv.ts';
import type { Problem } from './problem.ts';

/** Reads one cell, trimmed; the error says what is wrong and what to do. `undefined` comes in for an empty optional cell. */
export type CellReader<T> = (text: string) => Result<T, CellError>;
export interface CellError {
  readonly what: LocalText;
  readonly todo: LocalText;
}

/** A column of a table: its two headings, and whether a row may leave it empty. */
export interface Column<T> {
  readonly en: string;
  readonly zh: string;
  readonly isNeeded: boolean;
  readonly read: CellReader<T>;
}
export type Columns = Readonly<Record<string, Column<unknown>>>;
export type RowOf<C extends Columns> = {
  readonly [K in keyof C]: C[K] extends Column<infer T> ? T | undefined : never;
};

/** A row that could be read, with what checks across rows need to name it. */
export interface TableRow<C extends Columns> {
  readonly line: number;
  readonly cells: RowOf<C>;
  /** Names a cell of this row for a problem. */
  problem(column: keyof C & string, error: CellError): Problem;
}

export interface Table<C extends Columns> {
  readonly file: string;
  readonly encoding: TextEncoding | undefined;
  /** Records below the heading, readable or not. */
  readonly recordCount: number;
  /** Rows without a problem of their own. */
  readonly rows: readonly TableRow<C>[];
  readonly problems: readonly Problem[];
}

/** Reads a table by its headings, which may be English or Chinese, in any order. Every problem of every row is named. */
export function readTable<C extends Columns>(file: string, bytes: Uint8Array, columns: C): Table<C> {
  const decoded = decodeText(file, bytes);
  if (!decoded.ok) return { file, encoding: undefined, recordCount: 0, rows: [], problems: [decoded.error] };
  const { records, faults } = parseCsv(decoded.value.text);
  const problems: Problem[] = faults.map((fault) => faultProblem(file, fault));
  const [head, ...body] = records;
  const table = { file, encoding: decoded.value.encoding, recordCount: body.length };
  if (head === undefined)
    return { ...table, rows: [], problems: [...problems, { file, ...noHeading(columns) }] };
  const order = readHeading(file, head, columns, problems);
  if (order === undefined) return { ...table, rows: [], problems };
  const rows: TableRow<C>[] = [];
  for (const record of body) {
    const row = readRow(file, record, head, order, columns, problems);
    if (row !== undefined) rows.push(row);
  }
  return { ...table, rows, problems };
}

/** Column name by position. Undefined when rows cannot be read for want of a column. */
function readHeading(
  file: string,
  head: CsvRecord,
  columns: Columns,
  problems: Problem[],
): readonly (string | undefined)[] | undefined {
  const known = Object.entries(columns);
  const before = problems.length;
  const taken = new Set<string>();
  const order = head.cells.map((cell) => {
    const word = cell.trim();
    const found = known.find(([, { en, zh }]) => word.toLowerCase() === en || word === zh)?.[0];
    if (found === undefined && word !== '')
      problems.push({ file, line: head.line, value: word, ...unknownHeading(columns) });
    if (found !== undefined && taken.has(found))
      problems.push({ file, line: head.line, value: word, ...DOUBLE_HEADING });
    if (found !== undefined) taken.add(found);
    return found;
  });
  for (const [name, { en, zh, isNeeded }] of known) {
    if (isNeeded && !taken.has(name))
      problems.push({ file, line: head.line, column: en, ...missingHeading(en, zh) });
  }
  return problems.length > before ? undefined : order;
}

function readRow<C extends Columns>(
  file: string,
  record: CsvRecord,
  head: CsvRecord,
  order: readonly (string | undefined)[],
  columns: C,
  problems: Problem[],
): TableRow<C> | undefined {
  const before = problems.length;
  const extra = record.cells.slice(order.length).find((cell) => cell.trim() !== '');
  if (extra !== undefined)
    problems.push({ file, line: record.line, value: extra, ...tooManyCells(order.length) });
  const texts: Record<string, string> = {};
  order.forEach((name, at) => {
    if (name !== undefined) texts[name] = (record.cells[at] ?? '').trim();
  });
  const headingOf = (name: string): string =>
    head.cells[order.indexOf(name)]?.trim() ?? columns[name]?.en ?? name;
  const cells: Record<string, unknown> = {};
  for (const [name, column] of Object.entries(columns)) {
    const text = texts[name] ?? '';
    const at = { file, line: record.line, column: headingOf(name) };
    if (text === '') {
      if (column.isNeeded) problems.push({ ...at, ...EMPTY_CELL });
      continue;
    }
    const read = column.read(text);
    if (read.ok) cells[name] = read.value;
    else problems.push({ ...at, value: text, ...read.error });
  }
  if (problems.length > before) return undefined;
  return {
    line: record.line,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- filled column by column by its own reader
    cells: cells as RowOf<C>,
    problem: (column, error) => {
      const value = texts[column] === undefined || texts[column] === '' ? {} : { value: texts[column] };
      return { file, line: record.line, column: headingOf(column), ...value, ...error };
    },
  };
}

const EMPTY_CELL: CellError = {
  what: { zh: '不能为空', en: 'must not be empty' },
  todo: { zh: '请填写', en: 'Fill it in' },
};
const DOUBLE_HEADING: CellError = {
  what: { zh: '表头重复', en: 'the heading occurs twice' },
  todo: { zh: '请删除其中一列', en: 'Delete one of the two columns' },
};

function listOf(columns: Columns): { zh: string; en: string } {
  const all = Object.values(columns);
  return { zh: all.map(({ zh }) => zh).join('、'), en: all.map(({ en }) => en).join(', ') };
}

function noHeading(columns: Columns): CellError {
  const { zh, en } = listOf(columns);
  return {
    what: { zh: '没有表头', en: 'there is no heading line' },
    todo: { zh: `第一行请写：${zh}`, en: `Begin with the line: ${en}` },
  };
}

function unknownHeading(columns: Columns): CellError {
  const { zh, en } = listOf(columns);
  return {
    what: { zh: '不认识的表头', en: 'no such heading' },
    todo: {
      zh: `可用：${zh}；请改名或删除此列，列之间用逗号`,
      en: `There are: ${en}. Rename or delete the column; columns are divided by commas`,
    },
  };
}

function missingHeading(en: string, zh: string): CellError {
  return {
    what: { zh: '缺少这一列', en: 'the column is missing' },
    todo: { zh: `请加上“${zh}”列`, en: `Add a column headed ${en}` },
  };
}

function tooManyCells(count: number): CellError {
  return {
    what: { zh: `这一行多于 ${count} 格`, en: `the line has more than ${count} cells` },
    todo: { zh: '内容里有逗号时请加双引号', en: 'Put cells that hold a comma into double quotes' },
  };
}

function faultProblem(file: string, { line, kind }: CsvFault): Problem {
  const todo = {
    zh: '请补上双引号；引号本身写成两个',
    en: 'Close the quotes; a quote itself is written twice',
  };
  return kind === 'open-quote'
    ? { file, line, what: { zh: '双引号没有结束', en: 'a quoted cell never ends' }, todo }
    : { file, line, what: { zh: '双引号之后还有内容', en: 'text follows a closed quote' }, todo };
}
