import type { IngestResult, PositionRow } from '../../shared/contract/ingest.ts';
import { positionRowSchema } from '../../shared/contract/ingest.ts';
import { toWgs84 } from '../../shared/geo/datum.ts';
import type { AcceptedFix, IngestDeps, IngestRows } from './ingest-deps.ts';
import { rejectedRow, schemaErrors, timeError } from './row-result.ts';
import type { DeclaredFix } from './source-datums.ts';

const UNNAMED_SOURCE = 'positions';

/** What a batch brought in: as stored, and as it was sent. */
interface Batch {
  readonly accepted: AcceptedFix[];
  readonly declared: DeclaredFix[];
}

/**
 * POST /v1/positions. A fix is keyed by unit and time; it is compared with the newest fix of its unit: the same again is a
 * duplicate, another place at the same time a conflict. Older fixes are recorded, not displayed.
 */
export function createPositionIngest(deps: IngestDeps): IngestRows {
  const newest = new Map<number, AcceptedFix>();

  const judge = (row: unknown, nowMs: number, batch: Batch): IngestResult => {
    const parsed = positionRowSchema.safeParse(row);
    if (!parsed.success) return rejectedRow(rowId(row), schemaErrors(parsed.error));
    const { data } = parsed;
    const sourceId = data.sourceId ?? `${data.unitId}@${data.atMs}`;
    const unit = deps.writer.state().units[data.unitId];
    if (unit === undefined) {
      const message = `no unit ${data.unitId} is registered here`;
      return rejectedRow(sourceId, [{ path: 'unitId', code: 'unknown-unit', message }]);
    }
    const late = timeError('atMs', data.atMs, nowMs);
    if (late !== undefined) return rejectedRow(sourceId, [late]);
    const fix = fixOf(data, unit.slot);
    const last = newest.get(unit.slot);
    if (last?.atMs === fix.atMs) {
      if (isSame(last, fix)) return { sourceId, status: 'duplicate' };
      const message = `unit ${data.unitId} was elsewhere at ${data.atMs}`;
      return { sourceId, status: 'conflict', errors: [{ path: 'atMs', code: 'conflict', message }] };
    }
    if (last === undefined || fix.atMs > last.atMs) newest.set(unit.slot, fix);
    batch.accepted.push(fix);
    const source = deps.health.nameOf(data.source ?? UNNAMED_SOURCE);
    batch.declared.push({ ...data, source, unit: unit.slot });
    return { sourceId, status: 'accepted' };
  };

  return async (rows) => {
    const nowMs = deps.nowMs();
    const batch: Batch = { accepted: [], declared: [] };
    const results = rows.map((row) => {
      const result = judge(row, nowMs, batch);
      deps.health.count(sourceOf(row), result.status, nowMs);
      return result;
    });
    deps.datums?.offer(batch.declared);
    if (batch.accepted.length > 0) await deps.onFixes(batch.accepted);
    return results;
  };
}

function fixOf(row: PositionRow, slot: number): AcceptedFix {
  const [lon, lat] = toWgs84(row.lon, row.lat, row.datum);
  return { slot, atMs: row.atMs, lon, lat, headingDeg: row.headingDeg, speedMps: row.speedMps };
}

function isSame(a: AcceptedFix, b: AcceptedFix): boolean {
  return a.lon === b.lon && a.lat === b.lat && a.headingDeg === b.headingDeg && a.speedMps === b.speedMps;
}

function rowId(row: unknown): string {
  if (typeof row !== 'object' || row === null) return '';
  if ('sourceId' in row && typeof row.sourceId === 'string') return row.sourceId.slice(0, 128);
  const unitId = 'unitId' in row && typeof row.unitId === 'string' ? row.unitId.slice(0, 128) : '';
  const atMs = 'atMs' in row && typeof row.atMs === 'number' ? row.atMs : '';
  return `${unitId}@${atMs}`;
}

function sourceOf(row: unknown): string {
  if (typeof row !== 'object' || row === null || !('source' in row)) return UNNAMED_SOURCE;
  return typeof row.source === 'string' && row.source.length > 0 ? row.source.slice(0, 128) : UNNAMED_SOURCE;
}
