import { parseLedgerEvent } from '../../shared/contract/event-schemas.ts';
import type { LedgerEvent } from '../../shared/domain/event.ts';
import { openEncrypted, type OpenInput, type Sqlite } from './open-database.ts';

/**
 * What the console keeps of the feed between starts, per partition (stream and view). Disposable: everything in it can be
 * fetched from the gateway again.
 */
export interface CacheStore {
  readonly kind: 'encrypted' | 'memory-only';
  /** All events of a partition in sequence. */
  load(partition: string): LedgerEvent[];
  /** Stores events and the partition's lastSeq in one transaction. */
  append(partition: string, events: readonly LedgerEvent[]): void;
  /** Forgets a partition: the gateway has another ledger. */
  drop(partition: string): void;
  /** Keeps one encoded position frame, keyed by the time of its first fix. */
  appendFixes(partition: string, fromMs: number, frame: Uint8Array): void;
  /** Frames from `fromMs` on, oldest first. */
  loadFixes(partition: string, fromMs: number): Uint8Array[];
  /** Forgets fixes older than `beforeMs`. */
  purgeFixes(beforeMs: number): void;
  close(): void;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS event (
    partition TEXT NOT NULL, seq INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (partition, seq)
  ) WITHOUT ROWID, STRICT;
  CREATE TABLE IF NOT EXISTS cursor (partition TEXT PRIMARY KEY, last_seq INTEGER NOT NULL) WITHOUT ROWID, STRICT;
  CREATE TABLE IF NOT EXISTS fixes (
    id INTEGER PRIMARY KEY, partition TEXT NOT NULL, from_ms INTEGER NOT NULL, frame BLOB NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS fixes_by_time ON fixes (partition, from_ms);
`;

/** The encrypted cache; throws like openEncrypted. */
export function openCache(input: Pick<OpenInput, 'path' | 'key'>): CacheStore {
  return cacheOn(openEncrypted({ ...input, synchronous: 'NORMAL', schema: SCHEMA }));
}

function cacheOn(db: Sqlite): CacheStore {
  const insertEvent = db.prepare('INSERT INTO event (partition, seq, body) VALUES (?, ?, ?)');
  const setCursor = db.prepare(
    'INSERT INTO cursor (partition, last_seq) VALUES (?, ?) ON CONFLICT(partition) DO UPDATE SET last_seq = excluded.last_seq',
  );
  const selectEvents = db.prepare<[string], { body: string }>(
    'SELECT body FROM event WHERE partition = ? ORDER BY seq',
  );
  const selectCursor = db.prepare<[string], { last_seq: number }>(
    'SELECT last_seq FROM cursor WHERE partition = ?',
  );
  const insertFixes = db.prepare('INSERT INTO fixes (partition, from_ms, frame) VALUES (?, ?, ?)');
  const selectFixes = db.prepare<[string, number], { frame: Buffer }>(
    'SELECT frame FROM fixes WHERE partition = ? AND from_ms >= ? ORDER BY from_ms, id',
  );
  const appendAll = db.transaction((partition: string, events: readonly LedgerEvent[]) => {
    for (const event of events) insertEvent.run(partition, event.seq, JSON.stringify(event));
    const last = events[events.length - 1];
    if (last !== undefined) setCursor.run(partition, last.seq);
  });
  const dropAll = db.transaction((partition: string) => {
    for (const table of ['event', 'cursor', 'fixes'])
      db.prepare(`DELETE FROM ${table} WHERE partition = ?`).run(partition);
  });
  return {
    kind: 'encrypted',
    load: (partition) => {
      const events = selectEvents.all(partition).map((row) => parseLedgerEvent(JSON.parse(row.body)));
      const lastSeq = selectCursor.get(partition)?.last_seq ?? 0;
      if (events.length !== lastSeq)
        throw new Error(`cache holds ${events.length} events but lastSeq ${lastSeq}`);
      return events;
    },
    append: (partition, events) => appendAll.immediate(partition, events),
    drop: (partition) => dropAll.immediate(partition),
    appendFixes: (partition, fromMs, frame) => void insertFixes.run(partition, Math.floor(fromMs), frame),
    loadFixes: (partition, fromMs) =>
      selectFixes.all(partition, Math.floor(fromMs)).map((row) => new Uint8Array(row.frame)),
    purgeFixes: (beforeMs) =>
      void db.prepare('DELETE FROM fixes WHERE from_ms < ?').run(Math.floor(beforeMs)),
    close: () => void db.close(),
  };
}

/** Keeps nothing: for hosts without a secret store. The data service holds its own copy in memory anyway. */
export function memoryCache(): CacheStore {
  return {
    kind: 'memory-only',
    load: () => [],
    append: () => undefined,
    drop: () => undefined,
    appendFixes: () => undefined,
    loadFixes: () => [],
    purgeFixes: () => undefined,
    close: () => undefined,
  };
}
