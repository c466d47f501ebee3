import { mkdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { cannotWrite } from './write-pack.ts';

/** Another process builds the same pack now. The message is one line, Chinese then English, and says who. */
export class RegionBusyError extends Error {
  override readonly name = 'RegionBusyError';
}

/** Locks this process takes or holds: a file that names our own number otherwise is a dead namesake's. */
const ours = new Set<string>();

/**
 * Does `work` while no other process builds the pack at `outDir` (absolute). A file beside the pack names the process that
 * builds; one whose process is gone is taken over. Throws RegionBusyError when the pack is being built, RegionBuildError
 * when the file cannot be written. Whatever becomes of `work`, the file goes away, and so do the folders made for it alone.
 */
export async function whileLocked<T>(outDir: string, work: () => Promise<T>): Promise<T> {
  const parent = dirname(outDir);
  const path = join(parent, `.${basename(outDir)}-lock`);
  const firstMade = await orCannotWrite(outDir, mkdir(parent, { recursive: true }));
  if (ours.has(path)) throw busy(outDir, path, process.pid);
  ours.add(path);
  try {
    await takeLock(outDir, path);
    try {
      return await work();
    } finally {
      // what is already told matters more than a file that stays: the next build sees that its process is gone
      await rm(path, { force: true }).catch(() => undefined);
      if (firstMade !== undefined) await removeEmpty(parent, firstMade);
    }
  } finally {
    ours.delete(path);
  }
}

async function takeLock(outDir: string, path: string): Promise<void> {
  if (await createLock(outDir, path)) return;
  const owner = await ownerOf(path);
  if (owner === 'gone' || !isBuilding(owner)) {
    if (owner !== 'gone') await putAside(path, owner);
    if (await createLock(outDir, path)) return;
  }
  throw busy(outDir, path, await ownerOf(path));
}

/** False: the file is there already. */
async function createLock(outDir: string, path: string): Promise<boolean> {
  try {
    await writeFile(path, `${process.pid}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw cannotWrite(outDir, error);
  }
}

/** The process a lock names; NaN when it names none (yet): its build may just be writing it. */
async function ownerOf(path: string): Promise<number | 'gone'> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text === undefined ? 'gone' : /^\d+\n$/.test(text) ? Number(text) : Number.NaN;
}

function isBuilding(pid: number): boolean {
  if (pid === process.pid) return false;
  if (Number.isNaN(pid)) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // another user's process answers EPERM
    return codeOf(error) !== 'ESRCH';
  }
}

/** Removes a dead build's lock. Moved first, so that a lock another build put there meanwhile is seen and given back. */
async function putAside(path: string, owner: number): Promise<void> {
  const aside = `${path}-${process.pid}`;
  try {
    await rename(path, aside);
  } catch {
    return; // another build was quicker
  }
  if ((await ownerOf(aside)) === owner) await rm(aside, { force: true });
  else await rename(aside, path);
}

async function removeEmpty(from: string, upTo: string): Promise<void> {
  for (let dir = from; dir.length >= upTo.length; dir = dirname(dir)) {
    const removed = await rmdir(dir).then(
      () => true,
      () => false,
    );
    if (!removed) return;
  }
}

function busy(outDir: string, path: string, owner: number | 'gone'): RegionBusyError {
  const known = typeof owner === 'number' && !Number.isNaN(owner);
  const [zh, en] = known ? [`进程 ${owner} `, `process ${owner}`] : ['另一进程', 'another process'];
  return new RegionBusyError(
    `${zh}正在生成 ${outDir}，请等待其结束；如确认没有，请删除 ${path}。 ${outDir} is being built by ${en}: wait for it, or delete ${path} if that is no build.`,
  );
}

function orCannotWrite<T>(outDir: string, doing: Promise<T>): Promise<T> {
  return doing.catch((cause: unknown) => Promise.reject(cannotWrite(outDir, cause)));
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
