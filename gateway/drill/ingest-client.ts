import { Agent, request } from 'node:https';
import { z } from 'zod';
import type { AlertRow, IngestResult, PositionRow, SightingRow } from '../../shared/contract/ingest.ts';
import type { Log } from '../../shared/kit/log.ts';

/** Where the drill posts: the gateway's own ingest, with its local CA pinned. */
export interface IngestTarget {
  /** Base, for example https://127.0.0.1:47101 */
  readonly url: string;
  readonly key: string;
  /** PEM. */
  readonly ca: string;
}

/** The drill as an upstream system: the same HTTPS ingest every other source uses. */
export interface IngestClient {
  alert(row: AlertRow): Promise<IngestResult>;
  sighting(row: SightingRow): Promise<IngestResult>;
  positions(rows: readonly PositionRow[]): Promise<readonly IngestResult[]>;
  /** Closes kept-alive connections. */
  close(): void;
}

/** The ingest refused a request, or could not be reached. */
export class IngestError extends Error {
  override readonly name = 'IngestError';
}

const REPLY_LIMIT_MS = 15_000;
const MAX_TRIES = 20;

const replySchema = z.object({
  results: z.array(
    z.object({
      sourceId: z.string(),
      status: z.enum(['accepted', 'duplicate', 'conflict', 'rejected']),
      id: z.string().optional(),
      errors: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })).optional(),
    }),
  ),
});

/**
 * A client with a few kept-alive connections. Told to slow down (429) it pauses in real time and sends the same again;
 * drill time stands still meanwhile. Rejected rows are logged as errors: the drill sends only valid ones.
 */
export function createIngestClient(
  target: IngestTarget,
  log: Log,
  pause: (ms: number) => Promise<void>,
): IngestClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 4, ca: target.ca });

  /** Sends until it is answered with something else than "too many"; the source key makes a repetition harmless. */
  const deliver = async (url: URL, body: string): Promise<Reply> => {
    for (let tries = 1; ; tries++) {
      try {
        const reply = await post(url, agent, target.key, body);
        if (reply.status !== 429 || tries >= MAX_TRIES) return reply;
        await pause(reply.retryAfterS * 1000);
      } catch (error) {
        // a kept-alive connection may be closed by the other side just as it is used again
        if (tries > 1 || !isReset(error)) throw error;
      }
    }
  };

  const send = async (path: string, body: unknown): Promise<readonly IngestResult[]> => {
    const { status, text } = await deliver(new URL(path, target.url), JSON.stringify(body));
    if (status !== 202 && status !== 400) {
      throw new IngestError(`ingest answered ${status} to ${path}: ${text.slice(0, 200)}`);
    }
    const { results } = replySchema.parse(JSON.parse(text));
    const bad = results.filter((r) => r.status === 'rejected' || r.status === 'conflict');
    if (bad.length > 0)
      log.error('ingest refused rows of the drill', { path, count: bad.length, first: bad[0] });
    return results;
  };
  const sendOne = async (path: string, row: unknown): Promise<IngestResult> => {
    const [result] = await send(path, row);
    if (result === undefined) throw new IngestError(`ingest answered ${path} without a result`);
    return result;
  };

  return {
    alert: (row) => sendOne('/v1/alerts', row),
    sighting: (row) => sendOne('/v1/sightings', row),
    positions: (rows) => send('/v1/positions', { rows }),
    close() {
      agent.destroy();
    },
  };
}

interface Reply {
  readonly status: number;
  readonly text: string;
  readonly retryAfterS: number;
}

function isReset(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}

function post(url: URL, agent: Agent, key: string, body: string): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      {
        method: 'POST',
        agent,
        timeout: REPLY_LIMIT_MS,
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        },
      },
      (reply) => {
        reply.setEncoding('utf8');
        let text = '';
        reply.on('data', (chunk: string) => (text += chunk));
        reply.on('end', () => {
          const retryAfterS = Number(reply.headers['retry-after'] ?? '1') || 1;
          resolve({ status: reply.statusCode ?? 0, text, retryAfterS });
        });
        reply.on('error', reject);
      },
    );
    outgoing.on('timeout', () =>
      outgoing.destroy(new IngestError(`no answer from ${url.host} in ${REPLY_LIMIT_MS} ms`)),
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
