import { describe, expect, it } from 'vitest';
import type { Fix } from '../contract/planner.ts';
import { PlausibleFixes } from './plausible-fixes.ts';
import { fixAt, NOON_MS } from './small-world.ts';

/** Feeds fixes (metres north, seconds) to one filter, asked as each arrives; answers the seconds of the believed ones. */
function believed(fixes: readonly (readonly [northM: number, atS: number])[]): number[] {
  const filter = new PlausibleFixes();
  return fixes.map(([northM, atS]) => {
    const fix: Fix = fixAt(117, 36.6 + northM / 111_195, { atMs: NOON_MS + atS * 1000 });
    return ((filter.filter(() => fix, NOON_MS + atS * 1000)(0)?.atMs ?? Number.NaN) - NOON_MS) / 1000;
  });
}

describe('PlausibleFixes', () => {
  it('believes what can be driven', () => {
    expect(
      believed([
        [0, 0],
        [150, 5],
        [330, 10],
      ]),
    ).toEqual([0, 5, 10]);
  });

  it('keeps the last good fix through a single jump', () => {
    expect(
      believed([
        [0, 0],
        [2000, 5],
        [100, 10],
        [150, 15],
      ]),
    ).toEqual([0, 0, 10, 15]);
  });

  it('believes a jump that the next fix confirms', () => {
    expect(
      believed([
        [0, 0],
        [5000, 5],
        [5060, 10],
      ]),
    ).toEqual([0, 0, 10]);
  });

  it('does not take the same wild fix, sent twice, for a confirmation', () => {
    expect(
      believed([
        [0, 0],
        [5000, 5],
        [5000, 5],
      ]),
    ).toEqual([0, 0, 0]);
  });

  it('believes anything newer once the last good fix is stale', () => {
    expect(
      believed([
        [0, 0],
        [50_000, 70],
      ]),
    ).toEqual([0, 70]);
  });
});
