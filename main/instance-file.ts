import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { isFolderLocked } from './folder-lock.ts';

const instanceSchema = z.strictObject({
  pid: z.number().int().min(1),
  host: z.enum(['electron', 'browser']),
  /** The folder it holds (folder-lock.ts), by which its life is judged; absent in Electron, which has its own lock. */
  runDir: z.string().min(1).optional(),
  /** Where a link is asked for; absent in Electron, which has its own windows. */
  controlUrl: z.url().optional(),
  /** Proves that the asker can read this file, which only its owner can. */
  secret: z.string().min(1),
});
/** What a running instance leaves for `--print-url`. */
export type Instance = z.infer<typeof instanceSchema>;

const nameIn = (home: string): string => join(home, 'instance.json');

/** Writes the file, readable by its owner alone. */
export function writeInstance(home: string, instance: Instance): void {
  const file = nameIn(home);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  rmSync(file, { force: true });
  writeFileSync(file, JSON.stringify(instance), { mode: 0o600 });
}

/** The instance that runs on this folder; undefined when none does (a file of a dead process counts as none). */
export function readInstance(home: string, isAlive: (instance: Instance) => boolean): Instance | undefined {
  try {
    const instance = instanceSchema.parse(JSON.parse(readFileSync(nameIn(home), 'utf8')));
    return isAlive(instance) ? instance : undefined;
  } catch {
    return undefined;
  }
}

/** Removes the file if it still is ours. */
export function removeInstance(home: string, pid: number): void {
  if (readInstance(home, () => true)?.pid === pid) rmSync(nameIn(home), { force: true });
}

/** Whether an instance still runs. Its number alone proves nothing: it may be another process's by now. */
export function isInstanceAlive({ pid, runDir }: Instance): boolean {
  if (runDir === undefined) return isProcessAlive(pid);
  return existsSync(runDir) && isFolderLocked(runDir);
}

/** Whether a process of this number exists. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
