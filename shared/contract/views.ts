import type { LocalText } from '../domain/belief.ts';
import type { Person } from '../domain/entities.ts';
import type { EventDraft, LedgerEvent } from '../domain/event.ts';
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

/** The wall shows races, not people: identity and free text never leave the gateway for it. */
function wallDraft(event: EventDraft): EventDraft {
  if (event.kind === 'alert/raised') {
    const { title, subject } = event.data;
    return { ...event, data: { ...event.data, reason: title, subject: withoutIdentity(subject) } };
  }
  if (event.kind === 'incident/noted') return { ...event, data: { ...event.data, text: NOT_ON_WALLS } };
  if (event.kind === 'order/issued') {
    return { ...event, data: { ...event.data, text: NOT_ON_WALLS, overrideReason: undefined } };
  }
  if (event.kind === 'order/redirected') return { ...event, data: { ...event.data, text: NOT_ON_WALLS } };
  if (event.kind === 'order/recalled') return { ...event, data: { ...event.data, reason: NOT_ON_WALLS } };
  if (event.kind === 'alert/shelved') return { ...event, data: { ...event.data, reason: NOT_ON_WALLS } };
  return event;
}

/**
 * The event as one view receives it, numbered like the original and hashed over what that view sees,
 * so that resume, duplicate checks and fold equality hold within the view.
 */
export function projectEvent(event: LedgerEvent, view: View): LedgerEvent {
  if (view.view === 'seat') return event;
  const { stream, seq, id, receivedAtMs } = event;
  const projected = { ...wallDraft(event), stream, seq, id, receivedAtMs };
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
