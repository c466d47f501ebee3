import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOON_MS } from './small-world.ts';
import { winChance } from './win-chance.ts';

const due = (low: number, mid: number, high: number) => ({
  low: NOON_MS + low * 1000,
  mid: NOON_MS + mid * 1000,
  high: NOON_MS + high * 1000,
});

describe('winChance', () => {
  it('is the share of arrivals before a clock that is known to the second', () => {
    expect(winChance([100, 200, 300, 400], due(250, 250, 250), NOON_MS)).toBe(0.5);
    expect(winChance([250], due(250, 250, 250), NOON_MS)).toBe(1);
    expect(winChance([251], due(250, 250, 250), NOON_MS)).toBe(0);
  });

  it('reads the band of the clock as a triangle', () => {
    // half of a symmetric triangle lies on either side of its middle, an eighth beyond three quarters of it
    expect(winChance([200], due(100, 200, 300), NOON_MS)).toBe(0.5);
    expect(winChance([250], due(100, 200, 300), NOON_MS)).toBeCloseTo(0.125, 10);
    expect(winChance([150], due(100, 200, 300), NOON_MS)).toBeCloseTo(0.875, 10);
  });

  it('is a chance, falls with a later arrival and rises with a later clock', () => {
    const seconds = fc.integer({ min: 0, max: 3000 });
    fc.assert(
      fc.property(
        fc.array(seconds, { minLength: 1, maxLength: 20 }),
        seconds,
        fc.integer({ min: 0, max: 600 }),
        fc.integer({ min: 0, max: 600 }),
        fc.integer({ min: 1, max: 600 }),
        (arrivals, mid, before, after, later) => {
          const now = winChance(arrivals, due(mid - before, mid, mid + after), NOON_MS);
          expect(now).toBeGreaterThanOrEqual(0);
          expect(now).toBeLessThanOrEqual(1);
          const slower = arrivals.map((s) => s + later);
          const clock = due(mid - before, mid, mid + after);
          expect(winChance(slower, clock, NOON_MS)).toBeLessThanOrEqual(now + 1e-12);
          const kinder = due(mid - before + later, mid + later, mid + after + later);
          expect(winChance(arrivals, kinder, NOON_MS)).toBeGreaterThanOrEqual(now - 1e-12);
        },
      ),
    );
  });
});
