import type { LocalText, MoneyClock, PlaceBelief } from '../../shared/domain/belief.ts';
import type { Alert, Incident, Order, Person } from '../../shared/domain/entities.ts';
import type { Goods, Money } from '../../shared/domain/money.ts';
import type { State } from '../../shared/domain/state.ts';
import { isOrderOpen } from '../../shared/domain/state-machines.ts';
import type { AlertLevel, AlertSource, ScamType } from '../../shared/domain/vocabulary.ts';

/** What a queue row and the incident panel are about: an incident, or an alert that nobody has promoted yet. */
export interface Target {
  readonly id: string;
  readonly kind: 'alert' | 'incident';
  readonly level: AlertLevel;
  readonly scamType: ScamType;
  readonly source: AlertSource;
  readonly title: LocalText;
  readonly reason: LocalText;
  readonly model: string | undefined;
  readonly subject: Person | undefined;
  readonly amount: Money | undefined;
  readonly goods: Goods | undefined;
  readonly place: PlaceBelief | undefined;
  readonly clock: MoneyClock;
  readonly raisedAtMs: number;
  readonly incident: Incident | undefined;
  readonly alert: Alert | undefined;
  /** False while an alert of it waits for acknowledgement. */
  readonly isAcknowledged: boolean;
  readonly isClosed: boolean;
  /** Oldest first. */
  readonly orders: readonly Order[];
}

/**
 * The target an id means: an alert that became part of an incident means the incident, a unit under order means what it is
 * ordered to. Undefined when unknown.
 */
export function targetOf(state: State, id: string): Target | undefined {
  const alert = state.alerts[id];
  const orderId = state.units[id]?.orderId;
  const ordered = orderId === undefined ? undefined : state.orders[orderId]?.incidentId;
  const incident = state.incidents[alert?.incidentId ?? ordered ?? id];
  if (incident !== undefined) return incidentTarget(state, incident);
  return alert === undefined ? undefined : alertTarget(alert);
}

/** Whether an id, of before a promotion too, means this target. Undefined id or state = no. */
export function isOf(state: State | undefined, id: string | undefined, target: Target): boolean {
  if (id === target.id) return true;
  return state !== undefined && id !== undefined && targetOf(state, id)?.id === target.id;
}

/** What a command about a target names: its incident, or the alert nobody has promoted yet. */
export function aimAt({
  id,
  incident,
}: Target): { readonly alertId: string } | { readonly incidentId: string } {
  return incident === undefined ? { alertId: id } : { incidentId: id };
}

function alertTarget(alert: Alert): Target {
  return {
    id: alert.alertId,
    kind: 'alert',
    level: alert.level,
    scamType: alert.scamType,
    source: alert.source,
    title: alert.title,
    reason: alert.reason,
    model: alert.model?.name,
    subject: alert.subject,
    amount: alert.amount,
    goods: alert.goods,
    place: alert.place,
    clock: alert.clock,
    raisedAtMs: alert.raisedAtMs,
    incident: undefined,
    alert,
    isAcknowledged: alert.acknowledgedAtMs !== undefined,
    isClosed: alert.state === 'closed',
    orders: [],
  };
}

function incidentTarget(state: State, incident: Incident): Target {
  const alerts = incident.alertIds.map((id) => state.alerts[id]).filter((alert) => alert !== undefined);
  return {
    id: incident.incidentId,
    kind: 'incident',
    level: incident.level,
    scamType: incident.scamType,
    source: incident.source,
    title: incident.title,
    reason: incident.reason,
    model: alerts.find((alert) => alert.model !== undefined)?.model?.name,
    subject: incident.subject,
    amount: incident.amount,
    goods: incident.goods,
    place: incident.place,
    clock: incident.clock,
    raisedAtMs: incident.raisedAtMs,
    incident,
    alert:
      alerts.find((alert) => alert.acknowledgedAtMs === undefined && alert.state === 'raised') ?? alerts[0],
    isAcknowledged: alerts.every((alert) => alert.acknowledgedAtMs !== undefined || alert.state !== 'raised'),
    isClosed: incident.closedAtMs !== undefined,
    orders: incident.orderIds.map((id) => state.orders[id]).filter((order) => order !== undefined),
  };
}

/** Every target that still needs the room: open incidents and alerts nobody has promoted, merged, shelved or closed. */
export function openTargets(state: State): Target[] {
  const targets: Target[] = [];
  for (const incident of Object.values(state.incidents)) {
    if (incident.closedAtMs === undefined) targets.push(incidentTarget(state, incident));
  }
  for (const alert of Object.values(state.alerts)) {
    if (alert.state === 'raised' || alert.state === 'acknowledged') targets.push(alertTarget(alert));
  }
  return targets;
}

/** The order that binds a unit to the target now; the newest when there are several. */
export function openOrder(target: Target): Order | undefined {
  return target.orders.findLast((order) => isOrderOpen(order.state));
}

/** The newest order, open or not. */
export function latestOrder(target: Target): Order | undefined {
  return openOrder(target) ?? target.orders.at(-1);
}
