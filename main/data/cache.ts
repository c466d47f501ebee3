import { parseLedgerEvent } from '../../shared/contract/event-schemas.ts';
import type { LedgerEvent } from '../../shared/domain/event.ts';
import { memoryShelf } from '../../shared/timeline/memory-shelf.ts';
import type { TrackShelf } from '../../shared/timeline/track-history.ts';
import { openEncrypted, type OpenInput, type Sqlite } from './open-database.ts';
import { sqliteShelf, TRACK_SCHEMA } from './sqlite-shelf.ts';

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
  /** Where the positions of a stream lie. */
  tracks(stream: string): TrackShelf;
  close(): void;
}

/** Positions a host without a disk remembers: a day of a thousand units. */
const MEMORY_BYTES = 128 * 1_048_576;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS event (
    partition TEXT NOT NULL, seq INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (partition, seq)
  ) WITHOUT ROWID, STRICT;
  CREATE TABLE IF NOT EXISTS cursor (partition TEXT PRIMARY KEY, last_seq INTEGER NOT NULL) WITHOUT ROWID, STRICT;
`;

/** The encrypted cache; throws like openEncrypted. FULL: a flush of positions survives a power cut, whoever has the rest. */
export function openCache(input: Pick<OpenInput, 'path' | 'key'>): CacheStore {
  return cacheOn(openEncrypted({ ...input, synchronous: 'FULL', schema: SCHEMA + TRACK_SCHEMA }));
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
  const appendAll = db.transaction((partition: string, events: readonly LedgerEvent[]) => {
    for (const event of events) insertEvent.run(partition, event.seq, JSON.stringify(event));
    const last = events[events.length - 1];
    if (last !== undefined) setCursor.run(partition, last.seq);
  });
  const dropAll = db.transaction((partition: string) => {
    for (const table of ['event', 'cursor'])
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
    tracks: (stream) => sqliteShelf(db, stream),
    close: () => void db.close(),
  };
}

/** Keeps nothing on disk: for hosts without a secret store. The data service holds its own copy of events anyway. */
export function memoryCache(): CacheStore {
  return {
    kind: 'memory-only',
    load: () => [],
    append: () => undefined,
    drop: () => undefined,
    tracks: () => memoryShelf(MEMORY_BYTES),
    close: () => undefined,
  };
}
