import type { Fix, PlannerUnit } from '../contract/planner.ts';
import type { ArrivalEstimate } from '../domain/entities.ts';
import type { Band } from '../domain/race.ts';
import type { AlertLevel } from '../domain/vocabulary.ts';
import {
  ARRIVAL_MODEL,
  arrivalFromRolling,
  arrivalFromStanding,
  delayIfSentNow,
  delayUnderOrder,
  driftS,
  drivenSinceFixS,
  type OrderProgress,
  ownUncertaintyS,
  type Travel,
} from './arrival-model.ts';
import { type DriveRates, freeFlowS, ratedS, ratesAt } from './drive-fit.ts';
import { driveAtoms, driveSigma, type EtaModel, type Learned, rollAtoms, waitAtoms } from './eta-model.ts';
import { atomsOf, quantileOfSorted } from './quantiles.ts';
import type { PlaceReach, Stand } from './reach.ts';

/** What is learned, at one moment. Made once a tick. */
export interface EtaAt {
  readonly drives: number;
  readonly now: { readonly learned: Learned; readonly rates: DriveRates } | undefined;
}

/** Prepares a model for one moment. */
export function etaAt(model: EtaModel, nowMs: number): EtaAt {
  const { drives, learned } = model;
  return {
    drives,
    now: learned === undefined ? undefined : { learned, rates: ratesAt(learned.fit, nowMs) },
  };
}

/** When somebody arrives, in seconds from now. */
export interface Forecast {
  readonly seconds: Band;
  /** Equally likely values, ascending; what a chance is computed from. */
  readonly atoms: readonly number[];
  readonly isCalibrated: boolean;
}

/** A way from a stand to a place, as one unit would drive it. */
export interface DriveTo {
  readonly travel: Travel;
  /** Median seconds: learned where there is something learned, else `travel.expectedS`. */
  readonly medianS: number;
  /** The part of its error other units to the same place do not share. */
  readonly ownS: number;
  readonly groupS: readonly number[] | undefined;
}

/** Quantiles of one coordinate of a place drawn evenly from a disc of radius 1, at 0.1, 0.3, ... 0.9. */
const DISC = [-0.687, -0.324, 0, 0.324, 0.687] as const;
/**
 * What is left of a drive varies more than a whole drive of that length: nobody knows whether the light ahead is red, nor
 * quite where the unit is. Tried on seeds 1 to 20 of the bench's driver model; judged on others.
 */
const LEFT_SPREAD = 1.2;
/** A band of the judged model holds nine in ten. */
const Z_90 = 1.645;

/** How one unit would drive to the place; undefined = no way. `underway`: the estimate the drive was begun with. */
export function driveTo<P>(
  place: PlaceReach<P>,
  stand: Stand<P>,
  kind: PlannerUnit['kind'],
  drift: number,
  eta: EtaAt,
  underway?: ArrivalEstimate,
): DriveTo | undefined {
  const travel = place.travel(stand);
  if (travel === undefined) return undefined;
  const groupS = eta.now === undefined ? undefined : place.groups(stand);
  if (eta.now === undefined || groupS === undefined)
    return { travel, medianS: travel.expectedS, ownS: ownUncertaintyS(travel, drift), groupS };
  const { learned, rates } = eta.now;
  const wholeS = underway?.groupS === undefined ? 0 : freeFlowS(underway.groupS);
  const onRoadS = ratedS(rates, groupS, kind, wholeS);
  const medianS = onRoadS + offRoadS(travel, groupS);
  const ownS =
    0.5 * driveSigma(learned, groupS) * onRoadS + drift + 0.25 * (travel.worstS - travel.expectedS);
  return { travel, medianS, ownS, groupS };
}

/** Arrival of a unit that stands: free and sent now, or under an order it has not acted on. */
export function forecastStanding(
  drive: DriveTo,
  unit: Pick<PlannerUnit, 'kind'>,
  moment: { readonly level: AlertLevel; readonly drift: number; readonly nowMs: number },
  eta: EtaAt,
  order?: OrderProgress,
): Forecast {
  const { level, drift, nowMs } = moment;
  if (eta.now === undefined || drive.groupS === undefined) {
    const delay =
      order === undefined ? delayIfSentNow(level) : (delayUnderOrder(level, order, nowMs) ?? NO_DELAY);
    return judged(arrivalFromStanding(drive.travel, drift, delay));
  }
  const { learned } = eta.now;
  const wait = waitLeft(learned, level, unit.kind, order, nowMs);
  const moving = movingAtoms(learned, drive, drift, 1);
  return measured(wait.flatMap((w) => moving.map((m) => w + m)));
}

