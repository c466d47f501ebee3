import type { LedgerEvent } from '../domain/event.ts';
import { emptyState, type State } from '../domain/state.ts';
import { invariant } from '../kit/invariant.ts';
import { applyEvent } from './fold.ts';

const EVERY_EVENTS = 200;

/**
 * The whole log of one view in memory, with a kept state every 200 events, so that any moment is at most 200 folds away.
 * I2: keyframe + events = all events; I3: the state depends on the log and the moment alone.
 */
export class EventLog {
  readonly #events: LedgerEvent[] = [];
  readonly #keyframes: State[];
  #head: State;

  constructor(stream: string) {
    this.#head = emptyState(stream);
    this.#keyframes = [this.#head];
  }

  /** The newest state. */
  get head(): State {
    return this.#head;
  }

  /** All events so far, in sequence; not to be mutated. */
  get events(): readonly LedgerEvent[] {
    return this.#events;
  }

  /** Appends the next event; InvariantError unless it is the next one. */
  append(event: LedgerEvent): void {
    this.#head = applyEvent(this.#head, event);
    this.#events.push(event);
    if (this.#events.length % EVERY_EVENTS === 0) this.#keyframes.push(this.#head);
  }

  /** How many events had been received by `atMs`: "what we knew then" follows receipt, not claim. */
  countAt(atMs: number): number {
    let low = 0;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const event = this.#events[middle];
      invariant(event !== undefined, 'event log has a hole');
      if (event.receivedAtMs <= atMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The state after the first `count` events. */
  stateAfter(count: number): State {
    if (count === this.#events.length) return this.#head;
    const frame = Math.floor(count / EVERY_EVENTS);
    let state = this.#keyframes[frame] ?? this.#head;
    for (let i = frame * EVERY_EVENTS; i < count; i++) {
      const event = this.#events[i];
      invariant(event !== undefined, 'event log has a hole');
      state = applyEvent(state, event);
    }
    return state;
  }

  /** The state as it was known at `atMs`. */
  stateAt(atMs: number): State {
    return this.stateAfter(this.countAt(atMs));
  }
}
