import type { CommandPayload } from '../../shared/domain/command.ts';
import type { EventDraft } from '../../shared/domain/event.ts';
import { alertMay } from '../../shared/domain/state-machines.ts';
import type { State } from '../../shared/domain/state.ts';
import { promotionDrafts } from './decide-alert.ts';
import type { DecideContext } from './decide-context.ts';
import { draftsFor } from './decide-context.ts';
import { refuseClosed } from './decide-incident.ts';
import { phaseDrafts } from './decide-order.ts';
import type { Decision } from './rejection.ts';
import { effect, reject } from './rejection.ts';

/**
 * Somebody looked for the person. A fact: it is taken whatever was on screen. Found, it pins the place in the same append: the belief,
 * the milestone, and the phase goes on from finding to reaching.
 */
export function decideLook(
  state: State,
  { target, ...report }: CommandPayload['incident/look'],
  context: DecideContext,
): Decision {
  const draft = draftsFor(context);
  const drafts: EventDraft[] = [];
  let incidentId: string;
  if ('alertId' in target) {
    const alert = state.alerts[target.alertId];
    if (alert === undefined) return reject('not-found', `there is no alert ${target.alertId}`);
    if (!alertMay(alert.state, 'promoted'))
      return reject('bad-state', `alert ${alert.alertId} is ${alert.state} and cannot be promoted`);
    incidentId = context.newId('incident');
    drafts.push(...promotionDrafts(alert, incidentId, undefined, context));
  } else {
    incidentId = target.incidentId;
    const refusal = refuseClosed(state.incidents[incidentId], incidentId);
    if (refusal !== undefined) return refusal;
  }
  if (report.unitId !== undefined && state.units[report.unitId] === undefined)
    return reject('not-found', `there is no unit ${report.unitId}`);
  drafts.push(draft('incident/looked', { incidentId, ...report }));
  if (report.found) {
    const { label, kind, ...at } = report.place;
    // a pin keeps its name on walls: what family or a register called the place must not come along
    const isPrivate = kind === 'registered-address' || kind === 'family-says';
    const name = isPrivate || label === undefined ? {} : { label };
    const place = { ...at, ...name, kind: 'pinned' as const, atMs: context.nowMs, source: context.actor.id };
    drafts.push(
      draft('incident/believed', { incidentId, place }),
      draft('incident/milestone', { incidentId, milestone: 'located' }),
      ...phaseDrafts(state, incidentId, 'reach', context),
    );
  }
  return effect(drafts, { incidentId });
}
