import { z } from 'zod';
import { SEATS } from '../domain/vocabulary.ts';
import { idText, shortText, timeMs } from './domain-schemas.ts';

/** What a seat may be enrolled for: a seat's view and commands, or a wall, which sees no persons and commands nothing. */
export const SEAT_ROLES = [...SEATS, 'wall'] as const;
export type SeatRole = (typeof SEAT_ROLES)[number];

/** POST /v1/enrol on the feed's address. `secret` is the first half of the code. */
export const enrolRequestSchema = z.strictObject({
  protocol: z.number().int(),
  secret: z.string().min(1).max(64),
});

/** What an enrolled seat needs for every later start. `key` is this seat's alone and is shown only now. */
export const enrolAnswerSchema = z.strictObject({
  seatId: idText,
  roles: z.array(z.enum(SEAT_ROLES)).min(1),
  key: z.string().min(1).max(512),
  stream: idText,
  mode: z.enum(['drill', 'live']),
  region: idText,
  nowMs: timeMs,
});
export type EnrolAnswer = z.infer<typeof enrolAnswerSchema>;

export const ENROL_REFUSALS = [
  'invalid',
  'bad-protocol',
  'wrong-code',
  'expired-code',
  'used-code',
  'too-many',
] as const;
export type EnrolRefusal = (typeof ENROL_REFUSALS)[number];
/** Somebody who may connect, as `rampart admin list` shows it; the key itself is kept nowhere. */
export const seatRecordSchema = z.strictObject({
  seatId: idText,
  roles: z.array(z.enum(SEAT_ROLES)).min(1),
  enrolledAtMs: timeMs,
  revokedAtMs: timeMs.optional(),
  /** Lower-case hex SHA-256 of the key. */
  keyHash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type SeatRecord = z.infer<typeof seatRecordSchema>;

export const seatListSchema = z.strictObject({
  seats: z.array(seatRecordSchema.omit({ keyHash: true }).extend({ isConnected: z.boolean() })),
});

export const codeRequestSchema = z.strictObject({
  seatId: shortText.max(64),
  roles: z.array(z.enum(SEAT_ROLES)).min(1),
});
export const codeAnswerSchema = z.strictObject({ secret: z.string(), validMs: z.number().int().min(1) });
export const revokeRequestSchema = z.strictObject({ seatId: shortText.max(64) });
