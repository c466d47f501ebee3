import { memoryShelf } from '../../shared/timeline/memory-shelf.ts';
import type { TrackShelf } from '../../shared/timeline/track-history.ts';

const MEMORY_BYTES = 128 * 1_048_576;

export interface SteadyShelfInput {
  /** The shelf on disk, asked for every time: it may have been rebuilt. */
  readonly disk: () => TrackShelf;
  /** Whether positions may be written now. */
  readonly hasRoom: () => boolean;
  /** Runs a call on the disk; undefined when it came to nothing because of the disk. */
  readonly attempt: <T>(run: () => T) => { readonly value: T } | undefined;
}

/** A shelf that takes blocks into memory while the disk has no room, and brings them there once it has. */
export function steadyShelf({ disk, hasRoom, attempt }: SteadyShelfInput): TrackShelf & { recover(): void } {
  const memory = memoryShelf(MEMORY_BYTES);
  let waiting = 0;
  const later = (a: number | undefined, b: number | undefined): number | undefined =>
    a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
  const sooner = (a: number | undefined, b: number | undefined): number | undefined =>
    a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
  const read = <T>(run: (shelf: TrackShelf) => T): T | undefined => attempt(() => run(disk()))?.value;
  const put = (minute: number, body: Uint8Array): boolean =>
    hasRoom() && attempt(() => disk().putBlock(minute, body)) !== undefined;
  return {
    keep: (fixes) => void (hasRoom() && attempt(() => disk().keep(fixes))),
    kept: () => read((shelf) => shelf.kept()) ?? [],
    putBlock: (minute, body) => {
      if (put(minute, body)) return;
      memory.putBlock(minute, body);
      waiting++;
    },
    // What is late on disk and put into a block in memory only must be found again after a restart.
    dropLate: () => void (waiting === 0 && hasRoom() && attempt(() => disk().dropLate())),
    block: (minute) => memory.block(minute) ?? read((shelf) => shelf.block(minute)),
    blockBefore: (minute) =>
      later(
        memory.blockBefore(minute),
        read((shelf) => shelf.blockBefore(minute)),
      ),
    blockAfter: (minute) =>
      sooner(
        memory.blockAfter(minute),
        read((shelf) => shelf.blockAfter(minute)),
      ),
    forget: (before) => {
      memory.forget(before);
      attempt(() => disk().forget(before));
    },
    recover: () => {
      for (let turn = 0; turn < 4 && waiting > 0 && hasRoom(); turn++) {
        const minute = memory.blockAfter(0);
        const body = minute === undefined ? undefined : memory.block(minute);
        if (minute === undefined || body === undefined) waiting = 0;
        else if (!put(minute, body)) return;
        else memory.forget(minute + 1);
      }
    },
  };
}
