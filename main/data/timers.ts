import type { Cancel } from '../../shared/kit/clock.ts';

/** Real time for the data service, injected so that tests drive it. Silence is measured on `monoMs`, which never jumps. */
export interface Timers {
  /** Monotonic milliseconds from an arbitrary start. */
  monoMs(): number;
  after(delayMs: number, run: () => void): Cancel;
  every(periodMs: number, run: () => void): Cancel;
}

/** The machine's own timers; for composition roots. */
export const systemTimers: Timers = {
  monoMs: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
  every: (periodMs, run) => {
    const timer = setInterval(run, periodMs);
    return () => clearInterval(timer);
  },
};
