import type { Socket } from 'socket.io';
import type { Subscribe, SubscribeAnswer } from '../../shared/contract/ctl.ts';
import { creditAckSchema, subscribeSchema } from '../../shared/contract/ctl.ts';
import type { View } from '../../shared/contract/views.ts';
import { projectEvent } from '../../shared/contract/views.ts';
import type { LedgerEvent } from '../../shared/domain/event.ts';
import type { Cancel } from '../../shared/kit/clock.ts';
import type { Log } from '../../shared/kit/log.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { whenRoom } from './send-queue.ts';

/** Unacknowledged events a console may have on the way. */
export const WINDOW_EVENTS = 512;
const BATCH_EVENTS = 128;
/** A console that acknowledges nothing for this long, with events on the way, is cut off and may resume. */
const SLOW_CONSUMER_MS = 10_000;

export interface FeedSessionDeps {
  readonly ledger: Ledger;
  readonly stream: string;
  readonly monotonicMs: () => number;
  readonly log: Log;
}

/**
 * One console's event feed: by seq from where it says it is, at most WINDOW_EVENTS ahead of what it has acknowledged.
 * Nothing waits in memory for a slow console: the tail stops reading until credit comes back.
 */
export class FeedSession {
  readonly #socket: Socket;
  readonly #view: View;
  readonly #deps: FeedSessionDeps;
  #tail: Cancel | undefined;
  #isPending = false;
  #sentSeq = 0;
  #ackedSeq = 0;
  #ackedAtMs: number;
  #onCredit: (() => void) | undefined;

  constructor(socket: Socket, view: View, deps: FeedSessionDeps) {
    this.#socket = socket;
    this.#view = view;
    this.#deps = deps;
    this.#ackedAtMs = deps.monotonicMs();
  }

  /** Starts, or starts again at another seq. */
  async subscribe(input: unknown): Promise<SubscribeAnswer> {
    const { ledger, stream } = this.#deps;
    const headSeq = await ledger.head(stream);
    const parsed = subscribeSchema.safeParse(input);
    if (!parsed.success) return { ok: false, code: 'invalid', headSeq };
    const { fromSeq }: Subscribe = parsed.data;
    if (parsed.data.stream !== stream) return { ok: false, code: 'unknown-stream', headSeq };
    if (fromSeq > headSeq + 1) return { ok: false, code: 'ahead', headSeq };
    this.close();
    this.#sentSeq = fromSeq - 1;
    this.#ackedSeq = fromSeq - 1;
    this.#ackedAtMs = this.#deps.monotonicMs();
    this.#isPending = true;
    return { ok: true, headSeq, windowEvents: WINDOW_EVENTS };
  }

  /** Begins what `subscribe` agreed to; called once its answer is on the way, so that it arrives before any event. */
  start(): void {
    if (!this.#isPending || !this.#socket.connected) return;
    this.#isPending = false;
    const { ledger, stream } = this.#deps;
    this.#tail = ledger.tail(stream, this.#sentSeq + 1, (events) => this.#send(events));
  }

  /** Takes a cumulative acknowledgement; false = malformed. */
  acknowledge(input: unknown): boolean {
    const parsed = creditAckSchema.safeParse(input);
    if (!parsed.success || parsed.data.stream !== this.#deps.stream) return false;
    if (parsed.data.seq > this.#sentSeq) return false;
    if (parsed.data.seq > this.#ackedSeq) {
      this.#ackedSeq = parsed.data.seq;
      this.#ackedAtMs = this.#deps.monotonicMs();
      this.#onCredit?.();
    }
    return true;
  }

  /** Events on the way. */
  get unacknowledged(): number {
    return this.#sentSeq - this.#ackedSeq;
  }

  /** True when events have been on the way for too long without a word. */
  isStuck(): boolean {
    return this.#sentSeq > this.#ackedSeq && this.#deps.monotonicMs() - this.#ackedAtMs > SLOW_CONSUMER_MS;
  }

  /** Ends the tail. */
  close(): void {
    this.#isPending = false;
    this.#tail?.();
    this.#tail = undefined;
    this.#onCredit?.();
  }

  async #send(events: readonly LedgerEvent[]): Promise<void> {
    for (let from = 0; from < events.length; ) {
      const tail = this.#tail;
      const credit = WINDOW_EVENTS - (this.#sentSeq - this.#ackedSeq);
      if (credit <= 0) {
        await this.#credit();
        if (this.#tail !== tail || tail === undefined) return;
        continue;
      }
      const batch = events.slice(from, from + Math.min(credit, BATCH_EVENTS));
      from += batch.length;
      // The wait for an acknowledgement is counted from the first event on the way.
      if (this.#sentSeq === this.#ackedSeq) this.#ackedAtMs = this.#deps.monotonicMs();
      this.#sentSeq += batch.length;
      this.#socket.emit('events', {
        stream: this.#deps.stream,
        events: batch.map((event) => projectEvent(event, this.#view)),
      });
      await whenRoom(this.#socket);
      if (this.#tail !== tail || tail === undefined) return;
    }
  }

  #credit(): Promise<void> {
    return new Promise((resolve) => {
      this.#onCredit = () => {
        this.#onCredit = undefined;
        resolve();
      };
    });
  }
}
