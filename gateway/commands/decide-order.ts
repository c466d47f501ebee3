import type { CommandPayload } from '../../shared/domain/command.ts';
import type { Order } from '../../shared/domain/entities.ts';
import { FIND_BOARD } from '../../shared/domain/find-board.ts';
import type { EventDraft } from '../../shared/domain/event.ts';
import type { State } from '../../shared/domain/state.ts';
import { isDispatchable, isOrderOpen, orderMay, unitStateFor } from '../../shared/domain/state-machines.ts';
import type { Phase, ReportedVia, UnitState } from '../../shared/domain/vocabulary.ts';
import { PHASES } from '../../shared/domain/vocabulary.ts';
import { openOrderOf } from './decide-assign.ts';
import type { DecideContext } from './decide-context.ts';
import { checkVersion, draftsFor } from './decide-context.ts';
import type { Decision } from './rejection.ts';
import { effect, reject } from './rejection.ts';

/** States that only say that nobody can count on the unit; they may be set while it is under an order. */
const ABSENT: ReadonlySet<UnitState> = new Set<UnitState>(['out-of-service', 'lost-contact']);

function refuseOrder(state: State, orderId: string, context: DecideContext): Decision | undefined {
  const order = state.orders[orderId];
  return order === undefined
    ? reject('not-found', `there is no order ${orderId}`)
    : checkVersion(state, order.incidentId, context);
}

/** Sends a unit under way somewhere else. */
export function decideRedirect(
  state: State,
  payload: CommandPayload['order/redirect'],
  context: DecideContext,
): Decision {
  const refusal = refuseOrder(state, payload.orderId, context);
  if (refusal !== undefined) return refusal;
  const order = state.orders[payload.orderId];
  if (order === undefined || !isOrderOpen(order.state) || order.state === 'met')
    return reject('bad-state', `order ${payload.orderId} is ${order?.state} and cannot be redirected`);
  return effect([draftsFor(context)('order/redirected', payload)]);
}

/**
 * The receiver reports progress: signed, rolling, on scene, met, fed back, closed, or gives the order away. A report is a
 * fact: it is true whatever was on screen, so no version stands against it.
 */
export function decideAdvance(
  state: State,
  payload: CommandPayload['order/advance'],
  context: DecideContext,
): Decision {
  const order = state.orders[payload.orderId];
  if (order === undefined) return reject('not-found', `there is no order ${payload.orderId}`);
  if (payload.state === 'recalled' || !orderMay(order.state, payload.state)) {
    return reject(
      'bad-state',
      `order ${payload.orderId} is ${order.state} and cannot become ${payload.state}`,
    );
  }
  const draft = draftsFor(context);
  const drafts: EventDraft[] = [draft('order/advanced', payload)];
  const unitState = unitStateFor(payload.state);
  if (unitState !== undefined) drafts.push(...unitDrafts(state, order, unitState, payload.via, context));
  if (payload.state === 'on-scene') {
    // who was sent to look is not yet standing before anybody
    if (order.place.source !== FIND_BOARD)
      drafts.push(...phaseDrafts(state, order.incidentId, 'convince', context));
    drafts.push(draft('incident/milestone', { incidentId: order.incidentId, milestone: 'in-position' }));
  }
  if (payload.state === 'met') {
    drafts.push(...phaseDrafts(state, order.incidentId, 'convince', context));
    drafts.push(draft('incident/milestone', { incidentId: order.incidentId, milestone: 'sighted' }));
  }
  return effect(drafts);
}

/** Takes an order back and frees its unit. */
export function decideRecall(
  state: State,
  payload: CommandPayload['order/recall'],
  context: DecideContext,
): Decision {
  const refusal = refuseOrder(state, payload.orderId, context);
  if (refusal !== undefined) return refusal;
  const order = state.orders[payload.orderId];
  if (order === undefined || !orderMay(order.state, 'recalled'))
    return reject('bad-state', `order ${payload.orderId} is ${order?.state} and cannot be recalled`);
  return effect([
    draftsFor(context)('order/recalled', payload),
    ...unitDrafts(state, order, 'available', 'console', context),
  ]);
}

/** A unit's own state, by field device or by radio. Under an open order the order speaks for the unit. */
export function decideSetState(
  state: State,
  payload: CommandPayload['unit/set-state'],
  context: DecideContext,
): Decision {
  const unit = state.units[payload.unitId];
  if (unit === undefined) return reject('not-found', `there is no unit ${payload.unitId}`);
  const order = openOrderOf(state, payload.unitId);
  const implied = order === undefined ? undefined : unitStateFor(order.state);
  if (order !== undefined && payload.state !== implied && !ABSENT.has(payload.state)) {
    return reject(
      'bad-state',
      `unit ${unit.unitId} is on order ${order.orderId} (${order.state}): advance or recall that order`,
    );
  }
  if (unit.state === payload.state)
    return reject('bad-state', `unit ${unit.unitId} is ${unit.state} already`);
  return effect([draftsFor(context)('unit/state-changed', payload)]);
}

/** Sends a free unit somewhere to wait: it stays free and becomes standby. A newer post takes the place of an older one. */
export function decidePost(
  state: State,
  payload: CommandPayload['unit/post'],
  context: DecideContext,
): Decision {
  const unit = state.units[payload.unitId];
  if (unit === undefined) return reject('not-found', `there is no unit ${payload.unitId}`);
  const order = openOrderOf(state, payload.unitId);
  if (order !== undefined)
    return reject('unit-committed', `unit ${unit.unitId} is on order ${order.orderId} (${order.state})`);
  if (!isDispatchable(unit.state))
    return reject('bad-state', `unit ${unit.unitId} is ${unit.state} and cannot be sent to wait`);
  const draft = draftsFor(context);
  const { unitId } = payload;
  const standby: EventDraft[] =
    unit.state === 'standby'
      ? []
      : [draft('unit/state-changed', { unitId, state: 'standby', via: 'console' })];
  return effect([...standby, draft('unit/posted', payload)]);
}

/** Follows the order's state, unless the unit has another order by now, is there already, or is out of reach. */
export function unitDrafts(
  state: State,
  order: Order,
  to: UnitState,
  via: ReportedVia,
  context: DecideContext,
): EventDraft[] {
  const unit = state.units[order.unitId];
  if (unit === undefined || unit.state === to) return [];
  const current = openOrderOf(state, unit.unitId);
  if (current !== undefined && current.orderId !== order.orderId) return [];
  const isLeaving = to === 'available';
  if (isLeaving && ABSENT.has(unit.state)) return [];
  return [draftsFor(context)('unit/state-changed', { unitId: unit.unitId, state: to, via })];
}

/** Moves an incident's phase forward, never back. */
export function phaseDrafts(
  state: State,
  incidentId: string,
  to: Phase,
  context: DecideContext,
): EventDraft[] {
  const incident = state.incidents[incidentId];
  if (incident === undefined || PHASES.indexOf(incident.phase) >= PHASES.indexOf(to)) return [];
  return [draftsFor(context)('incident/phase-changed', { incidentId, phase: to })];
}
