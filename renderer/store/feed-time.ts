import type { FeedInfo, PlayheadInfo } from '../../shared/contract/port.ts';

/** Feed time now: the playhead has run at its rate since it was received (both monotonic). A replay stops at the edge. */
export function feedTimeMs(playhead: PlayheadInfo, receivedMs: number, nowMs: number): number {
  const atMs = playhead.atMs + Math.max(0, nowMs - receivedMs) * playhead.rate;
  return playhead.mode === 'replay' ? Math.min(atMs, Math.max(playhead.edgeMs, playhead.atMs)) : atMs;
}

/** How old the picture is. */
export interface Freshness {
  readonly state: 'fresh' | 'late' | 'lost';
  /** Real milliseconds since the gateway or the data service was last heard; undefined = never. */
  readonly ageMs?: number | undefined;
  /** Whether this window's own line to its data service is the broken one. */
  readonly isOwnLine: boolean;
}

const LATE_MS = 3000;
const LOST_MS = 10_000;

/** Judges the age of the picture from the window's own line and the feed behind it. Quiet is not stale. */
export function freshnessOf(
  line: { readonly state: 'connecting' | 'open' | 'lost'; readonly sinceMs: number },
  feed: FeedInfo | undefined,
  feedReceivedMs: number,
  nowMs: number,
): Freshness {
  if (line.state === 'lost') {
    const ageMs = nowMs - line.sinceMs;
    return { state: ageMs >= LATE_MS ? 'lost' : 'late', ageMs, isOwnLine: true };
  }
  if (feed === undefined) return { state: 'fresh', isOwnLine: false };
  const sinceHeardMs = Math.max(0, nowMs - feedReceivedMs);
  const ageMs = feed.silenceMs === undefined ? undefined : feed.silenceMs + sinceHeardMs;
  if (feed.link === 'lost' || feed.link === 'refused' || feed.link === 'quarantined')
    return { state: 'lost', ageMs, isOwnLine: false };
  if (feed.link === 'late')
    return { state: ageMs !== undefined && ageMs >= LOST_MS ? 'lost' : 'late', ageMs, isOwnLine: false };
  if (ageMs === undefined) return { state: 'fresh', isOwnLine: false };
  return { state: ageMs >= LOST_MS ? 'lost' : ageMs >= LATE_MS ? 'late' : 'fresh', ageMs, isOwnLine: false };
}
