import { request } from 'node:https';
import { z } from 'zod';
import { CTL_PROTOCOL } from '../../shared/contract/ctl.ts';
import { type EnrolAnswer, enrolAnswerSchema } from '../../shared/contract/enrol.ts';
import { readCode } from '../../shared/domain/enrolment-code.ts';
import { StartError } from '../start-text.ts';
import { fetchAuthority } from './fetch-authority.ts';

const ANSWER_MS = 10_000;
const MAX_BYTES = 65_536;

/** A seat of this console at a gateway elsewhere. */
export interface Enrolled extends Omit<EnrolAnswer, 'nowMs'> {
  readonly feedUrl: string;
  /** The gateway's authority: the only one trusted from here on. */
  readonly caPem: string;
  /** How far this machine's clock is ahead of the gateway's. */
  readonly aheadMs: number;
}

const healthSchema = z.object({ ok: z.literal(true), protocol: z.number().int() });
const refusalSchema = z.object({ error: z.object({ code: z.string() }) });

/** Enrols this console with a code. The code leaves this machine only towards the gateway that issued it. Throws StartError. */
export async function enrol(feedUrl: string, typedCode: string, nowMs: () => number): Promise<Enrolled> {
  const code = readCode(typedCode);
  if (!code.ok) throw new StartError({ kind: 'bad-code', why: code.error });
  const caPem = await fetchAuthority(feedUrl, code.value.authority);
  const ask = (method: string, path: string, body?: unknown): Promise<Answer> =>
    send({ feedUrl, caPem, method, path, body, nowMs });
  const health = await ask('GET', '/healthz');
  const known = healthSchema.safeParse(health.json);
  if (!known.success)
    throw new StartError({ kind: 'not-a-gateway', url: feedUrl, reason: `GET /healthz ${health.status}` });
  if (known.data.protocol !== CTL_PROTOCOL)
    throw new StartError({ kind: 'gateway-version', ours: CTL_PROTOCOL, theirs: known.data.protocol });
  const { secret } = code.value;
  const answer = await ask('POST', '/v1/enrol', { protocol: CTL_PROTOCOL, secret });
  const enrolled = enrolAnswerSchema.safeParse(answer.json);
  if (answer.status === 200 && enrolled.success) {
    const { nowMs: theirMs, ...seat } = enrolled.data;
    return { ...seat, feedUrl, caPem, aheadMs: nowMs() - theirMs };
  }
  const refusal = refusalSchema.safeParse(answer.json);
  const refused = refusal.success ? refusal.data.error.code : `status ${answer.status}`;
  throw new StartError({ kind: 'enrol-refused', code: refused, waitS: answer.retryAfterS });
}

interface Answer {
  readonly status: number;
  readonly json: unknown;
  readonly retryAfterS: number | undefined;
}

interface Sent {
  readonly feedUrl: string;
  readonly caPem: string;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly nowMs: () => number;
}

function send({ feedUrl, caPem, method, path, body, nowMs }: Sent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      new URL(path, feedUrl),
      {
        method,
        ca: caPem,
        agent: false,
        timeout: ANSWER_MS,
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
        response.on('error', (error) => reject(problemOf(error, feedUrl, nowMs)));
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
    outgoing.on('timeout', () => outgoing.destroy(new Error(`${ANSWER_MS / 1000} s`)));
    outgoing.on('error', (error) => reject(problemOf(error, feedUrl, nowMs)));
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

function problemOf(error: NodeJS.ErrnoException, feedUrl: string, nowMs: () => number): StartError {
  const code = error.code ?? '';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return new StartError({ kind: 'name-not-certified', host: new URL(feedUrl).hostname });
  if (code === 'CERT_NOT_YET_VALID' || code === 'CERT_HAS_EXPIRED')
    return new StartError({ kind: 'clock-wrong', now: new Date(nowMs()).toISOString(), reason: code });
  return new StartError({
    kind: 'gateway-unreachable',
    url: feedUrl,
    reason: code === '' ? error.message : code,
  });
}
