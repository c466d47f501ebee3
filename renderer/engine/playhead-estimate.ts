import type { PlayheadInfo } from '../../shared/contract/port.ts';

/**
 * Feed time now: the playhead runs at its rate since the message was received (both times on one monotonic clock).
 * A replay stops at the edge; a live playhead may run past the edge it knew.
 */
export function estimatePlayheadMs(
  playhead: PlayheadInfo,
  receivedMonotonicMs: number,
  nowMonotonicMs: number,
): number {
  const elapsedMs = Math.max(0, nowMonotonicMs - receivedMonotonicMs);
  const atMs = playhead.atMs + elapsedMs * playhead.rate;
  return playhead.mode === 'replay' ? Math.min(atMs, Math.max(playhead.edgeMs, playhead.atMs)) : atMs;
}
