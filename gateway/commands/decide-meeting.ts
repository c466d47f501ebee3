import type { CommandPayload } from '../../shared/domain/command.ts';
import type { EventDraft } from '../../shared/domain/event.ts';
import { alertMay } from '../../shared/domain/state-machines.ts';
import type { State } from '../../shared/domain/state.ts';
import { promotionDrafts } from './decide-alert.ts';
import type { DecideContext } from './decide-context.ts';
import { checkVersion, draftsFor } from './decide-context.ts';
import { refuseClosed } from './decide-incident.ts';
import type { Decision } from './rejection.ts';
import { effect, reject } from './rejection.ts';

/**
 * Somebody has left with the money: from where they were believed to be, now, whichever way was seen. For an alert the same
 * append acknowledges and promotes it, so that one press turns a branch alarm into somebody to be met on the road.
 */
export function decideLeft(
  state: State,
  { target, headingDeg }: CommandPayload['incident/left'],
  context: DecideContext,
): Decision {
  const drafts: EventDraft[] = [];
  let incidentId: string;
  let place;
  if ('alertId' in target) {
    const alert = state.alerts[target.alertId];
    if (alert === undefined) return reject('not-found', `there is no alert ${target.alertId}`);
    if (!alertMay(alert.state, 'promoted'))
      return reject('bad-state', `alert ${alert.alertId} is ${alert.state} and cannot be promoted`);
    incidentId = context.newId('incident');
    drafts.push(...promotionDrafts(alert, incidentId, undefined, context));
    place = alert.place;
  } else {
    incidentId = target.incidentId;
    const incident = state.incidents[incidentId];
    const refusal = refuseClosed(incident, incidentId);
    if (refusal !== undefined) return refusal;
    place = incident?.place;
  }
  if (place === undefined)
    return reject('no-place', 'nobody knows from where: give the incident a place first');
  const { lon, lat } = place;
  const departure = { atMs: context.nowMs, lon, lat, headingDeg, source: context.actor.id };
  drafts.push(draftsFor(context)('incident/departed', { incidentId, departure }));
  return effect(drafts, { incidentId });
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
