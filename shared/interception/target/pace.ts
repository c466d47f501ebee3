import type { Rng } from '../../kit/rng.ts';

/** Free-flow seconds by what holds people up: on the fast roads, the main streets, the rest. */
export type FreeSeconds = readonly [fast: number, main: number, small: number];

/**
 * How long people really take, as multiples of free flow: a factor for each group of roads, and around their sum a
 * spread between drives (natural logarithm), the share of it that belongs to the driver (and so stays from leg to leg) and the
 * shape of what is left as quantiles of the standardised residual.
 */
export interface PaceModel {
  readonly factor: FreeSeconds;
  readonly logSpread: number;
  readonly driverShare: number;
  /** Ascending, evenly spaced in probability. */
  readonly shape: readonly number[];
  /** Expected seconds of the legs it was learned from, in the middle: over shorter ones luck weighs more. */
  readonly typicalS: number;
  /** Drives it was learned from; 0 = assumption. */
  readonly n: number;
}

/** A stretch between two sightings as it was driven. */
export interface Leg {
  readonly realS: number;
  readonly freeS: FreeSeconds;
}

/** One drive as it was: the legs between its sightings in order. */
export interface PastDrive {
  readonly legs: readonly Leg[];
}

/** Before anything was learned: a quarter over free flow, give or take a third, with a long tail of stops. */
export const ASSUMED_PACE: PaceModel = {
  factor: [1.15, 1.25, 1.3],
  logSpread: 0.3,
  driverShare: 0.5,
  shape: [-1.6, -1.1, -0.8, -0.55, -0.35, -0.15, 0, 0.2, 0.4, 0.65, 0.95, 1.4, 2.2],
  typicalS: 480,
  n: 0,
};

/** Fewer drives than this teach nothing that may be called calibrated. */
export const ENOUGH_DRIVES = 40;
/** Legs shorter than this are ruled by where exactly the camera stands. */
const LEAST_LEG_S = 30;
const SHAPE_POINTS = 25;
/** The factors are pulled to the common one as if by so many legs on that group of roads alone. */
const PRIOR_LEGS = 0.5;

/** The group of a road class (code of ROAD_CLASSES). */
export function paceGroup(classCode: number): 0 | 1 | 2 {
  // motorway, trunk and their links; primary and secondary; everything else
  if (classCode <= 3) return 0;
  return classCode <= 7 ? 1 : 2;
}

/** Learns the pace from drives whose ends are known; the assumption while there are too few. */
export function learnPace(drives: readonly PastDrive[]): PaceModel {
  const legsByDrive = drives.map(({ legs }) => legs.filter(isLongEnough)).filter((legs) => legs.length > 0);
  if (legsByDrive.length < ENOUGH_DRIVES) return ASSUMED_PACE;
  const factor = learnFactors(legsByDrive.flat());
  const logs = legsByDrive.map((legs) => legs.map((leg) => logOff(factor, leg)));
  const all = logs.flat().toSorted((a, b) => a - b);
  const middle = quantile(all, 0.5);
  const logSpread = Math.max(0.03, (quantile(all, 0.84) - quantile(all, 0.16)) / 2);
  const shape = Array.from({ length: SHAPE_POINTS }, (_, i) => {
    return (quantile(all, (i + 0.5) / SHAPE_POINTS) - middle) / logSpread;
  });
  return {
    factor: [factor[0] * Math.exp(middle), factor[1] * Math.exp(middle), factor[2] * Math.exp(middle)],
    logSpread,
    driverShare: driverShare(logs, middle, logSpread),
    shape,
    typicalS: quantile(
      legsByDrive
        .flat()
        .map((leg) => expectedSeconds(factor, leg.freeS))
        .toSorted((a, b) => a - b),
      0.5,
    ),
    n: legsByDrive.length,
  };
}

function isLongEnough({ realS, freeS }: Leg): boolean {
  return realS > 0 && freeS[0] + freeS[1] + freeS[2] >= LEAST_LEG_S;
}

/** Seconds the model expects in the middle. */
export function expectedSeconds(factor: FreeSeconds, freeS: FreeSeconds): number {
  return factor[0] * freeS[0] + factor[1] * freeS[1] + factor[2] * freeS[2];
}

function logOff(factor: FreeSeconds, { realS, freeS }: Leg): number {
  return Math.log(realS / expectedSeconds(factor, freeS));
}

