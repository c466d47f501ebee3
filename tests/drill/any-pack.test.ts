import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDrillRegion } from '../../gateway/drill/drill-region.ts';
import { type MemoryRig, startMemoryRig } from '../../gateway/drill/memory-rig.ts';
import { drillMixSchema } from '../../gateway/drill/mix.ts';
import { buildRegion } from '../../regions/builder/build-region.ts';
import type { CoreWish } from '../../regions/builder/core-area.ts';
import { HAND_MADE } from '../../regions/builder/testing/hand-made.ts';
import { writePbf } from '../../regions/builder/testing/write-pbf.ts';
import { equirectM } from '../../shared/geo/distance.ts';
import type { LonLat } from '../../shared/geo/point.ts';
import { polygonContains } from '../../shared/geo/polygon.ts';

const OSM = join(import.meta.dirname, '..', 'fixtures', 'osm');
let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'any-pack-'));
  await writeFile(join(dir, 'hand-made.osm.pbf'), writePbf(HAND_MADE));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function pack(name: string, extractPath: string, core?: CoreWish) {
  const outDir = join(dir, name);
  await buildRegion({ extractPath, name, outDir, core }, () => undefined);
  return readDrillRegion(outDir);
}

/** Free unit with a car, nearest to a place as the crow flies. */
function freeUnit(rig: MemoryRig, [lon, lat]: LonLat): { unitId: string; slot: number } {
  const { units } = rig.state();
  const free = rig.fixes
    .filter((fix, i) => rig.fixes.findLastIndex((other) => other.slot === fix.slot) === i)
    .toSorted((a, b) => equirectM(a.lon, a.lat, lon, lat) - equirectM(b.lon, b.lat, lon, lat))
    .map((fix) => Object.values(units).find((unit) => unit.slot === fix.slot))
    .find((unit) => unit?.hasVehicle === true && unit.kind === 'patrol' && unit.state === 'available');
  if (free === undefined) throw new Error('nobody is free');
  return free;
}

describe('a drill on a pack without a mix of its own', { timeout: 60_000 }, () => {
  it('drives a unit out of the core of Vaduz to Balzers and back to its beat', async () => {
    const vaduz = await pack('vaduz', join(OSM, 'liechtenstein-2015.osm.pbf'), { boundary: 'Vaduz' });
    const { coreOutline } = vaduz.region.manifest;
    const isInside = (fix: { lon: number; lat: number }): boolean =>
      polygonContains(coreOutline, fix.lon, fix.lat);
    const rig = await startMemoryRig('quiet', 7, 1, vaduz);
    const balzers: LonLat = [9.5025, 47.0679];
    expect(isInside({ lon: balzers[0], lat: balzers[1] })).toBe(false);
    const [lon, lat] = balzers;
    const { id } = await rig.ingest.alert({
      source: 'family',
      sourceId: 'outside-the-core',
      level: 'L1',
      scamType: 'investment',
      title: { zh: '核心区外', en: 'Beyond the core' },
      reason: { zh: '测试', en: 'test' },
      clock: { kind: 'unknown', sinceMs: rig.drill.clock.nowMs() },
      place: { kind: 'family-says', lon, lat, radiusM: 60, datum: 'wgs84' },
    });
    const { unitId, slot } = freeUnit(rig, vaduz.region.manifest.centre);
    expect(
      await rig.port.submit({
        commandId: 'test-assign',
        kind: 'order/assign',
        payload: { target: { alertId: id ?? '' }, unitId, approach: 'plain' },
        actor: { type: 'seat', id: 'dispatcher' },
        issuedAtMs: rig.drill.clock.nowMs(),
        ttlMs: 60_000,
      }),
    ).toMatchObject({ state: 'accepted' });
    await rig.advance(2700);
    const orders = Object.values(rig.state().orders);
    // met, and the case closed by the field: the crew is free again
    expect(orders.map(({ unitId: whose, state }) => ({ whose, state }))).toEqual([
      { whose: unitId, state: 'closed' },
    ]);
    const own = rig.fixes.filter((fix) => fix.slot === slot);
    const there = own.findLastIndex((fix) => equirectM(fix.lon, fix.lat, lon, lat) < 150);
    expect(there).toBeGreaterThan(0);
    expect(own.slice(there).some(isInside)).toBe(true);
    expect(rig.complaints).toEqual([]);
  });

  it('plays the whole race in the centre of Shanghai, the same again from the same seed', async () => {
    const shanghai = await pack('shanghai', join(OSM, 'shanghai-centre.osm.pbf'));
    expect(shanghai.mix.note).toMatch(/^演练/);
    expect(drillMixSchema.parse(shanghai.mix)).toEqual(shanghai.mix);
    const play = async (seed: number) => {
      const rig = await startMemoryRig('race-auto', seed, 1, shanghai);
      await rig.advance(200);
      return rig;
    };
    const rig = await play(5);
    expect(rig.complaints).toEqual([]);
    const { incidents, orders } = rig.state();
    // no expressway in this extract: he meets them at an invented teahouse
    const scriptD = Object.values(incidents).find((one) => one.source === 'case-lead');
    expect(scriptD?.title.zh).toBe('携现金赴约见面');
    expect(scriptD?.place?.label?.zh).toMatch(/^演练茶楼/);
    expect(Object.keys(orders).length).toBeGreaterThanOrEqual(3);
    const facts = (one: MemoryRig) => one.events.map(({ kind, atMs, data }) => ({ kind, atMs, data }));
    expect(facts(await play(5))).toEqual(facts(rig));
  });

  it('drills in a district of a few streets, with crews for one station', async () => {
    const small = await pack('small', join(dir, 'hand-made.osm.pbf'), { boundary: '测试区' });
    const rig = await startMemoryRig('warm', 3, 1, small);
    await rig.advance(30);
    expect(Object.keys(rig.state().units)).toHaveLength(40);
    expect(Object.keys(rig.state().alerts).length).toBeGreaterThanOrEqual(3);
    const moved = new Set(rig.fixes.filter((fix) => (fix.speedMps ?? 0) > 1).map((fix) => fix.slot));
    expect(moved.size).toBeGreaterThan(15);
    expect(rig.complaints).toEqual([]);
    const largest = Math.max(...small.mix.places.kinds.map((kind) => kind.radiusM[1]));
    expect(largest).toBeLessThan(2000);
  });
});
