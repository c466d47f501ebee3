import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { z } from 'zod';
import { CTL_PROTOCOL } from '../../shared/contract/ctl.ts';
import {
  codeRequestSchema,
  type EnrolAnswer,
  type EnrolRefusal,
  enrolRequestSchema,
  revokeRequestSchema,
} from '../../shared/contract/enrol.ts';
import type { Log } from '../../shared/kit/log.ts';
import { readBody } from '../ingest/read-body.ts';
import type { KeyCheck } from '../serve/keys.ts';
import { CODE_VALID_MS, type EnrolmentCodes } from './enrolment-codes.ts';
import { LOCAL_SEAT, type SeatStore } from './seat-store.ts';

export interface SeatServerDeps {
  readonly seats: SeatStore;
  readonly codes: EnrolmentCodes;
  readonly checkAdminKey: KeyCheck;
  /** The gateway's authority, PEM: public, and compared with a code's mark by whoever asks. */
  readonly authorityPem: string;
  readonly world: Pick<EnrolAnswer, 'stream' | 'mode' | 'region'>;
  readonly nowMs: () => number;
  /** Whether a seat has a connection now. */
  readonly isConnected: (seatId: string) => boolean;
  /** Ends a seat's connections. */
  readonly cutOff: (seatId: string) => void;
  readonly log: Log;
}

type Answer = { readonly status: number; readonly body: unknown; readonly retryAfterS?: number | undefined };

const REFUSALS: Readonly<Record<EnrolRefusal, { readonly status: number; readonly message: string }>> = {
  invalid: { status: 400, message: 'send {"protocol","secret"} as JSON' },
  'bad-protocol': { status: 400, message: `this gateway speaks protocol ${CTL_PROTOCOL}` },
  'wrong-code': { status: 403, message: 'no such code is open here: ask for a new one' },
  'expired-code': { status: 403, message: 'the code was valid for 10 minutes: ask for a new one' },
  'used-code': {
    status: 403,
    message: 'the code has been used: each opens one seat once; ask for a new one',
  },
  'too-many': { status: 429, message: 'too many attempts: wait, then try again' },
};

/**
 * Plain requests on the feed's address: POST /v1/enrol for whoever has a code, and /v1/admin/... for whoever can read the
 * gateway's admin key. Everything else is 404.
 */
export function createSeatListener(deps: SeatServerDeps): RequestListener {
  return (request, response) => {
    answer(request, deps).then(
      ({ status, body, retryAfterS }) => {
        if (retryAfterS !== undefined) response.setHeader('Retry-After', String(retryAfterS));
        send(response, status, body);
      },
      (error: unknown) => {
        deps.log.error('a request about seats failed', { path: request.url, error: String(error) });
        send(response, 503, failure('unavailable', 'nothing was changed; try again'));
      },
    );
  };
}

async function answer(request: IncomingMessage, deps: SeatServerDeps): Promise<Answer> {
  const route = `${request.method ?? ''} ${(request.url ?? '').split('?', 1)[0] ?? ''}`;
  if (route === 'GET /healthz')
    return { status: 200, body: { ok: true, protocol: CTL_PROTOCOL, ...deps.world, nowMs: deps.nowMs() } };
  if (route === 'GET /v1/authority') return { status: 200, body: { pem: deps.authorityPem } };
  if (route === 'POST /v1/enrol') return enrol(await readJson(request), deps);
  if (!/ \/v1\/admin\//.test(route)) return { status: 404, body: failure('not-found', 'POST /v1/enrol') };
  const refusal = deps.checkAdminKey(
    /^Bearer ([\x21-\x7e]{1,512})$/i.exec(request.headers.authorization ?? '')?.[1],
  );
  if (refusal !== undefined) return { status: 401, body: failure(refusal.code, refusal.message) };
  switch (route) {
    case 'GET /v1/admin/seats':
      return { status: 200, body: { seats: listSeats(deps) } };
    case 'POST /v1/admin/codes':
      return withBody(await readJson(request), codeRequestSchema, ({ seatId, roles }) => {
        if (seatId === LOCAL_SEAT || roles.length === 0 || !/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(seatId))
          return { status: 400, body: failure('invalid', `"${seatId}" cannot name a seat`) };
        deps.log.info('code issued', { seatId, roles });
        return { status: 200, body: { secret: deps.codes.issue({ seatId, roles }), validMs: CODE_VALID_MS } };
      });
    case 'POST /v1/admin/revoke':
      return withBody(await readJson(request), revokeRequestSchema, ({ seatId }) => {
        if (!deps.seats.revoke(seatId, deps.nowMs()))
          return { status: 404, body: failure('not-found', `no seat ${seatId} is enrolled`) };
        deps.cutOff(seatId);
        deps.log.warn('seat revoked', { seatId });
        return { status: 200, body: { ok: true } };
      });
    default:
      return { status: 404, body: failure('not-found', 'GET seats, POST codes or revoke') };
  }
}

function enrol(body: unknown, deps: SeatServerDeps): Answer {
  const refuse = (code: EnrolRefusal, retryAfterS?: number): Answer => {
    deps.log.warn('enrolment refused', { code });
    const { status, message } = REFUSALS[code];
    return { status, body: failure(code, message), retryAfterS };
  };
  const parsed = enrolRequestSchema.safeParse(body);
  if (!parsed.success) return refuse('invalid');
  // Asked before the code is spent: a console of another version can be replaced and come again.
  if (parsed.data.protocol !== CTL_PROTOCOL) return refuse('bad-protocol');
  const redeemed = deps.codes.redeem(parsed.data.secret);
  if (!redeemed.ok) return refuse(redeemed.error.code, redeemed.error.retryAfterS);
  const { seatId, roles } = redeemed.value;
  const nowMs = deps.nowMs();
  const key = deps.seats.add(seatId, roles, nowMs);
  // Whoever held the seat under its old key is out.
  deps.cutOff(seatId);
  deps.log.info('seat enrolled', { seatId, roles });
  const answerBody: EnrolAnswer = { seatId, roles: [...roles], key, ...deps.world, nowMs };
  return { status: 200, body: answerBody };
}

function listSeats({ seats, isConnected }: SeatServerDeps): unknown[] {
  return seats.list().map(({ keyHash: _hash, ...seat }) => ({
    ...seat,
    isConnected: seat.revokedAtMs === undefined && isConnected(seat.seatId),
  }));
}

function withBody<T>(body: unknown, schema: z.ZodType<T>, act: (value: T) => Answer): Answer {
  const parsed = schema.safeParse(body);
  return parsed.success
    ? act(parsed.data)
    : { status: 400, body: failure('invalid', parsed.error.issues[0]?.message ?? 'not understood') };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const bytes = await readBody(request);
  if (bytes === undefined) return undefined;
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

function failure(code: string, message: string): unknown {
  return { error: { code, message } };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': bytes.length,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    Connection: 'close',
  });
  response.end(bytes);
}
