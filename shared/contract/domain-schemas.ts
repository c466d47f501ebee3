import { z } from 'zod';
import type { LocalText, MoneyClock, PlaceBelief } from '../domain/belief.ts';
import type { Actor, ArrivalEstimate, Person } from '../domain/entities.ts';
import { FIND_PLACE_KINDS, LOOK_CARES } from '../domain/find-board.ts';
import type { Goods, Money } from '../domain/money.ts';
import type { Departure, Itinerary } from '../domain/moving-target.ts';
import type { Band } from '../domain/race.ts';
import { CLOSURE_REASONS } from '../domain/road-closure.ts';
import * as words from '../domain/vocabulary.ts';

/** Building blocks of every schema at an edge. Texts are capped so that no sender can make a row unreadable. */

export const timeMs = z.number().int().min(0).max(8.64e15);
/** Any id. Entities are looked up in plain objects by id, so a name that every object has is none. */
export const idText = z
  .string()
  .min(1)
  .max(128)
  .refine((id) => !(id in Object.prototype), { message: 'this word cannot be an id' });
export const shortText = z.string().min(1).max(2000);
export const lon = z.number().min(-180).max(180);
export const lat = z.number().min(-90).max(90);

export const localText: z.ZodType<LocalText> = z.strictObject({ zh: shortText, en: shortText.optional() });

export const actor: z.ZodType<Actor> = z.strictObject({
  type: z.enum(['source', 'seat', 'field', 'system', 'drill']),
  id: idText,
  label: z.string().max(200).optional(),
});

export const placeBelief: z.ZodType<PlaceBelief> = z.strictObject({
  kind: z.enum(words.BELIEF_KINDS),
  lon,
  lat,
  radiusM: z.number().min(0).max(500_000),
  atMs: timeMs,
  source: idText,
  label: localText.optional(),
  headingDeg: z.number().min(0).max(360).optional(),
});

export const moneyClock: z.ZodType<MoneyClock> = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('unknown'), sinceMs: timeMs }),
    z.strictObject({
      kind: z.enum(['stated', 'observed', 'modelled']),
      earliestMs: timeMs,
      dueAtMs: timeMs,
      latestMs: timeMs,
      source: idText,
      what: localText,
      n: z.number().int().min(0).optional(),
      setAtMs: timeMs,
    }),
  ])
  .refine(
    (clock) =>
      clock.kind === 'unknown' || (clock.earliestMs <= clock.dueAtMs && clock.dueAtMs <= clock.latestMs),
    {
      message: 'earliestMs <= dueAtMs <= latestMs must hold',
    },
  );

const band: z.ZodType<Band> = z
  .strictObject({ low: timeMs, mid: timeMs, high: timeMs })
  .refine(({ low, mid, high }) => low <= mid && mid <= high, { message: 'low <= mid <= high must hold' });

export const departure: z.ZodType<Departure> = z.strictObject({
  atMs: timeMs,
  lon,
  lat,
  headingDeg: z.number().min(0).max(360).optional(),
  source: idText,
});

export const itinerary: z.ZodType<Itinerary> = z.strictObject({
  vehicle: z.enum(['coach', 'car']),
  label: localText,
  stops: z
    .array(z.strictObject({ name: localText, lon, lat, atMs: timeMs.optional() }))
    .min(1)
    .max(40),
  source: idText,
});

/** Fields of a report of a look. */
export const lookReport = {
  placeId: idText,
  kind: z.enum(FIND_PLACE_KINDS),
  place: placeBelief,
  found: z.boolean(),
  care: z.enum(LOOK_CARES),
  unitId: idText.optional(),
} as const;

/** Fields of a proposed meeting. */
export const meetingProposal = {
  pointId: idText,
  place: placeBelief,
  jointMs: band,
  text: localText,
} as const;

/** Fields of a road closure. A street is closed in parts: 32 ways of 400 points are a long one, both ways. */
export const closureReport = {
  ways: z
    .array(z.array(z.strictObject({ lon, lat })).min(1).max(400))
    .min(1)
    .max(32),
  reason: z.enum(CLOSURE_REASONS),
  name: localText.optional(),
  untilMs: timeMs.optional(),
} as const;

export const money: z.ZodType<Money> = z.strictObject({
  fen: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  currency: z.literal('CNY'),
});

export const goods: z.ZodType<Goods> = z.strictObject({
  kind: z.enum(['cash', 'gold', 'parcel']),
  goldMg: z.number().int().min(0).optional(),
});

const personFacts = {
  role: z.enum(words.PERSON_ROLES),
  name: z.string().max(50).optional(),
  phone: z.string().max(32).optional(),
  plate: z.string().max(16).optional(),
  ageYears: z.number().int().min(0).max(130).optional(),
  sex: z.enum(['male', 'female']).optional(),
};

export const person: z.ZodType<Person> = z.strictObject({ personId: idText, ...personFacts });

/** A person as a seat reports one: the gateway gives the id. */
export const reportedPerson: z.ZodType<Omit<Person, 'personId'>> = z.strictObject(personFacts);

export const arrivalEstimate: z.ZodType<ArrivalEstimate> = z.strictObject({
  lowS: z.number().min(0),
  expectedS: z.number().min(0),
  highS: z.number().min(0),
  madeAtMs: timeMs,
  method: z.enum(['road', 'straight-line']),
  calibrated: z.boolean(),
  roadM: z.number().min(0).optional(),
  drives: z.number().int().min(0).optional(),
  groupS: z.array(z.number().min(0)).length(4).optional(),
});
