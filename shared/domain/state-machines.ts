import type { AlertState, OrderState, UnitState } from './vocabulary.ts';

const ALERT_NEXT: Readonly<Record<AlertState, readonly AlertState[]>> = {
  raised: ['acknowledged', 'shelved', 'merged', 'promoted', 'closed'],
  acknowledged: ['shelved', 'merged', 'promoted', 'closed'],
  shelved: ['acknowledged', 'merged', 'promoted', 'closed'],
  merged: [],
  promoted: [],
  closed: [],
};

/** A field device may skip states it had no time to report (signed straight to on-scene), never go back. */
const ORDER_NEXT: Readonly<Record<OrderState, readonly OrderState[]>> = {
  issued: ['signed', 'rolling', 'on-scene', 'met', 'transferred', 'returned', 'recalled'],
  signed: ['rolling', 'on-scene', 'met', 'transferred', 'returned', 'recalled'],
  rolling: ['on-scene', 'met', 'transferred', 'returned', 'recalled'],
  'on-scene': ['met', 'fed-back', 'transferred', 'returned', 'recalled'],
  met: ['fed-back', 'closed'],
  'fed-back': ['closed'],
  closed: [],
  transferred: [],
  returned: [],
  recalled: [],
};

/** Whether an alert may go from one state to another. */
export function alertMay(from: AlertState, to: AlertState): boolean {
  return ALERT_NEXT[from].includes(to);
}

/** Whether an order may go from one state to another. */
export function orderMay(from: OrderState, to: OrderState): boolean {
  return ORDER_NEXT[from].includes(to);
}

/** Whether an order still binds its unit. */
export function isOrderOpen(state: OrderState): boolean {
  return (
    state === 'issued' || state === 'signed' || state === 'rolling' || state === 'on-scene' || state === 'met'
  );
}

/** Whether a unit in this state can be sent without taking it from something. */
export function isDispatchable(state: UnitState): boolean {
  return state === 'available' || state === 'standby' || state === 'returning';
}

/** The unit state an order state implies; undefined = the order no longer says anything about the unit. */
export function unitStateFor(state: OrderState): UnitState | undefined {
  switch (state) {
    case 'issued':
    case 'signed':
      return 'dispatched';
    case 'rolling':
      return 'en-route';
    case 'on-scene':
      return 'on-scene';
    case 'met':
    case 'fed-back':
      return 'engaged';
    case 'closed':
    case 'recalled':
    case 'returned':
    case 'transferred':
      return 'available';
  }
}
