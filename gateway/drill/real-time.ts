import type { RealTime } from './pacer.ts';

/** The machine's monotonic time and timers; for composition roots. */
export function createRealTime(): RealTime {
  return {
    monotonicMs: () => performance.now(),
    pause: (ms) => new Promise((resolve) => (ms <= 0 ? setImmediate(resolve) : setTimeout(resolve, ms))),
  };
}
