import {
  encodePositions,
  decodePositions,
  type PositionColumns,
} from '../../shared/contract/position-frame.ts';
import type { Log } from '../../shared/kit/log.ts';
import type { CacheStore } from './cache.ts';
import type { FeedLink } from './feed-link.ts';
import type { Tracks } from './tracks.ts';

const PAGE_MS = 1_800_000;
const CACHED_HOURS_MS = 2 * 3_600_000;
const RETAIN_MS = 24 * 3_600_000;
const PURGE_EVERY_MS = 600_000;

export interface PastFixesInput {
  readonly tracks: Tracks;
  readonly cache: CacheStore;
  /** A link that is up, for history. */
  readonly link: () => FeedLink | undefined;
  readonly log: Log;
}

/** Fills the track log: live frames as they come, the cache at start, and the gateway's history for what was missed. */
export class PastFixes {
  readonly #input: PastFixesInput;
  /** From here on the track log is complete, feed time. */
  #completeFromMs: number | undefined;
  #isFetching = false;
  #loaded = '';
  #purgedMs = 0;

  constructor(input: PastFixesInput) {
    this.#input = input;
  }

  /** A live frame. */
  live(stream: string, frame: PositionColumns): void {
    this.#input.tracks.applyLive(frame);
    const firstMs = frame.atMs[0];
    if (firstMs === undefined) return;
    this.#input.cache.appendFixes(stream, firstMs, encodePositions(frame));
    if (firstMs < this.#purgedMs + PURGE_EVERY_MS) return;
    this.#purgedMs = firstMs;
    this.#input.cache.purgeFixes(firstMs - RETAIN_MS);
  }

  /** Live frames arrive from this moment on; the units that report seldom are shown at once where they last were. */
  async liveFrom(nowMs: number): Promise<void> {
    this.#completeFromMs ??= nowMs;
    const link = this.#input.link();
    if (link === undefined) return;
    try {
      const atMs = Math.floor(nowMs);
      await link.positions({ fromMs: atMs, toMs: atMs + 1, keyframe: true }, (fixes) =>
        this.#input.tracks.applyLive(fixes),
      );
    } catch (error) {
      this.#input.log.warn('last known positions not available', { reason: String(error) });
    }
  }

  /** The last two hours of the cache, once a stream. */
  loadCached(stream: string, headMs: number): void {
    if (this.#loaded === stream) return;
    this.#loaded = stream;
    for (const bytes of this.#input.cache.loadFixes(stream, headMs - CACHED_HOURS_MS)) {
      this.#input.tracks.applyHistory(decodePositions(bytes));
    }
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
    if (newestMs !== undefined && newestMs < nowMs) await this.#fetch(newestMs, nowMs);
  }

  /** Another ledger: nothing held is of it. */
  forget(stream: string): void {
    this.#completeFromMs = undefined;
    this.#purgedMs = 0;
    this.#input.cache.drop(stream);
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
