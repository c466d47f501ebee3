import type { Order } from '../../shared/domain/entities.ts';
import type { AlertLevel, OrderState } from '../../shared/domain/vocabulary.ts';

/** The next step an order owes and by when. */
export interface OrderTimer {
  readonly next: OrderState;
  readonly dueMs: number;
  /** Seconds past due; 0 while in time. Overdue is a flag, not a state. */
  readonly overdueS: number;
}

type ByLevel = Readonly<Record<AlertLevel, number>>;

/** Defaults in seconds; the room's own buckets. */
const SIGNED_S: ByLevel = { L0: 30, L1: 60, L2: 120, L3: 180 };
const ROLLING_S: ByLevel = { L0: 60, L1: 90, L2: 120, L3: 180 };
const FED_BACK_S: ByLevel = { L0: 1800, L1: 3600, L2: 7200, L3: 14_400 };
const ON_SCENE_CITY_S = 300;
const ETA_SLACK = 1.25;

/** What the order owes next at `nowMs`; undefined once it owes nothing. */
export function orderTimer(order: Order, level: AlertLevel, nowMs: number): OrderTimer | undefined {
  const due = nextStep(order, level);
  if (due === undefined) return undefined;
  return { ...due, overdueS: Math.max(0, (nowMs - due.dueMs) / 1000) };
}

function nextStep(order: Order, level: AlertLevel): { next: OrderState; dueMs: number } | undefined {
  const since = order.enteredAtMs[order.state] ?? order.issuedAtMs;
  switch (order.state) {
    case 'issued':
      return { next: 'signed', dueMs: since + SIGNED_S[level] * 1000 };
    case 'signed':
      return { next: 'rolling', dueMs: since + ROLLING_S[level] * 1000 };
    case 'rolling': {
      const etaS = order.estimate === undefined ? ON_SCENE_CITY_S : order.estimate.expectedS * ETA_SLACK;
      return { next: 'on-scene', dueMs: since + etaS * 1000 };
    }
    case 'on-scene':
      return { next: 'met', dueMs: since + ON_SCENE_CITY_S * 1000 };
    case 'met':
      return { next: 'fed-back', dueMs: (order.enteredAtMs['on-scene'] ?? since) + FED_BACK_S[level] * 1000 };
    case 'fed-back':
    case 'closed':
    case 'transferred':
    case 'returned':
    case 'recalled':
      return undefined;
  }
}
