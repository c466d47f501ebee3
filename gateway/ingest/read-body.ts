import type { IncomingMessage } from 'node:http';
import { cleanText, needsCleaning } from './clean-text.ts';

/** Largest body in bytes. */
export const MAX_BODY_BYTES = 1_048_576;

/** Most rows in a body: each is answered, so a body of tiny rows would be a large answer and hold up the feed. */
export const MAX_ROWS = 2_000;

/** Reads a request body; undefined = larger than the limit. Rejects when the connection breaks. */
export async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > MAX_BODY_BYTES) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The rows of a body, every text cleaned: one row, or the members of `rows`. Undefined = not JSON, or not an object. */
export function parseRows(body: Buffer): readonly unknown[] | undefined {
  let value: unknown;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    value = needsCleaning(text) ? JSON.parse(text, cleanMember) : JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  if (!('rows' in value) || !Array.isArray(value.rows)) return [value];
  const rows: unknown[] = value.rows;
  return rows;
}

function cleanMember(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? cleanText(value) : value;
}
