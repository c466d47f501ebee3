import type { DriveSample } from '../contract/planner.ts';
import type { AlertLevel, UnitKind } from '../domain/vocabulary.ts';
import { ARRIVAL_MODEL } from './arrival-model.ts';
import { type DriveFit, fitDrives, freeFlowS, logRatio } from './drive-fit.ts';
import { ATOMS, atomsOf, medianOf } from './quantiles.ts';

/** Arrived orders before estimates may call themselves calibrated. */
export const DRIVES_TO_CALIBRATE = 200;
/** Folds of the cross-validation the bands come from: an error is only believed on a drive the fit did not see. */
const FOLDS = 5;
/** Drives of a unit kind that weigh as much as what all kinds do together. */
const KIND_PRIOR = 8;
const WAIT_ATOMS = 15;

/** How far drives of one length differ from what is expected of them, and in what shape. */
interface DriveSpread {
  /** Variance of log(driven / expected) = fixed + byLength * 300 / free-flow seconds. */
  readonly fixed: number;
  readonly byLength: number;
  /** Standardised errors, equally likely, ascending. */
  readonly atoms: readonly number[];
}

/** Waits as shares of the order timers, by unit kind. */
interface WaitLaw {
  readonly median: Readonly<Partial<Record<UnitKind, number>>>;
  readonly overall: number;
  /** Log of wait / median of the kind, equally likely, ascending. */
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

/** A drive's seconds as equally likely values around its median, ascending. */
export function driveAtoms(learned: Learned, medianS: number, groupS: readonly number[]): number[] {
  const sigma = driveSigma(learned, groupS);
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
  return scaled(learned.wait, kind, signS[level] + rollS[level]);
}

/** Seconds from signed to rolling. */
export function rollAtoms(learned: Learned, level: AlertLevel, kind: UnitKind): number[] {
  return scaled(learned.roll, kind, ARRIVAL_MODEL.rollS[level]);
}

function scaled(law: WaitLaw, kind: UnitKind, limitS: number): number[] {
  const median = limitS * (law.median[kind] ?? law.overall);
  return law.atoms.map((log) => median * Math.exp(log));
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

/** Least squares of squared errors on 1 and x, both parts kept from going below a tenth of the whole. */
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
  const byLength = Math.min(0.9 * (meanY / Math.max(meanX, 1e-9)), Math.max(0, slope));
  return { fixed: Math.max(0.1 * meanY, meanY - byLength * meanX, 1e-6), byLength };
}

function waitLaw(
  samples: readonly DriveSample[],
  shareOf: (sample: DriveSample) => number | undefined,
): WaitLaw {
  const rows = samples.flatMap((sample) => {
    const share = shareOf(sample);
    return share === undefined ? [] : [{ kind: sample.kind, log: Math.log(Math.max(0.01, share)) }];
  });
  if (rows.length === 0) return { median: {}, overall: 1, atoms: [0] };
  const overall = medianOf(rows.map(({ log }) => log));
  const logOf = new Map<UnitKind, number>();
  for (const [kind, mine] of Map.groupBy(rows, (row) => row.kind)) {
    const own = medianOf(mine.map(({ log }) => log));
    logOf.set(kind, (overall * KIND_PRIOR + own * mine.length) / (KIND_PRIOR + mine.length));
  }
  const median = Object.fromEntries([...logOf].map(([kind, log]) => [kind, Math.exp(log)]));
  const atoms = atomsOf(
    rows.map(({ kind, log }) => log - (logOf.get(kind) ?? overall)),
    Math.min(ATOMS, WAIT_ATOMS),
  );
  return { median, overall: Math.exp(overall), atoms };
}
