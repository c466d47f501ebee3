import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fix } from '../contract/planner.ts';
import { FixChains, readFromMs } from './fix-chains.ts';
import { fixAt, NOON_MS } from './small-world.ts';

/** Feeds fixes (metres north, seconds) to one fold, asked as each arrives; answers the seconds of the believed ones. */
function believed(fixes: readonly (readonly [northM: number, atS: number])[]): number[] {
  const chains = new FixChains();
  return fixes.map(([northM, atS]) => {
    chains.take(0, seen(northM, atS));
    return ((chains.at(0, NOON_MS + atS * 1000)?.atMs ?? Number.NaN) - NOON_MS) / 1000;
  });
}

function seen(northM: number, atS: number, speedMps = 0): Fix {
  return { ...fixAt(117, 36.6 + northM / 111_195, { atMs: NOON_MS + atS * 1000 }), speedMps };
}

/** Seconds of a fix and of those it is read with. */
function chainOf(fix: Fix | undefined): number[] {
  return fix === undefined ? [] : [(fix.atMs - NOON_MS) / 1000, ...chainOf(fix.before)];
}

/** The chain after fixes (metres north, seconds, metres a second). */
function chainAfter(fixes: readonly (readonly [northM: number, atS: number, speedMps: number])[]): number[] {
  const chains = new FixChains();
  for (const fix of fixes) chains.take(0, seen(...fix));
  return chainOf(chains.at(0, NOON_MS + (fixes.at(-1)?.[1] ?? 0) * 1000));
}

describe('FixChains believing fixes', () => {
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

describe('FixChains telling with what a fix is read', () => {
  it('reads whoever drives with the fix before', () => {
    expect(
      chainAfter([
        [0, 0, 10],
        [100, 10, 10],
        [200, 20, 10],
      ]),
    ).toEqual([20, 10]);
  });

  it('reads whoever stands with where they stopped and the drive that ended there, however long ago', () => {
    const stood = Array.from({ length: 30 }, (_, i) => [205 + (i % 3) * 9, 30 + i * 10, 0] as const);
    expect(chainAfter([[0, 0, 10], [100, 10, 10], [200, 20, 10], ...stood])).toEqual([320, 30, 20, 10]);
  });

  it('follows whoever creeps along without ever driving', () => {
    const crept = Array.from({ length: 9 }, (_, i) => [i * 40, i * 30, 0] as const);
    expect(chainAfter(crept)).toEqual([240, 210, 180, 150]);
  });

  it('begins anew after silence, and far away', () => {
    expect(
      chainAfter([
        [0, 0, 0],
        [0, 200, 0],
      ]),
    ).toEqual([200]);
    expect(
      chainAfter([
        [0, 0, 20],
        [600, 30, 20],
      ]),
    ).toEqual([30]);
  });

  it('reads a fix by the fixes of the last minutes alone, whatever came before', () => {
    const step = fc.record({
      passedS: fc.integer({ min: 1, max: 250 }),
      movedM: fc.integer({ min: -400, max: 400 }),
      speedMps: fc.constantFrom(0, 0, 1, 10),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 2, maxLength: 60 }), (steps) => {
        const fixes: Fix[] = [];
        let [northM, atS] = [0, 0];
        for (const { passedS, movedM, speedMps } of steps) {
          // what nobody can drive is not believed, and that is a matter of the fix before: not asked about here
          northM += Math.max(-passedS * 40, Math.min(passedS * 40, movedM));
          atS += passedS;
          fixes.push(seen(northM, atS, speedMps));
        }
        const whole = new FixChains();
        for (const [nth, fix] of fixes.entries()) {
          whole.take(0, fix);
          const late = new FixChains();
          for (const one of fixes.slice(0, nth + 1)) if (one.atMs > readFromMs(fix.atMs)) late.take(0, one);
          expect(late.at(0, fix.atMs)).toEqual(whole.at(0, fix.atMs));
        }
      }),
    );
  });
});
