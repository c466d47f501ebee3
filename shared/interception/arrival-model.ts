import type { Fix } from '../contract/planner.ts';
import type { Band } from '../domain/race.ts';
import type { AlertLevel, OrderState } from '../domain/vocabulary.ts';

/**
 * The assumptions that turn a road time into an arrival with a band. All of them are judgement, none is measured:
 * estimates say `calibrated: false` until drives have been compared. Seconds, metres.
 */
export const ARRIVAL_MODEL = {
  /** Best and worst share of the road time: lights, traffic, a quiet approach at ordinary car speed (1.25). */
  travelLow: 0.8,
  travelHigh: 1.35,
  /** The part of that error which two units do not share (traffic slows both), as a share of the road time. */
  ownShare: 0.1,
  /** Expected wait from issued to signed and from signed to rolling: the limits of the order timers. */
  signS: { L0: 30, L1: 60, L2: 120, L3: 180 },
  rollS: { L0: 60, L1: 90, L2: 120, L3: 180 },
  delayLow: 1 / 3,
  delayHigh: 1.5,
  /** An order that should have been signed (or rolled) long ago still needs this long: never "any second now". */
  overdueS: 10,
  /** Above this speed a unit is taken to be driving. */
  movingMps: 1.5,
  /** Seconds of travel by which the place may be off per second of fix age: driving or unknown, and standing. */
  driftMoving: 1,
  driftStanding: 0.1,
  maxDriftS: 900,
  /** Metres from the road that are within the error of a fix or of a map. */
  offRoadFreeM: 30,
  walkMps: 1.4,
  /** So near, a crew walks over: past an exit of a one-way road the road itself would say ten minutes. */
  walkOverM: 60,
  /** A unit off the mapped roads creeps back to them (yards, compounds). */
  creepMps: 4,
  staleFixS: 60,
  /** A unit silent for longer counts as lost contact even when nobody has said so yet. */
  lostFixS: 300,
} as const;

/** Travel of one unit to one place: expected to its middle, worst to the far side of the belief. */
export interface Travel {
  readonly expectedS: number;
  readonly worstS: number;
}

/** How far an order has come. */
export interface OrderProgress {
  readonly state: OrderState;
  readonly issuedAtMs: number;
  readonly enteredAtMs: Readonly<Partial<Record<OrderState, number>>>;
}

/** Age of a fix in whole terms: never negative, so that a clock a little ahead does not make a fix from the future. */
export function fixAgeS(fix: Fix, nowMs: number): number {
  return Math.max(0, (nowMs - fix.atMs) / 1000);
}

/** By how many seconds of travel the unit may have moved since its fix. */
export function driftS(fix: Fix, nowMs: number): number {
  const { driftMoving, driftStanding, maxDriftS } = ARRIVAL_MODEL;
  return Math.min(maxDriftS, fixAgeS(fix, nowMs) * (isMoving(fix) ? driftMoving : driftStanding));
}

/** Seconds a rolling unit has driven on since its fix; none when the fix says it stood. */
export function drivenSinceFixS(fix: Fix, nowMs: number): number {
  return isMoving(fix) ? fixAgeS(fix, nowMs) : 0;
}

/** Wait before a unit rolls that is sent this second. */
export function delayIfSentNow(level: AlertLevel): Band {
  return spreadDelay(ARRIVAL_MODEL.signS[level] + ARRIVAL_MODEL.rollS[level]);
}

/** Wait that is left before a unit under order rolls; undefined once it rolls. */
export function delayUnderOrder(level: AlertLevel, order: OrderProgress, nowMs: number): Band | undefined {
  const { signS, rollS, overdueS } = ARRIVAL_MODEL;
  const left = (limitS: number, sinceMs: number): number =>
    Math.max(overdueS, limitS - Math.max(0, (nowMs - sinceMs) / 1000));
  if (order.state === 'issued') return spreadDelay(left(signS[level], order.issuedAtMs) + rollS[level]);
  if (order.state === 'signed') {
    return spreadDelay(left(rollS[level], order.enteredAtMs.signed ?? order.issuedAtMs));
  }
  return undefined;
}

/** Seconds until arrival of a unit that still stands (free, or under an order it has not acted on). */
export function arrivalFromStanding(travel: Travel, drift: number, delay: Band): Band {
  const { travelLow, travelHigh } = ARRIVAL_MODEL;
  return wholeSeconds({
    low: delay.low + travelLow * Math.max(0, travel.expectedS - drift),
    mid: delay.mid + travel.expectedS,
    high: delay.high + travelHigh * (travel.worstS + drift),
  });
}

/**
 * Seconds until arrival of a unit that is rolling: it has driven on since its fix, unless the fix says it stood.
 * The worst case is that it has not moved since.
 */
export function arrivalFromRolling(travel: Travel, fix: Fix, nowMs: number): Band {
  const { travelLow, travelHigh, staleFixS } = ARRIVAL_MODEL;
  const drivenS = drivenSinceFixS(fix, nowMs);
  return wholeSeconds({
    low: travelLow * travel.expectedS - drivenS,
    // a silent unit is not expected "any second" just because it has been silent long enough
    mid: travel.expectedS - Math.min(drivenS, staleFixS),
    high: travelHigh * travel.worstS,
  });
}

/**
 * The error of an estimate that is not shared by other units going to the same place, seconds: what decides whether
 * two candidates are really different.
 */
export function ownUncertaintyS(travel: Travel, drift: number): number {
  return ARRIVAL_MODEL.ownShare * travel.expectedS + drift + 0.25 * (travel.worstS - travel.expectedS);
}

function isMoving(fix: Fix): boolean {
  return fix.speedMps === undefined || fix.speedMps > ARRIVAL_MODEL.movingMps;
}

function spreadDelay(expectedS: number): Band {
  return {
    low: expectedS * ARRIVAL_MODEL.delayLow,
    mid: expectedS,
    high: expectedS * ARRIVAL_MODEL.delayHigh,
  };
}

/** Whole seconds, outwards, never negative and in order. */
function wholeSeconds(band: Band): Band {
  const low = Math.max(0, Math.floor(band.low));
  const mid = Math.max(low, Math.round(band.mid));
  return { low, mid, high: Math.max(mid, Math.ceil(band.high)) };
}
