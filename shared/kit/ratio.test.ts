import { describe, expect, it } from 'vitest';
import { createRng } from './rng.ts';
import { ratioOf } from './ratio.ts';

describe('a ratio of sums', () => {
  it('has no width where every case has the same ratio, however large', () => {
    expect(ratioOf([2, 4, 20], [1, 2, 10])).toEqual({ value: 2, low: 2, high: 2 });
  });

  it('covers the truth in about 95 of 100 runs', () => {
    const rng = createRng(11);
    let covered = 0;
    for (let run = 0; run < 400; run++) {
      const cases = Array.from({ length: 200 }, () => rng.exponential(1));
      const { low, high } = ratioOf(
        cases.map((size) => size * rng.between(0, 1)),
        cases,
      );
      if (low <= 0.5 && high >= 0.5) covered++;
    }
    expect(covered / 400).toBeGreaterThan(0.91);
    expect(covered / 400).toBeLessThan(0.985);
  });
});
