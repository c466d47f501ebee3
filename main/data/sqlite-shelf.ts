import type { KeptFixes, TrackShelf } from '../../shared/timeline/track-history.ts';
import type { Sqlite } from './open-database.ts';

/**
 * Positions: minute blocks, and the fixes that are in none yet (the flushes of the last minute, and what came late). These have
 * no index: they are few, and every flush would pay for one more page.
 */
export const TRACK_SCHEMA = `
  DROP TABLE IF EXISTS fixes;
  CREATE TABLE IF NOT EXISTS track_kept (
    id INTEGER PRIMARY KEY, stream TEXT NOT NULL, minute INTEGER NOT NULL, is_late INTEGER NOT NULL, frame BLOB NOT NULL
  ) STRICT;
  DROP INDEX IF EXISTS track_kept_by_minute;
  CREATE TABLE IF NOT EXISTS track_block (
    id INTEGER PRIMARY KEY, stream TEXT NOT NULL, minute INTEGER NOT NULL, body BLOB NOT NULL, UNIQUE (stream, minute)
  ) STRICT;
`;

interface KeptRow {
  readonly minute: number;
  readonly is_late: number;
  readonly frame: Buffer;
}
interface MinuteRow {
  readonly minute: number | null;
}

/** The blocks of one stream in the cache's file, which the caller owns. */
export function sqliteShelf(db: Sqlite, stream: string): TrackShelf {
  const insertKept = db.prepare<[string, number, number, Uint8Array]>(
    'INSERT INTO track_kept (stream, minute, is_late, frame) VALUES (?, ?, ?, ?)',
  );
  const selectKept = db.prepare<[string], KeptRow>(
    'SELECT minute, is_late, frame FROM track_kept WHERE stream = ? ORDER BY id',
  );
  const deleteClosed = db.prepare<[string, number]>(
    'DELETE FROM track_kept WHERE stream = ? AND minute = ? AND is_late = 0',
  );
  const deleteLate = db.prepare<[string]>('DELETE FROM track_kept WHERE stream = ? AND is_late = 1');
  const insertBlock = db.prepare<[string, number, Uint8Array]>(
    'INSERT INTO track_block (stream, minute, body) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body',
  );
  const selectBlock = db.prepare<[string, number], { readonly body: Buffer }>(
    'SELECT body FROM track_block WHERE stream = ? AND minute = ?',
  );
  const selectBefore = db.prepare<[string, number], MinuteRow>(
    'SELECT max(minute) AS minute FROM track_block WHERE stream = ? AND minute <= ?',
  );
  const selectAfter = db.prepare<[string, number], MinuteRow>(
    'SELECT min(minute) AS minute FROM track_block WHERE stream = ? AND minute >= ?',
  );
  const deleteBefore = ['track_kept', 'track_block'].map((table) =>
    db.prepare<[string, number]>(`DELETE FROM ${table} WHERE stream = ? AND minute < ?`),
  );
  const keepAll = db.transaction((fixes: readonly KeptFixes[]) => {
    for (const { minute, isLate, frame } of fixes) insertKept.run(stream, minute, isLate ? 1 : 0, frame);
  });
  const putBlock = db.transaction((minute: number, body: Uint8Array) => {
    insertBlock.run(stream, minute, body);
    deleteClosed.run(stream, minute);
  });
  const forget = db.transaction((before: number) => {
    for (const statement of deleteBefore) statement.run(stream, before);
  });
  return {
    keep: (fixes) => keepAll.immediate(fixes),
    kept: () =>
      selectKept.all(stream).map(({ minute, is_late, frame }) => ({ minute, isLate: is_late === 1, frame })),
    putBlock: (minute, body) => putBlock.immediate(minute, body),
    dropLate: () => void deleteLate.run(stream),
    block: (minute) => selectBlock.get(stream, minute)?.body,
    blockBefore: (minute) => selectBefore.get(stream, minute)?.minute ?? undefined,
    blockAfter: (minute) => selectAfter.get(stream, minute)?.minute ?? undefined,
    forget: (before) => forget.immediate(before ?? Number.MAX_SAFE_INTEGER),
  };
}
