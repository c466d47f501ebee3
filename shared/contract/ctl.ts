import { z } from 'zod';
import { idText, timeMs } from './domain-schemas.ts';
import { DATUMS } from './ingest.ts';
import { viewSchema } from './views.ts';

/**
 * Gateway <-> console over socket.io, WebSocket transport only, TLS, two engine connections (two Managers):
 * namespace /ctl for everything reliable, /pos for positions.
 *
 * /ctl client -> server (each with an acknowledgement callback):
 *   subscribe(Subscribe) -> SubscribeAnswer      ack(CreditAck), no callback
 *   command(Command) -> CommandAnswer            history/events(EventRange) -> EventPage
 *   history/positions(PositionRange) -> PositionPage
 * /ctl server -> client: events(EventBatch) · heartbeat(Heartbeat), once a second of real time
 * /pos server -> client: frame(binary), volatile
 * Handshake auth on both: Handshake. A refused handshake's Error.message is a ConnectRefusal code.
 */

/** Raised with every change of a schema that crosses this boundary; the hash test in tests/contract names the change. */
export const CTL_PROTOCOL = 1;

export const handshakeSchema = z.strictObject({
  protocol: z.number().int(),
  key: z.string().min(1).max(512),
  view: viewSchema,
});
export type Handshake = z.infer<typeof handshakeSchema>;

export const CONNECT_REFUSALS = [
  'bad-handshake',
  'bad-key',
  'revoked-key',
  'bad-protocol',
  'view-not-allowed',
  'busy',
] as const;
export type ConnectRefusal = (typeof CONNECT_REFUSALS)[number];

export const subscribeSchema = z.strictObject({ stream: idText, fromSeq: z.number().int().min(1) });
export type Subscribe = z.infer<typeof subscribeSchema>;

/** `fromSeq` past head+1 is answered `ahead` (the console knows more than the gateway: restored backup), never ignored. */
export const subscribeAnswerSchema = z.discriminatedUnion('ok', [
  z.strictObject({
    ok: z.literal(true),
    headSeq: z.number().int().min(0),
    windowEvents: z.number().int().min(1),
  }),
  z.strictObject({
    ok: z.literal(false),
    code: z.enum(['unknown-stream', 'ahead', 'invalid']),
    headSeq: z.number().int().min(0),
  }),
]);
export type SubscribeAnswer = z.infer<typeof subscribeAnswerSchema>;

/** Events in seq order; each is parsed by parseLedgerEvent. */
export const eventBatchSchema = z.strictObject({ stream: idText, events: z.array(z.unknown()).max(512) });

/** Cumulative: everything up to seq is in the console's cache. */
export const creditAckSchema = z.strictObject({ stream: idText, seq: z.number().int().min(0) });

/**
 * A source whose positions fit the roads of the region under another datum than it declares: its fixes lie hundreds of
 * metres off on every map. `fixes`: how many had been looked at when the alarm was raised.
 */
export const datumAlarmSchema = z.strictObject({
  declared: z.enum(DATUMS),
  looksLike: z.enum(DATUMS),
  fixes: z.number().int().min(1),
});
export type DatumAlarm = z.infer<typeof datumAlarmSchema>;

/**
 * The gateway was started again while its district's files could not be used, and goes on with the copy of them that was
 * good at `keptAtMs`. The first error stands in `file`, on `line` (from 1; absent when the whole file is meant); there are
 * `errors` in all. Names nobody: walls hear it, too.
 */
export const districtAlarmSchema = z.strictObject({
  file: z.string().min(1).max(100),
  line: z.number().int().min(1).optional(),
  errors: z.number().int().min(1),
  keptAtMs: timeMs,
});
export type DistrictAlarm = z.infer<typeof districtAlarmSchema>;

/**
 * `nowMs` is feed time (virtual in a drill) and `rate` how fast it runs (0 = paused); the console's live edge follows it.
 * `sources` is the health of what feeds the gateway; `districtAlarm` stands until the district's files are good again.
 */
export const heartbeatSchema = z.strictObject({
  nowMs: timeMs,
  rate: z.number().min(0).max(1000),
  stream: idText,
  headSeq: z.number().int().min(0),
  mode: z.enum(['drill', 'live']),
  region: idText,
  sources: z.array(
    z.strictObject({
      name: idText,
      lastAtMs: timeMs.optional(),
      accepted: z.number().int().min(0),
      rejected: z.number().int().min(0),
      datumAlarm: datumAlarmSchema.optional(),
    }),
  ),
  districtAlarm: districtAlarmSchema.optional(),
});
export type Heartbeat = z.infer<typeof heartbeatSchema>;

export const eventRangeSchema = z.strictObject({
  stream: idText,
  fromSeq: z.number().int().min(1),
  limit: z.number().int().min(1).max(1000),
});
export const eventPageSchema = z.strictObject({
  events: z.array(z.unknown()),
  headSeq: z.number().int().min(0),
});

/** Half-open [fromMs, toMs); at most an hour of feed time a page. `keyframe` asks for the newest fix of every slot at or before fromMs, first. */
export const positionRangeSchema = z.strictObject({ fromMs: timeMs, toMs: timeMs, keyframe: z.boolean() });
export type PositionRange = z.infer<typeof positionRangeSchema>;

/** The fixes up to `toMs`, encoded; a page with much in it ends before the `toMs` asked for, and the next begins there. */
export interface PositionPage {
  readonly frame: Uint8Array;
  readonly toMs: number;
}
export const positionPageSchema: z.ZodType<PositionPage> = z.strictObject({
  frame: z.instanceof(Uint8Array),
  toMs: timeMs,
});
