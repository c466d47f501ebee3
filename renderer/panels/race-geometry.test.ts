import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { raceGeometry } from './race-geometry.ts';

describe('raceGeometry', () => {
  it('puts the money at the right end when the unit is ahead', () => {
    const bar = raceGeometry(
      0,
      { low: 390_000, mid: 400_000, high: 410_000 },
      { low: 90_000, mid: 100_000, high: 110_000 },
    );
    expect(bar).toMatchObject({ duePct: 100, arrivalPct: 25 });
  });

  it('puts the arrival at the right end when it is behind', () => {
    const bar = raceGeometry(0, { low: 1e5, mid: 1e5, high: 1e5 }, { low: 2e5, mid: 2e5, high: 2e5 });
    expect(bar).toMatchObject({ duePct: 50, arrivalPct: 100 });
  });

  it('draws nothing without a clock', () => {
    expect(raceGeometry(0, undefined, { low: 1, mid: 1, high: 1 })).toBeUndefined();
  });

  it('stays inside the bar and in order', () => {
    const band = fc
      .tuple(fc.integer(), fc.nat(1e7), fc.nat(1e7))
      .map(([low, a, b]) => ({ low, mid: low + a, high: low + a + b }));
    fc.assert(
      fc.property(fc.integer(), band, band, (now, due, arrival) => {
        const bar = raceGeometry(now, due, arrival);
        const all = [bar?.duePct, ...(bar?.dueBand ?? []), bar?.arrivalPct, ...(bar?.arrivalBand ?? [])];
        for (const pct of all) expect(pct).toSatisfy((value: number) => value >= 0 && value <= 100);
        expect(
          Math.sign((bar?.arrivalPct ?? 0) - (bar?.duePct ?? 0)) * Math.sign(arrival.mid - due.mid),
        ).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
