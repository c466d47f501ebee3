import type { Order, Unit } from '../domain/entities.ts';
import type { LedgerEvent } from '../domain/event.ts';
import { isOrderOpen } from '../domain/state-machines.ts';
import type { State } from '../domain/state.ts';
import type { OrderState } from '../domain/vocabulary.ts';
import { withIncident } from './incident-fold.ts';

/** Facts about orders. */
export type OrderFact = Extract<LedgerEvent, { kind: `order/${string}` }>;

/** Orders, and what they say about their unit and their incident. */
export function foldOrderEvent(state: State, event: OrderFact): State {
  if (event.kind === 'order/issued') return issue(state, event);
  const order = state.orders[event.data.orderId];
  if (order === undefined) return state;
  switch (event.kind) {
    case 'order/redirected':
      return store(state, event, {
        ...order,
        place: event.data.place,
        text: event.data.text,
        redirectedAtMs: event.atMs,
      });
    case 'order/recalled':
      return store(state, event, { ...enter(order, 'recalled', event.atMs), reason: event.data.reason });
    case 'order/advanced': {
      const isFirstMeeting = event.data.state === 'met' && !hasMet(state, order.incidentId);
      const visited = state.tally.visited + (isFirstMeeting ? 1 : 0);
      const counted = { ...state, tally: { ...state.tally, visited } };
      return store(counted, event, { ...enter(order, event.data.state, event.atMs), via: event.data.via });
    }
  }
}

function issue(state: State, event: Extract<OrderFact, { kind: 'order/issued' }>): State {
  const { overrideReason, ...facts } = event.data;
  const order: Order = {
    ...facts,
    reason: overrideReason,
    state: 'issued',
    issuedBy: event.actor,
    issuedAtMs: event.atMs,
    enteredAtMs: { issued: event.atMs },
  };
  const incident = state.incidents[order.incidentId];
  const listed =
    incident === undefined
      ? state
      : {
          ...state,
          incidents: {
            ...state.incidents,
            [incident.incidentId]: { ...incident, orderIds: [...incident.orderIds, order.orderId] },
          },
        };
  return store(listed, event, order);
}

function enter(order: Order, to: OrderState, atMs: number): Order {
  return { ...order, state: to, enteredAtMs: { ...order.enteredAtMs, [to]: atMs } };
}

function hasMet(state: State, incidentId: string): boolean {
  const orderIds = state.incidents[incidentId]?.orderIds ?? [];
  return orderIds.some((orderId) => state.orders[orderId]?.enteredAtMs.met !== undefined);
}

function store(state: State, event: OrderFact, order: Order): State {
  const bound = bindUnit(state.units[order.unitId], order);
  const units = bound === undefined ? state.units : { ...state.units, [bound.unitId]: bound };
  const stored = { ...state, units, orders: { ...state.orders, [order.orderId]: order } };
  const incident = stored.incidents[order.incidentId];
  return incident === undefined
    ? stored
    : withIncident(stored, event, withUnitLane(incident, order, event.atMs));
}

/** An open order holds its unit; a finished one lets it go, unless another order has taken it since. */
function bindUnit(unit: Unit | undefined, order: Order): Unit | undefined {
  if (unit === undefined) return undefined;
  if (isOrderOpen(order.state))
    return unit.orderId === order.orderId ? undefined : { ...unit, orderId: order.orderId };
  return unit.orderId === order.orderId ? { ...unit, orderId: undefined } : undefined;
}

function withUnitLane<T extends State['incidents'][string]>(incident: T, order: Order, atMs: number): T {
  const isDone = order.enteredAtMs.met !== undefined;
  const state = isDone ? 'done' : isOrderOpen(order.state) ? 'open' : 'idle';
  return { ...incident, lanes: { ...incident.lanes, unit: { state, lastAtMs: atMs } } };
}
