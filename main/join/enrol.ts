import { createHash, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { CTL_PROTOCOL } from '../../shared/contract/ctl.ts';
import { type EnrolAnswer, enrolAnswerSchema } from '../../shared/contract/enrol.ts';
import { authorityMark, readCode } from '../../shared/domain/enrolment-code.ts';
import { StartError } from '../start-text.ts';
import { type PlainAnswer, type PlainRequest, plainRequest } from './plain-request.ts';

/** A seat of this console at a gateway elsewhere. */
export interface Enrolled extends Omit<EnrolAnswer, 'nowMs'> {
  readonly feedUrl: string;
  /** The gateway's authority: the only one trusted from here on. */
  readonly caPem: string;
  /** How far this machine's clock is ahead of the gateway's. */
  readonly aheadMs: number;
}

const authoritySchema = z.object({ pem: z.string() });
const healthSchema = z.object({ ok: z.literal(true), protocol: z.number().int() });
const refusalSchema = z.object({ error: z.object({ code: z.string() }) });

/**
 * Enrols this console with a code. The first request trusts nobody: it sends nothing and reads a public certificate, which
 * counts only when its hash is the code's. The code itself leaves this machine only towards that authority. Throws StartError.
 */
export async function enrol(feedUrl: string, typedCode: string, nowMs: () => number): Promise<Enrolled> {
  const code = readCode(typedCode);
  if (!code.ok) throw new StartError({ kind: 'bad-code', why: code.error });
  const { secret, authority } = code.value;
  const ask = async (path: string, rest: Omit<PlainRequest, 'url'>): Promise<PlainAnswer> => {
    try {
      return await plainRequest({ ...rest, url: new URL(path, feedUrl) });
    } catch (error) {
      throw problemOf(error, feedUrl, nowMs);
    }
  };
  const shown = await ask('/v1/authority', { method: 'GET', caPem: undefined });
  const caPem = readAuthority(shown, feedUrl, authority);
  const health = await ask('/healthz', { method: 'GET', caPem });
  const known = healthSchema.safeParse(health.json);
  if (!known.success) throw notAFeed(feedUrl, '/healthz', health);
  if (known.data.protocol !== CTL_PROTOCOL)
    throw new StartError({ kind: 'gateway-version', ours: CTL_PROTOCOL, theirs: known.data.protocol });
  const body = { protocol: CTL_PROTOCOL, secret };
  const answer = await ask('/v1/enrol', { method: 'POST', caPem, body });
  const enrolled = enrolAnswerSchema.safeParse(answer.json);
  if (answer.status === 200 && enrolled.success) {
    const { nowMs: theirMs, ...seat } = enrolled.data;
    return { ...seat, feedUrl, caPem, aheadMs: nowMs() - theirMs };
  }
  const refusal = refusalSchema.safeParse(answer.json);
  const refused = refusal.success ? refusal.data.error.code : `status ${answer.status}`;
  throw new StartError({ kind: 'enrol-refused', code: refused, waitS: answer.retryAfterS });
}

function readAuthority(shown: PlainAnswer, feedUrl: string, mark: string): string {
  const parsed = authoritySchema.safeParse(shown.json);
  if (!parsed.success) throw notAFeed(feedUrl, '/v1/authority', shown);
  const { pem } = parsed.data;
  try {
    const certificate = new X509Certificate(pem);
    const found = authorityMark(createHash('sha256').update(certificate.raw).digest());
    // Written anew: what else the text may hold is trusted by nobody.
    if (found === mark) return certificate.toString();
  } catch {
    // Not a certificate: not the one that the code names.
  }
  throw new StartError({ kind: 'other-gateway', url: feedUrl });
}

function notAFeed(url: string, path: string, { status }: PlainAnswer): StartError {
  return new StartError({ kind: 'not-a-gateway', url, reason: `GET ${path}: ${status}` });
}

function problemOf(error: unknown, url: string, nowMs: () => number): StartError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = code === '' ? String(error) : code;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return new StartError({ kind: 'name-not-certified', host: new URL(url).hostname });
  if (code === 'CERT_NOT_YET_VALID' || code === 'CERT_HAS_EXPIRED') {
    const now = new Date(nowMs()).toISOString().slice(0, 16).replace('T', ' ');
    return new StartError({
      kind: 'clock-wrong',
      now,
      why: code === 'CERT_HAS_EXPIRED' ? 'expired' : 'not-yet',
    });
  }
  const isSpeaking = code.startsWith('ERR_SSL') || code === 'EPROTO' || code.startsWith('HPE_');
  return new StartError({ kind: isSpeaking ? 'not-a-gateway' : 'gateway-unreachable', url, reason });
}
