import type { LedgerEvent } from '../../shared/domain/event.ts';
import type { Cancel } from '../../shared/kit/clock.ts';
import type { Log } from '../../shared/kit/log.ts';
import type { TailListener } from './ledger.ts';

type ReadPage = (stream: string, fromSeq: number, limit: number) => Promise<readonly LedgerEvent[]>;

const PAGE = 256;

/**
 * Tails over a ledger that can only be read by seq: an append merely wakes them, and each reads on from where it is,
 * so a lost wake-up loses nothing and a slow listener holds no events in memory.
 */
export class Tailer {
  readonly #read: ReadPage;
  readonly #log: Log;
  readonly #wakers = new Map<string, Set<() => void>>();

  constructor(read: ReadPage, log: Log) {
    this.#read = read;
    this.#log = log;
  }

  /** Something was appended to `stream`. */
  wake(stream: string): void {
    for (const waker of this.#wakers.get(stream) ?? []) waker();
  }

  /** Starts a tail; the returned function ends it, after which the listener is not called again. */
  tail(stream: string, fromSeq: number, listener: TailListener): Cancel {
    const self = { isOpen: true, isRunning: false, isDirty: true, nextSeq: fromSeq };
    const wakers = this.#wakers.get(stream) ?? new Set();
    this.#wakers.set(stream, wakers);

    const run = async (): Promise<void> => {
      while (self.isOpen && self.isDirty) {
        self.isDirty = false;
        let events = await this.#read(stream, self.nextSeq, PAGE);
        while (self.isOpen && events.length > 0) {
          self.nextSeq += events.length;
          await listener(events);
          if (self.isOpen) events = await this.#read(stream, self.nextSeq, PAGE);
        }
      }
    };
    const wake = (): void => {
      self.isDirty = true;
      if (self.isRunning || !self.isOpen) return;
      self.isRunning = true;
      run()
        .catch((error: unknown) => {
          cancel();
          this.#log.error('a ledger tail ended', { stream, nextSeq: self.nextSeq, error: String(error) });
        })
        .finally(() => {
          self.isRunning = false;
          if (self.isDirty && self.isOpen) wake();
        });
    };
    const cancel: Cancel = () => {
      self.isOpen = false;
      wakers.delete(wake);
      if (wakers.size === 0 && this.#wakers.get(stream) === wakers) this.#wakers.delete(stream);
    };
    wakers.add(wake);
    wake();
    return cancel;
  }
}
