import type { Fix, FixColumns } from '../contract/planner.ts';

/** Latest fix of a slot at the moment that is being planned; undefined = none. */
export type FixOf = (slot: number) => Fix | undefined;

/** Columns for `slotCount` slots without any fix. The caller owns and may write them. */
export function emptyFixColumns(slotCount: number): FixColumns {
  const column = (): Float64Array => new Float64Array(slotCount).fill(Number.NaN);
  return { lon: column(), lat: column(), atMs: column(), speedMps: column(), headingDeg: column() };
}

/** Writes one fix into its row; a slot outside the columns is ignored. */
export function putFix(columns: FixColumns, slot: number, fix: Fix): void {
  columns.lon[slot] = fix.lon;
  columns.lat[slot] = fix.lat;
  columns.atMs[slot] = fix.atMs;
  columns.speedMps[slot] = fix.speedMps ?? Number.NaN;
  columns.headingDeg[slot] = fix.headingDeg ?? Number.NaN;
}

/** Reads columns; rows without a finite place and time count as no fix. */
export function fixesFromColumns(columns: FixColumns): FixOf {
  return (slot) => {
    const lon = columns.lon[slot] ?? Number.NaN;
    const lat = columns.lat[slot] ?? Number.NaN;
    const atMs = columns.atMs[slot] ?? Number.NaN;
    if (!Number.isFinite(lon) || !Number.isFinite(lat) || !Number.isFinite(atMs)) return undefined;
    return {
      lon,
      lat,
      atMs,
      speedMps: finiteOrUndefined(columns.speedMps[slot]),
      headingDeg: finiteOrUndefined(columns.headingDeg[slot]),
    };
  };
}

/** Columns filled from a lookup, for callers that hold fixes in another shape. */
export function columnsFromFixes(slotCount: number, fixOf: FixOf): FixColumns {
  const columns = emptyFixColumns(slotCount);
  for (let slot = 0; slot < slotCount; slot++) {
    const fix = fixOf(slot);
    if (fix !== undefined) putFix(columns, slot, fix);
  }
  return columns;
}

function finiteOrUndefined(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}
