import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Cover } from './cover.ts';

/** The mean over who is on a job, worked out one case after the other: whoever is free and likeliest goes. */
function byCases(chances: readonly number[], busy: number): number {
  let sum = 0;
  for (let free = 0; free < 1 << chances.length; free++) {
    const isFree = (i: number): boolean => ((free >> i) & 1) === 1;
    const p = chances.reduce((product, _, i) => product * (isFree(i) ? 1 - busy : busy), 1);
    sum += p * Math.max(0, ...chances.filter((_, i) => isFree(i)));
  }
  return sum;
}

describe('Cover', () => {
  const chance = fc.double({ min: 0, max: 1, noNaN: true });

  it('is the mean over who is on a job', () => {
    fc.assert(
      fc.property(
        fc.array(chance, { maxLength: 7 }),
        fc.double({ min: 0, max: 0.6, noNaN: true }),
        (units, busy) => {
          const cover = new Cover(Float64Array.of(1), busy);
          const rows = Float64Array.from(units);
          for (const unit of units.keys()) cover.add(unit, rows, unit);
          expect(cover.met(0)).toBeCloseTo(byCases(units, busy), 9);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('knows what changes when one leaves and another comes', () => {
    fc.assert(
      fc.property(fc.array(chance, { minLength: 1, maxLength: 6 }), chance, (units, extra) => {
        const cover = new Cover(Float64Array.of(0.5), 0.3);
        const rows = Float64Array.from([...units, extra]);
        for (const unit of units.keys()) cover.add(unit, rows, unit);
        const after = 0.5 * byCases([...units.slice(1), extra], 0.3);
        expect(cover.change(0, rows, units.length)).toBeCloseTo(after - 0.5 * byCases(units, 0.3), 9);
        expect(cover.change(0)).toBeCloseTo(0.5 * (byCases(units.slice(1), 0.3) - byCases(units, 0.3)), 9);
      }),
      { numRuns: 60 },
    );
  });
});
