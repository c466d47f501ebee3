import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildRegion } from './build-region.ts';
import { regionCommand } from './cli.ts';
import { RegionBuildError } from './region-error.ts';

const PACK = join(import.meta.dirname, '..', 'jinan');
const EXTRACT = join(PACK, 'source', 'jinan.osm.pbf');

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'region-test-'));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((e) => e.isFile())
    .map((e) =>
      join(e.parentPath, e.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .toSorted();
}

describe('rebuilding the committed pack', () => {
  it('gives the same bytes, file by file', async () => {
    const manifest = await buildRegion(
      { extractPath: EXTRACT, name: 'jinan', outDir: join(dir, 'jinan') },
      () => undefined,
    );
    const built = await filesOf(join(dir, 'jinan'));
    expect(built).toEqual([...manifest.files.map((f) => f.path), 'manifest.json'].toSorted());
    expect(built.length).toBe(9);
    for (const path of built) {
      const [fresh, committed] = await Promise.all([
        readFile(join(dir, 'jinan', path)),
        readFile(join(PACK, path)),
      ]);
      expect(Buffer.compare(fresh, committed), `${path} differs: run region build and commit`).toBe(0);
    }
  });

  it('works in place, leaves files it does not own, and says what it did', async () => {
    const source = join(dir, 'pack', 'source');
    await mkdir(source, { recursive: true });
    await copyFile(EXTRACT, join(source, 'jinan.osm.pbf'));
    await copyFile(join(PACK, 'source', 'region.json'), join(source, 'region.json'));
    await writeFile(join(dir, 'pack', 'drill-mix.json'), '{}');
    const lines: string[] = [];
    await buildRegion(
      { extractPath: join(source, 'jinan.osm.pbf'), name: 'jinan', outDir: join(dir, 'pack') },
      (line) => lines.push(line),
    );
    expect(await readFile(join(dir, 'pack', 'drill-mix.json'), 'utf8')).toBe('{}');
    expect(lines.join('\n')).toMatch(/98\.\d % of the junctions in the largest of 26 components/);
    expect(await readdir(dir)).toEqual(['pack']);
  });
});

describe('what cannot be built', () => {
  const cases: readonly [string, () => Promise<string>, RegExp][] = [
    ['a missing file', async () => join(dir, 'none.osm.pbf'), /读不到 .*no such file/],
    [
      'another format',
      async () => put('x.osm.pbf', '<osm version="0.6"></osm>'),
      /不是 OpenStreetMap PBF.*not an OpenStreetMap PBF/,
    ],
    ['an empty file', async () => put('x.osm.pbf', ''), /not an OpenStreetMap PBF/],
    [
      'half a file',
      async () => put('x.osm.pbf', (await readFile(EXTRACT)).subarray(0, 150_000)),
      /damaged or cut short/,
    ],
    [
      'a file without roads',
      async () => put('x.osm.pbf', (await readFile(EXTRACT)).subarray(0, await firstBlobEnd())),
      /没有道路.*holds no roads/,
    ],
  ];
  async function put(name: string, content: string | Uint8Array): Promise<string> {
    await writeFile(join(dir, name), content);
    return join(dir, name);
  }
  /** The header blob alone: a valid extract that holds nothing. */
  async function firstBlobEnd(): Promise<number> {
    const bytes = await readFile(EXTRACT);
    const headerLength = bytes.readUInt32BE(0);
    const header = bytes.subarray(4, 4 + headerLength);
    // BlobHeader ends with field 3 (datasize), a one- or two-byte varint here
    const at = header.lastIndexOf(0x18);
    const size =
      (header[at + 1] ?? 0) < 0x80
        ? (header[at + 1] ?? 0)
        : ((header[at + 1] ?? 0) & 0x7f) + (header[at + 2] ?? 0) * 128;
    return 4 + headerLength + size;
  }

  it.each(cases)('%s: a clear error, and nothing left behind', async (_name, make, message) => {
    const extractPath = await make();
    const before = await filesOf(dir);
    const outDir = join(dir, 'out', 'x');
    const attempt = buildRegion({ extractPath, name: 'x', outDir }, () => undefined);
    await expect(attempt).rejects.toThrow(message);
    await expect(attempt).rejects.toBeInstanceOf(RegionBuildError);
    expect(await filesOf(dir)).toEqual(before);
  });

  it('a target that cannot be written', async () => {
    const blocked = await put('file', 'not a folder');
    const attempt = buildRegion(
      { extractPath: EXTRACT, name: 'x', outDir: join(blocked, 'x') },
      () => undefined,
    );
    await expect(attempt).rejects.toThrow(/无法写入.*Cannot write/);
    expect(await readdir(dir)).toEqual(['file']);
  });

  it('a region.json that is wrong or missing though asked for', async () => {
    const about = await put('region.json', '{"title":{"zh":"济南"}}');
    const options = { extractPath: EXTRACT, name: 'x', outDir: join(dir, 'x') };
    await expect(buildRegion({ ...options, aboutPath: about }, () => undefined)).rejects.toThrow(
      /region\.json title\.en: expected text, found undefined/,
    );
    await expect(
      buildRegion({ ...options, aboutPath: join(dir, 'no.json') }, () => undefined),
    ).rejects.toThrow(/Check --about/);
    await expect(buildRegion({ ...options, name: '../x' }, () => undefined)).rejects.toThrow(/not usable/);
  });
});

describe('the command', () => {
  async function run(...argv: string[]): Promise<{ code: number; out: string[]; err: string[] }> {
    const out: string[] = [];
    const err: string[] = [];
    const code = await regionCommand(argv, {
      out: (l) => out.push(l),
      err: (l) => err.push(l),
      cwd: dir,
      regionsDir: join(dir, 'regions'),
      searchDirs: [join(dir, 'mine'), join(dir, 'regions')],
    });
    return { code, out, err };
  }

  it('prints one JSON line and nothing else on out', async () => {
    await copyFile(EXTRACT, join(dir, 'a.osm.pbf'));
    const { code, out } = await run('build', 'a.osm.pbf', '--name', 'a');
    expect(code).toBe(0);
    expect(out).toHaveLength(1);
    expect(JSON.parse(out[0] ?? '')).toMatchObject({ region: 'a', nodes: 12766, segments: 18119 });
    expect(await filesOf(join(dir, 'regions', 'a'))).toContain('tiles.pmtiles');
  });

  it.each([
    [[], /missing subcommand/],
    [['pack'], /unknown subcommand: pack/],
    [['build'], /missing <extract/],
    [['build', 'a.osm.pbf'], /missing --name/],
    [['build', 'a.osm.pbf', 'b', '--name', 'x'], /unexpected argument: b/],
    [['build', '--colour'], /Unknown option/],
    [['build', 'none.osm.pbf', '--name', 'x'], /Cannot read/],
  ])('bad usage %j: exit 2, reason on err, nothing on out', async (argv, message) => {
    const { code, out, err } = await run(...argv);
    expect(code).toBe(2);
    expect(out).toEqual([]);
    expect(err.join('\n')).toMatch(message);
  });

  it('has help', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, err: [] });
  });
});
