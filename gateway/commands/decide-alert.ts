import type { CommandPayload } from '../../shared/domain/command.ts';
import type { Alert } from '../../shared/domain/entities.ts';
import type { EventDraft } from '../../shared/domain/event.ts';
import type { State } from '../../shared/domain/state.ts';
import { tidyPerson } from '../../shared/domain/tidy-person.ts';
import { alertMay } from '../../shared/domain/state-machines.ts';
import type { AlertLevel } from '../../shared/domain/vocabulary.ts';
import type { DecideContext } from './decide-context.ts';
import { draftsFor } from './decide-context.ts';
import type { Decision } from './rejection.ts';
import { effect, reject } from './rejection.ts';

const noAlert = (alertId: string): Decision => reject('not-found', `there is no alert ${alertId}`);
const wrongState = (alert: Alert, wish: string): Decision =>
  reject('bad-state', `alert ${alert.alertId} is ${alert.state} and cannot be ${wish}`);

/**
 * A caller told a seat: one alert, raised and acknowledged in the same moment, because whoever typed it has seen it. Its
 * number at the source is its own: telephones give none. Somebody who is travelling is raced from the first moment: with a
 * timetable the same append opens the incident and records it.
 */
export function decideReport(
  state: State,
  payload: CommandPayload['alert/report'],
  context: DecideContext,
): Decision {
  const draft = draftsFor(context);
  const alertId = context.newId('alert');
  const { subject, clock, itinerary, ...facts } = payload;
  const raised = draft('alert/raised', {
    ...facts,
    alertId,
    sourceId: alertId,
    clock: clock ?? { kind: 'unknown', sinceMs: context.nowMs },
    ...(subject === undefined
      ? {}
      : {
          subject: {
            ...tidyPerson(subject, state.mode === 'drill').person,
            personId: context.newId('person'),
          },
        }),
  });
  if (itinerary === undefined) return effect([raised, draft('alert/acknowledged', { alertId })], { alertId });
  const incidentId = context.newId('incident');
  const alert = { alertId, state: 'raised', level: payload.level } as const;
  const opened = promotionDrafts(alert, incidentId, undefined, context);
  const bound = draft('incident/itinerary-set', { incidentId, itinerary });
  return effect([raised, ...opened, bound], { alertId, incidentId });
}

/** A dispatcher has seen it. */
export function decideAcknowledge(
  state: State,
  payload: CommandPayload['alert/acknowledge'],
  context: DecideContext,
): Decision {
  const alert = state.alerts[payload.alertId];
  if (alert === undefined) return noAlert(payload.alertId);
  if (!alertMay(alert.state, 'acknowledged')) return wrongState(alert, 'acknowledged');
  return effect([draftsFor(context)('alert/acknowledged', payload)]);
}

/** Opens an incident from an alert. */
export function decidePromote(
  state: State,
  payload: CommandPayload['alert/promote'],
  context: DecideContext,
): Decision {
  const alert = state.alerts[payload.alertId];
  if (alert === undefined) return noAlert(payload.alertId);
  if (!alertMay(alert.state, 'promoted')) return wrongState(alert, 'promoted');
  const incidentId = context.newId('incident');
  return effect(promotionDrafts(alert, incidentId, payload.level, context), { incidentId });
}

/**
 * The facts of a promotion: acknowledged if nobody had, promoted, the lead as first milestone, and another level if given.
 * The fold opens the incident in phase `find` without a place and `reach` with one.
 */
export function promotionDrafts(
  alert: Pick<Alert, 'alertId' | 'state' | 'level'>,
  incidentId: string,
  level: AlertLevel | undefined,
  context: DecideContext,
): EventDraft[] {
  const draft = draftsFor(context);
  const drafts: EventDraft[] = [];
  if (alert.state === 'raised') drafts.push(draft('alert/acknowledged', { alertId: alert.alertId }));
  drafts.push(draft('alert/promoted', { alertId: alert.alertId, incidentId }));
  if (level !== undefined && level !== alert.level) {
    const reason = { zh: '立案时改定等级', en: 'level set at promotion' };
    drafts.push(draft('incident/level-changed', { incidentId, level, reason }));
  }
  drafts.push(draft('incident/milestone', { incidentId, milestone: 'lead' }));
  return drafts;
}

/** Ends an alert that needs no incident. */
export function decideCloseAlert(
  state: State,
  payload: CommandPayload['alert/close'],
  context: DecideContext,
): Decision {
  const alert = state.alerts[payload.alertId];
  if (alert === undefined) return noAlert(payload.alertId);
  if (!alertMay(alert.state, 'closed')) return wrongState(alert, 'closed');
  return effect([draftsFor(context)('alert/closed', payload)]);
}
