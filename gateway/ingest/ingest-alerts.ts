import type { AlertRow, IngestResult } from '../../shared/contract/ingest.ts';
import { alertRowSchema } from '../../shared/contract/ingest.ts';
import type { PlaceBelief } from '../../shared/domain/belief.ts';
import type { AlertRaised, EventDraft } from '../../shared/domain/event.ts';
import { toWgs84 } from '../../shared/geo/datum.ts';
import type { IngestDeps } from './ingest-deps.ts';
import type { Candidate, RowOutcome } from './keyed-rows.ts';
import { storeKeyedRows } from './keyed-rows.ts';
import { rawSourceId, rejectedRow, schemaErrors, timeError } from './row-result.ts';

/** A place as it is sent: like a belief, with a datum and without a source. */
export type SentPlace = NonNullable<AlertRow['place']>;

/** The belief a sent place amounts to; `atMs` is used when the sender gave no time. */
export function beliefOf(place: SentPlace, source: string, atMs: number): PlaceBelief {
  const { datum, ...rest } = place;
  const [lon, lat] = toWgs84(place.lon, place.lat, datum);
  return { ...rest, lon, lat, source, atMs: place.atMs ?? atMs };
}

/** POST /v1/alerts: every accepted row raises one alert. */
export async function ingestAlerts(deps: IngestDeps, rows: readonly unknown[]): Promise<IngestResult[]> {
  const nowMs = deps.nowMs();
  const candidates = rows.map((row): Candidate<AlertRow> => {
    const parsed = alertRowSchema.safeParse(row);
    return parsed.success
      ? { row: parsed.data }
      : { result: rejectedRow(rawSourceId(row), schemaErrors(parsed.error)) };
  });
  const results = await storeKeyedRows(deps, 'alerts', candidates, (row) => raise(row, deps, nowMs));
  candidates.forEach((candidate, index) => {
    const result = results[index];
    if ('row' in candidate && result !== undefined)
      deps.health.count(candidate.row.source, result.status, nowMs);
  });
  return results;
}

function raise(row: AlertRow, deps: IngestDeps, nowMs: number): RowOutcome {
  const atMs = row.atMs ?? nowMs;
  const errors = [
    timeError('atMs', atMs, nowMs),
    row.place?.atMs === undefined ? undefined : timeError('place.atMs', row.place.atMs, nowMs),
  ].filter((error) => error !== undefined);
  if (errors.length > 0) return { ok: false, errors };
  const { atMs: _sentAtMs, place, clock, ...facts } = row;
  const alertId = deps.newId('alert');
  const data: AlertRaised = {
    ...facts,
    alertId,
    clock: clock ?? { kind: 'unknown', sinceMs: atMs },
    ...(place === undefined ? {} : { place: beliefOf(place, row.source, atMs) }),
  };
  const draft: EventDraft = { kind: 'alert/raised', atMs, actor: { type: 'source', id: row.source }, data };
  return { ok: true, id: alertId, drafts: [draft] };
}