/** Arrival of a unit that is rolling: it has driven on since its fix, unless the fix says it stood. */
export function forecastRolling(drive: DriveTo, fix: Fix, nowMs: number, eta: EtaAt): Forecast {
  if (eta.now === undefined || drive.groupS === undefined)
    return judged(arrivalFromRolling(drive.travel, fix, nowMs));
  // a silent unit is not expected "any second" just because it has been silent long enough
  const drivenS = Math.min(ARRIVAL_MODEL.staleFixS, drivenSinceFixS(fix, nowMs));
  const unsureS = Math.max(0, driftS(fix, nowMs) - drivenS);
  const left = movingAtoms(eta.now.learned, drive, unsureS, LEFT_SPREAD);
  return measured(left.map((s) => Math.max(0, s - drivenS)));
}

/** A band of seconds that is all somebody knows, as a forecast (from the log, by radio). */
export function judged(seconds: Band): Forecast {
  const below = (seconds.mid - seconds.low) / Z_90;
  const above = (seconds.high - seconds.mid) / Z_90;
  const atoms = JUDGED_Z.map((z) => Math.max(0, seconds.mid + z * (z < 0 ? below : above)));
  return { seconds, atoms, isCalibrated: false };
}

/** A forecast as the estimate that is shown and logged. */
export function estimateOf<P>(
  forecast: Forecast,
  eta: EtaAt,
  nowMs: number,
  way: { readonly place: PlaceReach<P>; readonly stand: Stand<P>; readonly roadM: number | undefined },
): ArrivalEstimate {
  const { seconds, isCalibrated } = forecast;
  return {
    lowS: seconds.low,
    expectedS: seconds.mid,
    highS: seconds.high,
    madeAtMs: nowMs,
    method: 'road',
    calibrated: isCalibrated,
    roadM: way.roadM === undefined ? undefined : Math.round(way.roadM),
    drives: isCalibrated ? eta.drives : undefined,
    groupS: way.place.groups(way.stand)?.map((s) => Math.round(s * 10) / 10),
  };
}

const NO_DELAY: Band = { low: 0, mid: 0, high: 0 };

/** Logistic quantiles, close to the normal's and heavier in the tails: nobody has measured these. */
const JUDGED_Z = Array.from({ length: 31 }, (_, i) => {
  const p = (i + 0.5) / 31;
  return Math.log(p / (1 - p)) / 1.702;
});

function movingAtoms(learned: Learned, drive: DriveTo, drift: number, spread: number): number[] {
  const { travel, groupS = [], medianS } = drive;
  const offS = offRoadS(travel, groupS);
  const onRoad = driveAtoms(learned, medianS - offS, groupS, spread);
  const slower = (medianS - offS) / Math.max(1, travel.expectedS - offS);
  const placeS = (travel.worstS - travel.expectedS) * slower;
  const offset = Math.hypot(placeS, drift);
  if (offset < 1) return onRoad.map((s) => s + offS);
  return atomsOf(onRoad.flatMap((s) => DISC.map((x) => Math.max(0, s + offS + x * offset))));
}

function offRoadS(travel: Travel, groupS: readonly number[]): number {
  return Math.max(0, travel.expectedS - groupS.reduce((sum, s) => sum + s, 0));
}

/** The wait that is left: what has passed without the unit rolling is no longer possible. */
function waitLeft(
  learned: Learned,
  level: AlertLevel,
  kind: PlannerUnit['kind'],
  order: OrderProgress | undefined,
  nowMs: number,
): readonly number[] {
  if (order === undefined) return waitAtoms(learned, level, kind);
  const isSigned = order.state === 'signed';
  const sinceMs = isSigned ? (order.enteredAtMs.signed ?? order.issuedAtMs) : order.issuedAtMs;
  const passedS = Math.max(0, (nowMs - sinceMs) / 1000);
  const all = isSigned ? rollAtoms(learned, level, kind) : waitAtoms(learned, level, kind);
  const left = all.filter((s) => s > passedS).map((s) => s - passedS);
  return left.length > 0 ? left : [ARRIVAL_MODEL.overdueS];
}

/** Nine values in ten lie in the band. */
function measured(values: readonly number[]): Forecast {
  const sorted = values.toSorted((a, b) => a - b);
  const low = Math.max(0, Math.floor(quantileOfSorted(sorted, 0.05)));
  const mid = Math.max(low, Math.round(quantileOfSorted(sorted, 0.5)));
  const high = Math.max(mid, Math.ceil(quantileOfSorted(sorted, 0.95)));
  return { seconds: { low, mid, high }, atoms: sorted, isCalibrated: true };
}
