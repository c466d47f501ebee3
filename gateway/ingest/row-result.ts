import type { z } from 'zod';
import type { IngestResult } from '../../shared/contract/ingest.ts';

/** One thing that is wrong with a row; `path` is relative to the row ("place.datum"). */
export interface RowError {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** How far a sender's clock may run ahead, and how old news may be. */
export const FUTURE_LIMIT_MS = 60_000;
export const AGE_LIMIT_MS = 24 * 3_600_000;
const MAX_ERRORS = 20;
const MAX_MESSAGE_CHARS = 300;

/** A row that was refused, with everything that is wrong with it. */
export function rejectedRow(sourceId: string, errors: readonly RowError[]): IngestResult {
  return { sourceId, status: 'rejected', errors: errors.slice(0, MAX_ERRORS) };
}

/** The schema's complaints as row errors. */
export function schemaErrors(error: z.ZodError): RowError[] {
  return error.issues.map((issue) => ({
    path: issue.path.map(String).join('.'),
    code: issue.code === 'unrecognized_keys' ? 'unknown-field' : 'invalid',
    // A complaint about unknown fields names them all.
    message: issue.message.slice(0, MAX_MESSAGE_CHARS),
  }));
}

/** The sender's id of a row that could not be parsed; empty when even that is unreadable. */
export function rawSourceId(row: unknown): string {
  if (typeof row !== 'object' || row === null || !('sourceId' in row)) return '';
  return typeof row.sourceId === 'string' ? row.sourceId.slice(0, 128) : '';
}

/** Complains about a time in the future or older than a day; undefined when it is fine. */
export function timeError(path: string, atMs: number, nowMs: number): RowError | undefined {
  if (atMs > nowMs + FUTURE_LIMIT_MS) {
    return { path, code: 'future', message: `${path} is ${atMs - nowMs} ms ahead of the gateway's clock` };
  }
  if (atMs < nowMs - AGE_LIMIT_MS) {
    return { path, code: 'too-old', message: `${path} is more than ${AGE_LIMIT_MS / 3_600_000} h old` };
  }
  return undefined;
}
