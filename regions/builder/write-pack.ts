import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { RegionBuildError } from './region-error.ts';

/**
 * Puts a pack's files in place: all are written to a temporary folder beside the target first, then moved, the manifest
 * last, so a reader never sees a manifest whose files are missing. Files of the target that are not ours stay.
 * Throws RegionBuildError when the folder cannot be written; the temporary folder is always removed.
 */
export async function writePack(outDir: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  let temporary: string | undefined;
  try {
    await mkdir(dirname(outDir), { recursive: true });
    temporary = await mkdtemp(join(dirname(outDir), `.${basename(outDir)}-building-`));
    for (const [path, bytes] of files) {
      await mkdir(dirname(join(temporary, path)), { recursive: true });
      await writeFile(join(temporary, path), bytes);
    }
    await mkdir(outDir, { recursive: true });
    const order = [...files.keys()].toSorted(
      (a, b) => Number(a === 'manifest.json') - Number(b === 'manifest.json'),
    );
    for (const path of order) await moveInto(join(temporary, path), join(outDir, path), files.get(path));
  } catch (cause) {
    throw new RegionBuildError(
      `无法写入 ${outDir}，请用 --out 指定可写的文件夹。`,
      `Cannot write ${outDir}: ${cause instanceof Error ? cause.message : String(cause)}. Choose a folder you may write to with --out.`,
      { cause },
    );
  } finally {
    if (temporary !== undefined) await rm(temporary, { recursive: true, force: true });
  }
}

/** A file that is already right is left alone: rebuilding a pack from the extract inside it must not disturb it. */
async function moveInto(from: string, to: string, bytes: Uint8Array | undefined): Promise<void> {
  const present = await readFile(to).catch(() => undefined);
  if (present !== undefined && bytes !== undefined && Buffer.compare(present, bytes) === 0) return;
  await mkdir(dirname(to), { recursive: true });
  await rename(from, to);
}
