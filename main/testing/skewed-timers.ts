import { systemTimers, type Timers } from '../data/timers.ts';

/** Real timers on a monotonic clock that a test can push forward, so that ten seconds of silence take none. */
export function skewedTimers(): Timers & { push(ms: number): void } {
  let skewMs = 0;
  return {
    ...systemTimers,
    monoMs: () => systemTimers.monoMs() + skewMs,
    push: (ms) => {
      skewMs += ms;
    },
  };
}
