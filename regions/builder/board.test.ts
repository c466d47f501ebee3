import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeBoard } from '../../shared/roads/board.ts';
import { decodeRegion } from '../../shared/roads/region.ts';
import { regionCommand } from './cli.ts';

const BOARD = join(import.meta.dirname, '..', 'wanzhou-board');

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'board-'));
  await cp(BOARD, join(dir, 'wanzhou-board'), { recursive: true });
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function run(...argv: string[]): Promise<{ code: number; out: string[]; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await regionCommand(argv, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    cwd: dir,
    regionsDir: dir,
    searchDirs: [join(dir, 'mine'), dir],
  });
  return { code, out, err: err.join('\n') };
}

const read = async (folder: string, name: string): Promise<Uint8Array> =>
  new Uint8Array(await readFile(join(folder, name)));

describe('the board of Wanzhou', () => {
  it('has 52 townships, the river and seven neighbours, all marked schematic, and no roads', async () => {
    const files = {
      'manifest.json': await read(BOARD, 'manifest.json'),
      'board.json': await read(BOARD, 'board.json'),
    };
    const { manifest, board } = decodeBoard(files);
    expect(manifest.counts).toEqual({ townships: 52, placed: 50, neighbours: 7 });
    expect(manifest.label.zh).toBe('示意');
    expect(manifest.note.zh).toContain('不计算任何到达时间');
    expect(manifest.files.map((f) => f.path)).not.toContain('roads.bin');
    expect(board.townships.filter((t) => t.lon === undefined).map((t) => t.name.zh)).toEqual([
      '高笋塘街道',
      '龙都街道',
    ]);
    const named = (zh: string) => board.townships.find((t) => t.name.zh === zh)?.name.en;
    expect([named('百安坝街道'), named('武陵镇'), named('恒合土家族乡')]).toEqual([
      'Baianba Subdistrict',
      'Wuling Town',
      'Henghe Tujia Township',
    ]);
    expect(board.neighbours.map((n) => n.name.zh)).toEqual([
      '开州区',
      '云阳县',
      '利川市',
      '石柱县',
      '忠县',
      '梁平区',
      '开江县',
    ]);
    // each on the side where it lies, seen from the middle of the district
    const side = (id: string): number[] => {
      const at = board.neighbours.find((n) => n.id === id);
      return [(at?.lon ?? 0) - 108.4, (at?.lat ?? 0) - 30.75];
    };
    expect(side('kaizhou')[1]).toBeGreaterThan(0);
    expect(side('yunyang')[0]).toBeGreaterThan(0);
    expect(side('shizhu')[1]).toBeLessThan(0);
    expect(side('liangping')[0]).toBeLessThan(0);
    expect(board.river.lines.flat().length).toBeGreaterThan(30);
    expect(() => decodeRegion(files)).toThrow();
  });

  it('is built from its sources to the same bytes, listed and verified beside packs with roads', async () => {
    expect(await run('board', 'wanzhou-board')).toMatchObject({ code: 0, err: '' });
    for (const name of ['manifest.json', 'board.json'])
      expect(await read(join(dir, 'wanzhou-board'), name), name).toEqual(await read(BOARD, name));
    expect((await run('list')).out.map((line): unknown => JSON.parse(line))).toMatchObject([
      { region: 'wanzhou-board', kind: 'board', title: { zh: '万州区' } },
    ]);
    expect(await run('verify')).toMatchObject({ code: 0 });
    await rm(join(dir, 'wanzhou-board', 'source'), { recursive: true });
    expect(await run('verify')).toMatchObject({ code: 0 });
    await writeFile(join(dir, 'wanzhou-board', 'board.json'), '{}');
    expect(await run('verify')).toMatchObject({ code: 1 });
  });

  it("are looked for in the user's folder too, which comes first", async () => {
    await cp(BOARD, join(dir, 'mine', 'wanzhou-board'), { recursive: true });
    await cp(BOARD, join(dir, 'mine', 'other'), { recursive: true });
    const listed = (await run('list')).out.map((line): unknown => JSON.parse(line));
    expect(listed).toEqual([
      expect.objectContaining({ dir: join(dir, 'mine', 'other') }),
      expect.not.objectContaining({ shadowed: true }),
      expect.objectContaining({ dir: join(dir, 'wanzhou-board'), shadowed: true }),
    ]);
    expect((await run('verify')).out).toHaveLength(3);
    await writeFile(join(dir, 'mine', 'wanzhou-board', 'board.json'), '{}');
    expect(await run('verify', 'wanzhou-board')).toMatchObject({ code: 1 });
    expect(await run('verify', './wanzhou-board')).toMatchObject({ code: 0 });
    expect(await run('verify', 'other')).toMatchObject({ code: 0 });
    expect(await run('verify', 'absent')).toMatchObject({ code: 1 });
  });

  it.each([
    [
      'a township twice',
      (csv: string) => `${csv.trim()}\n${csv.trim().split('\n').at(-1)}`,
      /is there twice/,
    ],
    ['a kind it does not know', (csv: string) => csv.replace(',镇,', ',村,'), /unknown kind '村'/],
    ['a position off the globe', (csv: string) => csv.replace('30.82482', '130.8'), /lat/],
  ])('refuses %s, in both languages, and keeps the board it has', async (_name, change, message) => {
    const csv = join(dir, 'wanzhou-board', 'source', 'townships.csv');
    await writeFile(csv, change(await readFile(csv, 'utf8')));
    const { code, err } = await run('board', 'wanzhou-board');
    expect(code).toBe(2);
    expect(err).toMatch(/无法生成示意板/);
    expect(err).toMatch(message);
    expect(await read(join(dir, 'wanzhou-board'), 'board.json')).toEqual(await read(BOARD, 'board.json'));
  });
});
