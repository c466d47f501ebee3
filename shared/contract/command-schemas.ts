import { z } from 'zod';
import type { Command, CommandAnswer, CommandKind, CommandPayload } from '../domain/command.ts';
import { REJECTIONS } from '../domain/command.ts';
import { MEETING_ANSWERS } from '../domain/rendezvous.ts';
import * as words from '../domain/vocabulary.ts';
import * as base from './domain-schemas.ts';

const via = z.enum(words.REPORTED_VIA);

const assignTarget = z.union([
  z.strictObject({ incidentId: base.idText }),
  z.strictObject({ alertId: base.idText }),
]);

/** One schema per kind of command. */
export const COMMAND_PAYLOAD: { readonly [K in CommandKind]: z.ZodType<CommandPayload[K]> } = {
  'alert/report': z.strictObject({
    source: z.enum(words.ALERT_SOURCES),
    level: z.enum(words.ALERT_LEVELS),
    scamType: z.enum(words.SCAM_TYPES),
    title: base.localText,
    reason: base.localText,
    subject: base.reportedPerson.optional(),
    amount: base.money.optional(),
    goods: base.goods.optional(),
    place: base.placeBelief.optional(),
    clock: base.moneyClock.optional(),
    itinerary: base.itinerary.optional(),
  }),
  'alert/acknowledge': z.strictObject({ alertId: base.idText }),
  'alert/promote': z.strictObject({ alertId: base.idText, level: z.enum(words.ALERT_LEVELS).optional() }),
  'alert/close': z.strictObject({ alertId: base.idText, disposition: z.enum(words.DISPOSITIONS) }),
  'order/assign': z.strictObject({
    target: assignTarget,
    unitId: base.idText,
    approach: z.enum(words.APPROACHES),
    place: base.placeBelief.optional(),
    text: base.localText.optional(),
    overrideReason: base.localText.optional(),
  }),
  'order/redirect': z.strictObject({ orderId: base.idText, place: base.placeBelief, text: base.localText }),
  'order/advance': z.strictObject({ orderId: base.idText, state: z.enum(words.ORDER_STATES), via }),
  'order/recall': z.strictObject({ orderId: base.idText, reason: base.localText }),
  'unit/set-state': z.strictObject({ unitId: base.idText, state: z.enum(words.UNIT_STATES), via }),
  'unit/post': z.strictObject({ unitId: base.idText, post: base.placeBelief }),
  'incident/note': z.strictObject({
    incidentId: base.idText,
    lane: z.enum(words.LANES).optional(),
    laneDone: z.boolean().optional(),
    text: base.localText,
  }),
  'incident/left': z.strictObject({
    target: assignTarget,
    headingDeg: z.number().min(0).max(360).optional(),
  }),
  'incident/set-itinerary': z.strictObject({ target: assignTarget, itinerary: base.itinerary }),
  'incident/add-lead': z.strictObject({
    target: assignTarget,
    place: base.placeBelief,
    text: base.localText,
  }),
  'incident/propose-meeting': z.strictObject({ incidentId: base.idText, ...base.meetingProposal }),
  'incident/answer-meeting': z.strictObject({
    incidentId: base.idText,
    rendezvousId: base.idText,
    answer: z.enum(MEETING_ANSWERS),
  }),
  'incident/look': z.strictObject({ target: assignTarget, ...base.lookReport }),
  'incident/dispose': z.strictObject({ incidentId: base.idText, disposition: z.enum(words.DISPOSITIONS) }),
  'incident/close': z.strictObject({ incidentId: base.idText }),
  'road/close': z.strictObject(base.closureReport),
  'road/open': z.strictObject({ closureId: base.idText }),
};

const envelope = {
  commandId: base.idText,
  actor: base.actor,
  issuedAtMs: base.timeMs,
  ttlMs: z.number().int().min(1).max(86_400_000),
  expectedVersion: z.number().int().min(0).optional(),
};

function command<K extends CommandKind>(kind: K) {
  return z.strictObject({ ...envelope, kind: z.literal(kind), payload: COMMAND_PAYLOAD[kind] });
}

/** A command as it travels and as the outbox stores it. */
export const commandSchema: z.ZodType<Command> = z.discriminatedUnion('kind', [
  command('alert/report'),
  command('alert/acknowledge'),
  command('alert/promote'),
  command('alert/close'),
  command('order/assign'),
  command('order/redirect'),
  command('order/advance'),
  command('order/recall'),
  command('unit/set-state'),
  command('unit/post'),
  command('incident/note'),
  command('incident/left'),
  command('incident/set-itinerary'),
  command('incident/add-lead'),
  command('incident/propose-meeting'),
  command('incident/answer-meeting'),
  command('incident/look'),
  command('incident/dispose'),
  command('incident/close'),
  command('road/close'),
  command('road/open'),
]);

/** The gateway's stored answer. */
export const commandAnswerSchema: z.ZodType<CommandAnswer> = z.discriminatedUnion('state', [
  z.strictObject({
    commandId: base.idText,
    state: z.literal('accepted'),
    seq: z.number().int().min(0),
    ids: z.record(z.string(), base.idText),
  }),
  z.strictObject({
    commandId: base.idText,
    state: z.literal('rejected'),
    code: z.enum(REJECTIONS),
    message: z.string(),
    currentVersion: z.number().int().min(0).optional(),
  }),
]);
