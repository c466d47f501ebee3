import type { CommandPayload } from '../../shared/domain/command.ts';
import type { Incident } from '../../shared/domain/entities.ts';
import type { EventDraft } from '../../shared/domain/event.ts';
import type { State } from '../../shared/domain/state.ts';
import { isOrderOpen, orderMay } from '../../shared/domain/state-machines.ts';
import type { Disposition, Milestone } from '../../shared/domain/vocabulary.ts';
import { phaseDrafts, unitDrafts } from './decide-order.ts';
import type { DecideContext } from './decide-context.ts';
import { checkVersion, draftsFor } from './decide-context.ts';
import type { Decision } from './rejection.ts';
import { effect, reject } from './rejection.ts';

const MILESTONE_OF: Readonly<Partial<Record<Disposition, Milestone>>> = {
  dissuaded: 'dissuaded',
  blocked: 'secured',
  frozen: 'secured',
  'false-alarm': 'false',
};

const noIncident = (incidentId: string): Decision =>
  reject('not-found', `there is no incident ${incidentId}`);

/** A line in the incident's log: a fact, so it carries no version and is taken on closed incidents too. */
export function decideNote(
  state: State,
  payload: CommandPayload['incident/note'],
  context: DecideContext,
): Decision {
  if (state.incidents[payload.incidentId] === undefined) return noIncident(payload.incidentId);
  if (payload.laneDone === true && payload.lane === undefined)
    return reject('invalid', 'laneDone needs the lane it is about');
  const noteId = context.newId('note');
  return effect([draftsFor(context)('incident/noted', { ...payload, noteId })], { noteId });
}

/** How it ended, as judged by a person; may be corrected until the incident is closed. */
export function decideDispose(
  state: State,
  payload: CommandPayload['incident/dispose'],
  context: DecideContext,
): Decision {
  const { incidentId, disposition } = payload;
  const refusal =
    refuseClosed(state.incidents[incidentId], incidentId) ?? checkVersion(state, incidentId, context);
  if (refusal !== undefined) return refusal;
  if (state.incidents[incidentId]?.disposition === disposition)
    return reject('bad-state', `incident ${incidentId} is ${disposition} already`);
  const draft = draftsFor(context);
  const milestone = MILESTONE_OF[disposition];
  const drafts: EventDraft[] = [draft('incident/disposed', payload)];
  if (milestone !== undefined) drafts.push(draft('incident/milestone', { incidentId, milestone }));
  if (disposition === 'dissuaded' || disposition === 'blocked')
    drafts.push(...phaseDrafts(state, incidentId, 'follow-up', context));
  return effect(drafts);
}

/** Nothing closes without a disposition and a reviewer, or while somebody is still on the way. */
export function decideCloseIncident(
  state: State,
  payload: CommandPayload['incident/close'],
  context: DecideContext,
): Decision {
  const { incidentId } = payload;
  const incident = state.incidents[incidentId];
  const refusal = refuseClosed(incident, incidentId) ?? checkVersion(state, incidentId, context);
  if (refusal !== undefined || incident === undefined) return refusal ?? noIncident(incidentId);
  if (incident.disposition === undefined)
    return reject('bad-state', `incident ${incidentId} has no disposition yet`);
  const orders = incident.orderIds.flatMap((orderId) => state.orders[orderId] ?? []);
  const open = orders.find((order) => isOrderOpen(order.state));
  if (open !== undefined) {
    return reject(
      'bad-state',
      `order ${open.orderId} of unit ${open.unitId} is still ${open.state}: finish or recall it first`,
    );
  }
  const draft = draftsFor(context);
  const finished = orders.flatMap((order) =>
    orderMay(order.state, 'closed')
      ? [
          draft('order/advanced', { orderId: order.orderId, state: 'closed', via: 'console' }),
          ...unitDrafts(state, order, 'available', 'console', context),
        ]
      : [],
  );
  return effect([...finished, draft('incident/closed', { incidentId, reviewer: context.actor })]);
}

/** Refuses what no longer exists or is closed. */
export function refuseClosed(incident: Incident | undefined, incidentId: string): Decision | undefined {
  if (incident === undefined) return noIncident(incidentId);
  return incident.closedAtMs === undefined
    ? undefined
    : reject('bad-state', `incident ${incidentId} is closed`);
}
