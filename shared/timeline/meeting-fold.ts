import type { Incident } from '../domain/entities.ts';
import type { LedgerEvent } from '../domain/event.ts';
import type { Rendezvous } from '../domain/rendezvous.ts';

type Proposed = Extract<LedgerEvent, { kind: 'incident/meeting-proposed' }>;
type Answered = Extract<LedgerEvent, { kind: 'incident/meeting-answered' }>;

/** The meeting as it stands once it was put to the person; it takes the place of an earlier one. */
export function proposedMeeting({ data, atMs, actor }: Proposed): Rendezvous {
  const { incidentId: _incident, ...proposal } = data;
  return { ...proposal, proposedAtMs: atMs, proposedBy: actor };
}

/** The newest meeting with the answer; an answer to an earlier one changes nothing. */
export function answeredMeeting(incident: Incident, { data, atMs }: Answered): Rendezvous | undefined {
  const { rendezvous } = incident;
  return rendezvous?.rendezvousId === data.rendezvousId
    ? { ...rendezvous, answer: data.answer, answeredAtMs: atMs }
    : rendezvous;
}
