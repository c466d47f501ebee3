import { describe, expect, it } from 'vitest';
import type { Recommendation, RecommendationList } from '../../shared/domain/race.ts';
import { isOverride } from './override.ts';

const estimate = { lowS: 1, expectedS: 2, highS: 3, madeAtMs: 0, method: 'road', calibrated: false } as const;
const row = (unitId: string, rank: number, reasons: Recommendation['reasons'] = []): Recommendation => ({
  unitId,
  rank,
  estimate,
  reasons,
});
const list = (...rows: Recommendation[]): RecommendationList => ({
  targetId: 't',
  atMs: 0,
  isClear: true,
  rows,
  unavailable: [],
});

describe('isOverride', () => {
  it('is a lower rank, not a pick among equals', () => {
    const equals = list(row('a', 1), row('b', 1), row('c', 3));
    expect(['a', 'b', 'c'].map((unitId) => isOverride(equals, unitId))).toEqual([false, false, true]);
    expect(isOverride(equals, 'gone')).toBe(false);
    expect(isOverride(undefined, 'a')).toBe(false);
  });

  it('is a unit taken from another race, even when nobody else is there', () => {
    const committed = { code: 'committed', incidentId: 'I2', orderId: 'O2' } as const;
    expect(isOverride(list(row('a', 1, [committed])), 'a')).toBe(true);
  });
});
