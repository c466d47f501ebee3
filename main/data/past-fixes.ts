import type { PositionColumns } from '../../shared/contract/position-frame.ts';
import { DAY_MS, RETENTION_DAYS } from '../../shared/domain/retention.ts';
import type { Log } from '../../shared/kit/log.ts';
import type { CacheStore } from './cache.ts';
import type { FeedLink } from './feed-link.ts';
import type { Tracks } from './tracks.ts';

const PAGE_MS = 1_800_000;
/** Retention of positions is looked at this often, feed time. */
const FORGET_EVERY_MS = 600_000;

export interface PastFixesInput {
  readonly tracks: Tracks;
  readonly cache: CacheStore;
  /** A link that is up, for history. */
  readonly link: () => FeedLink | undefined;
  readonly log: Log;
}

/** Fills the history of fixes: live frames as they come, the cache at start, and the gateway's history for what was missed. */
export class PastFixes {
  readonly #input: PastFixesInput;
  /** From here on the history is complete, feed time. */
  #completeFromMs: number | undefined;
  #isFetching = false;
  #opened = '';
  #forgottenMs = 0;

  constructor(input: PastFixesInput) {
    this.#input = input;
  }

  /** A live frame. */
  live(frame: PositionColumns): void {
    this.#guarded(() => this.#input.tracks.applyLive(frame));
  }

  /** Puts on disk what came in and makes blocks of what is over at `nowMs`; call once a second. */
  tick(nowMs: number): void {
    this.flush();
    this.#guarded(() => {
      const { past } = this.#input.tracks;
      past.tidy(nowMs);
      const beforeMs = nowMs - RETENTION_DAYS.consolePositions * DAY_MS;
      if (Math.abs(beforeMs - this.#forgottenMs) < FORGET_EVERY_MS) return;
      this.#forgottenMs = beforeMs;
      past.forget(beforeMs);
    });
  }

  /** Live frames arrive from this moment on; the units that report seldom are shown at once where they last were. */
  async liveFrom(nowMs: number): Promise<void> {
    this.#completeFromMs ??= nowMs;
    const link = this.#input.link();
    if (link === undefined) return;
    try {
      const atMs = Math.floor(nowMs);
      await link.positions({ fromMs: atMs, toMs: atMs + 1, keyframe: true }, (fixes) => this.live(fixes));
      this.#guarded(() => this.#input.tracks.readOn(atMs));
    } catch (error) {
      this.#input.log.warn('last known positions not available', { reason: String(error) });
    }
  }

  /** Puts on disk what came in; call before closing. */
  flush(): void {
    this.#guarded(() => this.#input.tracks.past.flush());
  }

  /** Takes up what the cache holds of a stream, once. */
  open(stream: string): void {
    if (this.#opened === stream) return;
    this.flush();
    this.#opened = stream;
    this.#input.tracks.open(this.#input.cache.tracks(stream));
  }

  /** Everything from `fromMs` to where the log is complete, fetched in pages of half an hour, newest of each slot first. */
  async ensure(fromMs: number): Promise<void> {
    const completeFromMs = this.#completeFromMs;
    if (completeFromMs === undefined || fromMs >= completeFromMs) return;
    if (await this.#fetch(fromMs, completeFromMs)) this.#completeFromMs = fromMs;
  }

  /** What was missed while the link was down. */
  async fillGap(nowMs: number): Promise<void> {
    const newestMs = this.#input.tracks.newestMs;
    if (newestMs === undefined || newestMs >= nowMs) return;
    if (await this.#fetch(newestMs, nowMs)) this.#guarded(() => this.#input.tracks.readOn(nowMs));
  }

  /** What was held is gone; live frames arrive from `fromMs` on (undefined: not yet). */
  forget(fromMs: number | undefined): void {
    this.#completeFromMs = fromMs;
  }

  /** Positions that cannot be kept are no reason to lose the present. */
  #guarded(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#input.log.error('positions could not be stored', { reason: String(error) });
    }
  }

  async #fetch(fromMs: number, toMs: number): Promise<boolean> {
    const link = this.#input.link();
    if (link === undefined || this.#isFetching) return false;
    this.#isFetching = true;
    try {
      for (let at = Math.floor(fromMs); at < toMs; at += PAGE_MS) {
        const range = {
          fromMs: at,
          toMs: Math.min(at + PAGE_MS, Math.ceil(toMs)),
          keyframe: at === Math.floor(fromMs),
        };
        await link.positions(range, (fixes) => this.#input.tracks.applyHistory(fixes));
      }
      return true;
    } catch (error) {
      this.#input.log.warn('positions of the past not available', { reason: String(error) });
      return false;
    } finally {
      this.#isFetching = false;
    }
  }
}
