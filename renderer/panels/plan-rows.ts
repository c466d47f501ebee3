import type { Order } from '../../shared/domain/entities.ts';
import type { AlertLevel } from '../../shared/domain/vocabulary.ts';
import { orderTimer } from '../store/order-timers.ts';

/** One line of plan against fact, all in seconds since the order was issued. */
export interface PlanRow {
  readonly step: 'signed' | 'on-scene';
  readonly predictedS: number | undefined;
  readonly actualS: number | undefined;
  /** Actual minus predicted: positive = later than planned. */
  readonly gapS: number | undefined;
}

/** What was predicted when the order was issued, and what came of it so far. */
export function planRows(order: Order, level: AlertLevel): readonly PlanRow[] {
  const signDueMs = orderTimer({ ...order, state: 'issued' }, level, order.issuedAtMs)?.dueMs;
  const row = (step: PlanRow['step'], predictedS: number | undefined): PlanRow => {
    const atMs = order.enteredAtMs[step];
    const actualS = atMs === undefined ? undefined : (atMs - order.issuedAtMs) / 1000;
    const gapS = actualS === undefined || predictedS === undefined ? undefined : actualS - predictedS;
    return { step, predictedS, actualS, gapS };
  };
  return [
    row('signed', signDueMs === undefined ? undefined : (signDueMs - order.issuedAtMs) / 1000),
    row('on-scene', order.estimate?.expectedS),
  ];
}
