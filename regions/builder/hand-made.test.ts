import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'fflate';
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { PMTiles } from 'pmtiles';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { etaFromField } from '../../shared/roads/eta.ts';
import { createSearchWorkspace, fastestTo, type SnapPoint } from '../../shared/roads/fastest.ts';
import { CAR, EMERGENCY, FOOT, type Profile } from '../../shared/roads/profiles.ts';
import {
  decodeRegion,
  namesBySegment,
  OPTIONAL_REGION_FILES,
  REGION_FILES,
  type Region,
} from '../../shared/roads/region.ts';
import { EDGE_FLAGS, roadClassName } from '../../shared/roads/road-class.ts';
import { prepareRoadNet } from '../../shared/roads/road-net.ts';
import { fastestRoute } from '../../shared/roads/route.ts';
import { buildSnapIndex, snapNearest } from '../../shared/roads/snap.ts';
import { buildRegion, type BuildRegionOptions } from './build-region.ts';
import { RegionBuildError } from './region-error.ts';
import { HAND_MADE } from './testing/hand-made.ts';
import { writePbf } from './testing/write-pbf.ts';
import { tileRange } from './tiles.ts';

let dir = '';
let region: Region;
let log: string[] = [];

async function build(name: string, options: Partial<BuildRegionOptions> = {}): Promise<Region> {
  log = [];
  const extractPath = join(dir, 'hand-made.osm.pbf');
  await writeFile(extractPath, writePbf(HAND_MADE));
  const outDir = join(dir, name);
  await buildRegion({ extractPath, name, outDir, ...options }, (line) => log.push(line));
  const files: Record<string, Uint8Array> = {};
  for (const file of [...REGION_FILES, ...OPTIONAL_REGION_FILES])
    files[file] = new Uint8Array(await readFile(join(outDir, file)));
  return decodeRegion(files);
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hand-made-'));
  region = await build('district', { core: { boundary: '测试区' } });
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const nodeAt = (id: number): readonly [number, number] => {
  const node = HAND_MADE.nodes.find(([known]) => known === id);
  return [node?.[1] ?? 0, node?.[2] ?? 0];
};
/** The middle of the road between two of its nodes. */
function between(a: number, b: number, profile: Profile = CAR): SnapPoint {
  const net = prepareRoadNet(region.graph, profile);
  const [ax, ay] = nodeAt(a);
  const [bx, by] = nodeAt(b);
  const point = snapNearest(buildSnapIndex(region.graph), net, (ax + bx) / 2, (ay + by) / 2, 30);
  if (point === undefined) throw new Error(`no road between ${a} and ${b}`);
  return point;
}
function seconds(profile: Profile, from: SnapPoint, to: SnapPoint): number {
  const net = prepareRoadNet(region.graph, profile);
  const field = fastestTo(net, createSearchWorkspace(region.graph.nodeCount), [to]);
  const route = fastestRoute(net, createSearchWorkspace(region.graph.nodeCount), from, to);
  const eta = etaFromField(field, from);
  expect(route?.seconds ?? Infinity).toBeCloseTo(eta, 6);
  return eta;
}

describe('a hand-made district', () => {
  it('has the core its border draws, hole included, and says how far it reaches', () => {
    const { core, coreOutline, title } = region.manifest;
    expect(title).toEqual({ zh: '测试区', en: 'Test District' });
    expect(core).toMatchObject({
      kind: 'boundary',
      name: { zh: '测试区', en: 'Test District' },
      allRoadsMinutes: 60,
      reachMinutes: 150,
    });
    expect(core?.rings.map((ring) => ring.length)).toEqual([5, 4]);
    for (const ring of core?.rings ?? []) expect(ring.at(-1)).toEqual(ring[0]);
    expect(coreOutline).toHaveLength(5);
  });

  it('keeps the motorway to the reach and drops side streets beyond 60 minutes', async () => {
    const names = (pack: Region) => new Set(pack.names?.names.map((n) => n.zh));
    expect(names(region)).toContain('测试高速');
    expect(names(region)).not.toContain('远街');
    const east = Math.max(...region.graph.nodeLon);
    expect(east).toBeCloseTo(nodeAt(53)[0], 6); // the piece that begins within 150 minutes
    const near = await build('near', { core: { boundary: 'Test District' }, reachMinutes: 70 });
    expect(Math.max(...near.graph.nodeLon)).toBeCloseTo(nodeAt(51)[0], 6);
    const whole = await build('whole');
    expect(names(whole)).toContain('远街');
    expect(whole.manifest.core).toBeUndefined();
  });

  it('keeps turn restrictions for cars and police, not for walkers', () => {
    expect(region.manifest.counts.turnBans).toBe(3);
    // west of 22 to north of 22: round the block rather than left
    const [from, to] = [between(21, 22), between(22, 12)];
    const straight = seconds(FOOT, from, to);
    expect(straight).toBeLessThan(900);
    for (const profile of [CAR, EMERGENCY]) {
      const eastward = seconds(profile, between(22, 23), to);
      expect(seconds(profile, from, to)).toBeGreaterThan(eastward + 60);
    }
    // coming down 东街, cars must go straight on over the bridge; police may turn into 中山路
    const [down, across] = [between(13, 23), between(22, 23)];
    expect(seconds(CAR, down, across)).toBeGreaterThan(seconds(EMERGENCY, down, across) + 60);
  });

  it('counts the restrictions it does not understand instead of guessing', () => {
    return build('again', { core: { boundary: '测试区' } }).then(() => {
      expect(log.join('\n')).toMatch(/3 banned; 2 restrictions not understood/);
    });
  });

  it('crosses the river by ferry at its timetable speed, and only where cars may come aboard', () => {
    const ferry = between(22, 32);
    expect(roadClassName(region.graph.edgeClass[ferry.edge] ?? 0)).toBe('ferry');
    const kmh = (region.graph.edgeLengthM[ferry.edge] ?? 0) / 1000 / (10 / 60);
    for (const profile of [CAR, EMERGENCY, FOOT]) {
      const whole = prepareRoadNet(region.graph, profile).edgeSeconds[ferry.edge] ?? 0;
      expect(whole, profile.id).toBeCloseTo((600 * kmh) / Math.round(kmh), 3);
    }
    const passengers = namesBySegment(region.names ?? { formatVersion: 1, names: [], runs: [] }).findIndex(
      (name) => name?.zh === '客渡',
    );
    expect((region.graph.edgeFlags[2 * passengers] ?? 0) & (EDGE_FLAGS.CAR | EDGE_FLAGS.FOOT)).toBe(
      EDGE_FLAGS.FOOT,
    );
  });

  it('names roads in both scripts and reads speeds as tagged', () => {
    const names = region.names;
    expect(names).toBeDefined();
    if (names === undefined) return;
    const bySegment = namesBySegment(names);
    const roads = [...region.graph.edgeFlags].filter(
      (flags, e) => e % 2 === 0 && (flags & EDGE_FLAGS.TURN) === 0,
    );
    expect(bySegment).toHaveLength(roads.length);
    const of = (zh: string) => names.names.find((name) => name.zh === zh);
    expect(of('北街')).toEqual({ zh: '北街', en: 'North Street', at: [[108.0105, 30.8]] });
    expect(of('中山路')).toMatchObject({ zh: '中山路', en: 'Zhongshan Lu', pinyin: 'Zhongshan Lu' });
    expect(of('测试大桥')).toMatchObject({ en: 'Test Bridge', ref: 'G318' });
    const speedOf = (zh: string) =>
      region.graph.edgeSpeedKmh[2 * bySegment.findIndex((name) => name?.zh === zh)];
    expect([speedOf('北街'), speedOf('东街'), speedOf('西街')]).toEqual([40, 48, 0]);
    const bridge = 2 * bySegment.findIndex((name) => name?.zh === '测试大桥');
    expect((region.graph.edgeFlags[bridge] ?? 0) & EDGE_FLAGS.BRIDGE).toBe(EDGE_FLAGS.BRIDGE);
  });

  it('has the toll booth, the junction by its number and the places of the district', () => {
    expect(region.stoppable.find((s) => s.kind === 'toll-plaza')).toMatchObject({
      name: { zh: '测试收费站', en: 'Test Toll' },
      derived: false,
    });
    expect(region.exits).toHaveLength(1);
    expect(region.exits[0]).toMatchObject({
      ref: '17A',
      name: { zh: '17A 号出口', en: 'Exit 17A' },
      rule: 'motorway_junction',
    });
    expect(region.pois.map((p) => [p.kind, p.name.zh, p.name.en, p.named])).toEqual([
      ['toll-booth', '测试收费站', 'Test Toll', true],
      ['gold-shop', '测试金店', 'Test Gold', true],
      ['bank', '测试银行', 'Ceshi Yinhang', true],
      ['police', '测试派出所', 'Test Station', true],
      ['fuel', '加油站', 'filling station', false],
      ['hotel', '测试宾馆', 'Test Hotel', true],
      ['cash-machine', '测试银行 取款机', 'Test Bank cash machine', true],
      ['tea-house', '网吧', 'internet café', false],
      ['station', '测试汽车站', '测试汽车站', true],
      ['hospital', '测试医院', 'Test Hospital', true],
      ['park', '测试公园', 'Test Park', true],
    ]);
    const [park, machines] = [region.pois.at(-1), region.pois.filter(({ atm }) => atm === true)];
    expect(park).toMatchObject({ id: 'relation/300', lon: 108.0135, lat: 30.7965 });
    expect(machines.map(({ name }) => name.zh)).toEqual(['测试银行']);
    expect(region.manifest.counts).toMatchObject({ pois: 11 });
    expect(region.manifest.counts.poiKinds).toEqual({
      police: 1,
      bank: 1,
      'gold-shop': 1,
      'toll-booth': 1,
      fuel: 1,
      hospital: 1,
      hotel: 1,
      'cash-machine': 1,
      'tea-house': 1,
      park: 1,
      station: 1,
    });
    expect(region.places.map((p) => p.name.zh)).toEqual(['测试镇']);
  });

  it('shows names, borders, places and what lies on top in its tiles', async () => {
    expect(region.manifest.tiles.layers).toEqual(expect.arrayContaining(['borders', 'road_names', 'pois']));
    const bytes = new Uint8Array(await readFile(join(dir, 'district', 'tiles.pmtiles')));
    const archive = new PMTiles({
      getKey: () => 'x',
      getBytes: async (o, n) => ({ data: bytes.slice(o, o + n).buffer }),
    });
    const seen = new Map<string, Record<string, unknown>[]>();
    const [lon, lat] = nodeAt(22);
    const range = tileRange([lon - 0.02, lat - 0.015, lon + 0.02, lat + 0.015], 14);
    for (let x = range.x0; x <= range.x1; x++) {
      for (let y = range.y0; y <= range.y1; y++) {
        const tile = await archive.getZxy(14, x, y);
        if (tile === undefined) continue;
        const raw = new Uint8Array(tile.data);
        const { layers } = new VectorTile(new PbfReader(raw[0] === 0x1f ? gunzipSync(raw) : raw));
        for (const [name, layer] of Object.entries(layers))
          for (let i = 0; i < layer.length; i++)
            seen.set(name, [...(seen.get(name) ?? []), layer.feature(i).properties]);
      }
    }
    expect(seen.get('road_names')).toContainEqual(
      expect.objectContaining({ name_zh: '中山路', pinyin: 'Zhongshan Lu' }),
    );
    expect(seen.get('roads')).toContainEqual(
      expect.objectContaining({ class: 'primary', bridge: true, layer: 1 }),
    );
    expect(seen.get('roads')).toContainEqual(expect.objectContaining({ class: 'ferry' }));
    expect(
      seen
        .get('roads')
        ?.filter((p) => p['class'] === 'tertiary')
        .every((p) => p['layer'] === undefined),
    ).toBe(true);
    expect(seen.get('borders')).toContainEqual(expect.objectContaining({ level: 6, name_zh: '测试区' }));
    expect(seen.get('pois')).toContainEqual(
      expect.objectContaining({ kind: 'gold-shop', name_zh: '测试金店' }),
    );
    // the number on the sign is what the map's box shows
    expect(seen.get('exits')).toContainEqual(expect.objectContaining({ ref: '17A', number: 1 }));
  });
});

describe('a core that cannot be had', () => {
  it.each<[string, BuildRegionOptions['core'], RegExp]>([
    ['no border of that name', { boundary: '测式区' }, /找不到.*相近的有：测试区.*Nearest names: 测试区/],
    [
      'a border the extract cuts',
      { boundary: '半边县' },
      /只含“半边县”边界的一部分.*only part of the border/,
    ],
    ['a box without roads', { bbox: [100, 20, 100.1, 20.1] }, /没有道路.*no roads inside/],
  ])('%s: a clear error and nothing left behind', async (_name, core, message) => {
    const attempt = build('bad', { core });
    await expect(attempt).rejects.toThrow(message);
    await expect(attempt).rejects.toBeInstanceOf(RegionBuildError);
    await expect(readFile(join(dir, 'bad', 'manifest.json'))).rejects.toThrow('ENOENT');
    await expect(readFile(join(dir, '.bad-building'))).rejects.toThrow('ENOENT');
  });
});
