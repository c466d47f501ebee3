import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeRoadGraph } from './graph-codec.ts';
import type { RegionManifest } from './pack.ts';
import { checkExits, checkManifest } from './pack-check.ts';
import { decodeRegion } from './region.ts';
import { RegionPackError } from './shape-check.ts';
import { gridGraph } from './small-graphs.ts';
import { decodeUtf8 } from './utf8.ts';

const zhEn = { zh: '演练', en: 'Drill' };
const json = (value: unknown): Uint8Array => utf8ToBytes(JSON.stringify(value));

interface Change {
  readonly edge?: number;
  readonly exitNode?: number;
  readonly pois?: unknown;
  readonly poiKinds?: RegionManifest['counts']['poiKinds'];
}

function smallPack(change: Change = {}): Record<string, Uint8Array> {
  const place = {
    id: 'station-01',
    name: zhEn,
    edge: change.edge ?? 0,
    fraction: 0.5,
    lon: 117,
    lat: 36.6,
    drill: true,
  };
  const exit = {
    id: 'exit-01',
    number: 1,
    name: zhEn,
    class: 'motorway',
    node: change.exitNode ?? 1,
    edge: 0,
    fraction: 1,
    lon: 117,
    lat: 36.6,
    feet: [],
    derived: true,
    rule: 'r',
  };
  const files: Record<string, Uint8Array> = {
    'roads.bin': encodeRoadGraph(gridGraph(3, 3)),
    'places.json': json([{ id: 'p', name: zhEn, lon: 117, lat: 36.6, rank: 1 }]),
    'exits.json': json([exit]),
    'stoppable.json': json([]),
    'drill.json': json({
      formatVersion: 1,
      seed: 1,
      label: zhEn,
      stations: [place],
      branches: [],
      goldShops: [],
      teahouses: [],
      checkpoints: [],
      stoppable: [],
    }),
  };
  if (change.pois !== undefined) files['pois.json'] = json(change.pois);
  const manifest: RegionManifest = {
    formatVersion: 1,
    name: 'test',
    title: zhEn,
    timezone: 'Asia/Shanghai',
    source: { file: 's', sha256: '', date: 'unknown', note: zhEn, licence: 'ODbL-1.0', attribution: ['x'] },
    bounds: [117, 36.6, 117.1, 36.7],
    centre: [117, 36.6],
    coreOutline: [],
    coverage: [],
    tiles: { minZoom: 6, maxZoom: 14, layers: [] },
    counts: {
      nodes: 9,
      segments: 12,
      edges: 24,
      components: 1,
      largestComponentShare: 1,
      exits: 1,
      stoppable: 0,
      places: 1,
      tiles: 0,
      poiKinds: change.poiKinds,
    },
    builder: { name: 't', version: 1 },
    files: Object.entries(files).map(([path, bytes]) => ({
      path,
      bytes: bytes.length,
      sha256: bytesToHex(sha256(bytes)),
    })),
  };
  return { ...files, 'manifest.json': json(manifest) };
}

