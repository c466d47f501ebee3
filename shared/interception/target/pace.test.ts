import { describe, expect, it } from 'vitest';
import { createRng } from '../../kit/rng.ts';
import { ASSUMED_PACE, drawPace, type FreeSeconds, learnPace, paceAfter, quantile } from './pace.ts';

/** Drives of two legs whose driver and roads are known. */
function drivesOf(count: number, factor: FreeSeconds) {
  const rng = createRng(3);
  return Array.from({ length: count }, () => {
    const driver = rng.normal(0, 0.15);
    const leg = () => {
      const freeS: FreeSeconds = [rng.between(0, 300), rng.between(60, 300), rng.between(20, 200)];
      const usual = factor[0] * freeS[0] + factor[1] * freeS[1] + factor[2] * freeS[2];
      return { freeS, realS: usual * Math.exp(driver + rng.normal(0, 0.1)) };
    };
    return { legs: [leg(), leg()] };
  });
}

describe('pace', () => {
  it('is an assumption until there are enough drives', () => {
    expect(learnPace(drivesOf(39, [1, 1.5, 2]))).toBe(ASSUMED_PACE);
    expect(learnPace(drivesOf(40, [1, 1.5, 2])).n).toBe(40);
  });

  it('finds what holds people up on each group of roads, and how much of it is the driver', () => {
    const learned = learnPace(drivesOf(400, [1, 1.5, 2]));
    for (const [i, wanted] of [1, 1.5, 2].entries()) expect(learned.factor[i]).toBeCloseTo(wanted, 1);
    expect(learned.logSpread).toBeGreaterThan(0.14);
    expect(learned.logSpread).toBeLessThan(0.22);
    expect(learned.driverShare).toBeGreaterThan(0.5);
  });

  it('expects a slow driver to stay slow, and is surer of a driver it has seen', () => {
    const model = learnPace(drivesOf(400, [1.3, 1.3, 1.3]));
    const before = paceAfter(model, []);
    const after = paceAfter(model, [{ freeS: [0, 300, 0], realS: 300 * 1.3 * Math.exp(0.2) }]);
    expect(before.driverMiddle).toBe(0);
    expect(after.driverMiddle).toBeGreaterThan(0.08);
    expect(after.driverSpread).toBeLessThan(before.driverSpread);
  });

  it('draws times that grow along the way', () => {
    const rng = createRng(8);
    for (let i = 0; i < 200; i++) {
      const pace = drawPace(paceAfter(ASSUMED_PACE, []), rng);
      const times = [1, 20, 60, 90, 200, 480, 900, 3000].map(pace);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(times[0]).toBeGreaterThan(0);
    }
  });

  it('interpolates quantiles and keeps infinity where it is', () => {
    expect(quantile([1, 2, 3], 0.5)).toBe(2);
    expect(quantile([1, 2, 3], 0.75)).toBe(2.5);
    expect(quantile([1, Infinity, Infinity], 0.75)).toBe(Infinity);
    expect(quantile([], 0.5)).toBe(0);
  });
});
