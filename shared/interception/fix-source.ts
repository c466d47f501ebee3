import type { Fix, FixColumns } from '../contract/planner.ts';
import { type PositionColumns, UNKNOWN_U16 } from '../contract/position-frame.ts';

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

/** One row as it comes over the wire: to 1e-7 degrees, hundredths of a degree, centimetres a second. */
export function fixOfRow(columns: PositionColumns, row: number): Fix {
  const known = (value: number | undefined): number | undefined =>
    value === undefined || value === UNKNOWN_U16 ? undefined : value / 100;
  return {
    lon: (columns.lonE7[row] ?? 0) / 1e7,
    lat: (columns.latE7[row] ?? 0) / 1e7,
    atMs: columns.atMs[row] ?? 0,
    speedMps: known(columns.speedCmps[row]),
    headingDeg: known(columns.headingCdeg[row]),
  };
}

/** Lookup in a list with one fix a slot. */
export function latestFixes(columns: PositionColumns): FixOf {
  const rows = new Map<number, number>();
  for (let row = 0; row < columns.count; row++) rows.set(columns.slot[row] ?? 0, row);
  return (slot) => {
    const row = rows.get(slot);
    return row === undefined ? undefined : fixOfRow(columns, row);
  };
}

/** Reads columns; rows without a finite place and time count as no fix. */
export function fixesFromColumns(columns: FixColumns): FixOf {
  const beforeOf = columns.before === undefined ? undefined : fixesFromColumns(columns.before);
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
      before: beforeOf?.(slot),
    };
  };
}

/** Columns filled from a lookup, for callers that hold fixes in another shape. */
export function columnsFromFixes(slotCount: number, fixOf: FixOf): FixColumns {
  const columns = emptyFixColumns(slotCount);
  const befores: (Fix | undefined)[] = [];
  let hasBefore = false;
  for (let slot = 0; slot < slotCount; slot++) {
    const fix = fixOf(slot);
    if (fix !== undefined) putFix(columns, slot, fix);
    befores.push(fix?.before);
    hasBefore ||= fix?.before !== undefined;
  }
  return hasBefore ? { ...columns, before: columnsFromFixes(slotCount, (slot) => befores[slot]) } : columns;
}

function finiteOrUndefined(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}
