import type { CommandPayload } from '../../shared/domain/command.ts';
import type { EventDraft } from '../../shared/domain/event.ts';
import type { State } from '../../shared/domain/state.ts';
import type { DecideContext } from './decide-context.ts';
import { draftsFor } from './decide-context.ts';
import { incidentOf } from './decide-target.ts';
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
  const found = incidentOf(state, target, context);
  if ('refusal' in found) return found.refusal;
  const { incidentId } = found.about;
  const drafts: EventDraft[] = [...found.about.drafts];
  if (report.unitId !== undefined && state.units[report.unitId] === undefined)
    return reject('not-found', `there is no unit ${report.unitId}`);
  drafts.push(draft('incident/looked', { incidentId, ...report }));
  if (report.found) {
    const { label, kind, ...at } = report.place;
    // a pin keeps its name on walls: what family or a register called the place must not come along
    const isPrivate =
      kind === 'registered-address' ||
      kind === 'family-says' ||
      report.kind === 'home' ||
      report.kind === 'named';
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
