import type { LocalText, PlaceBelief } from '../../shared/domain/belief.ts';
import type { CommandPayload } from '../../shared/domain/command.ts';
import type { Alert, Incident, Unit } from '../../shared/domain/entities.ts';
import type { EventDraft } from '../../shared/domain/event.ts';
import type { State } from '../../shared/domain/state.ts';
import { alertMay, isDispatchable, isOrderOpen } from '../../shared/domain/state-machines.ts';
import type { AlertLevel } from '../../shared/domain/vocabulary.ts';
import { promotionDrafts } from './decide-alert.ts';
import type { DecideContext } from './decide-context.ts';
import { checkVersion, draftsFor } from './decide-context.ts';
import type { Decision } from './rejection.ts';
import { effect, reject } from './rejection.ts';

type Assign = CommandPayload['order/assign'];

interface Target {
  readonly incident?: Incident | undefined;
  readonly alert?: Alert | undefined;
}

function targetOf(state: State, payload: Assign): Target {
  return 'incidentId' in payload.target
    ? { incident: state.incidents[payload.target.incidentId] }
    : { alert: state.alerts[payload.target.alertId] };
}

/** Where an assignment would send the unit: as commanded, else the newest belief; undefined = nowhere known. */
export function assignPlace(state: State, payload: Assign): PlaceBelief | undefined {
  const target = targetOf(state, payload);
  return payload.place ?? target.incident?.place ?? target.alert?.place;
}

/** Level of what an assignment is about. */
export function targetLevel(state: State, payload: Assign): AlertLevel | undefined {
  const target = targetOf(state, payload);
  return target.incident?.level ?? target.alert?.level;
}

/**
 * Sends a unit. For an alert the same append acknowledges and promotes it. A unit under order is taken from it only with
 * a stated reason, from a lower level, before it is there; its order is recalled in the same append. Otherwise: recall
 * first. An auxiliary unit joins others and never goes alone.
 */
export function decideAssign(state: State, payload: Assign, context: DecideContext): Decision {
  const target = targetOf(state, payload);
  const refusal = refuseTarget(state, payload, target, context) ?? refuseUnit(state, payload, target);
  if (refusal !== undefined) return refusal;
  const place = assignPlace(state, payload);
  if (place === undefined)
    return reject('no-place', 'nobody knows where to send the unit: give the order a place');

  const draft = draftsFor(context);
  const orderId = context.newId('order');
  const incidentId = target.incident?.incidentId ?? context.newId('incident');
  const taken = openOrderOf(state, payload.unitId);
  const drafts: EventDraft[] =
    taken === undefined || payload.overrideReason === undefined
      ? []
      : [draft('order/recalled', { orderId: taken.orderId, reason: payload.overrideReason })];
  if (target.alert !== undefined)
    drafts.push(...promotionDrafts(target.alert, incidentId, undefined, context));
  const phase = target.incident?.phase ?? (target.alert?.place === undefined ? 'find' : 'reach');
  if ((target.incident ?? target.alert)?.place === undefined)
    drafts.push(draft('incident/believed', { incidentId, place }));
  if (phase === 'find') drafts.push(draft('incident/phase-changed', { incidentId, phase: 'reach' }));
  drafts.push(
    draft('order/issued', {
      orderId,
      incidentId,
      unitId: payload.unitId,
      place,
      text: payload.text ?? defaultText(place),
      approach: payload.approach,
      ...(context.estimate === undefined ? {} : { estimate: context.estimate }),
      ...(payload.overrideReason === undefined ? {} : { overrideReason: payload.overrideReason }),
    }),
    draft('unit/state-changed', { unitId: payload.unitId, state: 'dispatched', via: 'console' }),
  );
  return effect(drafts, { orderId, incidentId });
}

function refuseTarget(
  state: State,
  payload: Assign,
  target: Target,
  context: DecideContext,
): Decision | undefined {
  if ('incidentId' in payload.target) {
    const { incidentId } = payload.target;
    if (target.incident === undefined) return reject('not-found', `there is no incident ${incidentId}`);
    if (target.incident.closedAtMs !== undefined)
      return reject('bad-state', `incident ${incidentId} is closed`);
    return checkVersion(state, incidentId, context);
  }
  const { alertId } = payload.target;
  if (target.alert === undefined) return reject('not-found', `there is no alert ${alertId}`);
  if (target.alert.incidentId !== undefined) {
    const version = state.incidents[target.alert.incidentId]?.version;
    return reject(
      'version-conflict',
      `alert ${alertId} became incident ${target.alert.incidentId} in the meantime`,
      version,
    );
  }
  return alertMay(target.alert.state, 'promoted')
    ? undefined
    : reject('bad-state', `alert ${alertId} is ${target.alert.state} and cannot be promoted`);
}

function refuseUnit(state: State, payload: Assign, target: Target): Decision | undefined {
  const { incident } = target;
  const unit = state.units[payload.unitId];
  if (unit === undefined) return reject('not-found', `there is no unit ${payload.unitId}`);
  const order = openOrderOf(state, unit.unitId);
  if (order !== undefined && !mayBeTaken(state, order, payload, target)) {
    return reject(
      'unit-committed',
      `unit ${unit.unitId} (${unit.callsign}) is on order ${order.orderId} of incident ${order.incidentId}: recall it first`,
    );
  }
  if (unit.state === 'out-of-service')
    return reject('bad-state', `unit ${unit.unitId} (${unit.callsign}) is out of service`);
  if (!isDispatchable(unit.state) && payload.overrideReason === undefined) {
    return reject(
      'bad-state',
      `unit ${unit.unitId} (${unit.callsign}) is ${unit.state}: send it only with a stated reason`,
    );
  }
  return unit.kind === 'auxiliary' && !hasCompany(state, incident)
    ? reject('not-allowed', `auxiliary unit ${unit.callsign} never goes alone: send a police unit first`)
    : undefined;
}

/** Whether a stated reason takes a unit from its order: that one is of a lower level and the unit is not there yet. */
function mayBeTaken(
  state: State,
  order: State['orders'][string],
  payload: Assign,
  { incident, alert }: Target,
): boolean {
  const from = state.incidents[order.incidentId]?.level;
  const to = incident?.level ?? alert?.level;
  const isOnTheWay = order.state === 'issued' || order.state === 'signed' || order.state === 'rolling';
  return (
    payload.overrideReason !== undefined && isOnTheWay && from !== undefined && to !== undefined && from > to
  );
}

/** The open order that binds a unit, if any. */
export function openOrderOf(state: State, unitId: string): State['orders'][string] | undefined {
  const orderId = state.units[unitId]?.orderId;
  const order = orderId === undefined ? undefined : state.orders[orderId];
  return order !== undefined && isOrderOpen(order.state) ? order : undefined;
}

function hasCompany(state: State, incident: Incident | undefined): boolean {
  return (incident?.orderIds ?? []).some((orderId) => {
    const order = state.orders[orderId];
    const unit: Unit | undefined = order === undefined ? undefined : state.units[order.unitId];
    return order !== undefined && isOrderOpen(order.state) && unit?.kind !== 'auxiliary';
  });
}

function defaultText(place: PlaceBelief): LocalText {
  const at = place.label;
  return {
    zh: `请前往${at?.zh ?? '标注位置'}与当事人见面，帮助其保住财物。`,
    en: `Go to ${at?.en ?? at?.zh ?? 'the marked place'}, meet the person and help them keep their money.`,
  };
}
