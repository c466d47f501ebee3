import { describe, expect, it } from 'vitest';
import type { RecommendationList } from '../../shared/domain/race.ts';
import { dispatchChoice, equalElsewhere, isBestUnseen, shownSlots } from './dispatch-rule.ts';

const estimate = { lowS: 1, expectedS: 2, highS: 3, madeAtMs: 0, method: 'road', calibrated: false } as const;
const list = (isClear: boolean, ...rows: readonly (readonly [string, number])[]): RecommendationList => ({
  targetId: 't',
  atMs: 0,
  isClear,
  rows: rows.map(([unitId, rank]) => ({ unitId, rank, estimate, reasons: [] })),
  unavailable: [],
});

describe('dispatchChoice', () => {
  it('takes row 1 only when it leads clearly and alone', () => {
    expect(dispatchChoice(list(true, ['a', 1], ['b', 2]), [], undefined)).toBe('a');
    expect(dispatchChoice(list(false, ['a', 1], ['b', 2]), [], undefined)).toBeUndefined();
    expect(dispatchChoice(list(true, ['a', 1], ['b', 1]), [], undefined)).toBeUndefined();
    expect(dispatchChoice(undefined, [], 'a')).toBeUndefined();
  });

  it('takes the picked unit wherever it went, and nothing when it left', () => {
    const later = list(true, ['c', 1], ['b', 2], ['a', 3]);
    expect(dispatchChoice(later, ['a', 'b'], 'b')).toBe('b');
    expect(dispatchChoice(list(true, ['c', 1]), ['a', 'b'], 'b')).toBeUndefined();
  });

  it('never sends a unit that was not the first row on screen', () => {
    const frozen = ['a', 'b'];
    const flipped = list(true, ['b', 1], ['a', 2], ['c', 3]);
    expect(shownSlots(flipped, frozen).map(({ unitId }) => unitId)).toEqual(['a', 'b', 'c']);
    expect(dispatchChoice(flipped, frozen, undefined)).toBeUndefined();
  });

  it('keeps every place whoever leaves or comes', () => {
    const frozen = ['a', 'b', 'c'];
    const slots = shownSlots(list(true, ['d', 1], ['c', 2], ['a', 3]), frozen);
    expect(slots.map(({ unitId }) => unitId)).toEqual(['a', 'b', 'c', 'd']);
    expect(slots.map(({ row }) => row?.rank)).toEqual([3, undefined, 2, 1]);
  });

  it('names the equal of a row that no longer stands above it', () => {
    const frozen = ['a', 'b', 'c', 'd'];
    const equals = (now: RecommendationList): (string | undefined)[] => {
      const slots = shownSlots(now, frozen);
      return slots.map((_, index) => equalElsewhere(now, slots, index));
    };
    const four = list(false, ['a', 1], ['b', 1], ['c', 1], ['d', 4]);
    expect(equals(four)).toEqual([undefined, undefined, undefined, undefined]);
    // b left: c stands below an empty place, and d below c, which it does not equal
    expect(equals(list(false, ['a', 1], ['c', 1], ['d', 3]))).toEqual([undefined, undefined, 'a', undefined]);
    // b left and x came: c is equal to x, which stands at the foot
    const joined = list(false, ['x', 1], ['c', 1], ['a', 3], ['d', 4]);
    expect(equals(joined)).toEqual([undefined, undefined, 'x', undefined, undefined]);
  });

  it('says when the best found no place on screen', () => {
    const frozen = 'abcdefghi'.split('');
    const later = list(true, ['x', 1], ['a', 2]);
    expect(isBestUnseen(later, shownSlots(later, frozen))).toBe(true);
    expect(isBestUnseen(later, shownSlots(later, []))).toBe(false);
  });
});
