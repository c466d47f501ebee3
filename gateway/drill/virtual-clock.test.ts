import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createVirtualClock } from './virtual-clock.ts';

describe('virtual clock', () => {
  it('fires by due time, then by order of scheduling, at the due time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: -5, max: 50 }), { maxLength: 60 }), async (delays) => {
        const clock = createVirtualClock(1000);
        const fired: [number, number][] = [];
        for (const [i, delay] of delays.entries()) {
          clock.schedule(1000 + delay, () => {
            fired.push([clock.nowMs(), i]);
          });
        }
        await clock.advanceTo(1100);
        const wanted = delays
          .map((delay, i): [number, number] => [1000 + Math.max(0, delay), i])
          .toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
        expect(fired).toEqual(wanted);
        expect(clock.nowMs()).toBe(1100);
        expect(clock.pendingCount()).toBe(0);
      }),
    );
  });

  it('does not advance before the promise of a timer has settled', async () => {
    const clock = createVirtualClock(0);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let later = false;
    clock.schedule(10, () => held);
    clock.schedule(11, () => {
      later = true;
    });
    const done = clock.advanceTo(100);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([clock.nowMs(), later]).toEqual([10, false]);
    release();
    await done;
    expect([clock.nowMs(), later]).toEqual([100, true]);
  });

  it('gives the same order for one long advance and for many short ones, timers scheduling timers', async () => {
    const run = async (steps: readonly number[]): Promise<string[]> => {
      const clock = createVirtualClock(0);
      const trace: string[] = [];
      const spawn = (name: string, everyMs: number, left: number): void => {
        clock.schedule(clock.nowMs() + everyMs, async () => {
          await Promise.resolve();
          trace.push(`${name}@${clock.nowMs()}`);
          if (left > 0) spawn(`${name}.`, everyMs, left - 1);
        });
      };
      spawn('a', 7, 12);
      spawn('b', 3, 30);
      spawn('c', 21, 4);
      for (const step of steps) await clock.advanceTo(clock.nowMs() + step);
      await clock.advanceTo(200);
      return trace;
    };
    const whole = await run([]);
    expect(whole.length).toBeGreaterThan(40);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 12 }), async (steps) => {
        expect(await run(steps)).toEqual(whole);
      }),
      { numRuns: 40 },
    );
  });

  it('never runs a cancelled timer, and cancelling twice is harmless', async () => {
    const clock = createVirtualClock(0);
    let count = 0;
    const cancel = clock.schedule(5, () => {
      count++;
    });
    cancel();
    cancel();
    expect(clock.nextDueMs()).toBeUndefined();
    await clock.advanceTo(10);
    expect(count).toBe(0);
  });

  it('reports a failing timer and goes on, or stops at it when nobody listens', async () => {
    const seen: unknown[] = [];
    const tolerant = createVirtualClock(0, (error) => seen.push(error));
    const boom = new Error('boom');
    tolerant.schedule(1, () => Promise.reject(boom));
    await tolerant.advanceTo(5);
    expect([tolerant.nowMs(), seen]).toEqual([5, [boom]]);

    const strict = createVirtualClock(0);
    strict.schedule(3, () => Promise.reject(boom));
    await expect(strict.advanceTo(9)).rejects.toBe(boom);
    expect(strict.nowMs()).toBe(3);
    await strict.advanceTo(9);
    expect(strict.nowMs()).toBe(9);
  });

  it('ignores a target in the past', async () => {
    const clock = createVirtualClock(50);
    await clock.advanceTo(10);
    expect(clock.nowMs()).toBe(50);
  });
});
