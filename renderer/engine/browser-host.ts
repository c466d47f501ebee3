import type { EngineHost } from './engine-types.ts';

/** The host of a real window. */
export function browserEngineHost(): EngineHost {
  return {
    monotonicMs: () => performance.now(),
    requestFrame: (run) => requestAnimationFrame(run),
    cancelFrame: (handle) => cancelAnimationFrame(handle),
    schedule: (delayMs, run) => {
      const timer = setTimeout(run, delayMs);
      return () => clearTimeout(timer);
    },
  };
}