/** Factors that explain the legs best, relative errors weighed alike, each pulled to the common factor (Gauss-Seidel). */
function learnFactors(legs: readonly Leg[]): FreeSeconds {
  const ratios = legs
    .map(({ realS, freeS }) => realS / (freeS[0] + freeS[1] + freeS[2]))
    .toSorted((a, b) => a - b);
  const common = quantile(ratios, 0.5);
  let factor: FreeSeconds = [common, common, common];
  // legs with a long stop say nothing about roads
  const usual = legs.filter((_, i) => {
    const leg = legs[i];
    return leg !== undefined && Math.abs(logOff(factor, leg)) < 0.8;
  });
  for (let round = 0; round < 60; round++) {
    const next: [number, number, number] = [...factor];
    for (const group of [0, 1, 2] as const) {
      let above = PRIOR_LEGS / common;
      let below = PRIOR_LEGS / common ** 2;
      for (const { realS, freeS } of usual) {
        const others = expectedSeconds(next, freeS) - next[group] * freeS[group];
        const share = freeS[group] / realS;
        above += share * (1 - others / realS);
        below += share * share;
      }
      next[group] = Math.max(0.5, Math.min(3, above / below));
    }
    factor = next;
  }
  return factor;
}

/** What the legs driven so far say about the next one, as natural logarithms of its ratio to the model. */
export interface PaceBelief {
  readonly factor: FreeSeconds;
  /** The driver's own part. */
  readonly driverMiddle: number;
  readonly driverSpread: number;
  /** Luck on a leg of typical length. */
  readonly legSpread: number;
  readonly shape: readonly number[];
  readonly typicalS: number;
}

/** The model narrowed by what this driver has done so far (normal with a shared driver's part). */
export function paceAfter(model: PaceModel, legs: readonly Leg[]): PaceBelief {
  const { factor, logSpread, driverShare: share, shape, typicalS } = model;
  const limit = 2 * logSpread;
  // one long stop is not a slow driver
  const offs = legs.filter(isLongEnough).map((leg) => Math.max(-limit, Math.min(limit, logOff(factor, leg))));
  const mean = offs.reduce((sum, off) => sum + off, 0) / Math.max(1, offs.length);
  const gain = offs.length === 0 ? 0 : share / (share + (1 - share) / offs.length);
  return {
    factor,
    driverMiddle: gain * mean,
    driverSpread: logSpread * Math.sqrt(share * (1 - gain)),
    legSpread: logSpread * Math.sqrt(1 - share),
    shape,
    typicalS,
  };
}

/** Below this many seconds luck no longer grows. */
const SHORTEST_S = 60;

/** One possible pace: real seconds for so many seconds the model expects; grows with them. */
export function drawPace(belief: PaceBelief, rng: Rng): (expectedS: number) => number {
  const { driverMiddle, driverSpread, legSpread, shape, typicalS } = belief;
  const driver = rng.normal(driverMiddle, driverSpread);
  const luck = legSpread * quantile(shape, rng.next());
  return (expectedS) => {
    const weight = Math.min(1.8, (typicalS / Math.max(SHORTEST_S, expectedS)) ** 0.35);
    return expectedS * Math.exp(driver + luck * Math.max(0.8, weight));
  };
}

/** Value below which the share `q` of ascending values lies; between neighbours it is interpolated. 0 for none. */
export function quantile(ascending: readonly number[], q: number): number {
  const at = Math.min(1, Math.max(0, q)) * (ascending.length - 1);
  const low = Math.floor(at);
  const a = ascending[low] ?? 0;
  const b = ascending[low + 1] ?? a;
  return a === b || at === low ? a : a + (at - low) * (b - a);
}

function driverShare(drives: readonly (readonly number[])[], middle: number, spread: number): number {
  let sum = 0;
  let pairs = 0;
  for (const legs of drives) {
    for (let i = 1; i < legs.length; i++) {
      const clip = (value: number): number => Math.max(-3, Math.min(3, (value - middle) / spread));
      sum += clip(legs[i - 1] ?? middle) * clip(legs[i] ?? middle);
      pairs++;
    }
  }
  return pairs < ENOUGH_DRIVES / 2 ? ASSUMED_PACE.driverShare : Math.max(0, Math.min(0.9, sum / pairs));
}
