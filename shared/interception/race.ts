import type { PlannerOrder, PlannerUnit, RaceEntry } from '../contract/planner.ts';
import type { Band, Race } from '../domain/race.ts';
import { isOrderOpen } from '../domain/state-machines.ts';
import { ARRIVAL_MODEL, driftS } from './arrival-model.ts';
import { bestCandidate, mayGoTo } from './best-candidate.ts';
import type { CandidateSet } from './candidates.ts';
import type { FixOf } from './fix-source.ts';
import { driveTo, type EtaAt, type Forecast, forecastRolling, forecastStanding, judged } from './forecast.ts';
import { dueBand, fromNow, marginBand, outlookOf } from './margin.ts';
import type { Reach } from './reach.ts';
import { winChance } from './win-chance.ts';

/** One moment, prepared for any number of races. */
export interface RaceContext<P> {
  readonly nowMs: number;
  /** What arrived orders have taught, at this moment. */
  readonly eta: EtaAt;
  readonly unitOf: (unitId: string) => PlannerUnit | undefined;
  readonly fixOf: FixOf;
  readonly reach: Reach<P>;
  readonly candidates: CandidateSet<P>;
}

/** Who arrives, when, and how we know; `arrivalMs` is missing when nobody can say. */
type Arrival = Pick<Race, 'basis' | 'unitId' | 'arrivalMs' | 'route' | 'detour'> & {
  readonly isMet?: boolean;
  readonly forecast?: Forecast | undefined;
};

/**
 * The race of one queue line: money clock against arrival. The arrival is that of the earliest unit under order; with
 * nobody under order, that of the best unit were it sent this second. Numbers are finite, bands in order, and an
 * arrival that has not happened is never before now.
 */
export function raceOf<P>(entry: RaceEntry, context: RaceContext<P>): Race {
  const { nowMs } = context;
  const due = dueBand(entry.clock);
  const arrival = arrivalOf(entry, context);
  const margin =
    due !== undefined && arrival.arrivalMs !== undefined ? marginBand(due, arrival.arrivalMs) : undefined;
  return {
    id: entry.id,
    kind: entry.kind,
    level: entry.level,
    dueMs: due,
    arrivalMs: arrival.arrivalMs,
    marginS: margin,
    basis: arrival.basis,
    unitId: arrival.unitId,
    outlook: outlook(arrival, due, margin, nowMs),
    win: chanceOf(arrival.forecast, due, context),
    covered: entry.orders.some((order) => covers(order, entry, nowMs)),
    silenceS: Math.max(0, Math.round((nowMs - entry.lastEventAtMs) / 1000)),
    route: arrival.route,
    detour: arrival.detour,
  };
}

function chanceOf<P>(
  forecast: Forecast | undefined,
  due: Band | undefined,
  { nowMs, eta }: RaceContext<P>,
): Race['win'] {
  if (forecast === undefined || due === undefined) return undefined;
  const p = Math.round(winChance(forecast.atoms, due, nowMs) * 1000) / 1000;
  return { p, drives: forecast.isCalibrated ? eta.drives : undefined };
}

function outlook(
  arrival: Arrival,
  due: Band | undefined,
  margin: Band | undefined,
  nowMs: number,
): Race['outlook'] {
  if (arrival.isMet === true) return 'met';
  if (margin !== undefined) return outlookOf(margin);
  // nobody can arrive before now, so a clock that has run out needs no arrival to be lost
  return due !== undefined && due.high < nowMs ? 'too-late' : 'unknown';
}

/** An order covers a race while somebody has taken it on: signed, or still within the time to sign. */
function covers(order: PlannerOrder, entry: RaceEntry, nowMs: number): boolean {
  if (!isOrderOpen(order.state)) return false;
  return order.state !== 'issued' || nowMs - order.issuedAtMs <= ARRIVAL_MODEL.signS[entry.level] * 1000;
}

function arrivalOf<P>(entry: RaceEntry, context: RaceContext<P>): Arrival {
  const open = entry.orders
    .filter((order) => isOrderOpen(order.state))
    .map((order) => orderArrival(order, entry, context));
  if (open.length > 0) return open.reduce(earlier);
  const met = entry.orders.findLast((order) => order.enteredAtMs.met !== undefined);
  if (met !== undefined) return metArrival(met);
  return arrivalIfSentNow(entry, context);
}

/** Met before anything else, then the earliest expected arrival, an unknown one last; the older order on a tie. */
function earlier(a: Arrival, b: Arrival): Arrival {
  const rank = (arrival: Arrival): number =>
    arrival.isMet === true ? -Infinity : (arrival.arrivalMs?.mid ?? Infinity);
  return rank(b) < rank(a) ? b : a;
}

