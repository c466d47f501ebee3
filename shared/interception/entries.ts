import type { PlannerOrder, PlannerUnit, RaceEntry } from '../contract/planner.ts';
import type { Alert, Incident, Order, Unit } from '../domain/entities.ts';
import type { State } from '../domain/state.ts';

/** Every line the queue shows: alerts that wait for a decision, and incidents that are not closed. Unordered. */
export function raceEntries(state: State): RaceEntry[] {
  const alerts = Object.values(state.alerts).filter(
    (alert) => alert.state === 'raised' || alert.state === 'acknowledged',
  );
  const incidents = Object.values(state.incidents).filter((incident) => incident.closedAtMs === undefined);
  return [...alerts.map(alertEntry), ...incidents.map((incident) => incidentEntry(incident, state.orders))];
}

/** The entry of one alert or incident, whatever its state; undefined when there is none of that id. */
export function raceEntryOf(state: State, targetId: string): RaceEntry | undefined {
  const incident = state.incidents[targetId];
  if (incident !== undefined) return incidentEntry(incident, state.orders);
  const alert = state.alerts[targetId];
  return alert === undefined ? undefined : alertEntry(alert);
}

/** What planning needs of a unit. */
export function plannerUnit(unit: Unit): PlannerUnit {
  const { unitId, slot, kind, crew, hasVehicle, skills, state, orderId } = unit;
  return { unitId, slot, kind, crew, hasVehicle, skills, state, orderId };
}

function alertEntry(alert: Alert): RaceEntry {
  return {
    id: alert.alertId,
    kind: 'alert',
    level: alert.level,
    place: alert.place,
    clock: alert.clock,
    lastEventAtMs: alert.acknowledgedAtMs ?? alert.raisedAtMs,
    orders: [],
  };
}

function incidentEntry(incident: Incident, orders: State['orders']): RaceEntry {
  return {
    id: incident.incidentId,
    kind: 'incident',
    level: incident.level,
    place: incident.place,
    clock: incident.clock,
    lastEventAtMs: incident.lastEventAtMs,
    orders: incident.orderIds
      .map((orderId) => orders[orderId])
      .filter((order) => order !== undefined)
      .map(plannerOrder),
  };
}

function plannerOrder(order: Order): PlannerOrder {
  const { orderId, unitId, state, place, issuedAtMs, enteredAtMs, estimate } = order;
  return { orderId, unitId, state, place, issuedAtMs, enteredAtMs, estimate };
}
