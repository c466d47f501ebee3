import type { DriveSample } from '../contract/planner.ts';
import { UNIT_KINDS, type UnitKind } from '../domain/vocabulary.ts';
import { ROAD_GROUPS } from '../roads/road-groups.ts';
import { solveSymmetric } from './kernels/solve-ridge.ts';
import { medianOf } from './quantiles.ts';

const GROUPS = ROAD_GROUPS.length;
const HOURS = 24;
const HOUR_MS = 3_600_000;
/** Columns: group | hour | kind | group x hour | fixed cost of any drive. */
const AT_HOUR = GROUPS;
const AT_KIND = AT_HOUR + HOURS;
const AT_BOTH = AT_KIND + UNIT_KINDS.length;
const AT_FIXED = AT_BOTH + GROUPS * HOURS;
const COLUMNS = AT_FIXED + 1;

/**
 * How strongly the fit is held to "as the map says" while it has seen little, in drives. Judgement, tried on seeds 1 to 20
 * of the bench's driver model; the judged campaigns and tests use other seeds.
 */
const PRIOR = { group: 0.3, hour: 0.6, kind: 2, both: 2.5, fixed: 0.5, smooth: 2.5 } as const;
const ROUNDS = 4;
/** Residuals beyond this many median deviations count less (a stop for tea says nothing about traffic). */
const HUBER = 2;

/** Coefficients of log(driven / free flow). */
export type DriveFit = Float64Array;

/** The facts of a drive that travel time depends on. */
export type DriveFacts = Pick<DriveSample, 'groupS' | 'kind' | 'rollingAtMs'>;

/**
 * Learns log(driven / free flow) as group + hour + unit kind + group x hour + fixed cost: ridge regression with
 * neighbouring hours tied together, outliers weighed down. Deterministic.
 */
export function fitDrives(samples: readonly DriveSample[]): DriveFit {
  const rows = samples.map((sample) => ({
    ...columnsOf(sample),
    y: Math.log(sample.drivenS / freeFlowS(sample.groupS)),
  }));
  let weights = rows.map(() => 1);
  let fit: DriveFit = new Float64Array(COLUMNS);
  for (let round = 0; round < ROUNDS; round++) {
    const normal = priorMatrix();
    const right = new Float64Array(COLUMNS);
    for (const [i, { at, value, y }] of rows.entries()) {
      const weight = weights[i] ?? 0;
      for (const [a, column] of at.entries()) {
        const share = weight * (value[a] ?? 0);
        right[column] = (right[column] ?? 0) + share * y;
        for (const [b, other] of at.entries()) {
          const cell = column * COLUMNS + other;
          normal[cell] = (normal[cell] ?? 0) + share * (value[b] ?? 0);
        }
      }
    }
    fit = solveSymmetric(normal, right);
    const residuals = rows.map(({ at, value, y }) => Math.abs(y - dot(fit, at, value)));
    const limit = HUBER * Math.max(0.01, 1.4826 * medianOf(residuals));
    weights = residuals.map((r) => (r <= limit ? 1 : limit / r));
  }
  return fit;
}

/** Expected log(driven / free flow) of a drive. */
export function logRatio(fit: DriveFit, facts: DriveFacts): number {
  const { at, value } = columnsOf(facts);
  return dot(fit, at, value);
}

/** A fit at one moment, spread out for asking about thousands of units: log(driven / free flow) = shares . group + kind + fixed. */
export interface DriveRates {
  readonly group: readonly number[];
  readonly kind: Readonly<Record<UnitKind, number>>;
  readonly fixed: number;
  /** No drive is expected to take less than this share of its free flow. */
  readonly least: number;
}

/** The rates at one moment. */
export function ratesAt(fit: DriveFit, atMs: number): DriveRates {
  const hours = hoursAt(atMs);
  const read = (from: number): number =>
    hours.reduce((sum, [h, part]) => sum + part * (fit[from + h] ?? 0), 0);
  const common = read(AT_HOUR);
  const group = ROAD_GROUPS.map((_, g) => (fit[g] ?? 0) + common + read(AT_BOTH + g * HOURS));
  const kinds = UNIT_KINDS.map((kind) => [kind, fit[AT_KIND + kindIndex(kind)] ?? 0] as const);
  const fixed = fit[AT_FIXED] ?? 0;
  const least = Math.exp(
    Math.min(...group) + Math.min(...kinds.map(([, log]) => log)) + Math.min(0, 2 * fixed),
  );
  return { group, kind: recordOf(kinds), fixed, least };
}

