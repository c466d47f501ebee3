import { describe, expect, it } from 'vitest';
import { DEFAULT_DRILL_SEED } from '../../shared/domain/drill-names.ts';
import { playDrill } from './full-stack.ts';

/** Long enough for three alarms and the autopilot's three orders. */
const SECONDS = 150;
const seed = DEFAULT_DRILL_SEED;

/** A loaded machine may be slow; that is said, and changes nothing. */
const real = (complaints: readonly string[]): string[] =>
  complaints.filter((line) => !line.startsWith('drill runs slower than asked'));

describe('a drill through the whole gateway', () => {
  it('comes to the same state at speed 20 and as fast as it is acknowledged', {
    timeout: 90_000,
  }, async () => {
    const race = { name: 'race-auto', seed, rate: 1, seconds: SECONDS } as const;
    const slow = await playDrill({ ...race, speed: 20 });
    const fast = await playDrill({ ...race, speed: 'max' });
    expect(slow.hash).toBe(fast.hash);
    expect(slow.realMs).toBeGreaterThan((SECONDS / 20) * 1000 - 100);
    for (const { state, fixes, complaints } of [slow, fast]) {
      expect(real(complaints)).toEqual([]);
      expect(fixes).toBe(300);
      // the planner's own estimate is among the facts that must not depend on speed
      expect(Object.values(state.orders).map((order) => order.estimate?.method)).toEqual([
        'road',
        'road',
        'road',
      ]);
    }
  });

  it('comes to the same state at the speed of life', { timeout: 60_000 }, async () => {
    const warm = { name: 'warm', seed, rate: 1, seconds: 12 } as const;
    const life = await playDrill({ ...warm, speed: 1 });
    const fast = await playDrill({ ...warm, speed: 'max' });
    expect(life.realMs).toBeGreaterThan(11_900);
    expect(life.hash).toBe(fast.hash);
    expect(Object.values(life.state.alerts).filter((alert) => alert.state === 'raised').length).toBe(3);
  });

  it('comes to another state for another seed', { timeout: 60_000 }, async () => {
    const warm = { name: 'warm', rate: 1, seconds: 12, speed: 'max' } as const;
    const [one, two] = [await playDrill({ ...warm, seed: 1 }), await playDrill({ ...warm, seed: 2 })];
    expect(one.hash).not.toBe(two.hash);
  });
});
