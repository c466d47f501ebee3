import type { PositionRow } from '../../shared/contract/ingest.ts';
import type { UnitKind } from '../../shared/domain/vocabulary.ts';
import { destination } from '../../shared/geo/distance.ts';
import type { Rng } from '../../shared/kit/rng.ts';

/** What a positioning device says of a true place, with the faults real ones have. */

/** Standard deviation of each coordinate, metres. */
export const FIX_SIGMA_M = 5;
/** Share of fixes that repeat the one before, time and all. */
export const STALE_SHARE = 0.03;
/** Share of fixes that lie far off. */
export const JUMP_SHARE = 0.01;
/** Distance band of such a jump, metres. */
export const JUMP_M = [600, 5000] as const;

/** Seconds between two fixes of a unit. */
export function fixPeriodS(kind: UnitKind): number {
  return kind === 'patrol' ? 5 : 15;
}

/** Where a unit truly is. */
export interface TruePlace {
  readonly lon: number;
  readonly lat: number;
  readonly headingDeg: number;
  readonly speedMps: number;
}

/** One reading for the ingest; `previous` is the last one sent by the same device. */
export function readFix(
  rng: Rng,
  unitId: string,
  truth: TruePlace,
  atMs: number,
  previous: PositionRow | undefined,
): PositionRow {
  // every fault is drawn every time, so that one of them never shifts the others
  const isStale = rng.chance(STALE_SHARE);
  const isJump = rng.chance(JUMP_SHARE);
  const jumpM = rng.between(JUMP_M[0], JUMP_M[1]);
  const jumpDeg = rng.between(0, 360);
  const eastM = rng.normal(0, FIX_SIGMA_M);
  const northM = rng.normal(0, FIX_SIGMA_M);
  if (isStale && previous !== undefined) return previous;
  const bearing = (Math.atan2(eastM, northM) * 180) / Math.PI;
  const [lon, lat] = isJump
    ? destination(truth.lon, truth.lat, jumpDeg, jumpM)
    : destination(truth.lon, truth.lat, bearing, Math.hypot(eastM, northM));
  return {
    unitId,
    atMs,
    lon: Number(lon.toFixed(7)),
    lat: Number(lat.toFixed(7)),
    datum: 'wgs84',
    headingDeg: Number(truth.headingDeg.toFixed(1)) % 360,
    speedMps: Number(Math.max(0, truth.speedMps).toFixed(2)),
  };
}
