import type { Log } from '../../shared/kit/log.ts';
import type { AcceptedFix } from '../ingest/ingest-deps.ts';
import type { PositionHistory } from '../ledger/ledger.ts';
import { columnsOf } from './fix-columns.ts';

/** A block is written when it holds this many fixes, or by the caller's timer, once a second. */
const BLOCK_FIXES = 500;

/**
 * Records every accepted fix, before anything is coalesced for display. Fixes wait in memory for at most a block or a
 * second: a killed gateway loses no more than that. A failed write keeps its fixes for the next one, up to MAX_WAITING.
 */
export class PositionRecorder {
  readonly #stream: string;
  readonly #history: PositionHistory;
  readonly #log: Log;
  #waiting: AcceptedFix[] = [];
  #writing: Promise<void> = Promise.resolve();

  constructor(stream: string, history: PositionHistory, log: Log) {
    this.#stream = stream;
    this.#history = history;
    this.#log = log;
  }

  /** Takes fixes; waits for the disk only when blocks are full. */
  async record(fixes: readonly AcceptedFix[]): Promise<void> {
    for (const fix of fixes) this.#waiting.push(fix);
    if (this.#waiting.length >= BLOCK_FIXES) await this.flush();
  }

  /** Writes what waits. Readers of the newest seconds call this first. */
  flush(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const block = this.#waiting.slice(0, BLOCK_FIXES);
      try {
        await this.#history.record(this.#stream, columnsOf(block));
      } catch (error) {
        const lost = Math.max(0, this.#waiting.length - MAX_WAITING);
        this.#waiting = this.#waiting.slice(lost);
        this.#log.error('fixes could not be recorded', {
          waiting: this.#waiting.length,
          lost,
          error: String(error),
        });
        return;
      }
      this.#waiting = this.#waiting.slice(block.length);
    }
  }
}

const MAX_WAITING = 100_000;
