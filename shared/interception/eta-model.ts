import type { DriveSample } from '../contract/planner.ts';
import type { AlertLevel, UnitKind } from '../domain/vocabulary.ts';
import { ARRIVAL_MODEL } from './arrival-model.ts';
import { type DriveFit, fitDrives, freeFlowS, logRatio } from './drive-fit.ts';
import { atomsOf, medianOf } from './quantiles.ts';

/** Arrived orders before estimates may call themselves calibrated. */
export const DRIVES_TO_CALIBRATE = 200;
/** Folds of the cross-validation the bands come from: an error is only believed on a drive the fit did not see. */
const FOLDS = 5;
/** Waits of a level or unit kind that weigh as much as what all do together. */
const GROUP_PRIOR = 8;
const WAIT_ATOMS = 15;
const LEAST_PART = 0.4;

/** How far drives of one length differ from what is expected of them, and in what shape. */
interface DriveSpread {
  /** Variance of log(driven / expected) = fixed + byLength * 300 / free-flow seconds. */
  readonly fixed: number;
  readonly byLength: number;
  /** Standardised errors, equally likely, ascending. */
  readonly atoms: readonly number[];
}

/** Waits as logs of shares of the order timers: all together, what a level and a unit kind add, and the rest. */
interface WaitLaw {
  readonly overall: number;
  readonly level: ReadonlyMap<AlertLevel, number>;
  readonly kind: ReadonlyMap<UnitKind, number>;
  /** What is left, equally likely, ascending. */
  readonly atoms: readonly number[];
}

/** What arrived orders have taught. Plain and immutable: the same samples give the same model. */
export interface EtaModel {
  /** Drives it rests on; estimates are calibrated from DRIVES_TO_CALIBRATE on. */
  readonly drives: number;
  readonly learned: Learned | undefined;
}

/** The learned part; only there once there are drives enough. */
export interface Learned {
  readonly fit: DriveFit;
  readonly spread: DriveSpread;
  /** Issued to rolling, and signed to rolling. */
  readonly wait: WaitLaw;
  readonly roll: WaitLaw;
}

/** Before the first arrival: free flow and the judgement of ARRIVAL_MODEL. */
export const NOTHING_LEARNED: EtaModel = { drives: 0, learned: undefined };

/** Learns from arrived orders (about 40 ms for 200). With fewer than DRIVES_TO_CALIBRATE it only counts. */
export function learnEta(samples: readonly DriveSample[]): EtaModel {
  const drives = samples.length;
  if (drives < DRIVES_TO_CALIBRATE) return { drives, learned: undefined };
  const { signS, rollS } = ARRIVAL_MODEL;
  return {
    drives,
    learned: {
      fit: fitDrives(samples),
      spread: spreadOf(samples),
      wait: waitLaw(samples, ({ waitedS, level }) => waitedS / (signS[level] + rollS[level])),
      roll: waitLaw(samples, ({ rolledAfterS, level }) =>
        rolledAfterS === undefined ? undefined : rolledAfterS / rollS[level],
      ),
    },
  };
}

/** A drive's seconds as equally likely values around its median, ascending; `spread` widens them. */
export function driveAtoms(
  learned: Learned,
  medianS: number,
  groupS: readonly number[],
  spread: number,
): number[] {
  const sigma = spread * driveSigma(learned, groupS);
  return learned.spread.atoms.map((z) => medianS * Math.exp(sigma * z));
}

/** Standard deviation of log(driven / expected) of a drive of this length. */
export function driveSigma(learned: Learned, groupS: readonly number[]): number {
  const { fixed, byLength } = learned.spread;
  return Math.sqrt(fixed + (byLength * 300) / Math.max(30, freeFlowS(groupS)));
}

/** Seconds from issued to rolling of a unit sent this second, as equally likely values, ascending. */
export function waitAtoms(learned: Learned, level: AlertLevel, kind: UnitKind): number[] {
  const { signS, rollS } = ARRIVAL_MODEL;
  return scaled(learned.wait, level, kind, signS[level] + rollS[level]);
}

