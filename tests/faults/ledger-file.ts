import Database from 'better-sqlite3-multiple-ciphers';
import { z } from 'zod';
import { commandAnswerSchema } from '../../shared/contract/command-schemas.ts';
import { parseLedgerEvent } from '../../shared/contract/event-schemas.ts';
import type { CommandAnswer } from '../../shared/domain/command.ts';
import type { LedgerEvent } from '../../shared/domain/event.ts';

/** What stands in a ledger's file, read past the program that owns it. */
export interface LedgerFile {
  readonly events: readonly LedgerEvent[];
  readonly answers: readonly { readonly commandId: string; readonly answer: CommandAnswer }[];
}

const bodyRow = z.object({ body: z.string() });
const answerRow = z.object({ command_id: z.string(), body: z.string() });
const record = z.object({ answer: commandAnswerSchema });

/** Reads a ledger of one stream, also while its gateway runs. Throws when the file is damaged. */
export function readLedgerFile(file: string): LedgerFile {
  const db = new Database(file, { readonly: true });
  try {
    return db.transaction(() => ({
      events: db
        .prepare('SELECT body FROM events ORDER BY seq')
        .all()
        .map((row) => parseLedgerEvent(JSON.parse(bodyRow.parse(row).body))),
      answers: db
        .prepare('SELECT command_id, body FROM command_answers')
        .all()
        .map((row) => answerRow.parse(row))
        .map((row) => ({ commandId: row.command_id, answer: record.parse(JSON.parse(row.body)).answer })),
    }))();
  } finally {
    db.close();
  }
}
