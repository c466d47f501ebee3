import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText } from './decode-text.ts';
import { parseCsv } from './parse-csv.ts';
import { type Problem, problemLine } from './problem.ts';
import { readContacts } from './read-contacts.ts';
import { readRoster } from './read-roster.ts';
import { readUnits } from './read-units.ts';
import { CONTACTS_SAMPLE, ROSTER_SAMPLE, UNITS_SAMPLE } from './samples.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const HEAD = 'unit_id,callsign,kind,crew,vehicle,plate,phone';
const places = (problems: readonly Problem[]): string[] =>
  problems.map(({ line, column }) => `${line ?? ''} ${column ?? ''}`.trim());
/** 编号,姓名,类别,电话 / K-1,张三,银行,13800138000, in GB18030 with CRLF, as Chinese Excel saves it. */
const GB18030 = Buffer.from(
  'b1e0bac52cd0d5c3fb2cc0e0b1f02cb5e7bbb00d0a4b2d312cd5c5c8fd2cd2f8d0d02c31333830303133383030300d0a',
  'hex',
);

describe('parseCsv', () => {
  it('reads back what a spreadsheet writes, whatever the cells hold and the line end is', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '字', ',', '"', '\n', '\r\n', ' ') });
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 5 }),
        fc.constantFrom('\n', '\r\n'),
        (rows, end) => {
          const kept = rows.filter((cells) => cells.some((one) => one.trim() !== ''));
          const text = rows
            .map((cells) => cells.map((one) => `"${one.replaceAll('"', '""')}"`).join(','))
            .join(end);
          expect(parseCsv(text)).toEqual({
            records: kept.map((cells) => ({ line: expect.any(Number) as number, cells })),
            faults: [],
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('counts lines inside quotes, skips remarks and names an open quote', () => {
    const { records, faults } = parseCsv('# why\na,"b\nc",\n\n"# also why",\nd,"e" f,\ng,"h\n');
    expect(records).toEqual([
      { line: 2, cells: ['a', 'b\nc', ''] },
      { line: 6, cells: ['d', 'e', ''] },
      { line: 7, cells: ['g', 'h\n'] },
    ]);
    expect(faults).toEqual([
      { line: 6, kind: 'text-after-quote' },
      { line: 7, kind: 'open-quote' },
    ]);
  });
});

describe('decodeText', () => {
  it('takes UTF-8, its mark and GB18030, and refuses the rest by name', () => {
    expect(decodeText('f', utf8('编号'))).toMatchObject({
      ok: true,
      value: { text: '编号', encoding: 'UTF-8' },
    });
    expect(decodeText('f', utf8('\uFEFF编号'))).toMatchObject({
      value: { text: '编号', encoding: 'UTF-8 BOM' },
    });
    expect(decodeText('f', GB18030)).toMatchObject({ value: { encoding: 'GB18030' } });
    const utf16 = decodeText('f', Buffer.from('\uFEFF编号', 'utf16le'));
    expect(utf16.ok ? '' : problemLine(utf16.error, 'en')).toContain('UTF-16. Save it as “CSV UTF-8');
    expect(decodeText('f', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0xff, 0)).ok).toBe(false);
  });
});

describe('the tables of a live configuration', () => {
  it('reads the samples without a problem', () => {
    const { units, problems } = readUnits(utf8(UNITS_SAMPLE));
    expect(problems).toEqual([]);
    expect(units.map(({ unitId }) => unitId)).toEqual(['P-01', 'P-02', 'S-01', 'C-01']);
    expect(units[1]?.skills).toEqual(['劝阻', '方言']);
    expect(readContacts(utf8(CONTACTS_SAMPLE))).toMatchObject({
      problems: [],
      contacts: [{ phone: '96110' }, {}],
    });
    const roster = readRoster(utf8(ROSTER_SAMPLE), new Set(units.map(({ unitId }) => unitId)));
    expect(roster).toMatchObject({ problems: [], duties: [{ name: '示例甲' }, { name: '示例乙' }] });
  });

  it('names every error of every row, and keeps the rows that are right', () => {
    const { units, problems } = readUnits(
      utf8(
        `${HEAD}\nA 1,x,巡警车,30,maybe,鲁A1,138001\nB,甲,巡逻,2,是,鲁A12345,+86 138-0013-8000\nB,乙,patrol,2,no,,\nC,甲,patrol,,yes,鲁A·12345,`,
      ),
    );
    expect(places(problems)).toEqual([
      '2 unit_id',
      '2 kind',
      '2 crew',
      '2 vehicle',
      '2 plate',
      '2 phone',
      '5 crew',
      '4 unit_id',
    ]);
    expect(units[0]).toMatchObject({ unitId: 'B', kind: 'patrol', plate: '鲁A12345', phone: '13800138000' });
    for (const problem of problems)
      for (const lang of ['zh-CN', 'en'] as const)
        expect(problemLine(problem, lang)).toMatch(/^units\.csv:\d/);
    expect(problems.map((one) => problemLine(one, 'en')).join('\n')).not.toMatch(/[\u4E00-\u9FFF]{5}/u);
  });

  it('finds the same callsign, plate or contact twice', () => {
    const units = readUnits(
      utf8(`${HEAD}\nA,甲,patrol,2,yes,鲁A12345,\nB,甲,patrol,2,yes,鲁A·12345,\nC,丙,patrol,2,no,鲁A12346,`),
    );
    expect(places(units.problems)).toEqual(['3 callsign', '3 plate', '4 plate']);
    const contacts = readContacts(
      utf8(
        '编号,姓名,类别,电话\nK1,张三,银行,053186012345\nK1,李四,网点,86012345\nK2,张 三,bank,0531-86012345',
      ),
    );
    expect(places(contacts.problems)).toEqual(['3 类别', '3 电话', '4 电话']);
  });

  it('reads GB18030 with Chinese headings', () => {
    expect(readContacts(GB18030)).toMatchObject({
      problems: [],
      contacts: [{ contactId: 'K-1', name: '张三', kind: 'bank', phone: '13800138000' }],
    });
  });

  it('says which headings are missing, unknown or double, and reads no row under them', () => {
    const { problems, units } = readUnits(utf8('unit_id,呼号,callsign,wat\nA,a,b,c'));
    expect(units).toEqual([]);
    expect(problems.map((one) => problemLine(one, 'en'))).toEqual([
      expect.stringContaining('“callsign”: the heading occurs twice'),
      expect.stringContaining('“wat”: no such heading. There are: unit_id, callsign'),
      expect.stringContaining('kind: the column is missing'),
      expect.stringContaining('crew: the column is missing'),
      expect.stringContaining('vehicle: the column is missing'),
    ]);
    expect(readUnits(new Uint8Array()).problems[0]?.todo.en).toContain('Begin with the line: unit_id');
  });

  it('holds the roster against the units and the clock', () => {
    const { duties, problems } = readRoster(
      utf8(
        'unit_id,name,from,to\nA,甲,08:00,20:00\nZ,乙,8:00,20:00\nA,丙,2026-11-22 08:00,20:00\nA,丁,25:00,26:00\nA,甲,08:00,20:00',
      ),
      new Set(['A']),
    );
    expect(duties.map(({ name }) => name)).toEqual(['甲', '甲']);
    expect(places(problems)).toEqual(['5 from', '5 to', '6 name', '3 unit_id', '4 to']);
  });
});