/** Seconds from signed to rolling. */
export function rollAtoms(learned: Learned, level: AlertLevel, kind: UnitKind): number[] {
  return scaled(learned.roll, level, kind, ARRIVAL_MODEL.rollS[level]);
}

function scaled(law: WaitLaw, level: AlertLevel, kind: UnitKind, limitS: number): number[] {
  const log = law.overall + (law.level.get(level) ?? 0) + (law.kind.get(kind) ?? 0);
  return law.atoms.map((rest) => limitS * Math.exp(log + rest));
}

function spreadOf(samples: readonly DriveSample[]): DriveSpread {
  const errors: { readonly e: number; readonly x: number }[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const fit = fitDrives(samples.filter((_, i) => i % FOLDS !== fold));
    for (const sample of samples.filter((_, i) => i % FOLDS === fold)) {
      const medianS = freeFlowS(sample.groupS) * Math.exp(logRatio(fit, sample));
      errors.push({
        e: Math.log(sample.drivenS / medianS),
        x: 300 / Math.max(30, freeFlowS(sample.groupS)),
      });
    }
  }
  const { fixed, byLength } = varianceByLength(errors);
  return { fixed, byLength, atoms: atomsOf(errors.map(({ e, x }) => e / Math.sqrt(fixed + byLength * x))) };
}

/**
 * Least squares of squared errors on 1 and x. Lights and stops come piece by piece, the hour and the driver stay: each is
 * taken for at least LEAST_PART of the whole, whatever few drives of middling length say.
 */
function varianceByLength(errors: readonly { readonly e: number; readonly x: number }[]): {
  fixed: number;
  byLength: number;
} {
  const cap = 9 * medianOf(errors.map(({ e }) => e * e)) + 1e-6;
  const squares = errors.map(({ e }) => Math.min(cap, e * e));
  const n = errors.length;
  const meanX = errors.reduce((sum, { x }) => sum + x, 0) / n;
  const meanY = squares.reduce((sum, y) => sum + y, 0) / n;
  const sxx = errors.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  const sxy = errors.reduce((sum, { x }, i) => sum + (x - meanX) * ((squares[i] ?? 0) - meanY), 0);
  const slope = sxx > 0 ? sxy / sxx : 0;
  const whole = meanY / Math.max(meanX, 1e-9);
  const byLength = Math.min((1 - LEAST_PART) * whole, Math.max(LEAST_PART * whole, slope));
  return { fixed: Math.max(meanY - byLength * meanX, 1e-6), byLength };
}

function waitLaw(
  samples: readonly DriveSample[],
  shareOf: (sample: DriveSample) => number | undefined,
): WaitLaw {
  const rows = samples.flatMap((sample) => {
    const share = shareOf(sample);
    return share === undefined ? [] : [{ ...sample, log: Math.log(Math.max(0.01, share)) }];
  });
  if (rows.length === 0) return { overall: 0, level: new Map(), kind: new Map(), atoms: [0] };
  const overall = medianOf(rows.map(({ log }) => log));
  const level = shrunkMedians(rows, (row) => row.level, overall);
  const afterLevel = rows.map((row) => ({ ...row, log: row.log - overall - (level.get(row.level) ?? 0) }));
  const kind = shrunkMedians(afterLevel, (row) => row.kind, 0);
  const atoms = atomsOf(
    afterLevel.map((row) => row.log - (kind.get(row.kind) ?? 0)),
    WAIT_ATOMS,
  );
  return { overall, level, kind, atoms };
}

/** What each group adds to `base`, drawn towards nothing while there is little of it. */
function shrunkMedians<R extends { readonly log: number }, K>(
  rows: readonly R[],
  keyOf: (row: R) => K,
  base: number,
): Map<K, number> {
  const added = new Map<K, number>();
  for (const [key, mine] of Map.groupBy(rows, keyOf)) {
    const own = medianOf(mine.map(({ log }) => log)) - base;
    added.set(key, (own * mine.length) / (mine.length + GROUP_PRIOR));
  }
  return added;
}
