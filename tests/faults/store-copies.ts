import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rng } from '../../shared/kit/rng.ts';

const PAGE = 4_096;
const NOTHING = Buffer.alloc(0);

/** A database file and its write-ahead log as they lay on the disk at one moment. */
export interface StoreCopy {
  readonly db: Buffer;
  readonly wal: Buffer;
}

/** Reads both as a camera would. */
export function takeCopy(file: string): StoreCopy {
  const read = (path: string): Buffer => (existsSync(path) ? readFileSync(path) : NOTHING);
  return { db: read(file), wal: read(`${file}-wal`) };
}

/** Lays a copy out in a folder of its own and returns the database's path. */
export function layOut(copy: StoreCopy, folder: string, name: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const file = join(folder, name);
  writeFileSync(file, copy.db);
  if (copy.wal.length > 0) writeFileSync(`${file}-wal`, copy.wal);
  return file;
}

/**
 * What a power cut in the middle of one commit may leave: the log as far as it was written (the rest as it was before), or
 * the log cut short; and when pages were moved into the database meanwhile, any mixture of old and new pages.
 */
export function tornBetween(before: StoreCopy, after: StoreCopy, rng: Rng): StoreCopy {
  const at = firstDifference(before.wal, after.wal);
  const cut = at + rng.int(Math.max(1, after.wal.length - at));
  const isCutShort = rng.chance(0.5) && after.wal.length > before.wal.length;
  const rest = isCutShort ? NOTHING : before.wal.subarray(cut);
  return { db: before.db, wal: Buffer.concat([after.wal.subarray(0, cut), rest]) };
}

/** What a power cut in the middle of a checkpoint may leave: any mixture of old and new pages beside the whole log. */
export function halfCheckpointed(before: StoreCopy, after: StoreCopy, rng: Rng): StoreCopy {
  const db = Buffer.from(after.db);
  for (let at = 0; at < before.db.length; at += PAGE)
    if (rng.chance(0.5)) before.db.copy(db, at, at, Math.min(at + PAGE, before.db.length));
  return { db, wal: after.wal };
}

/** Whether pages moved into the database between the two, with the whole log still beside it. */
export function isCheckpoint(before: StoreCopy, after: StoreCopy): boolean {
  return (
    after.wal.length > 0 &&
    !before.db.equals(after.db) &&
    firstDifference(before.wal, after.wal) >= before.wal.length
  );
}

function firstDifference(a: Buffer, b: Buffer): number {
  const end = Math.min(a.length, b.length);
  for (let at = 0; at < end; at++) if (a[at] !== b[at]) return at;
  return end;
}
