import { request } from 'node:https';

const ANSWER_MS = 10_000;
const MAX_BYTES = 65_536;

export interface PlainRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  /** The only authority trusted; undefined = the answer is checked by its content instead. */
  readonly caPem: string | undefined;
  readonly body?: unknown;
}

export interface PlainAnswer {
  readonly status: number;
  /** Undefined when the answer is not JSON. */
  readonly json: unknown;
  readonly retryAfterS: number | undefined;
}

/** One small HTTPS request. Rejects with the system's error; gives up after 10 s or 64 KB. */
export function plainRequest({ method, url, caPem, body }: PlainRequest): Promise<PlainAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      {
        method,
        agent: false,
        timeout: ANSWER_MS,
        minVersion: 'TLSv1.3',
        ...(caPem === undefined ? { rejectUnauthorized: false } : { ca: caPem }),
        ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' } }),
      },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > MAX_BYTES) response.destroy(new Error('the answer is too long'));
          else chunks.push(chunk);
        });
        response.on('error', reject);
        response.on('end', () => {
          const wait = Number(response.headers['retry-after']);
          resolve({
            status: response.statusCode ?? 0,
            json: parseJson(Buffer.concat(chunks).toString('utf8')),
            retryAfterS: Number.isFinite(wait) ? wait : undefined,
          });
        });
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${ANSWER_MS / 1000} s`)));
    outgoing.on('error', reject);
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
