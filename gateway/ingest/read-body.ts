import type { IncomingMessage } from 'node:http';

/** Largest body in bytes. */
export const MAX_BODY_BYTES = 1_048_576;

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

/** The rows of a body: one row, or the members of `rows`. Undefined = not JSON, or not an object. */
export function parseRows(body: Buffer): readonly unknown[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  if (!('rows' in value) || !Array.isArray(value.rows)) return [value];
  const rows: unknown[] = value.rows;
  return rows;
}
