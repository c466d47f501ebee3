import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSame, keepSame } from './same.ts';

describe('isSame', () => {
  it('agrees with the written form of any plain value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(isSame(a, structuredClone(a))).toBe(true);
        if (isSame(a, b)) expect(structuredClone(a)).toEqual(b);
      }),
    );
  });

  it('tells lists from records and missing from undefined', () => {
    expect(isSame([], {})).toBe(false);
    expect(isSame({}, [])).toBe(false);
    expect(isSame({ a: undefined }, { b: undefined })).toBe(false);
    expect(isSame([1, 2], [1])).toBe(false);
    expect(isSame(null, {})).toBe(false);
  });
});

it('keeps the older object while nothing changed', () => {
  const before = { routes: [[1, 2, 3]] };
  expect(keepSame(before, { routes: [[1, 2, 3]] })).toBe(before);
  const after = { routes: [[1, 2, 4]] };
  expect(keepSame(before, after)).toBe(after);
});
