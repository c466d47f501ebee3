import { describe, expect, it } from 'vitest';
import type { PastAlert } from '../contract/planner.ts';
import { learnHabits } from './past-alerts.ts';

const HOUR_MS = 3_600_000;
const alerts = (n: number, changes: (i: number) => Partial<PastAlert> = () => ({})): PastAlert[] =>
  Array.from({ length: n }, (_, i) => ({ level: 'L0', raisedAtMs: i * HOUR_MS, ...changes(i) }));

describe('learnHabits', () => {
  it('assumes while too little is known, and says that money lasts shorter the longer one drives', () => {
    const { lasts, realShare, realRate } = learnHabits(alerts(3));
    expect(lasts(0)).toBeCloseTo(1, 3);
    expect(lasts(600)).toBeGreaterThan(lasts(1200));
    expect(lasts(1080)).toBeCloseTo(0.5, 2);
    expect(lasts(Infinity)).toBe(0);
    // what has lasted long is likelier gone in the next ten minutes than what has just begun
    expect(lasts(600, 900)).toBeLessThan(lasts(600));
    expect(realShare.L0).toBeGreaterThan(realShare.L2);
    expect(realRate).toBeGreaterThan(0);
  });

  it('counts as soon as there are enough', () => {
    const counted = learnHabits(alerts(80, (i) => ({ isReal: i % 4 !== 0, lastedS: i < 40 ? 300 : 900 })));
    expect(counted.realShare.L0).toBeCloseTo(0.75, 9);
    expect(counted.lasts(600)).toBeCloseTo(0.5, 9);
    expect(counted.lasts(600, 600)).toBeCloseTo(0, 9);
    expect(counted.realRate).toBeCloseTo(0.85 / 3600, 5);
    expect(counted.othersOn).toBe(0);
  });

  it('a clock of years counts as money that lasts, and costs no more than any other', () => {
    const { lasts } = learnHabits(alerts(80, (i) => ({ lastedS: i < 40 ? 300 : 8.64e12 })));
    expect(lasts(600)).toBeCloseTo(0.5, 9);
    expect(lasts(1e9)).toBeCloseTo(0.5, 9);
    expect(lasts(600, 600)).toBeCloseTo(1, 9);
  });
});
