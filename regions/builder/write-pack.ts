import { access, copyFile, cp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readInstalled } from './installed.ts';
import { RegionBuildError } from './region-error.ts';

/**
 * Puts a pack in place: the whole folder is written to `packDir` (on the same disk) first, files of the old pack that are not
 * ours are copied into it, and the two folders change places by renaming, so a reader sees the old pack or the new one.
 * A move that is cut between the two renames is completed by `restorePack`. Throws RegionBuildError when the
 * folder cannot be written.
 */
export async function writePack(
  outDir: string,
  packDir: string,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  try {
    await rm(packDir, { recursive: true, force: true });
    for (const [path, bytes] of files) {
      await mkdir(dirname(join(packDir, path)), { recursive: true });
      await writeFile(join(packDir, path), bytes, { flush: true });
    }
    await keepForeignFiles(outDir, packDir, files);
    const old = oldPackDir(outDir);
    await rm(old, { recursive: true, force: true });
    const hadOld = await exists(outDir);
    if (hadOld) await rename(outDir, old);
    try {
      await rename(packDir, outDir);
    } catch (error) {
      if (hadOld) await rename(old, outDir);
      throw error;
    }
    await rm(old, { recursive: true, force: true });
  } catch (cause) {
    throw cannotWrite(outDir, cause);
  }
}

/** Puts back the old pack when a build was killed after moving it away and before moving the new one in. */
export async function restorePack(outDir: string): Promise<void> {
  const old = oldPackDir(outDir);
  if (!(await exists(old))) return;
  if (await exists(outDir)) await rm(old, { recursive: true, force: true });
  else await rename(old, outDir);
}

/** The error for a target folder that cannot be written. */
export function cannotWrite(outDir: string, cause: unknown): RegionBuildError {
  return new RegionBuildError(
    `无法写入 ${outDir}，请用 --out 指定可写的文件夹。`,
    `Cannot write ${outDir}: ${cause instanceof Error ? cause.message : String(cause)}. Choose a folder you may write to with --out.`,
    { cause },
  );
}

async function keepForeignFiles(
  outDir: string,
  packDir: string,
  ours: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  const listed = await listedFiles(outDir);
  const entries = await readdir(outDir, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (entry.isDirectory()) continue;
    const from = join(entry.parentPath, entry.name);
    const path = from.slice(outDir.length + 1);
    const name = path.replaceAll('\\', '/');
    if (ours.has(name) || listed.has(name)) continue;
    await mkdir(dirname(join(packDir, path)), { recursive: true });
    if (entry.isFile()) await copyFile(from, join(packDir, path));
    else await cp(from, join(packDir, path), { verbatimSymlinks: true });
  }
}

/** Files of the old pack that the builder made: those its manifest lists. */
async function listedFiles(outDir: string): Promise<ReadonlySet<string>> {
  const manifest = await readInstalled(outDir).catch(() => undefined);
  return new Set(manifest?.files.map((file) => file.path));
}

function oldPackDir(outDir: string): string {
  return join(dirname(outDir), `.${basename(outDir)}-old`);
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
