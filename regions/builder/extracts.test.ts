import { type ChildProcess, spawn } from 'node:child_process';
import { copyFile, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { equirectM } from '../../shared/geo/distance.ts';
import type { LonLat } from '../../shared/geo/point.ts';
import { createSearchWorkspace, type SnapPoint } from '../../shared/roads/fastest.ts';
import { EMERGENCY } from '../../shared/roads/profiles.ts';
import { decodeRegion, OPTIONAL_REGION_FILES, REGION_FILES, type Region } from '../../shared/roads/region.ts';
import { EDGE_FLAGS } from '../../shared/roads/road-class.ts';
import { prepareMainNet } from '../../shared/roads/road-net.ts';
import { fastestRoute, placeOnRoute, routeGeometry } from '../../shared/roads/route.ts';
import { buildSnapIndex, snapNearest } from '../../shared/roads/snap.ts';
import { regionCommand } from './cli.ts';
import { insideOf } from './core-area.ts';

const FIXTURES = join(import.meta.dirname, '..', '..', 'tests', 'fixtures', 'osm');
const LIECHTENSTEIN = join(FIXTURES, 'liechtenstein-2015.osm.pbf');
const SHANGHAI = join(FIXTURES, 'shanghai-centre.osm.pbf');

/** Two kilometres of the inner city. */
const BOX = '121.46,31.22,121.48,31.24';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'extracts-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

interface Ran {
  readonly code: number;
  readonly out: readonly string[];
  readonly err: string;
}

async function run(...argv: string[]): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await regionCommand(argv, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    cwd: dir,
    regionsDir: join(dir, 'regions'),
    searchDirs: [join(dir, 'mine'), join(dir, 'regions')],
  });
  return { code, out, err: err.join('\n') };
}

async function load(name: string): Promise<Region> {
  const files: Record<string, Uint8Array> = {};
  for (const file of [...REGION_FILES, ...OPTIONAL_REGION_FILES]) {
    const bytes = await readFile(join(dir, 'regions', name, file)).catch(() => undefined);
    if (bytes !== undefined) files[file] = new Uint8Array(bytes);
  }
  return decodeRegion(files);
}

describe('Liechtenstein, the municipality of Vaduz as the core', { timeout: 60_000 }, () => {
  it('drives a unit from the middle of the core to a neighbour and back, on roads all the way', async () => {
    expect(await run('build', LIECHTENSTEIN, '--name', 'vaduz', '--boundary', 'Vaduz')).toMatchObject({
      code: 0,
    });
    const region = await load('vaduz');
    const { graph, manifest } = region;
    expect(manifest.core).toMatchObject({ kind: 'boundary', name: { zh: 'Vaduz', en: 'Vaduz' } });
    expect(manifest.source.date).toBe('2015-07-27');
    expect(manifest.counts.turnBans).toBeGreaterThan(0);
    // nobody sells gold in Vaduz, as far as the map knows
    expect(manifest.counts.poiKinds).toMatchObject({ hotel: 5, bank: 2, 'cash-machine': 1, 'gold-shop': 0 });
    expect([...graph.edgeFlags].filter((flags) => (flags & EDGE_FLAGS.TURN) !== 0).length).toBeGreaterThan(3);
    const inside = insideOf(manifest.core?.rings ?? []);
    expect(inside(...manifest.centre)).toBe(true);

    const net = prepareMainNet(graph, EMERGENCY);
    const index = buildSnapIndex(graph);
    const snap = ([lon, lat]: LonLat): SnapPoint => {
      const point = snapNearest(index, net, lon, lat, 2000);
      if (point === undefined) throw new Error('no road');
      return point;
    };
    const home = snap(manifest.centre);
    const balzers: LonLat = [9.5025, 47.0679];
    expect(inside(...balzers)).toBe(false);
    const away = snap(balzers);
    for (const [from, to] of [
      [home, away],
      [away, home],
    ] as const) {
      const route = fastestRoute(net, createSearchWorkspace(graph.nodeCount), from, to);
      expect(route).toBeDefined();
      if (route === undefined) return;
      // 10 km of main road
      expect(route.lengthM).toBeGreaterThan(7000);
      expect(route.lengthM).toBeLessThan(16_000);
      expect(route.seconds).toBeGreaterThan(300);
      expect(route.seconds).toBeLessThan(1500);
      const line = routeGeometry(net, route);
      let last = placeOnRoute(line, 0);
      for (let second = 1; second <= route.seconds + 1; second++) {
        const place = placeOnRoute(line, second);
        // 110 km/h is faster than anything a patrol does here
        expect(equirectM(last.lon, last.lat, place.lon, place.lat)).toBeLessThan(31);
        if (second % 10 === 0) expect(snapNearest(index, net, place.lon, place.lat, 5)).toBeDefined();
        last = place;
      }
      expect(last.arrived).toBe(true);
      expect(equirectM(last.lon, last.lat, to.lon, to.lat)).toBeLessThan(1);
    }
  });
});

