import Database from 'better-sqlite3-multiple-ciphers';
import { commandSchema } from '../../shared/contract/command-schemas.ts';
import { applyKey, type Sqlite } from './open-database.ts';
import type { OutboxEntry } from './outbox-store.ts';

/** What could be read of a damaged outbox. */
export interface Salvaged {
  readonly entries: readonly OutboxEntry[];
  /** Rows that are there and cannot be read; undefined = not even their number is known. */
  readonly lost: number | undefined;
}

interface Row {
  readonly position: number;
  readonly partition: string;
  readonly body: string;
}

/**
 * Reads a damaged outbox row by row, from both ends and by its index, past whatever cannot be read. Never throws and changes
 * nothing in the file; rows come in the order they were put.
 */
export function salvageOutbox(path: string, key: Uint8Array): Salvaged {
  // Second, without the file of shared memory beside it: a disk that takes nothing does not take that either.
  return readOutbox(path, key, false) ?? readOutbox(path, key, true) ?? { entries: [], lost: undefined };
}

/** Undefined when the file cannot even be opened. */
function readOutbox(path: string, key: Uint8Array, isExclusive: boolean): Salvaged | undefined {
  let db: Sqlite | undefined;
  const found = new Map<number, OutboxEntry>();
  let unreadable = 0;
  const take = (row: Row): void => {
    try {
      found.set(row.position, {
        partition: row.partition,
        command: commandSchema.parse(JSON.parse(row.body)),
      });
    } catch {
      unreadable++;
    }
  };
  try {
    db = new Database(path, { fileMustExist: true, readonly: !isExclusive });
    if (isExclusive) db.pragma('locking_mode=EXCLUSIVE');
    applyKey(db, key);
    for (const walk of [forwards, backwards, byIndex]) attempt(() => walk(db, take, found));
    const count = attempt(() => countRows(db));
    const entries = [...found].toSorted(([a], [b]) => a - b).map(([, entry]) => entry);
    return { entries, lost: count === undefined ? undefined : Math.max(count - entries.length, unreadable) };
  } catch {
    return undefined;
  } finally {
    attempt(() => db?.close());
  }
}

type Walk = (
  db: Sqlite | undefined,
  take: (row: Row) => void,
  found: ReadonlyMap<number, OutboxEntry>,
) => void;

const forwards: Walk = (db, take) => {
  const rows = db?.prepare<[], Row>(
    'SELECT position, partition, body FROM outbox NOT INDEXED ORDER BY position',
  );
  for (const row of rows?.iterate() ?? []) take(row);
};

const backwards: Walk = (db, take, found) => {
  const rows = db?.prepare<[], Row>(
    'SELECT position, partition, body FROM outbox NOT INDEXED ORDER BY position DESC',
  );
  for (const row of rows?.iterate() ?? []) if (!found.has(row.position)) take(row);
};

/** The index knows the positions even where the table's own pages are damaged: each is asked for on its own. */
const byIndex: Walk = (db, take, found) => {
  const ids = db?.prepare<[], { readonly position: number }>(
    'SELECT rowid AS position FROM outbox INDEXED BY sqlite_autoindex_outbox_1 ORDER BY command_id',
  );
  const one = db?.prepare<[number], Row>('SELECT position, partition, body FROM outbox WHERE position = ?');
  for (const { position } of ids?.all() ?? []) {
    if (found.has(position)) continue;
    const row = attempt(() => one?.get(position));
    if (row !== undefined) take(row);
  }
};

function countRows(db: Sqlite | undefined): number | undefined {
  return db?.prepare<[], { readonly n: number }>('SELECT count(*) AS n FROM outbox').get()?.n;
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
