import type { AssignTarget } from '../../shared/domain/command.ts';
import type { PlaceBelief } from '../../shared/domain/belief.ts';
import type { Incident } from '../../shared/domain/entities.ts';
import type { EventDraft } from '../../shared/domain/event.ts';
import { alertMay } from '../../shared/domain/state-machines.ts';
import type { State } from '../../shared/domain/state.ts';
import { promotionDrafts } from './decide-alert.ts';
import type { DecideContext } from './decide-context.ts';
import { refuseClosed } from './decide-incident.ts';
import { type Decision, reject } from './rejection.ts';

/** The incident a fact is about, and what makes one of an alert in the same append. */
export interface AboutIncident {
  readonly incidentId: string;
  readonly drafts: readonly EventDraft[];
  /** Newest belief; undefined = nobody knows. */
  readonly place: PlaceBelief | undefined;
  /** Every belief, and the departure that was reported before. */
  readonly way: Pick<Incident, 'trail' | 'departure'>;
}

/** Takes an open incident, or promotes an alert; a refusal when neither is possible. */
export function incidentOf(
  state: State,
  target: AssignTarget,
  context: DecideContext,
): { readonly about: AboutIncident } | { readonly refusal: Decision } {
  if (!('alertId' in target)) {
    const { incidentId } = target;
    const incident = state.incidents[incidentId];
    const refusal = refuseClosed(incident, incidentId);
    return refusal === undefined
      ? {
          about: {
            incidentId,
            drafts: [],
            place: incident?.place,
            way: { trail: incident?.trail ?? [], departure: incident?.departure },
          },
        }
      : { refusal };
  }
  const alert = state.alerts[target.alertId];
  if (alert === undefined) return { refusal: reject('not-found', `there is no alert ${target.alertId}`) };
  if (!alertMay(alert.state, 'promoted')) {
    return {
      refusal: reject('bad-state', `alert ${alert.alertId} is ${alert.state} and cannot be promoted`),
    };
  }
  const incidentId = context.newId('incident');
  const drafts = promotionDrafts(alert, incidentId, undefined, context);
  const { place } = alert;
  return { about: { incidentId, drafts, place, way: { trail: place === undefined ? [] : [place] } } };
}
