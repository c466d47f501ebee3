import type { MoneyClock } from '../domain/belief.ts';
import type { Band, Race } from '../domain/race.ts';

/** The money clock as a band of epoch ms; undefined when nobody knows. */
export function dueBand(clock: MoneyClock): Band | undefined {
  if (clock.kind === 'unknown') return undefined;
  const { earliestMs, dueAtMs, latestMs } = clock;
  return { low: Math.min(earliestMs, dueAtMs), mid: dueAtMs, high: Math.max(latestMs, dueAtMs) };
}

/** Margin = due - arrival in whole seconds: the worst case is the earliest due against the latest arrival. Never -0. */
export function marginBand(due: Band, arrival: Band): Band {
  const seconds = (ms: number): number => Math.round(ms / 1000) + 0;
  return {
    low: seconds(due.low - arrival.high),
    mid: seconds(due.mid - arrival.mid),
    high: seconds(due.high - arrival.low),
  };
}

/** The race in one word, from the margin. */
export function outlookOf(margin: Band): Exclude<Race['outlook'], 'met' | 'unknown'> {
  if (margin.high < 0) return 'too-late';
  if (margin.low > 0) return 'ahead';
  return margin.mid < 0 ? 'behind' : 'tight';
}

/** A band of seconds from `nowMs` as epoch ms. */
export function fromNow(nowMs: number, seconds: Band): Band {
  return {
    low: nowMs + seconds.low * 1000,
    mid: nowMs + seconds.mid * 1000,
    high: nowMs + seconds.high * 1000,
  };
}
