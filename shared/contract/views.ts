import type { LocalText, MoneyClock, PlaceBelief } from '../domain/belief.ts';
import type { Actor, Person } from '../domain/entities.ts';
import type { AlertRaised, EventDraft, LedgerEvent } from '../domain/event.ts';
import { halfWidth } from '../domain/half-width.ts';
import { hashOf } from '../kit/hash.ts';
import { z } from 'zod';
import { SEATS } from '../domain/vocabulary.ts';

/** What a subscriber may see; named by every subscription, applied by the gateway, never by the renderer. */
export const viewSchema = z.discriminatedUnion('view', [
  z.strictObject({ view: z.literal('seat'), role: z.enum(SEATS) }),
  z.strictObject({ view: z.literal('wall') }),
]);
export type View = z.infer<typeof viewSchema>;

/** Stable name of a view: cache partitions and epochs are keyed by it. */
export function viewKey(view: View): string {
  return view.view === 'wall' ? 'wall' : `seat:${view.role}`;
}

function withoutIdentity(person: Person | undefined): Person | undefined {
  return person === undefined ? undefined : { personId: person.personId, role: person.role };
}

const NOT_ON_WALLS: LocalText = { zh: '（墙面不显示）', en: '(not shown on walls)' };

/** What people put between the characters of a number or plate: `138-0013 8000`, `鲁A·12345`. */
const BETWEEN = '[\\s\\-‐-―.·•()（）]*';

/** Any spelling of a text: its characters with whatever is put between them, in either width and case. */
function anySpelling(text: string): RegExp | undefined {
  const characters = Array.from(halfWidth(text)).filter((one) => /[\p{L}\p{N}]/u.test(one));
  if (characters.length < 2) return undefined;
  const wide = (one: string): string => {
    const code = one.codePointAt(0) ?? 0;
    return code > 0x20 && code < 0x7f ? `[${one}${String.fromCodePoint(code + 0xfee0)}]` : one;
  };
  return new RegExp(characters.map(wide).join(BETWEEN), 'giu');
}

/** Removes what identifies a person from a text about them, however it is spelt; single characters are too common to look for. */
function scrub(text: string, person: Person | undefined): string {
  const spellings = [person?.name, person?.phone, person?.plate].flatMap((secret) => {
    // The extension of a number is written in many ways; the number before it is what counts.
    const spelling = secret === undefined ? undefined : anySpelling(secret.replace(/ 转 \d+$/u, ''));
    return spelling === undefined ? [] : [spelling];
  });
  return spellings.reduce((rest, spelling) => rest.replaceAll(spelling, '***'), text);
}

function scrubText(text: LocalText, person: Person | undefined): LocalText {
  const zh = scrub(text.zh, person);
  return text.en === undefined ? { zh } : { zh, en: scrub(text.en, person) };
}

/** Addresses and what a family says are for seats; other places keep their name, without the person in it. */
function wallPlace(place: PlaceBelief, person: Person | undefined): PlaceBelief {
  const { label, ...rest } = place;
  const isPrivate = place.kind === 'registered-address' || place.kind === 'family-says';
  return label === undefined || isPrivate ? rest : { ...rest, label: scrubText(label, person) };
}

function wallClock(clock: MoneyClock, person: Person | undefined): MoneyClock {
  return clock.kind === 'unknown' ? clock : { ...clock, what: scrubText(clock.what, person) };
}

/** A clock set later comes without the person it is about, so its words cannot be searched for them. */
function wordlessClock(clock: MoneyClock): MoneyClock {
  return clock.kind === 'unknown' ? clock : { ...clock, what: NOT_ON_WALLS };
}

function wallAlert(data: AlertRaised): AlertRaised {
  const { subject, place } = data;
  const title = scrubText(data.title, subject);
  return {
    ...data,
    sourceId: scrub(data.sourceId, subject),
    title,
    reason: title,
    subject: withoutIdentity(subject),
    place: place === undefined ? undefined : wallPlace(place, subject),
    clock: wallClock(data.clock, subject),
  };
}