function metArrival(order: PlannerOrder): Arrival {
  const atMs = order.enteredAtMs.met ?? order.issuedAtMs;
  return { basis: 'on-scene', unitId: order.unitId, arrivalMs: point(atMs), isMet: true };
}

function orderArrival<P>(order: PlannerOrder, entry: RaceEntry, context: RaceContext<P>): Arrival {
  const { nowMs } = context;
  if (order.state === 'met') return metArrival(order);
  if (order.state === 'on-scene') {
    const atMs = order.enteredAtMs['on-scene'] ?? nowMs;
    // at the place but not face to face: the meeting may still be ahead
    const arrivalMs = { low: atMs, mid: atMs, high: Math.max(atMs, nowMs) };
    return { basis: 'on-scene', unitId: order.unitId, arrivalMs };
  }
  const road = roadArrival(order, entry, context);
  const logged = road === undefined ? secondsByLog(order, nowMs) : undefined;
  const forecast = road?.forecast ?? (logged === undefined ? undefined : judged(logged));
  return {
    basis: 'assigned',
    unitId: order.unitId,
    arrivalMs: forecast === undefined ? undefined : fromNow(nowMs, forecast.seconds),
    forecast,
    route: road?.route,
    detour: road?.detour,
  };
}

function roadArrival<P>(
  order: PlannerOrder,
  entry: RaceEntry,
  context: RaceContext<P>,
): (Pick<Race, 'route' | 'detour'> & { readonly forecast: Forecast }) | undefined {
  const { nowMs, reach } = context;
  const unit = context.unitOf(order.unitId);
  const fix = unit === undefined ? undefined : context.fixOf(unit.slot);
  if (unit === undefined || fix === undefined) return undefined;
  const stand = reach.stand(unit.slot, fix, !unit.hasVehicle);
  const place = stand === undefined ? undefined : reach.place(order.place, isUrgent(entry));
  const drift = driftS(fix, nowMs);
  const isRolling = order.state !== 'issued' && order.state !== 'signed';
  const underway = isRolling ? order.estimate : undefined;
  const drive =
    stand === undefined || place === undefined
      ? undefined
      : driveTo(place, stand, unit.kind, drift, context.eta, underway);
  if (stand === undefined || place === undefined || drive === undefined) return undefined;
  return {
    forecast: isRolling
      ? forecastRolling(drive, fix, nowMs, context.eta)
      : forecastStanding(drive, unit, { level: entry.level, drift, nowMs }, context.eta, order),
    route: place.way(stand)?.lonLat,
    detour: place.detour?.(stand),
  };
}

/** What the log said when the order was issued, less the time since: all there is when the unit cannot be placed. */
function secondsByLog(order: PlannerOrder, nowMs: number): Band | undefined {
  const { estimate } = order;
  if (estimate === undefined) return undefined;
  const passedS = Math.max(0, Math.round((nowMs - estimate.madeAtMs) / 1000));
  const low = Math.max(0, estimate.lowS - passedS);
  const mid = Math.max(low, estimate.expectedS - passedS);
  // silent since: it may not have moved at all, so the late end does not come closer
  return { low, mid, high: Math.max(mid, estimate.highS) };
}

function arrivalIfSentNow<P>(entry: RaceEntry, context: RaceContext<P>): Arrival {
  const place = entry.place === undefined ? undefined : context.reach.place(entry.place, isUrgent(entry));
  if (entry.place === undefined || place === undefined) return { basis: 'none' };
  const best = bestCandidate(context, entry.place, place, mayGoTo(entry, context.unitOf));
  const drive =
    best === undefined ? undefined : driveTo(place, best.stand, best.unit.kind, best.driftS, context.eta);
  if (best === undefined || drive === undefined) return { basis: 'none' };
  const moment = { level: entry.level, drift: best.driftS, nowMs: context.nowMs };
  const forecast = forecastStanding(drive, best.unit, moment, context.eta);
  return {
    basis: 'if-sent-now',
    unitId: best.unit.unitId,
    arrivalMs: fromNow(context.nowMs, forecast.seconds),
    forecast,
  };
}

/** Only L0 and L1 are worth sampling the whole area of a belief: nine searches instead of one. */
function isUrgent(entry: RaceEntry): boolean {
  return entry.level === 'L0' || entry.level === 'L1';
}

function point(atMs: number): Band {
  return { low: atMs, mid: atMs, high: atMs };
}
