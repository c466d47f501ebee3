import { describe, expect, it } from 'vitest';
import type { EventMark } from '../../shared/contract/port.ts';
import { hourBars } from './hour-bars.ts';

const MINUTE = 60_000;
const NOW = 100 * MINUTE + 30_000;
const alert = (seq: number, atMs: number): EventMark => ({
  seq,
  atMs,
  kind: 'alert/raised',
  actorType: 'source',
});

describe('hourBars', () => {
  it('has sixty minutes, the last one running, and counts only alerts up to now', () => {
    const bars = hourBars(
      [
        alert(1, NOW),
        alert(2, NOW + 1),
        alert(3, NOW - 59 * MINUTE),
        { ...alert(4, NOW), kind: 'alert/called' },
      ],
      NOW,
      0,
    );
    expect(bars).toHaveLength(60);
    expect(bars.at(-1)).toMatchObject({ atMs: 100 * MINUTE, count: 1 });
    expect(bars[0]?.count).toBe(1);
  });

  it('says nothing about minutes before the record begins', () => {
    const bars = hourBars([], NOW, 97 * MINUTE + 10_000);
    expect(bars.map((bar) => bar.count)).toEqual([...Array.from({ length: 56 }), 0, 0, 0, 0]);
  });

  it('marks a minute far above the mean of the minutes on record', () => {
    const marks = Array.from({ length: 12 }, (_, seq) => alert(seq, NOW - 5 * MINUTE));
    const bursts = hourBars(marks, NOW, 0).flatMap((bar, index) => (bar.isBurst ? [index] : []));
    expect(bursts).toEqual([54]);
    expect(hourBars(marks.slice(0, 3), NOW, 0).some((bar) => bar.isBurst)).toBe(false);
  });
});
