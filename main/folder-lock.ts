import { join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';

/** A folder held by this process. */
export interface FolderLock {
  release(): void;
}

const NAME = 'lock.db';

/**
 * Takes a data folder for this process; undefined = another process has it. The operating system lets go of it when the
 * process ends, however it ends: a number in a file would outlive a killed process and could become another's.
 */
export function lockFolder(folder: string): FolderLock | undefined {
  const db = new Database(join(folder, NAME), { timeout: 0 });
  try {
    db.pragma('journal_mode = MEMORY'); // a full disk must not keep us from the lock
    db.exec('BEGIN EXCLUSIVE');
    return { release: () => db.close() };
  } catch (error) {
    db.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return undefined;
    throw error;
  }
}

/** Whether a process holds the folder now. */
export function isFolderLocked(folder: string): boolean {
  const lock = lockFolder(folder);
  lock?.release();
  return lock === undefined;
}
