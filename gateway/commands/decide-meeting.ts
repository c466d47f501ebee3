import type { CommandPayload } from '../../shared/domain/command.ts';
import type { State } from '../../shared/domain/state.ts';
import { seenLeaving } from '../../shared/interception/target/sightings.ts';
import type { DecideContext } from './decide-context.ts';
import { checkVersion, draftsFor } from './decide-context.ts';
import { refuseClosed } from './decide-incident.ts';
import { incidentOf } from './decide-target.ts';
import type { Decision } from './rejection.ts';
import { effect, reject } from './rejection.ts';

/**
 * Somebody has left with the money: from where they were believed to be, now, whichever way was seen; or, when cameras have
 * seen them on the road before anybody said so, from where that way began, so that no sighting is given up. For an alert the same
 * append acknowledges and promotes it, so that one press turns a branch alarm into somebody to be met on the road.
 */
export function decideLeft(
  state: State,
  { target, headingDeg }: CommandPayload['incident/left'],
  context: DecideContext,
): Decision {
  const found = incidentOf(state, target, context);
  if ('refusal' in found) return found.refusal;
  const { incidentId, drafts, place, way } = found.about;
  if (place === undefined)
    return reject('no-place', 'nobody knows from where: give the incident a place first');
  const { lon, lat } = place;
  const from = seenLeaving(way) ?? { atMs: context.nowMs, lon, lat };
  const departure = { headingDeg, ...from, source: context.actor.id };
  return effect([...drafts, draftsFor(context)('incident/departed', { incidentId, departure })], {
    incidentId,
  });
}

/** Where the person is bound for, as somebody says it. A newer one takes the place of an older one. */
export function decideItinerary(
  state: State,
  { target, itinerary }: CommandPayload['incident/set-itinerary'],
  context: DecideContext,
): Decision {
  const found = incidentOf(state, target, context);
  if ('refusal' in found) return found.refusal;
  const { incidentId, drafts } = found.about;
  return effect([...drafts, draftsFor(context)('incident/itinerary-set', { incidentId, itinerary })], {
    incidentId,
  });
}

/** A place and a time are put to a willing person. A newer proposal takes the place of an older one. */
export function decideProposeMeeting(
  state: State,
  payload: CommandPayload['incident/propose-meeting'],
  context: DecideContext,
): Decision {
  const { incidentId } = payload;
  const refusal =
    refuseClosed(state.incidents[incidentId], incidentId) ?? checkVersion(state, incidentId, context);
  if (refusal !== undefined) return refusal;
  const rendezvousId = context.newId('meeting');
  return effect([draftsFor(context)('incident/meeting-proposed', { ...payload, rendezvousId })], {
    rendezvousId,
  });
}

/** What the person answered. A fact: it is taken whenever it comes, but only about the meeting that stands. */
export function decideAnswerMeeting(
  state: State,
  payload: CommandPayload['incident/answer-meeting'],
  context: DecideContext,
): Decision {
  const { incidentId, rendezvousId, answer } = payload;
  const incident = state.incidents[incidentId];
  const refusal = refuseClosed(incident, incidentId);
  if (refusal !== undefined) return refusal;
  const { rendezvous } = incident ?? {};
  if (rendezvous?.rendezvousId !== rendezvousId)
    return reject('not-found', `meeting ${rendezvousId} is not the one that stands`);
  if (rendezvous.answer === answer)
    return reject('bad-state', `meeting ${rendezvousId} is ${answer} already`);
  return effect([draftsFor(context)('incident/meeting-answered', payload)]);
}
