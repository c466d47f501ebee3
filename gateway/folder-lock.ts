import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';

/** Long enough for a gateway that was told to stop, or killed, to be gone. */
const PATIENCE_MS = 5_000;

/**
 * Takes a data folder, made when missing, for this gateway and returns what lets go of it; the operating system does so when the process ends,
 * however it ends. Two gateways on one ledger would show two rooms. Throws Error when another one has it.
 */
export function lockFolder(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const db = new Database(join(dataDir, 'gateway.lock'), { timeout: PATIENCE_MS });
  try {
    db.pragma('journal_mode = MEMORY'); // a full disk must not keep us from the lock
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (!(error instanceof Database.SqliteError) || !error.code.startsWith('SQLITE_BUSY')) throw error;
    throw new Error(`${dataDir} is in use by another gateway: stop it, or choose another --data-dir`, {
      cause: error,
    });
  }
  return () => db.close();
}