/** The wall shows races, not people: identity and free text never leave the gateway for it. */
function wallDraft(event: EventDraft): EventDraft {
  switch (event.kind) {
    case 'alert/raised':
      return { ...event, data: wallAlert(event.data) };
    case 'incident/noted':
      return { ...event, data: { ...event.data, text: NOT_ON_WALLS } };
    case 'incident/believed':
      return { ...event, data: { ...event.data, place: wallPlace(event.data.place, undefined) } };
    case 'incident/clock-set':
      return { ...event, data: { ...event.data, clock: wordlessClock(event.data.clock) } };
    case 'incident/itinerary-set': {
      const { vehicle, stops } = event.data.itinerary;
      const bare = stops.map((stop) => ({ ...stop, name: NOT_ON_WALLS }));
      const itinerary = { vehicle, label: NOT_ON_WALLS, stops: bare, source: 'withheld' };
      return { ...event, data: { ...event.data, itinerary } };
    }
    case 'incident/meeting-proposed': {
      const place = wallPlace(event.data.place, undefined);
      return { ...event, data: { ...event.data, place, text: NOT_ON_WALLS } };
    }
    case 'incident/looked': {
      const { label: _label, ...place } = event.data.place;
      return { ...event, data: { ...event.data, place } };
    }
    case 'order/issued': {
      const place = wallPlace(event.data.place, undefined);
      return { ...event, data: { ...event.data, place, text: NOT_ON_WALLS, overrideReason: undefined } };
    }
    case 'order/redirected': {
      const place = wallPlace(event.data.place, undefined);
      return { ...event, data: { ...event.data, place, text: NOT_ON_WALLS } };
    }
    case 'unit/posted':
      return { ...event, data: { ...event.data, post: wallPlace(event.data.post, undefined) } };
    case 'road/closed': {
      const { name: _name, ...closure } = event.data;
      return { ...event, data: closure };
    }
    case 'order/recalled':
      return { ...event, data: { ...event.data, reason: NOT_ON_WALLS } };
    case 'alert/shelved':
      return { ...event, data: { ...event.data, reason: NOT_ON_WALLS } };
    case 'incident/level-changed':
      return { ...event, data: { ...event.data, reason: NOT_ON_WALLS } };
    case 'incident/closed':
      return { ...event, data: { ...event.data, reviewer: withoutLabel(event.data.reviewer) } };
    // Every kind is named, so that whoever adds one decides what a wall may see of it.
    case 'alert/acknowledged':
    case 'alert/called':
    case 'alert/closed':
    case 'alert/merged':
    case 'alert/promoted':
    case 'incident/departed':
    case 'incident/disposed':
    case 'incident/meeting-answered':
    case 'incident/milestone':
    case 'incident/money-moved':
    case 'incident/phase-changed':
    case 'order/advanced':
    case 'road/opened':
    case 'session/started':
    case 'unit/registered':
    case 'unit/state-changed':
    case 'withheld':
      return event;
  }
}

function withoutLabel(actor: Actor): Actor {
  return { type: actor.type, id: actor.id };
}

/**
 * The event as one view receives it, numbered like the original and hashed over what that view sees,
 * so that resume, duplicate checks and fold equality hold within the view.
 */
export function projectEvent(event: LedgerEvent, view: View): LedgerEvent {
  if (view.view === 'seat') return event;
  const { stream, seq, id, receivedAtMs } = event;
  const projected = { ...wallDraft(event), actor: withoutLabel(event.actor), stream, seq, id, receivedAtMs };
  return { ...projected, hash: eventHash(projected) };
}

/** Hash over everything but the hash itself and the receipt time. */
export function eventHash(event: EventDraft & Pick<LedgerEvent, 'stream' | 'seq' | 'id'>): string {
  return hashOf({
    stream: event.stream,
    seq: event.seq,
    id: event.id,
    atMs: event.atMs,
    actor: event.actor,
    kind: event.kind,
    data: event.data,
  });
}
