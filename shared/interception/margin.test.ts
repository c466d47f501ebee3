import { describe, expect, it } from 'vitest';
import { dueBand, marginBand, outlookOf } from './margin.ts';
import { dueIn, NOON_MS } from './small-world.ts';

describe('margin', () => {
  it('sets the earliest due against the latest arrival', () => {
    const due = { low: 100_000, mid: 120_000, high: 150_000 };
    const arrival = { low: 60_000, mid: 80_000, high: 130_000 };
    expect(marginBand(due, arrival)).toEqual({ low: -30, mid: 40, high: 90 });
  });

  it('never says minus zero', () => {
    const at = (ms: number) => ({ low: ms, mid: ms, high: ms });
    for (const value of Object.values(marginBand(at(0), at(300)))) expect(Object.is(value, 0)).toBe(true);
  });

  it('names the outlook at the edges', () => {
    expect(outlookOf({ low: 1, mid: 2, high: 3 })).toBe('ahead');
    expect(outlookOf({ low: 0, mid: 2, high: 3 })).toBe('tight');
    expect(outlookOf({ low: -9, mid: 0, high: 3 })).toBe('tight');
    expect(outlookOf({ low: -9, mid: -1, high: 0 })).toBe('behind');
    expect(outlookOf({ low: -9, mid: -2, high: -1 })).toBe('too-late');
  });

  it('keeps a clock in order whose band does not hold its own middle', () => {
    const clock = { ...dueIn(60), earliestMs: NOON_MS + 90_000, latestMs: NOON_MS };
    expect(dueBand(clock)).toEqual({ low: NOON_MS + 60_000, mid: NOON_MS + 60_000, high: NOON_MS + 60_000 });
  });
});
