import type { EventMark } from '../../shared/contract/port.ts';

/** Alerts a minute over the last hour; `isBurst` marks minutes far above the hour's mean. */
export interface HourBar {
  readonly count: number;
  readonly isBurst: boolean;
}

const MINUTES = 60;
const MINUTE_MS = 60_000;

/** Sixty bars, oldest first, the last one the running minute. Burst = above mean + 3 standard deviations of a Poisson count. */
export function hourBars(marks: readonly EventMark[], nowMs: number): readonly HourBar[] {
  const counts = Array.from({ length: MINUTES }, () => 0);
  const lastMinute = Math.floor(nowMs / MINUTE_MS);
  for (const mark of marks) {
    if (mark.kind !== 'alert/raised' || mark.atMs > nowMs) continue;
    const at = MINUTES - 1 - (lastMinute - Math.floor(mark.atMs / MINUTE_MS));
    if (at >= 0 && at < MINUTES) counts[at] = (counts[at] ?? 0) + 1;
  }
  const mean = counts.reduce((sum, count) => sum + count, 0) / MINUTES;
  const limit = Math.max(3, mean + 3 * Math.sqrt(mean));
  return counts.map((count) => ({ count, isBurst: count > limit }));
}
