import type { Log } from '../../shared/kit/log.ts';
import type { Ballast } from './ballast.ts';

/** Below this much free space positions no longer go to disk: orders and facts may need it. */
export const LOW_BYTES = 64 * 1_048_576;

export interface DiskGuardInput {
  readonly ballast: Ballast;
  /** Free bytes where the stores are; undefined = unknown. */
  readonly freeBytes: () => number | undefined;
  readonly log: Log;
}

/**
 * How much room the stores have. `low`: only facts and orders are written. `full`: only orders, in the room of the ballast.
 * It ends by itself when there is room for the ballast again.
 */
export class DiskGuard {
  readonly #input: DiskGuardInput;
  #level: 'ok' | 'low' | 'full' = 'ok';

  constructor(input: DiskGuardInput) {
    this.#input = input;
    this.look();
  }

  get level(): 'ok' | 'low' | 'full' {
    return this.#level;
  }

  /** Something could not be written. True when room was made, so that what is precious may be tried again. */
  ranOut(): boolean {
    const hasMadeRoom = this.#input.ballast.release();
    this.#set('full');
    return hasMadeRoom;
  }

  /** Looks again; call now and then. */
  look(): void {
    const { ballast, freeBytes } = this.#input;
    const free = freeBytes();
    const needed = LOW_BYTES + (this.#level === 'full' ? ballast.bytes : 0);
    const hasRoom = free === undefined || free >= needed;
    if (this.#level !== 'full') return this.#set(!ballast.fill() ? 'full' : hasRoom ? 'ok' : 'low');
    if (hasRoom && ballast.fill()) this.#set('ok');
  }

  #set(level: 'ok' | 'low' | 'full'): void {
    if (level === this.#level) return;
    const { log, freeBytes } = this.#input;
    const fields = { before: this.#level, freeBytes: freeBytes() };
    this.#level = level;
    if (level === 'ok') log.info('the disk has room again', fields);
    else log.error(level === 'full' ? 'the disk is full' : 'the disk is nearly full', fields);
  }
}
