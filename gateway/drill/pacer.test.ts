import { describe, expect, it } from 'vitest';
import type { Log } from '../../shared/kit/log.ts';
import { silentLog } from '../../shared/kit/log.ts';
import { createPacer, type RealTime } from './pacer.ts';
import { createVirtualClock } from './virtual-clock.ts';

/** Real time that passes only in pauses and in work. */
function fakeReal(): RealTime & { work(ms: number): void } {
  let nowMs = 5000;
  return {
    monotonicMs: () => nowMs,
    pause: (ms) => {
      nowMs += ms;
      return Promise.resolve();
    },
    work: (ms) => {
      nowMs += ms;
    },
  };
}

describe('pacer', () => {
  it('keeps the asked speed when the work is light', async () => {
    const real = fakeReal();
    const clock = createVirtualClock(0);
    const pacer = createPacer(clock, real, 20, silentLog);
    await pacer.run(60_000);
    expect(real.monotonicMs() - 5000).toBeGreaterThanOrEqual(3000);
    expect(real.monotonicMs() - 5000).toBeLessThan(3150);
    expect(pacer.achievedRate()).toBeCloseTo(20, 0);
  });

  it('slows down under heavy work, skips nothing and says so', async () => {
    const real = fakeReal();
    const clock = createVirtualClock(0);
    const warnings: string[] = [];
    const log: Log = { ...silentLog, warn: (message) => void warnings.push(message) };
    let seconds = 0;
    const everySecond = (): void => {
      clock.schedule(clock.nowMs() + 1000, () => {
        seconds++;
        real.work(400);
        everySecond();
      });
    };
    everySecond();
    const pacer = createPacer(clock, real, 10, log);
    await pacer.run(120_000);
    expect(seconds).toBe(120);
    expect(pacer.achievedRate()).toBeLessThan(3);
    expect(warnings).toContain('drill runs slower than asked');
  });

  it('stands still at 0, goes on after setSpeed, and does not catch up the pause', async () => {
    const real = fakeReal();
    const clock = createVirtualClock(0);
    let pauses = 0;
    let stoodAtMs = -1;
    const counted: RealTime = {
      monotonicMs: () => real.monotonicMs(),
      pause: (ms) => {
        pauses++;
        if (pauses === 100) {
          stoodAtMs = clock.nowMs();
          pacer.setSpeed(1);
        }
        return real.pause(ms);
      },
    };
    const pacer = createPacer(clock, counted, 0, silentLog);
    expect(pacer.speed()).toBe(0);
    await pacer.run(1000);
    expect(stoodAtMs).toBe(0);
    expect(real.monotonicMs() - 5000).toBeGreaterThan(100 * 50 + 900);
    expect(real.monotonicMs() - 5000).toBeLessThan(100 * 50 + 1200);
  });

  it('reports a failing step and goes on', async () => {
    const errors: string[] = [];
    const log: Log = { ...silentLog, error: (message) => void errors.push(message) };
    const clock = createVirtualClock(0);
    clock.schedule(500, () => Promise.reject(new Error('ingest is gone')));
    await createPacer(clock, fakeReal(), 20, log).run(10_000);
    expect(clock.nowMs()).toBe(10_000);
    expect(errors).toEqual(['a step of the drill failed']);
  });

  it('does not wait at max, and stops when told', async () => {
    const real = fakeReal();
    const clock = createVirtualClock(0);
    const pacer = createPacer(clock, real, 'max', silentLog);
    await pacer.run(3_600_000);
    expect(clock.nowMs()).toBe(3_600_000);
    expect(real.monotonicMs()).toBe(5000);
    clock.schedule(3_700_000, () => pacer.stop());
    await pacer.run();
    expect(clock.nowMs()).toBeLessThan(3_702_000);
  });
});
