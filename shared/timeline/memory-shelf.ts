import type { TrackShelf } from './track-history.ts';

/** Blocks in memory, for hosts that keep nothing on disk and for tests. Over `maxBytes` the oldest blocks go first. */
export function memoryShelf(maxBytes: number): TrackShelf {
  const blocks = new Map<number, Uint8Array>();
  let minutes: number[] = [];
  let bytes = 0;
  const remove = (unwanted: readonly number[]): void => {
    for (const minute of unwanted) {
      bytes -= blocks.get(minute)?.length ?? 0;
      blocks.delete(minute);
    }
    minutes = minutes.filter((minute) => blocks.has(minute));
  };
  return {
    // The history holds what waits in memory itself: a second copy would survive nothing.
    keep: () => undefined,
    kept: () => [],
    putBlock: (minute, body) => {
      remove([minute]);
      blocks.set(minute, body);
      bytes += body.length;
      minutes.push(minute);
      if ((minutes[minutes.length - 2] ?? minute) > minute) minutes.sort((a, b) => a - b);
      for (const oldest of minutes.slice(0, -1)) if (bytes > maxBytes) remove([oldest]);
    },
    dropLate: () => undefined,
    block: (minute) => blocks.get(minute),
    blockBefore: (minute) => minutes.findLast((at) => at <= minute),
    blockAfter: (minute) => minutes.find((at) => at >= minute),
    forget: (before) => remove(minutes.filter((minute) => before === undefined || minute < before)),
  };
}
