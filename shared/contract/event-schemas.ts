import { z } from 'zod';
import type { EventData, EventKind, LedgerEvent } from '../domain/event.ts';
import { MEETING_ANSWERS } from '../domain/rendezvous.ts';
import * as words from '../domain/vocabulary.ts';
import * as base from './domain-schemas.ts';

const via = z.enum(words.REPORTED_VIA);
const incidentId = base.idText;

const model = z.strictObject({ name: base.idText, owner: base.idText });

/** One schema per kind of fact; the single source of what may cross a boundary as an event. */
export const EVENT_DATA: { readonly [K in EventKind]: z.ZodType<EventData[K]> } = {
  'session/started': z.strictObject({
    mode: z.enum(['drill', 'live']),
    region: base.idText,
    drill: z.strictObject({ name: base.idText, seed: z.number().int() }).optional(),
  }),
  'unit/registered': z.strictObject({
    unitId: base.idText,
    slot: z.number().int().min(0).max(0xfffffffe),
    callsign: base.idText,
    kind: z.enum(words.UNIT_KINDS),
    crew: z.number().int().min(1).max(20),
    hasVehicle: z.boolean(),
    skills: z.array(base.idText).max(20),
    base: base.localText.optional(),
    area: z
      .strictObject({ lon: base.lon, lat: base.lat, radiusM: z.number().min(0).max(500_000) })
      .optional(),
    state: z.enum(words.UNIT_STATES),
  }),
  'unit/state-changed': z.strictObject({ unitId: base.idText, state: z.enum(words.UNIT_STATES), via }),
  'unit/posted': z.strictObject({ unitId: base.idText, post: base.placeBelief }),
  'alert/raised': z.strictObject({
    alertId: base.idText,
    source: z.enum(words.ALERT_SOURCES),
    sourceId: base.idText,
    level: z.enum(words.ALERT_LEVELS),
    scamType: z.enum(words.SCAM_TYPES),
    title: base.localText,
    reason: base.localText,
    subject: base.person.optional(),
    amount: base.money.optional(),
    goods: base.goods.optional(),
    place: base.placeBelief.optional(),
    clock: base.moneyClock,
    model: model.optional(),
  }),
  'alert/called': z.strictObject({
    alertId: base.idText,
    outcome: z.enum(['answered', 'busy', 'refused', 'convinced']),
  }),
  'alert/acknowledged': z.strictObject({ alertId: base.idText }),
  'alert/shelved': z.strictObject({ alertId: base.idText, reason: base.localText }),
  'alert/merged': z.strictObject({ alertId: base.idText, incidentId }),
  'alert/promoted': z.strictObject({ alertId: base.idText, incidentId }),
  'alert/closed': z.strictObject({ alertId: base.idText, disposition: z.enum(words.DISPOSITIONS) }),
  'incident/phase-changed': z.strictObject({ incidentId, phase: z.enum(words.PHASES) }),
  'incident/level-changed': z.strictObject({
    incidentId,
    level: z.enum(words.ALERT_LEVELS),
    reason: base.localText,
  }),
  'incident/clock-set': z.strictObject({ incidentId, clock: base.moneyClock }),
  'incident/believed': z.strictObject({ incidentId, place: base.placeBelief }),
  'incident/noted': z.strictObject({
    incidentId,
    noteId: base.idText,
    lane: z.enum(words.LANES).optional(),
    laneDone: z.boolean().optional(),
    text: base.localText,
  }),
  'incident/milestone': z.strictObject({ incidentId, milestone: z.enum(words.MILESTONES) }),
  'incident/money-moved': z.strictObject({
    incidentId,
    account: z.enum(words.MONEY_ACCOUNTS),
    from: z.enum(words.MONEY_ACCOUNTS).optional(),
    fen: z.number().int().min(0),
  }),
  'incident/departed': z.strictObject({ incidentId, departure: base.departure }),
  'incident/itinerary-set': z.strictObject({ incidentId, itinerary: base.itinerary }),
  'incident/meeting-proposed': z.strictObject({
    incidentId,
    rendezvousId: base.idText,
    ...base.meetingProposal,
  }),
  'incident/meeting-answered': z.strictObject({
    incidentId,
    rendezvousId: base.idText,
    answer: z.enum(MEETING_ANSWERS),
  }),
  'incident/looked': z.strictObject({ incidentId, ...base.lookReport }),
  'incident/disposed': z.strictObject({ incidentId, disposition: z.enum(words.DISPOSITIONS) }),
  'incident/closed': z.strictObject({ incidentId, reviewer: base.actor }),
  'order/issued': z.strictObject({
    orderId: base.idText,
    incidentId,
    unitId: base.idText,
    place: base.placeBelief,
    text: base.localText,
    approach: z.enum(words.APPROACHES),
    estimate: base.arrivalEstimate.optional(),
    overrideReason: base.localText.optional(),
  }),
  'order/redirected': z.strictObject({ orderId: base.idText, place: base.placeBelief, text: base.localText }),
  'order/advanced': z.strictObject({ orderId: base.idText, state: z.enum(words.ORDER_STATES), via }),
  'order/recalled': z.strictObject({ orderId: base.idText, reason: base.localText }),
  'road/closed': z.strictObject({ closureId: base.idText, ...base.closureReport }),
  'road/opened': z.strictObject({ closureId: base.idText }),
  withheld: z.strictObject({}),
};

const envelope = {
  stream: base.idText,
  seq: z.number().int().min(1),
  id: base.idText,
  atMs: base.timeMs,
  receivedAtMs: base.timeMs,
  actor: base.actor,
  hash: z.string().regex(/^[0-9a-f]{64}$/),
};

function fact<K extends EventKind>(kind: K) {
  return z.strictObject({ ...envelope, kind: z.literal(kind), data: EVENT_DATA[kind] });
}

/** A numbered fact as it travels and as it is stored; errors name the path inside the kind that was meant. */
export const ledgerEventSchema: z.ZodType<LedgerEvent> = z.discriminatedUnion('kind', [
  fact('session/started'),
  fact('unit/registered'),
  fact('unit/state-changed'),
  fact('unit/posted'),
  fact('alert/raised'),
  fact('alert/called'),
  fact('alert/acknowledged'),
  fact('alert/shelved'),
  fact('alert/merged'),
  fact('alert/promoted'),
  fact('alert/closed'),
  fact('incident/phase-changed'),
  fact('incident/level-changed'),
  fact('incident/clock-set'),
  fact('incident/believed'),
  fact('incident/noted'),
  fact('incident/milestone'),
  fact('incident/money-moved'),
  fact('incident/departed'),
  fact('incident/itinerary-set'),
  fact('incident/meeting-proposed'),
  fact('incident/meeting-answered'),
  fact('incident/looked'),
  fact('incident/disposed'),
  fact('incident/closed'),
  fact('order/issued'),
  fact('order/redirected'),
  fact('order/advanced'),
  fact('order/recalled'),
  fact('road/closed'),
  fact('road/opened'),
  fact('withheld'),
]);

/** Parses one event. Throws z.ZodError. */
export function parseLedgerEvent(input: unknown): LedgerEvent {
  return ledgerEventSchema.parse(input);
}
