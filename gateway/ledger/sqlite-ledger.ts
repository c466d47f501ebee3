import Database from 'better-sqlite3-multiple-ciphers';
import { z } from 'zod';
import { commandAnswerSchema } from '../../shared/contract/command-schemas.ts';
import { parseLedgerEvent } from '../../shared/contract/event-schemas.ts';
import type { EventDraft, LedgerEvent } from '../../shared/domain/event.ts';
import type { Log } from '../../shared/kit/log.ts';
import type { Result } from '../../shared/kit/result.ts';
import { err, ok } from '../../shared/kit/result.ts';
import type { AppendExtras, AppendRefusal, CommandRecord, Ledger, LedgerDeps } from './ledger.ts';
import { numberEvents } from './number-events.ts';
import { createSqlitePositions } from './sqlite-positions.ts';
import { prepareDatabase } from './sqlite-schema.ts';
import { Tailer } from './tailer.ts';

interface HeadRow {
  readonly seq: number;
  readonly received_ms: number;
}
interface BodyRow {
  readonly body: string;
}

/** Ledgers written before the asker was kept hold the bare answer. */
const storedRecord: z.ZodType<CommandRecord> = z.union([
  z.strictObject({ answer: commandAnswerSchema, askedHash: z.string().optional() }),
  commandAnswerSchema.transform((answer) => ({ answer })),
]);

/**
 * The embedded ledger: one SQLite file in WAL mode. Calls are synchronous inside and short; one process writes.
 * Opening throws when the file cannot be opened or is of a newer layout.
 */
export function openSqliteLedger(file: string, deps: LedgerDeps, log: Log): Ledger {
  const db = openDatabase(file);
  const selectHead = db.prepare<[string], HeadRow>(
    'SELECT seq, received_ms FROM events WHERE stream = ? ORDER BY seq DESC LIMIT 1',
  );
  const insertEvent = db.prepare<[string, number, number, string]>(
    'INSERT INTO events (stream, seq, received_ms, body) VALUES (?, ?, ?, ?)',
  );
  const selectEvents = db.prepare<[string, number, number], BodyRow>(
    'SELECT body FROM events WHERE stream = ? AND seq >= ? ORDER BY seq LIMIT ?',
  );
  const selectAt = db.prepare<[string, number], { readonly seq: number }>(
    'SELECT seq FROM events WHERE stream = ? AND received_ms <= ? ORDER BY received_ms DESC, seq DESC LIMIT 1',
  );
  const selectStreams = db.prepare<[], { readonly stream: string }>('SELECT DISTINCT stream FROM events');
  const selectAnswer = db.prepare<[string], BodyRow>('SELECT body FROM command_answers WHERE command_id = ?');
  const insertAnswer = db.prepare<[string, string, number, string]>(
    'INSERT INTO command_answers (command_id, stream, answered_ms, body) VALUES (?, ?, ?, ?)',
  );
  const selectSource = db.prepare<[string, string, string, string], { content_hash: string; id: string }>(
    'SELECT content_hash, id FROM source_keys WHERE stream = ? AND endpoint = ? AND source = ? AND source_id = ?',
  );
  const insertSource = db.prepare<[string, string, string, string, string, string]>(
    'INSERT INTO source_keys (stream, endpoint, source, source_id, content_hash, id) VALUES (?, ?, ?, ?, ?, ?)',
  );

  const read = async (stream: string, fromSeq: number, limit: number): Promise<readonly LedgerEvent[]> =>
    selectEvents.all(stream, fromSeq, limit).map((row) => parseLedgerEvent(JSON.parse(row.body)));
  const recordOf = (commandId: string): CommandRecord | undefined => {
    const row = selectAnswer.get(commandId);
    return row === undefined ? undefined : storedRecord.parse(JSON.parse(row.body));
  };
  const tailer = new Tailer(read, log);
  const append = db.transaction(
    (
      stream: string,
      expectedSeq: number,
      drafts: readonly EventDraft[],
      extras: AppendExtras,
    ): Result<readonly LedgerEvent[], AppendRefusal> => {
      const record = extras.command;
      const known = record === undefined ? undefined : recordOf(record.answer.commandId);
      if (known !== undefined) return err({ code: 'known-command', record: known });
      const head = selectHead.get(stream) ?? { seq: 0, received_ms: 0 };
      if (head.seq !== expectedSeq) return err({ code: 'conflict', headSeq: head.seq });
      const events = numberEvents(stream, head.seq, head.received_ms, drafts, deps);
      for (const event of events)
        insertEvent.run(stream, event.seq, event.receivedAtMs, JSON.stringify(event));
      if (record !== undefined)
        insertAnswer.run(record.answer.commandId, stream, deps.nowMs(), JSON.stringify(record));
      for (const key of extras.sources ?? [])
        insertSource.run(stream, key.endpoint, key.source, key.sourceId, key.contentHash, key.id);
      return ok(events);
    },
  );

  return {
    head: async (stream) => selectHead.get(stream)?.seq ?? 0,
    append: async (stream, expectedSeq, drafts, extras = {}) => {
      const result = append.immediate(stream, expectedSeq, drafts, extras);
      if (result.ok && result.value.length > 0) tailer.wake(stream);
      return result;
    },
    read,
    readAt: async (stream, timeMs) => selectAt.get(stream, timeMs)?.seq ?? 0,
    tail: (stream, fromSeq, listener) => tailer.tail(stream, fromSeq, listener),
    recordOf: async (commandId) => recordOf(commandId),
    sourceRecord: async (stream, key) => {
      const row = selectSource.get(stream, key.endpoint, key.source, key.sourceId);
      return row === undefined
        ? undefined
        : {
            endpoint: key.endpoint,
            source: key.source,
            sourceId: key.sourceId,
            contentHash: row.content_hash,
            id: row.id,
          };
    },
    streams: async () => selectStreams.all().map((row) => row.stream),
    positions: createSqlitePositions(db),
    close: async () => {
      db.close();
    },
  };
}

function openDatabase(file: string): Database.Database {
  let db: Database.Database | undefined;
  try {
    db = new Database(file);
    prepareDatabase(db);
    return db;
  } catch (error) {
    db?.close();
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `the ledger ${file} cannot be opened (${reason}): restore it from a backup, or choose another --data-dir`,
      { cause: error },
    );
  }
}
