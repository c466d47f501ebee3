import { randomFillSync } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, rmSync, statSync, writeSync } from 'node:fs';

/** Room taken in good times: a full disk refuses even to delete a row, so something must be there to let go of. */
export interface Ballast {
  /** Takes the room; false when there is none. Real bytes, not a hole. */
  fill(): boolean;
  /** Gives it back; true when there was something to give. */
  release(): boolean;
  readonly bytes: number;
}

const CHUNK_BYTES = 1_048_576;

/** A file of `bytes` random bytes. */
export function ballastFile(path: string, bytes: number): Ballast {
  return {
    bytes,
    fill: () => {
      if (existsSync(path) && statSync(path).size === bytes) return true;
      try {
        const fd = openSync(path, 'w', 0o600);
        try {
          // Random: a file system that compresses or shares blocks must not save on it.
          for (let at = 0; at < bytes; at += CHUNK_BYTES)
            writeSync(fd, randomFillSync(new Uint8Array(Math.min(CHUNK_BYTES, bytes - at))));
          fsyncSync(fd);
        } finally {
          closeSync(fd);
        }
        return statSync(path).size === bytes;
      } catch {
        rmSync(path, { force: true });
        return false;
      }
    },
    release: () => {
      const isThere = existsSync(path);
      rmSync(path, { force: true });
      return isThere;
    },
  };
}
