import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { z } from 'zod';
import { alertRowSchema, positionRowSchema, sightingRowSchema } from '../../shared/contract/ingest.ts';
import type { Log } from '../../shared/kit/log.ts';
import type { KeyCheck } from '../serve/keys.ts';
import type { IngestEndpoint, IngestRows } from './ingest-deps.ts';
import { INGEST_ENDPOINTS } from './ingest-deps.ts';
import { MAX_BODY_BYTES, MAX_ROWS, parseRows, readBody } from './read-body.ts';
import { TokenBucket } from './token-bucket.ts';

export interface IngestServerDeps {
  readonly service: Readonly<Record<IngestEndpoint, IngestRows>>;
  readonly checkKey: KeyCheck;
  /** What /healthz adds to `ok`. */
  readonly health: () => Readonly<Record<string, unknown>>;
  readonly monotonicMs: () => number;
  readonly requestsPerSecond: number;
  readonly log: Log;
}

const schemaOf = (row: z.ZodType): unknown => z.toJSONSchema(row, { io: 'input', unrepresentable: 'any' });

/** JSON Schema of every kind of row, as served at /v1/schema. */
export function ingestSchemas(): Readonly<Record<IngestEndpoint, unknown>> {
  return {
    alerts: schemaOf(alertRowSchema),
    positions: schemaOf(positionRowSchema),
    sightings: schemaOf(sightingRowSchema),
  };
}

/** The HTTP face of ingest; the composition root puts it behind TLS. */
export function createIngestListener(deps: IngestServerDeps): RequestListener {
  const bucket = new TokenBucket(deps.requestsPerSecond, deps.requestsPerSecond * 2, deps.monotonicMs());
  const schemas = ingestSchemas();
  return (request, response) => {
    answer(request, response, deps, bucket, schemas).catch((error: unknown) => {
      deps.log.error('ingest failed', { path: request.url, error: String(error) });
      if (!response.headersSent)
        fail(response, 503, 'unavailable', 'nothing was stored; send the same request again');
      else response.destroy();
    });
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  deps: IngestServerDeps,
  bucket: TokenBucket,
  schemas: unknown,
): Promise<void> {
  const path = (request.url ?? '').split('?', 1)[0];
  if (request.method === 'GET' && path === '/healthz')
    return send(response, 200, { ok: true, ...deps.health() });
  if (request.method === 'GET' && path === '/v1/schema') return send(response, 200, schemas);
  const endpoint = INGEST_ENDPOINTS.find((name) => path === `/v1/${name}`);
  if (endpoint === undefined)
    return fail(
      response,
      404,
      'not-found',
      'POST /v1/alerts, /v1/positions or /v1/sightings; GET /v1/schema or /healthz',
    );
  if (request.method !== 'POST') {
    response.setHeader('Allow', 'POST');
    return fail(response, 405, 'method', `${path} takes POST`);
  }
  const refusal = deps.checkKey(bearerOf(request));
  if (refusal !== undefined) {
    response.setHeader('WWW-Authenticate', 'Bearer');
    return fail(response, 401, refusal.code, refusal.message);
  }
  const waitS = bucket.take(deps.monotonicMs());
  if (waitS > 0) {
    response.setHeader('Retry-After', String(Math.ceil(waitS)));
    return fail(
      response,
      429,
      'too-many',
      `more than ${deps.requestsPerSecond} requests a second: send batches`,
    );
  }
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json')
    return fail(response, 415, 'content-type', 'send Content-Type: application/json');
  const body = await readBody(request);
  if (body === undefined)
    return fail(
      response,
      413,
      'too-large',
      `a body holds at most ${MAX_BODY_BYTES} bytes: send smaller batches`,
    );
  const rows = parseRows(body);
  if (rows === undefined || rows.length === 0)
    return fail(
      response,
      400,
      'not-json',
      'send one row as a JSON object in UTF-8, or {"rows":[...]} with at least one',
    );
  if (rows.length > MAX_ROWS)
    return fail(response, 413, 'too-large', `a body holds at most ${MAX_ROWS} rows: send smaller batches`);
  const results = await deps.service[endpoint](rows);
  send(response, results.every((result) => result.status === 'rejected') ? 400 : 202, { results });
}

function bearerOf(request: IncomingMessage): string | undefined {
  const match = /^Bearer ([\x21-\x7e]{1,512})$/i.exec(request.headers.authorization ?? '');
  return match?.[1];
}

function fail(response: ServerResponse, status: number, code: string, message: string): void {
  // The rest of an unread body is not worth reading.
  response.setHeader('Connection', 'close');
  send(response, status, { error: { code, message } });
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': bytes.length,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(bytes);
}
