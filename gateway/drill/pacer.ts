import { invariant } from '../../shared/kit/invariant.ts';
import type { Log } from '../../shared/kit/log.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** Virtual seconds per real second; 0 stands still, 'max' goes as fast as the work is acknowledged. */
export type DrillSpeed = number | 'max';

/** The real world, injected: monotonic milliseconds and a pause. */
export interface RealTime {
  monotonicMs(): number;
  /** Resolves after about `ms` real milliseconds; 0 = after other work had its turn. */
  pause(ms: number): Promise<void>;
}

/**
 * Drives a virtual clock from real time. It never runs ahead of unacknowledged work, because the clock does not: when
 * the work takes longer than its real time, the drill slows down and says so; it never skips and never sprints to
 * catch up.
 */
export interface Pacer {
  /** Runs until `stop`, or until virtual time reaches `untilMs`. */
  run(untilMs?: number): Promise<void>;
  stop(): void;
  setSpeed(speed: DrillSpeed): void;
  speed(): DrillSpeed;
  /** Virtual seconds per real second over the last seconds; 0 before anything ran. */
  achievedRate(): number;
}

/** Real ms between two advances. 50 ms keeps a picture smooth and costs nothing. */
const TICK_MS = 50;
/** Lag, in real ms, beyond which the schedule is given up and counted from now on. */
const GIVE_UP_LAG_MS = 500;
const RATE_WINDOW_MS = 4000;
/** Virtual ms advanced at a time at speed 'max', so that stop and commands get their turn. */
const MAX_STRIDE_MS = 1000;

/** A pacer for one clock. */
export function createPacer(clock: VirtualClock, real: RealTime, speed: DrillSpeed, log: Log): Pacer {
  invariant(speed === 'max' || (Number.isFinite(speed) && speed >= 0), `not a speed: ${speed}`);
  let current: DrillSpeed = speed;
  const run = { isStopped: false };
  let base = { realMs: real.monotonicMs(), virtualMs: clock.nowMs() };
  let slowSinceMs: number | undefined;
  const samples: { realMs: number; virtualMs: number }[] = [];

  const rebase = (): void => {
    base = { realMs: real.monotonicMs(), virtualMs: clock.nowMs() };
  };

  const sample = (): void => {
    const realMs = real.monotonicMs();
    samples.push({ realMs, virtualMs: clock.nowMs() });
    while (samples.length > 2 && realMs - (samples[1]?.realMs ?? 0) > RATE_WINDOW_MS) samples.shift();
  };

  const achievedRate = (): number => {
    const first = samples[0];
    const last = samples.at(-1);
    if (first === undefined || last === undefined || last.realMs <= first.realMs) return 0;
    return (last.virtualMs - first.virtualMs) / (last.realMs - first.realMs);
  };

  /** Where the clock should stand now; a schedule that cannot be kept is given up, not caught up. */
  const targetMs = (pace: number): number => {
    const realMs = real.monotonicMs();
    const wanted = base.virtualMs + (realMs - base.realMs) * pace;
    const lagRealMs = (wanted - clock.nowMs()) / pace;
    if (lagRealMs <= GIVE_UP_LAG_MS) return wanted;
    if (slowSinceMs === undefined || realMs - slowSinceMs > 30_000) {
      slowSinceMs = realMs;
      log.warn('drill runs slower than asked', { wanted: pace, achieved: Number(achievedRate().toFixed(2)) });
    }
    rebase();
    return clock.nowMs() + TICK_MS * pace;
  };

  /** A timer that fails is reported and left behind; the drill goes on with the next. */
  const advance = async (untilMs: number): Promise<void> => {
    try {
      await clock.advanceTo(untilMs);
    } catch (error) {
      log.error('a step of the drill failed', {
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    }
  };

  return {
    async run(untilMs = Infinity) {
      run.isStopped = false;
      rebase();
      while (!run.isStopped && clock.nowMs() < untilMs) {
        sample();
        if (current === 'max') {
          await advance(Math.min(untilMs, clock.nowMs() + MAX_STRIDE_MS));
          await real.pause(0);
        } else if (current === 0) {
          await real.pause(TICK_MS);
          rebase();
        } else {
          await advance(Math.min(untilMs, Math.round(targetMs(current))));
          await real.pause(TICK_MS);
        }
      }
      sample();
    },
    stop() {
      run.isStopped = true;
    },
    setSpeed(next) {
      invariant(next === 'max' || (Number.isFinite(next) && next >= 0), `not a speed: ${next}`);
      current = next;
      samples.length = 0;
      rebase();
    },
    speed: () => current,
    achievedRate,
  };
}
