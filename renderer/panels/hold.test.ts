import { describe, expect, it } from 'vitest';
import { holdOf } from './hold.ts';

const clock = {
  kind: 'observed',
  earliestMs: 500_000,
  dueAtMs: 600_000,
  latestMs: 700_000,
  source: 'bank',
  what: { zh: '柜员周旋到时' },
  setAtMs: 0,
} as const;
const alarm = { source: 'bank-alarm', clock, raisedAtMs: 0, isClosed: false } as const;
const arriving = (midMs: number) =>
  ({ arrivalMs: { low: midMs, mid: midMs, high: midMs }, outlook: 'ahead' }) as const;

describe('holdOf', () => {
  it('says what is spent, what is left and where the unit falls in it', () => {
    expect(holdOf(alarm, arriving(450_000), 150_000)).toEqual({
      spentS: 150,
      leftS: 450,
      spentPct: 25,
      arrivalPct: 75,
    });
    // a unit that comes after the end has no place on the gauge
    expect(holdOf(alarm, arriving(601_000), 150_000)?.arrivalPct).toBeUndefined();
    expect(holdOf(alarm, undefined, 660_000)).toMatchObject({ leftS: -60, spentPct: 100 });
  });

  it('is nothing where nobody holds, the end is unknown, or she has been met', () => {
    expect(holdOf({ ...alarm, source: 'family' }, undefined, 0)).toBeUndefined();
    expect(holdOf({ ...alarm, clock: { kind: 'unknown', sinceMs: 0 } }, undefined, 0)).toBeUndefined();
    expect(holdOf(alarm, { ...arriving(1000), outlook: 'met' }, 0)).toBeUndefined();
  });
});