/**
 * Median seconds of a drive at the rates' moment: the same as through `logRatio`, an order of magnitude cheaper. `wholeS`:
 * free-flow seconds of the whole drive when `groupS` is what is left of one, so that setting off is not paid for twice.
 */
export function ratedS(
  rates: DriveRates,
  groupS: readonly number[],
  kind: UnitKind,
  wholeS: number = 0,
): number {
  const total = freeFlowS(groupS);
  let log = rates.kind[kind] + rates.fixed * Math.min(2, 60 / Math.max(total, wholeS));
  for (let g = 0; g < GROUPS; g++) log += ((groupS[g] ?? 0) / total) * (rates.group[g] ?? 0);
  return total * Math.exp(log);
}

/** Free-flow seconds on the road, never 0. */
export function freeFlowS(groupS: readonly number[]): number {
  return Math.max(
    1,
    groupS.reduce((sum, seconds) => sum + seconds, 0),
  );
}

function columnsOf({ groupS, kind, rollingAtMs }: DriveFacts): { at: number[]; value: number[] } {
  const total = freeFlowS(groupS);
  const hours = hoursAt(rollingAtMs);
  const at = [AT_KIND + kindIndex(kind), AT_FIXED];
  const value = [1, Math.min(2, 60 / total)];
  for (const [h, part] of hours) {
    at.push(AT_HOUR + h);
    value.push(part);
  }
  for (let g = 0; g < GROUPS; g++) {
    const share = (groupS[g] ?? 0) / total;
    if (share === 0) continue;
    at.push(g);
    value.push(share);
    for (const [h, part] of hours) {
      at.push(AT_BOTH + g * HOURS + h);
      value.push(share * part);
    }
  }
  return { at, value };
}

/** The hours of the day (UTC: a fixed shift of any local one) a moment belongs to: between two middles both count. */
function hoursAt(atMs: number): readonly (readonly [hour: number, part: number])[] {
  const clock = (((atMs / HOUR_MS - 0.5) % HOURS) + HOURS) % HOURS;
  const hour = Math.floor(clock);
  return [
    [hour, 1 - (clock - hour)],
    [(hour + 1) % HOURS, clock - hour],
  ];
}

function recordOf(kinds: readonly (readonly [UnitKind, number])[]): Readonly<Record<UnitKind, number>> {
  const of = (kind: UnitKind): number => kinds.find(([name]) => name === kind)?.[1] ?? 0;
  return {
    patrol: of('patrol'),
    station: of('station'),
    'plain-clothes': of('plain-clothes'),
    'centre-squad': of('centre-squad'),
    expressway: of('expressway'),
    auxiliary: of('auxiliary'),
  };
}

function kindIndex(kind: UnitKind): number {
  return UNIT_KINDS.indexOf(kind);
}

function dot(fit: DriveFit, at: readonly number[], value: readonly number[]): number {
  return at.reduce((sum, column, i) => sum + (fit[column] ?? 0) * (value[i] ?? 0), 0);
}

function priorMatrix(): Float64Array {
  const prior = new Float64Array(COLUMNS * COLUMNS);
  const add = (a: number, b: number, amount: number): void => {
    prior[a * COLUMNS + b] = (prior[a * COLUMNS + b] ?? 0) + amount;
  };
  const hold = (from: number, count: number, amount: number): void => {
    for (let i = from; i < from + count; i++) add(i, i, amount);
  };
  const tie = (from: number, amount: number): void => {
    for (let h = 0; h < HOURS; h++) {
      const [a, b] = [from + h, from + ((h + 1) % HOURS)];
      add(a, a, amount);
      add(b, b, amount);
      add(a, b, -amount);
      add(b, a, -amount);
    }
  };
  hold(0, GROUPS, PRIOR.group);
  hold(AT_HOUR, HOURS, PRIOR.hour);
  hold(AT_KIND, UNIT_KINDS.length, PRIOR.kind);
  hold(AT_BOTH, GROUPS * HOURS, PRIOR.both);
  hold(AT_FIXED, 1, PRIOR.fixed);
  tie(AT_HOUR, PRIOR.smooth);
  for (let g = 0; g < GROUPS; g++) tie(AT_BOTH + g * HOURS, PRIOR.smooth);
  return prior;
}
