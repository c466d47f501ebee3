import type { PositionColumns } from '../../shared/contract/position-frame.ts';
import { createColumns, UNKNOWN_U16 } from '../../shared/contract/position-frame.ts';
import type { AcceptedFix } from '../ingest/ingest-deps.ts';

/** Writes one fix into row `row`: 1e-7 degrees, hundredths of a degree, centimetres a second. */
export function writeFix(columns: PositionColumns, row: number, fix: AcceptedFix): void {
  columns.atMs[row] = fix.atMs;
  columns.slot[row] = fix.slot;
  columns.lonE7[row] = Math.round(fix.lon * 1e7);
  columns.latE7[row] = Math.round(fix.lat * 1e7);
  columns.headingCdeg[row] =
    fix.headingDeg === undefined ? UNKNOWN_U16 : Math.round((fix.headingDeg % 360) * 100);
  columns.speedCmps[row] =
    fix.speedMps === undefined ? UNKNOWN_U16 : Math.min(UNKNOWN_U16 - 1, Math.round(fix.speedMps * 100));
}

/** A block of exactly these fixes. */
export function columnsOf(fixes: readonly AcceptedFix[]): PositionColumns {
  const columns = createColumns(fixes.length);
  fixes.forEach((fix, row) => writeFix(columns, row, fix));
  return columns;
}
