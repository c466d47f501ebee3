import { commandSchema } from '../../shared/contract/command-schemas.ts';
import type { Command } from '../../shared/domain/command.ts';
import { openEncrypted, type OpenInput, type Sqlite } from './open-database.ts';

/** A command that has no answer yet. `partition` names the stream and view it must leave by. */
export interface OutboxEntry {
  readonly partition: string;
  readonly command: Command;
}

/** Unanswered commands, oldest first. Precious: a row leaves only with its answer or its expiry. */
export interface OutboxStore {
  put(entry: OutboxEntry): void;
  remove(commandId: string): void;
  pending(): OutboxEntry[];
  /** Reads all of it over; throws when it is damaged. */
  check(): void;
  close(): void;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS outbox (
    position INTEGER PRIMARY KEY, command_id TEXT NOT NULL UNIQUE, partition TEXT NOT NULL, body TEXT NOT NULL
  ) STRICT;
`;

/** The encrypted outbox, synchronous FULL; throws like openEncrypted. */
export function openOutbox(input: Pick<OpenInput, 'path' | 'key'>): OutboxStore {
  const db = openEncrypted({ ...input, synchronous: 'FULL', schema: SCHEMA });
  // A short log: on a full disk it has to live in the room of the ballast.
  db.pragma('wal_autocheckpoint=50');
  const insert = db.prepare(
    'INSERT INTO outbox (command_id, partition, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const select = db.prepare<[], { partition: string; body: string }>(
    'SELECT partition, body FROM outbox ORDER BY position',
  );
  const remove = db.prepare('DELETE FROM outbox WHERE command_id = ?');
  return {
    put: ({ partition, command }) => {
      insert.run(command.commandId, partition, JSON.stringify(command));
      moveIntoFile(db);
    },
    remove: (commandId) => void remove.run(commandId),
    pending: () =>
      select
        .all()
        .map((row) => ({ partition: row.partition, command: commandSchema.parse(JSON.parse(row.body)) })),
    check: () => {
      const verdict = db.pragma('integrity_check', { simple: true });
      if (verdict !== 'ok') throw Object.assign(new Error(String(verdict)), { code: 'SQLITE_CORRUPT' });
    },
    close: () => void db.close(),
  };
}

/**
 * Empties the write-ahead log into the file, whose pages are authenticated: a damaged log is ignored by SQLite from the
 * damage on, and a waiting command in it would be lost without a word.
 */
function moveIntoFile(db: Sqlite): void {
  try {
    db.pragma('wal_checkpoint(TRUNCATE)');
  } catch {
    // Stored all the same: the commit was in the log. A full disk, for one, leaves it there.
  }
}

/** For hosts without a secret store: commands live as long as the process. */
export function memoryOutbox(): OutboxStore {
  const entries = new Map<string, OutboxEntry>();
  return {
    put: (entry) =>
      void (entries.has(entry.command.commandId) || entries.set(entry.command.commandId, entry)),
    remove: (commandId) => void entries.delete(commandId),
    pending: () => [...entries.values()],
    check: () => undefined,
    close: () => undefined,
  };
}
