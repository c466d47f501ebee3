import type { DriveSample } from '../contract/planner.ts';
import type { Order } from '../domain/entities.ts';
import type { State } from '../domain/state.ts';

/** Older drives are forgotten: a city changes, and the fit must stay small. */
const KEPT = 2000;
/** A report closer to the start than this was a key pressed late, not a drive. */
const SHORTEST_S = 5;

/**
 * Every arrived order of a state as a comparison of what was estimated with what was driven, oldest first. Derived from
 * facts only, so a replay learns exactly what was known then. Left out: orders without a road estimate by group, orders
 * sent elsewhere on the way, walks, and reports that skipped a state.
 */
export function driveSamples(state: State): DriveSample[] {
  return Object.values(state.orders)
    .flatMap((order) => driveSample(order, state) ?? [])
    .sort((a, b) => a.arrivedAtMs - b.arrivedAtMs || (a.orderId < b.orderId ? -1 : 1))
    .slice(-KEPT);
}

function driveSample(order: Order, state: State): DriveSample | undefined {
  const { estimate, enteredAtMs, issuedAtMs, redirectedAtMs } = order;
  const rollingAtMs = enteredAtMs.rolling;
  const arrivedAtMs = enteredAtMs['on-scene'];
  const unit = state.units[order.unitId];
  const level = state.incidents[order.incidentId]?.level;
  if (estimate?.groupS === undefined || redirectedAtMs !== undefined || unit?.hasVehicle !== true)
    return undefined;
  if (rollingAtMs === undefined || arrivedAtMs === undefined || level === undefined) return undefined;
  const drivenS = (arrivedAtMs - rollingAtMs) / 1000;
  if (drivenS < SHORTEST_S) return undefined;
  const signedAtMs = enteredAtMs.signed;
  return {
    orderId: order.orderId,
    kind: unit.kind,
    level,
    groupS: estimate.groupS,
    rollingAtMs,
    arrivedAtMs,
    drivenS,
    waitedS: (rollingAtMs - issuedAtMs) / 1000,
    rolledAfterS: signedAtMs === undefined ? undefined : (rollingAtMs - signedAtMs) / 1000,
  };
}