describe('reading a region pack', () => {
  it('gives graph, places, exits and drill', () => {
    const region = decodeRegion(smallPack());
    expect(region.graph.nodeCount).toBe(9);
    expect(region.drill.stations[0]?.name.zh).toBe('演练');
    expect(region.drill.river).toBeUndefined();
    expect(region.exits[0]?.id).toBe('exit-01');
  });

  it('names the file that is missing, changed or not JSON', () => {
    const { 'exits.json': _gone, ...without } = smallPack();
    expect(() => decodeRegion(without)).toThrow(/exits\.json is missing from region 'test'/);
    expect(() => decodeRegion({})).toThrow(/manifest\.json is missing/);
    expect(() => decodeRegion({ 'manifest.json': utf8ToBytes('{') })).toThrow(/manifest\.json is not JSON/);
    const changed = smallPack();
    changed['places.json'] = json([]);
    expect(() => decodeRegion(changed)).toThrow(/places\.json of region 'test' differs from its manifest/);
  });

  it('notices any flipped byte of the road graph', () => {
    const pack = smallPack();
    const roads = pack['roads.bin'] ?? new Uint8Array();
    fc.assert(
      fc.property(fc.nat(roads.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const damaged = roads.slice();
        damaged[at] = (damaged[at] ?? 0) ^ mask;
        expect(() => decodeRegion({ ...pack, 'roads.bin': damaged })).toThrow(RegionPackError);
      }),
      { numRuns: 50 },
    );
  });

  it('refuses points on roads that are not there', () => {
    expect(() => decodeRegion(smallPack({ edge: 24 }))).toThrow(/station-01 lies on a road/);
    expect(() => decodeRegion(smallPack({ exitNode: 9 }))).toThrow(/exit-01 lies on a road/);
  });

  it('reads which kinds of place were looked for, and packs from before that was told', () => {
    const hotel = { id: 'node/1', kind: 'hotel', name: zhEn, named: true, lon: 117, lat: 36.6 };
    const bank = { ...hotel, id: 'node/2', kind: 'bank', atm: true };
    const old = decodeRegion(smallPack({ pois: [{ ...bank, atm: undefined }] }));
    expect([old.pois.length, old.manifest.counts.poiKinds]).toEqual([1, undefined]);
    const poiKinds = { bank: 1, hotel: 1, park: 0 };
    const region = decodeRegion(smallPack({ pois: [hotel, bank], poiKinds }));
    expect(region.pois).toEqual([hotel, bank]);
    expect(region.manifest.counts.poiKinds).toEqual(poiKinds);
    // of a newer pack what this program knows is kept
    const newer = smallPack({ poiKinds: { park: 0, 'mahjong-room': 3 } as never });
    expect(decodeRegion(newer).manifest.counts.poiKinds).toEqual({ park: 0 });
  });

  it('says which place is of no known kind, and which count is not so', () => {
    const place = { id: 'node/1', kind: 'hotel', name: zhEn, named: true, lon: 117, lat: 36.6 };
    expect(() => decodeRegion(smallPack({ pois: [place, { ...place, kind: 'motel' }] }))).toThrow(
      /^pois\.json\[1\]\.kind: expected one of police, .*, hotel, .*, found 'motel'; rebuild the region pack$/,
    );
    expect(() => decodeRegion(smallPack({ pois: [{ ...place, atm: 'yes' }] }))).toThrow(
      "pois.json[0].atm: expected one of true, found 'yes'",
    );
    expect(() => decodeRegion(smallPack({ pois: [place], poiKinds: { hotel: 2 } }))).toThrow(
      "pois.json holds 1 of the kind 'hotel', manifest.json says 2; rebuild the region pack",
    );
    expect(() => decodeRegion(smallPack({ poiKinds: { hotel: -1 } }))).toThrow(
      'counts.poiKinds.hotel: expected a whole number',
    );
  });

  it('names the path of a wrong field', () => {
    expect(() => checkExits([{ id: 'a' }], 'exits.json')).toThrow(
      'exits.json[0].number: expected a whole number, found undefined',
    );
    expect(() => checkManifest({ formatVersion: 2 }, 'manifest.json')).toThrow(
      'manifest.json formatVersion: expected one of 1, found number',
    );
    expect(() => checkManifest(null, 'manifest.json')).toThrow(
      'manifest.json: expected an object, found null',
    );
    expect(() => checkExits({}, 'exits.json')).toThrow('exits.json: expected a list, found object');
  });
});

describe('UTF-8', () => {
  it('reads what an encoder wrote', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const wellFormed = text.isWellFormed() ? text : '';
        expect(decodeUtf8(utf8ToBytes(wellFormed))).toBe(wellFormed);
      }),
    );
    expect(decodeUtf8(utf8ToBytes('派出所 🚓 é'))).toBe('派出所 🚓 é');
  });

  it.each([[[0x80]], [[0xe4, 0xb8]], [[0xc3, 0x28]]])('refuses %j', (bytes) => {
    expect(() => decodeUtf8(Uint8Array.from(bytes))).toThrow(/malformed UTF-8/);
  });
});
