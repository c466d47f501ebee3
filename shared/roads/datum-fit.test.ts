import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DatumAlarm } from '../contract/ctl.ts';
import { DATUMS } from '../contract/ingest.ts';
import type { Datum } from '../geo/datum.ts';
import { destination } from '../geo/distance.ts';
import { createRng } from '../kit/rng.ts';
import { placeWeight, prepareDatumEvidence } from './datum-evidence.ts';
import { DatumWatch, type SentFix } from './datum-fit.ts';
import { decodeRoadGraph } from './graph-codec.ts';
import { roadDistanceM } from './kernels/road-distance.ts';
import { EMERGENCY } from './profiles.ts';
import { prepareRoadNet } from './road-net.ts';
import { sampleDrives, sampleFixes } from './sample-drives.ts';
import { buildSnapIndex, snapNearest } from './snap.ts';

const graph = decodeRoadGraph(readFileSync(new URL('../../regions/jinan/roads.bin', import.meta.url)));
const evidence = prepareDatumEvidence(graph);
const drives = sampleDrives(graph, createRng(1), 90);
const FLEETS = [1, 3, 8, 30, 300];

/** The datum that a source's figures are in, cgcs2000 being wgs84 on the ground. */
const ground = (datum: Datum): Datum => (datum === 'cgcs2000' ? 'wgs84' : datum);
const lies = DATUMS.flatMap((declared) =>
  DATUMS.filter((real) => ground(real) !== ground(declared)).map((real) => [declared, real] as const),
);

function fixesOf(seed: number, count: number, datum: Datum) {
  const units = FLEETS[seed % FLEETS.length] ?? 1;
  // one or two units that stand would be no source of positions worth watching
  return sampleFixes(drives, createRng(seed), { units, fixes: count, datum, standing: units < 8 ? 0 : 0.3 });
}

/** The first alarm that a watch raises over these fixes. */
function firstAlarm(watch: DatumWatch, fixes: readonly SentFix[]): DatumAlarm | undefined {
  for (const fix of fixes) {
    watch.offer(fix);
    if (watch.alarm !== undefined) return watch.alarm;
  }
  return undefined;
}

describe('datum watch on the roads of Jinan', () => {
  it.each(lies)('catches a source that declares %s and sends %s within 200 fixes', (declared, real) => {
    for (let seed = 0; seed < 10; seed++) {
      const alarm = firstAlarm(new DatumWatch(evidence, declared), fixesOf(100 + seed, 200, real));
      expect(alarm, `seed ${seed}`).toMatchObject({ declared, looksLike: ground(real) });
    }
  });

  it('raises nothing in 50 clean runs with stale, far-off and standing fixes', () => {
    for (let seed = 0; seed < 50; seed++) {
      const datum = DATUMS[seed % DATUMS.length] ?? 'wgs84';
      const alarm = firstAlarm(new DatumWatch(evidence, datum), fixesOf(1_000 + seed, 2_000, datum));
      expect(alarm, `seed ${seed}, ${datum}`).toBeUndefined();
    }
  }, 60_000);

  it('raises nothing over units that follow no road', () => {
    for (let seed = 0; seed < 10; seed++) {
      const rng = createRng(seed);
      const watch = new DatumWatch(evidence, 'wgs84');
      const fixes = Array.from({ length: 2_000 }, (_, i): SentFix => {
        const [lon, lat] = destination(117.05, 36.65, (i % 7) * 51 + seed, 200 + (i / 7) * 40);
        return { unit: i % 7, lon: lon + rng.normal(0, 5e-5), lat, speedMps: 12 };
      });
      expect(firstAlarm(watch, fixes), `seed ${seed}`).toBeUndefined();
    }
  });

  it('hears devices that tell no speed, and is deaf to those that stand', () => {
    const told = fixesOf(3, 400, 'gcj02');
    const untold = told.map(({ unit, lon, lat }) => ({ unit, lon, lat }));
    expect(firstAlarm(new DatumWatch(evidence, 'wgs84'), untold)?.looksLike).toBe('gcj02');
    const standing = sampleFixes(drives, createRng(5), {
      units: 40,
      fixes: 1_000,
      datum: 'gcj02',
      standing: 1,
      jumps: 0,
    });
    expect(firstAlarm(new DatumWatch(evidence, 'wgs84'), standing)).toBeUndefined();
  });

  it('withdraws the alarm once the source sends what it declares', () => {
    const watch = new DatumWatch(evidence, 'wgs84');
    expect(firstAlarm(watch, fixesOf(3, 400, 'bd09'))?.looksLike).toBe('bd09');
    for (const fix of fixesOf(8, 200, 'wgs84')) watch.offer(fix);
    expect(watch.alarm).toBeUndefined();
    const again = firstAlarm(watch, fixesOf(3, 200, 'gcj02'));
    expect(again?.looksLike).toBe('gcj02');
    expect(again?.fixes).toBeGreaterThan(200);
  });
});

describe('evidence of one place', () => {
  it('speaks for a place on a road and against one far from all', () => {
    const at = drives[0]?.lonLat ?? [];
    expect(placeWeight(evidence, at[0] ?? 0, at[1] ?? 0)).toBeGreaterThan(1);
    expect(placeWeight(evidence, 100, 30)).toBeLessThan(-1);
    for (const weight of evidence.weight) expect(Math.abs(weight)).toBeLessThanOrEqual(2);
    expect([...evidence.weight]).toEqual([...evidence.weight].toSorted((a, b) => b - a));
  });

  it('measures the distance that snapping measures', () => {
    const index = buildSnapIndex(graph);
    const net = prepareRoadNet(graph, EMERGENCY);
    const lon = fc.double({ min: 116.9, max: 117.2, noNaN: true });
    const lat = fc.double({ min: 36.6, max: 36.75, noNaN: true });
    fc.assert(
      fc.property(lon, lat, (x, y) => {
        const want = snapNearest(index, net, x, y, 100)?.distanceM ?? Infinity;
        const got = roadDistanceM(graph, evidence.grid, evidence.open, x, y, 100, 0);
        if (want === Infinity) expect(got).toBe(Infinity);
        else expect(got).toBeCloseTo(want, 4);
      }),
    );
  });
});
