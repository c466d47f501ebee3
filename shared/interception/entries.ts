import type { PlannerOrder, PlannerUnit, RaceEntry } from '../contract/planner.ts';
import type { Alert, Incident, Order, Person, Unit } from '../domain/entities.ts';
import { isOrderOpen } from '../domain/state-machines.ts';
import type { State } from '../domain/state.ts';

const DUTY_MS = 8 * 3_600_000;
/** From this age on a crew that knows how to talk with the old is wanted. */
const ELDERLY_YEARS = 65;

/** Every line the queue shows: alerts that wait for a decision, and incidents that are not closed. Unordered. */
export function raceEntries(state: State): RaceEntry[] {
  const alerts = Object.values(state.alerts).filter(
    (alert) => alert.state === 'raised' || alert.state === 'acknowledged',
  );
  const incidents = Object.values(state.incidents).filter((incident) => incident.closedAtMs === undefined);
  return [...alerts.map(alertEntry), ...incidents.map((incident) => incidentEntry(incident, state.orders))];
}

/**
 * What is decided together: L0 and L1 that wait at a place nobody has left, and whatever somebody is under way to. Those
 * decided already (a disposition, a person met) want nobody.
 */
export function jointEntries(state: State): RaceEntry[] {
  return raceEntries(state).filter((entry) => {
    const incident = state.incidents[entry.id];
    if (entry.place === undefined || incident?.disposition !== undefined) return false;
    if (entry.orders.some(({ state: order }) => isOrderOpen(order))) return true;
    const isMet = entry.orders.some(({ enteredAtMs }) => enteredAtMs.met !== undefined);
    const isMoving = incident?.departure !== undefined || incident?.itinerary !== undefined;
    return !isMet && !isMoving && (entry.level === 'L0' || entry.level === 'L1');
  });
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
  const { unitId, slot, kind, crew, hasVehicle, skills, state, orderId, area, base, post } = unit;
  return { unitId, slot, kind, crew, hasVehicle, skills, state, orderId, area, base, post };
}

/** What planning needs of every unit, with the duty each has done in the eight hours before `nowMs`. */
export function plannerUnits(state: State, nowMs: number): PlannerUnit[] {
  const duties = new Map<string, { orders: number; freeSinceMs: number | undefined }>();
  for (const order of Object.values(state.orders)) {
    if (nowMs - order.issuedAtMs > DUTY_MS) continue;
    const duty = duties.get(order.unitId) ?? { orders: 0, freeSinceMs: undefined };
    const endedAtMs = isOrderOpen(order.state) ? undefined : lastChangeMs(order);
    duties.set(order.unitId, {
      orders: duty.orders + 1,
      freeSinceMs: Math.max(duty.freeSinceMs ?? 0, endedAtMs ?? 0) || undefined,
    });
  }
  return Object.values(state.units).map((unit) => {
    const duty = duties.get(unit.unitId);
    return duty === undefined ? plannerUnit(unit) : { ...plannerUnit(unit), duty };
  });
}

function lastChangeMs(order: Order): number {
  return Math.max(order.issuedAtMs, ...Object.values(order.enteredAtMs));
}

function alertEntry(alert: Alert): RaceEntry {
  return {
    id: alert.alertId,
    kind: 'alert',
    level: alert.level,
    place: alert.place,
    clock: alert.clock,
    lastEventAtMs: alert.acknowledgedAtMs ?? alert.raisedAtMs,
    needs: needsOf(alert.subject),
    orders: [],
  };
}

/** What is known of the person decides which crew is wanted; nothing known, nothing wanted. */
function needsOf(subject: Person | undefined): string[] {
  const needs: string[] = [];
  if ((subject?.ageYears ?? 0) >= ELDERLY_YEARS) needs.push('elderly-care');
  if (subject?.sex === 'female') needs.push('female-officer');
  return needs;
}

function incidentEntry(incident: Incident, orders: State['orders']): RaceEntry {
  return {
    id: incident.incidentId,
    kind: 'incident',
    level: incident.level,
    place: incident.place,
    clock: incident.clock,
    lastEventAtMs: incident.lastEventAtMs,
    needs: needsOf(incident.subject),
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
