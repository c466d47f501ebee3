import type { Cancel } from '../../shared/kit/clock.ts';
import type { Timers } from './timers.ts';

export const LATE_MS = 3_000;
export const LOST_MS = 10_000;

/** Watches how long the feed has said nothing, on a monotonic clock: late after 3 s, lost after 10 s. */
export class SilenceWatch {
  readonly #timers: Timers;
  readonly #changed: (state: 'live' | 'late' | 'lost') => void;
  #heardMonoMs: number | undefined;
  #state: 'live' | 'late' | 'lost' | undefined;
  #cancel: Cancel | undefined;

  constructor(timers: Timers, changed: (state: 'live' | 'late' | 'lost') => void) {
    this.#timers = timers;
    this.#changed = changed;
  }

  /** Real milliseconds since the last sign of life; undefined before the first. */
  get silenceMs(): number | undefined {
    return this.#heardMonoMs === undefined ? undefined : this.#timers.monoMs() - this.#heardMonoMs;
  }

  /** A sign of life. */
  heard(): void {
    this.#heardMonoMs = this.#timers.monoMs();
    this.#cancel ??= this.#timers.every(250, () => this.#judge());
    this.#judge();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#state = undefined;
  }

  #judge(): void {
    const silenceMs = this.silenceMs ?? 0;
    const state = silenceMs >= LOST_MS ? 'lost' : silenceMs >= LATE_MS ? 'late' : 'live';
    if (state === this.#state) return;
    this.#state = state;
    this.#changed(state);
  }
}
