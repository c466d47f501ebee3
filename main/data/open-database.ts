import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';
import { DAY_MS, RETENTION_DAYS } from '../../shared/domain/retention.ts';
import { invariant } from '../../shared/kit/invariant.ts';

export type Sqlite = Database.Database;

export interface OpenInput {
  readonly path: string;
  /** 32 random bytes. */
  readonly key: Uint8Array;
  /** FULL: what was written survives a power cut. NORMAL: the last transactions may be gone after one. */
  readonly synchronous: 'FULL' | 'NORMAL';
  readonly schema: string;
  /** A table of a large file that is read over later and not at every opening. */
  readonly bulk?: string | undefined;
}

const PLAIN_HEADER = 'SQLite format 3';
const KEEP_QUARANTINED = 3;
const LARGE_BYTES = 64 * 1_048_576;

/**
 * Opens an encrypted database in the order that leaves no window for plaintext: cipher, key, first read, then the rest.
 * Throws when the key is wrong, the file is damaged, or anything would be written unencrypted. The caller owns and closes it.
 */
export function openEncrypted(input: OpenInput): Sqlite {
  invariant(input.key.byteLength === 32, 'a database key has 32 bytes'); // an empty key would silently mean plaintext
  mkdirSync(dirname(input.path), { recursive: true, mode: 0o700 });
  const db = new Database(input.path);
  try {
    applyKey(db, input.key);
    // Takes effect in a new file only, before its first table: what retention frees goes back to the disk.
    db.pragma('auto_vacuum=INCREMENTAL');
    db.pragma('journal_mode=WAL');
    db.pragma(`synchronous=${input.synchronous}`);
    for (const pragma of [
      'temp_store=MEMORY',
      'secure_delete=ON',
      'cell_size_check=ON',
      'trusted_schema=OFF',
      'foreign_keys=ON',
      'busy_timeout=2000',
      'journal_size_limit=16777216',
    ]) {
      db.pragma(pragma);
    }
    db.exec(input.schema);
    db.pragma('wal_checkpoint(TRUNCATE)');
    invariant(db.pragma('cipher', { simple: true }) === 'sqlcipher', 'the database has no cipher');
    invariant(!isPlaintext(input.path), 'the database was written unencrypted');
    checkQuickly(db, input);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Sets cipher and key and reads for the first time; throws when the key is wrong. */
export function applyKey(db: Sqlite, key: Uint8Array): void {
  db.pragma(`cipher='sqlcipher'`);
  db.pragma(`key="x'${Buffer.from(key).toString('hex')}'"`);
  db.prepare('SELECT count(*) FROM sqlite_master').get();
}

/** Everything of a small file; of a large one everything but its bulk, so that a start is not kept waiting. */
function checkQuickly(db: Sqlite, { path, bulk }: OpenInput): void {
  const tables = db
    .prepare<[], { readonly name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'")
    .all();
  const isLarge = bulk !== undefined && statSync(path).size > LARGE_BYTES;
  for (const check of isLarge
    ? tables.filter(({ name }) => name !== bulk).map(({ name }) => `quick_check(${name})`)
    : ['quick_check'])
    invariant(db.pragma(check, { simple: true }) === 'ok', 'the database is damaged');
}

/** Whether the file begins like an unencrypted SQLite database. */
export function isPlaintext(path: string): boolean {
  if (!existsSync(path)) return false;
  const fd = openSync(path, 'r');
  try {
    const head = Buffer.alloc(PLAIN_HEADER.length);
    readSync(fd, head, 0, head.length, 0);
    return head.toString('latin1') === PLAIN_HEADER;
  } finally {
    closeSync(fd);
  }
}

/**
 * Moves a damaged or unreadable database aside (still encrypted), keeping the three newest, and returns where it went.
 * Nothing is deleted that was not copied there first.
 */
export function quarantineFile(path: string, stamp: string): string {
  const folder = join(dirname(path), 'quarantine');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const target = join(folder, `${stamp}-${basename(path)}`);
  for (const tail of ['', '-wal', '-shm']) {
    if (existsSync(path + tail)) renameSync(path + tail, target + tail);
  }
  const kept = readdirSync(folder).filter((name) => name.endsWith(basename(path)));
  for (const old of kept.toSorted().slice(0, -KEEP_QUARANTINED)) {
    for (const tail of ['', '-wal', '-shm']) rmSync(join(folder, old + tail), { force: true });
  }
  return target;
}

/** Deletes what was put aside longer ago than its class is kept. */
export function sweepQuarantine(beside: string, wallMs: number): void {
  const folder = join(beside, 'quarantine');
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).mtimeMs < wallMs - RETENTION_DAYS.consoleQuarantine * DAY_MS)
      rmSync(path, { force: true });
  }
}
