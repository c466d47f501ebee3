import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { cannotWrite } from './write-pack.ts';

/**
 * The hidden folder beside a pack in which it is built. Results of finished stages lie there under the hash of what they
 * were made from, so a build that was killed goes on where it stopped; it goes away with the build's end, good or bad.
 */
export interface BuildWorkspace {
  /** Where the pack is put together before it is moved into place. */
  readonly packDir: string;
  /**
   * The stage's stored result when it was made from the same `input` (any text) and is whole, else what `make` gives,
   * which is then stored. `reused` is told which.
   */
  stage(
    name: string,
    input: string,
    make: () => Uint8Array | Promise<Uint8Array>,
  ): Promise<{ bytes: Uint8Array; reused: boolean }>;
  remove(): Promise<void>;
}

const SUM_BYTES = 32;

/** The workspace of the pack that will lie at `outDir`. Touches the disk only when a stage is stored. */
export function buildWorkspace(outDir: string): BuildWorkspace {
  const dir = join(dirname(outDir), `.${basename(outDir)}-building`);
  return {
    packDir: join(dir, 'pack'),
    async stage(name, input, make) {
      const path = join(dir, 'stages', `${name}-${sha256(Buffer.from(input)).toString('hex').slice(0, 32)}`);
      const stored = await readFile(path).catch(() => undefined);
      if (stored !== undefined && stored.length >= SUM_BYTES) {
        const bytes = new Uint8Array(stored.subarray(SUM_BYTES));
        if (Buffer.compare(sha256(bytes), stored.subarray(0, SUM_BYTES)) === 0)
          return { bytes, reused: true };
      }
      const bytes = await make();
      try {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(`${path}.part`, Buffer.concat([sha256(bytes), bytes]));
        await rename(`${path}.part`, path);
      } catch (cause) {
        throw cannotWrite(outDir, cause);
      }
      return { bytes, reused: false };
    },
    // the pack stands or the reason is told already: a folder that stays behind is not worth another error
    remove: () => rm(dir, { recursive: true, force: true }).catch(() => undefined),
  };
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
