/** A mark that moved less than this share of a pixel looks the same. */
const VISIBLE_SHARE = 0.5;
/** No more than 30 new views a second, and at least one a second while the feed runs, so that ages stay true. */
export const MIN_INTERVAL_MS = 33;
export const MAX_INTERVAL_MS = 1_000;

/** Smallest move worth a new view, metres, at the given resolution. */
export function visibleMoveM(metresPerPixel: number): number {
  return metresPerPixel * VISIBLE_SHARE;
}

/**
 * Real milliseconds until the next view is due when the fastest mark moves at `fastestMps` metres a real second: the time it
 * needs for a visible move. Undefined when nothing moves and the feed stands still: only an event wakes the loop then.
 */
export function nextDueMs(fastestMps: number, metresPerPixel: number, rate: number): number | undefined {
  if (fastestMps <= 0) return rate === 0 ? undefined : MAX_INTERVAL_MS;
  const dueMs = (visibleMoveM(metresPerPixel) / fastestMps) * 1000;
  return Math.min(MAX_INTERVAL_MS, Math.max(MIN_INTERVAL_MS, dueMs));
}
