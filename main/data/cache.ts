import { parseLedgerEvent } from '../../shared/contract/event-schemas.ts';
import type { LedgerEvent } from '../../shared/domain/event.ts';
import { DAY_MS, RETENTION_DAYS } from '../../shared/domain/retention.ts';
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
  /** Deletes what no window has shown for as long as its class is kept; returns how many partitions and streams went. */
  retain(input: RetainInput): number;
  /** Makes room in a file that cannot grow: the oldest eighth of the positions goes. Returns how many blocks. */
  thin(): number;
  /** Reads over a piece of the file after block `after`, so that damage is found early; the next piece, undefined = done. */
  scrub(after: number): number | undefined;
  close(): void;
}

export interface RetainInput {
  /** The machine's clock. */
  readonly wallMs: number;
  /** Partitions and streams that windows show now. */
  readonly inUse: readonly string[];
}

const SCRUB_BLOCKS = 8;
const SMALL_TABLES = ['event', 'cursor', 'used', 'track_kept'] as const;

/** Positions a host without a disk remembers: a day of a thousand units. */
const MEMORY_BYTES = 128 * 1_048_576;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS event (
    partition TEXT NOT NULL, seq INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (partition, seq)
  ) WITHOUT ROWID, STRICT;
  CREATE TABLE IF NOT EXISTS used (name TEXT PRIMARY KEY, wall_ms INTEGER NOT NULL) WITHOUT ROWID, STRICT;
  CREATE TABLE IF NOT EXISTS cursor (partition TEXT PRIMARY KEY, last_seq INTEGER NOT NULL) WITHOUT ROWID, STRICT;
`;

/** The encrypted cache; throws like openEncrypted. FULL: a flush of positions survives a power cut, whoever has the rest. */
export function openCache(input: Pick<OpenInput, 'path' | 'key'>): CacheStore {
  return cacheOn(
    openEncrypted({ ...input, synchronous: 'FULL', schema: SCHEMA + TRACK_SCHEMA, bulk: 'track_block' }),
  );
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
  const selectPiece = db.prepare<[number], { readonly id: number; readonly body: Buffer }>(
    `SELECT id, body FROM track_block WHERE id > ? ORDER BY id LIMIT ${SCRUB_BLOCKS}`,
  );
  const markUsed = db.prepare<[string, number]>(
    'INSERT INTO used (name, wall_ms) VALUES (?, ?) ON CONFLICT DO UPDATE SET wall_ms = excluded.wall_ms',
  );
  const selectUnused = db.prepare<[number, number, number], { readonly name: string }>(
    `SELECT name FROM used WHERE (instr(name, '|') = 0 AND wall_ms < ?) OR (name LIKE '%|wall' AND wall_ms < ?)
       OR (instr(name, '|') > 0 AND name NOT LIKE '%|wall' AND wall_ms < ?)`,
  );
  const retain = db.transaction(({ wallMs, inUse }: RetainInput): number => {
    for (const name of inUse) markUsed.run(name, wallMs);
    const { consolePositions, consoleWallFacts, consoleSeatFacts } = RETENTION_DAYS;
    const unused = selectUnused.all(
      wallMs - consolePositions * DAY_MS,
      wallMs - consoleWallFacts * DAY_MS,
      wallMs - consoleSeatFacts * DAY_MS,
    );
    for (const { name } of unused) {
      for (const table of ['event', 'cursor'])
        db.prepare(`DELETE FROM ${table} WHERE partition = ?`).run(name);
      for (const table of ['track_kept', 'track_block'])
        db.prepare(`DELETE FROM ${table} WHERE stream = ?`).run(name);
      db.prepare('DELETE FROM used WHERE name = ?').run(name);
    }
    return unused.length;
  });
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
    retain: (input) => {
      const gone = retain.immediate(input);
      db.pragma('incremental_vacuum');
      db.pragma('wal_checkpoint(TRUNCATE)');
      return gone;
    },
    thin: () => thin(db),
    scrub: (after) => {
      const rows = selectPiece.all(after);
      const last = rows[rows.length - 1];
      if (last !== undefined) return last.id;
      for (const table of SMALL_TABLES) checkTable(db, table);
      return undefined;
    },
    close: () => void db.close(),
  };
}

/**
 * In small steps, for the log of each has to fit in what little room there is; the pages freed are written again before the
 * file would have to grow. Not overwritten when freed: that would need the room, and they are encrypted.
 */
function thin(db: Sqlite): number {
  db.pragma('secure_delete=OFF');
  try {
    const blocks =
      db.prepare<[], { readonly n: number }>('SELECT count(*) AS n FROM track_block').get()?.n ?? 0;
    const oldest = db.prepare(
      'DELETE FROM track_block WHERE id IN (SELECT id FROM track_block ORDER BY minute LIMIT 4)',
    );
    let gone = 0;
    while (gone < blocks / 8) {
      gone += oldest.run().changes;
      db.pragma('wal_checkpoint(PASSIVE)');
    }
    return gone;
  } finally {
    db.pragma('secure_delete=ON');
  }
}

function checkTable(db: Sqlite, table: string): void {
  const verdict = db.pragma(`quick_check(${table})`, { simple: true });
  if (verdict !== 'ok') throw Object.assign(new Error(String(verdict)), { code: 'SQLITE_CORRUPT' });
}

/** Keeps nothing on disk: for hosts without a secret store. The data service holds its own copy of events anyway. */
export function memoryCache(): CacheStore {
  return {
    kind: 'memory-only',
    load: () => [],
    append: () => undefined,
    drop: () => undefined,
    tracks: () => memoryShelf(MEMORY_BYTES),
    retain: () => 0,
    thin: () => 0,
    scrub: () => undefined,
    close: () => undefined,
  };
}
