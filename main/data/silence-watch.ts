import type { Cancel } from '../../shared/kit/clock.ts';
import type { Timers } from './timers.ts';

export const LATE_MS = 3_000;
/** A line that says nothing for this long is replaced: early enough to be heard again before the room is told `lost`. */
const DEAD_MS = 5_000;
export const LOST_MS = 10_000;

export type Silence = 'live' | 'late' | 'dead' | 'lost';

/** Watches how long the feed has said nothing, on a monotonic clock: late after 3 s, dead after 5 s, lost after 10 s. */
export class SilenceWatch {
  readonly #timers: Timers;
  readonly #changed: (state: Silence) => void;
  #heardMonoMs: number | undefined;
  #state: Silence | undefined;
  #cancel: Cancel | undefined;

  constructor(timers: Timers, changed: (state: Silence) => void) {
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
    const state = judgeSilence(silenceMs);
    if (state === this.#state) return;
    this.#state = state;
    this.#changed(state);
  }
}

function judgeSilence(silenceMs: number): Silence {
  if (silenceMs >= LOST_MS) return 'lost';
  if (silenceMs >= DEAD_MS) return 'dead';
  return silenceMs >= LATE_MS ? 'late' : 'live';
}
