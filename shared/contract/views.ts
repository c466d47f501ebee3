import type { Alert, Person } from '../domain/entities.ts';
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

/** The wall shows races, not people: identity and free text are dropped field by field, from an allow-list. */
function wallDraft(event: EventDraft): EventDraft {
  switch (event.kind) {
    case 'alert/raised': {
      const data: Omit<typeof event.data, 'subject'> & Pick<Partial<Alert>, 'subject'> = {
        ...event.data,
        reason: event.data.title,
        subject: withoutIdentity(event.data.subject),
      };
      return { ...event, data };
    }
    case 'incident/noted':
      return {
        ...event,
        data: {
          incidentId: event.data.incidentId,
          noteId: event.data.noteId,
          lane: event.data.lane,
          laneDone: event.data.laneDone,
          text: { zh: '（墙面不显示）', en: '(not shown on walls)' },
        },
      };
    case 'order/issued':
      return { ...event, data: { ...event.data, text: { zh: '（墙面不显示）', en: '(not shown on walls)' }, overrideReason: undefined } };
    case 'order/redirected':
      return { ...event, data: { ...event.data, text: { zh: '（墙面不显示）', en: '(not shown on walls)' } } };
    default:
      return event;
  }
}

/**
 * The event as one view receives it, numbered like the original and hashed over what that view sees,
 * so that resume, duplicate checks and fold equality hold within the view.
 */
export function projectEvent(event: LedgerEvent, view: View): LedgerEvent {
  if (view.view === 'seat') return event;
  const projected = { ...event, ...wallDraft(event) } as LedgerEvent;
  return { ...projected, hash: eventHash(projected) };
}

/** Hash over everything but the hash itself and the receipt time. */
export function eventHash(event: Omit<LedgerEvent, 'hash' | 'receivedAtMs'>): string {
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
