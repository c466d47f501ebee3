import type { Band } from '../../shared/domain/race.ts';

/** Where things stand on a race bar, in percent of its width; the left end is now. */
export interface RaceGeometry {
  readonly duePct: number;
  readonly dueBand: readonly [number, number];
  readonly arrivalPct: number | undefined;
  readonly arrivalBand: readonly [number, number] | undefined;
}

const SHORTEST_MS = 60_000;

/** Lays out one race. The right end is the money, or the arrival when that comes later; undefined without a clock. */
export function raceGeometry(
  nowMs: number,
  dueMs: Band | undefined,
  arrivalMs: Band | undefined,
): RaceGeometry | undefined {
  if (dueMs === undefined) return undefined;
  const endMs = Math.max(
    dueMs.mid,
    arrivalMs?.mid ?? 0,
    Math.min(arrivalMs?.high ?? 0, dueMs.mid + 2 * SHORTEST_MS),
  );
  const spanMs = Math.max(SHORTEST_MS, endMs - nowMs);
  const pct = (atMs: number): number => Math.min(100, Math.max(0, ((atMs - nowMs) / spanMs) * 100));
  return {
    duePct: pct(dueMs.mid),
    dueBand: [pct(dueMs.low), pct(dueMs.high)],
    arrivalPct: arrivalMs === undefined ? undefined : pct(arrivalMs.mid),
    arrivalBand: arrivalMs === undefined ? undefined : [pct(arrivalMs.low), pct(arrivalMs.high)],
  };
}
