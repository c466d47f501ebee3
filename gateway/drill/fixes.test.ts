import { describe, expect, it } from 'vitest';
import type { PositionRow } from '../../shared/contract/ingest.ts';
import { UNIT_KINDS } from '../../shared/domain/vocabulary.ts';
import { equirectM } from '../../shared/geo/distance.ts';
import { createRng } from '../../shared/kit/rng.ts';
import { FIX_SIGMA_M, fixPeriodS, readFix } from './fixes.ts';

const TRUTH = { lon: 117, lat: 36.65, headingDeg: 359.99, speedMps: 12 };

function readings(count: number, seed: number): { row: PositionRow; isRepeat: boolean; offM: number }[] {
  const rng = createRng(seed);
  let previous: PositionRow | undefined;
  return Array.from({ length: count }, (_, i) => {
    const row = readFix(rng, 'unit-001', TRUTH, 1000 + i * 5000, previous);
    const isRepeat = row === previous;
    previous = row;
    return { row, isRepeat, offM: equirectM(TRUTH.lon, TRUTH.lat, row.lon, row.lat) };
  });
}

describe('fixes', () => {
  it('come every 5 s from patrols and every 15 s from others', () => {
    expect(UNIT_KINDS.map(fixPeriodS)).toEqual([5, 15, 15, 15, 15, 15]);
  });

  it('are off by sigma 5 m, 3 % stale, 1 % more than 500 m off', () => {
    const all = readings(20_000, 3);
    const near = all.filter((r) => r.offM < 500);
    const rms = Math.sqrt(near.reduce((sum, r) => sum + r.offM ** 2, 0) / near.length);
    expect(rms / Math.SQRT2).toBeCloseTo(FIX_SIGMA_M, 0);
    expect(all.filter((r) => r.isRepeat).length / all.length).toBeCloseTo(0.03, 2);
    const fresh = all.filter((r) => !r.isRepeat);
    expect(fresh.filter((r) => r.offM > 500).length / fresh.length).toBeCloseTo(0.01, 2);
    expect(near.every((r) => r.offM < 40)).toBe(true);
  });

  it('keep headings below 360 and repeat a stale fix time and all', () => {
    for (const { row, isRepeat } of readings(500, 8)) {
      expect(row.headingDeg).toBeLessThan(360);
      expect(isRepeat ? row.atMs % 5000 : 1000).toBe(1000);
    }
  });
});
