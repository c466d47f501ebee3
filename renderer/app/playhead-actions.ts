import type { Actions } from '../store/actions.ts';
import type { MirrorStore } from '../store/mirror.ts';
import type { PortClient } from './port-client.ts';

/** Speeds the brackets walk through. */
export const SPEEDS: readonly number[] = [0.1, 0.5, 1, 2, 4, 8, 16, 32, 64];

type PlayheadActions = Pick<Actions, 'playPause' | 'play' | 'faster' | 'seek' | 'step' | 'live'>;

/**
 * The playhead belongs to the data service and drives every window; this only asks. While a seek is under way the newest wish
 * waits, so that dragging never queues up.
 */
export function createPlayheadActions(
  client: PortClient,
  mirror: MirrorStore,
  incidentId: () => string | undefined,
): PlayheadActions {
  let isSeeking = false;
  let wish: number | undefined;
  const seek = async (atMs: number): Promise<void> => {
    if (isSeeking) {
      wish = atMs;
      return;
    }
    isSeeking = true;
    await client.request('playhead/seek', { atMs: Math.max(0, Math.round(atMs)) });
    isSeeking = false;
    const next = wish;
    wish = undefined;
    if (next !== undefined) await seek(next);
  };
  const play = (rate: number): void => void client.request('playhead/play', { rate });
  return {
    play,
    playPause() {
      const { playhead } = mirror.get();
      if (playhead === undefined) return;
      if (playhead.rate === 0) play(1);
      else void client.request('playhead/pause', {});
    },
    faster(step) {
      const { playhead } = mirror.get();
      if (playhead?.mode !== 'replay') return;
      const rate = playhead.rate === 0 ? 1 : playhead.rate;
      const above = SPEEDS.findIndex((speed) => speed >= rate);
      const at = above === -1 ? SPEEDS.length - 1 : above;
      play(SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, at + step))] ?? rate);
    },
    seek: (atMs) => void seek(atMs),
    step(direction) {
      const focus = incidentId();
      void client.request(
        'playhead/step',
        focus === undefined ? { direction } : { direction, incidentId: focus },
      );
    },
    live: () => void client.request('playhead/live', {}),
  };
}