describe('the centre of Shanghai', () => {
  it('knows its streets in both scripts', async () => {
    const ran = await run('build', SHANGHAI, '--name', 'shanghai');
    expect(ran.code).toBe(0);
    const { names, manifest } = await load('shanghai');
    const of = (zh: string) => names?.names.find((name) => name.zh === zh);
    expect(of('南京西路')?.en).toMatch(/^(West Nanjing|Nanjing).*Road/);
    const chinese = names?.names.filter((name) => /^\p{Script=Han}/u.test(name.zh)) ?? [];
    expect(chinese.length).toBeGreaterThan(600);
    const translated = chinese.filter((name) => /^[\p{Script=Latin}\d]/u.test(name.en));
    expect(translated.length / chinese.length).toBeGreaterThan(0.9);
    expect(manifest.tiles.layers).toContain('road_names');
    // an extract of streets and stops: it could not tell of a hotel, and so says nothing about hotels
    expect(manifest.counts.poiKinds).toEqual({ station: 1 });
  });
});

describe('several packs side by side', { timeout: 60_000 }, () => {
  it('are listed and verified; a flipped byte and a missing file are found', async () => {
    await run('build', SHANGHAI, '--name', 'b');
    await run('build', SHANGHAI, '--name', 'a', '--bbox', BOX);
    const listed = (await run('list')).out.map((line): unknown => JSON.parse(line));
    expect(listed).toMatchObject([{ region: 'a', core: { zh: '指定范围' } }, { region: 'b' }]);
    expect(await run('verify')).toMatchObject({ code: 0, err: '' });

    const tiles = join(dir, 'regions', 'b', 'tiles.pmtiles');
    const bytes = await readFile(tiles);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    await writeFile(tiles, bytes);
    await rm(join(dir, 'regions', 'b', 'names.json'));
    const bad = await run('verify');
    expect(bad.code).toBe(1);
    expect(bad.out.map((line): unknown => JSON.parse(line))).toMatchObject([
      { region: 'a', ok: true },
      {
        region: 'b',
        ok: false,
        problems: ['tiles.pmtiles differs from its checksum', 'names.json is missing'],
      },
    ]);
    expect(bad.err).toMatch(/已损坏.*is damaged/);
    await writeFile(join(dir, 'regions', 'a', 'manifest.json'), '{"formatVersion":1');
    expect(await run('verify', 'a')).toMatchObject({ code: 1 });
    expect((await run('list')).out).toHaveLength(2);
  });
});

