import type { EventMark } from '../../shared/contract/port.ts';

/** Alerts of one minute. `count` is undefined before the record begins: nothing known is not nothing happened. */
export interface HourBar {
  /** Start of the minute, epoch ms. */
  readonly atMs: number;
  readonly count: number | undefined;
  /** Far above the hour's mean. */
  readonly isBurst: boolean;
}

const MINUTES = 60;
const MINUTE_MS = 60_000;
/** A burst has at least this many alerts a minute. */
const LEAST_BURST = 3;

/**
 * Sixty bars, oldest first, the last one the running minute. Burst = above mean + 3 standard deviations of a Poisson count over
 * the minutes on record. Minutes that ended before `startMs`, where the record begins, have no count.
 */
export function hourBars(marks: readonly EventMark[], nowMs: number, startMs: number): readonly HourBar[] {
  const lastMinute = Math.floor(nowMs / MINUTE_MS);
  const firstMinute = Math.floor(startMs / MINUTE_MS);
  const counts = Array.from({ length: MINUTES }, () => 0);
  for (const mark of marks) {
    if (mark.kind !== 'alert/raised' || mark.atMs > nowMs) continue;
    const at = MINUTES - 1 - (lastMinute - Math.floor(mark.atMs / MINUTE_MS));
    if (at >= 0 && at < MINUTES) counts[at] = (counts[at] ?? 0) + 1;
  }
  const onRecord = Math.max(1, Math.min(MINUTES, lastMinute - firstMinute + 1));
  const mean = counts.reduce((sum, count) => sum + count, 0) / onRecord;
  const limit = Math.max(LEAST_BURST, mean + 3 * Math.sqrt(mean));
  return counts.map((count, index) => {
    const minute = lastMinute - (MINUTES - 1 - index);
    const isKnown = minute >= firstMinute;
    return {
      atMs: minute * MINUTE_MS,
      count: isKnown ? count : undefined,
      isBurst: isKnown && count > limit,
    };
  });
}