describe('builds that are cut short', { timeout: 60_000 }, () => {
  it('killed before its tiles are done, a build goes on from the roads it had selected', async () => {
    const args = ['build', SHANGHAI, '--name', 'v', '--bbox', BOX];
    await killAt(startBuild(args));
    // its lock stays as well, and binds nobody
    expect(await readdir(join(dir, 'regions'))).toEqual(['.v-building', '.v-lock']);
    // other input does not take the stage over
    const other = await run(...args.with(5, '121.46,31.22,121.47,31.23').with(3, 'w'));
    expect(other.err).not.toMatch(/took over/);

    const again = await run(...args);
    expect(again.code).toBe(0);
    expect(again.err).toMatch(/took over the selected roads/);
    expect(again.err).not.toMatch(/read \d+ road ways/);
    expect((await readdir(join(dir, 'regions'))).toSorted()).toEqual(['v', 'w']);
    const resumed = await readFile(join(dir, 'regions', 'v', 'manifest.json'));
    await run(...args, '--out', 'fresh');
    expect(await readFile(join(dir, 'fresh', 'manifest.json'))).toEqual(resumed);
  });

  it('damage in a stored stage is noticed: the stage is made again', async () => {
    const args = ['build', SHANGHAI, '--name', 'v', '--bbox', BOX];
    await killAt(startBuild(args));
    const stages = join(dir, 'regions', '.v-building', 'stages');
    const stage = (await readdir(stages)).find((name) => name.startsWith('select-')) ?? '';
    const bytes = await readFile(join(stages, stage));
    await writeFile(join(stages, stage), bytes.subarray(0, bytes.length - 100));
    const again = await run(...args);
    expect(again.code).toBe(0);
    expect(again.err).toMatch(/read 4701 road ways/);
  });

  it('killed between moving the old pack away and the new one in, the old pack comes back', async () => {
    await run('build', SHANGHAI, '--name', 's');
    const pack = join(dir, 'regions', 's');
    await writeFile(join(pack, 'drill-mix.json'), '{}');
    await rename(pack, join(dir, 'regions', '.s-old'));
    await writeFile(join(dir, 'broken.osm.pbf'), (await readFile(SHANGHAI)).subarray(0, 100_000));
    expect(await run('build', 'broken.osm.pbf', '--name', 's')).toMatchObject({ code: 2 });
    expect(await run('verify', 's')).toMatchObject({ code: 0 });
    await copyFile(SHANGHAI, join(dir, 'shanghai.osm.pbf'));
    expect(await run('build', 'shanghai.osm.pbf', '--name', 's')).toMatchObject({ code: 0 });
    expect(await readFile(join(pack, 'drill-mix.json'), 'utf8')).toBe('{}');
    expect(await readdir(join(dir, 'regions'))).toEqual(['s']);
  });

  it.each([
    [['--boundary', 'Vaduz', '--bbox', '9,47,10,48'], /只能给一个.*not both/],
    [['--bbox', '9,47,10'], /西,南,东,北.*west,south,east,north/],
    [['--bbox', '10,47,9,48'], /not usable/],
    [['--boundary', ''], /边界名.*Name a border/],
    [['--boundary', 'Vaduz', '--reach', 'far'], /车程.*minutes' drive/],
    [['--reach', '90min'], /--boundary 或 --bbox.*needs --boundary or --bbox/],
    [['--boundary', '万州区'], /找不到名为“万州区”的边界.*No border is named/],
  ])('%j: exit 2 and a reason in both languages', async (options, message) => {
    const { code, out, err } = await run('build', LIECHTENSTEIN, '--name', 'x', ...options);
    expect([code, out]).toEqual([2, []]);
    expect(err).toMatch(message);
    expect(await readdir(join(dir, 'regions')).catch(() => [])).toEqual([]);
  });

  function startBuild(args: readonly string[]): ChildProcess {
    const script = `
      import { regionCommand } from ${JSON.stringify(join(import.meta.dirname, 'cli.ts'))};
      await regionCommand(${JSON.stringify(args)}, {
        out: () => undefined,
        err: (line) => process.stderr.write(line + '\\n'),
        cwd: ${JSON.stringify(dir)},
        regionsDir: ${JSON.stringify(join(dir, 'regions'))},
        searchDirs: [],
      });`;
    return spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  }

  /** Kills the build once its selected roads are on disk. */
  function killAt(child: ChildProcess): Promise<void> {
    return new Promise((resolve, reject) => {
      let text = '';
      child.stderr?.setEncoding('utf8').on('data', (part: string) => {
        text += part;
        // said after that stage is stored and before the tiles are
        if (/network:/.test(text)) child.kill('SIGKILL');
      });
      child.on('error', reject);
      child.on('exit', (_code, signal) =>
        signal === 'SIGKILL' ? resolve() : reject(new Error(`not killed in time: ${text}`)),
      );
    });
  }
});
