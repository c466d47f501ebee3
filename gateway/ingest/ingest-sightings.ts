import type { IngestResult, SightingRow } from '../../shared/contract/ingest.ts';
import { sightingRowSchema } from '../../shared/contract/ingest.ts';
import type { Actor } from '../../shared/domain/entities.ts';
import type { EventDraft } from '../../shared/domain/event.ts';
import type { State } from '../../shared/domain/state.ts';
import { beliefOf } from './ingest-alerts.ts';
import type { IngestDeps } from './ingest-deps.ts';
import type { Candidate, RowOutcome } from './keyed-rows.ts';
import { storeKeyedRows } from './keyed-rows.ts';
import type { RowError } from './row-result.ts';
import { rawSourceId, rejectedRow, schemaErrors, timeError } from './row-result.ts';

/**
 * POST /v1/sightings: where the person of an open incident was seen. It becomes a belief (and a note, with text).
 * A sighting for an alert nobody has promoted is refused with `no-incident`: the alert itself carries its place.
 */
export async function ingestSightings(deps: IngestDeps, rows: readonly unknown[]): Promise<IngestResult[]> {
  const nowMs = deps.nowMs();
  const candidates = rows.map((row): Candidate<SightingRow> => {
    const parsed = sightingRowSchema.safeParse(row);
    return parsed.success
      ? { row: parsed.data }
      : { result: rejectedRow(rawSourceId(row), schemaErrors(parsed.error)) };
  });
  const results = await storeKeyedRows(deps, 'sightings', candidates, (row, state) =>
    judge(row, state, deps, nowMs),
  );
  candidates.forEach((candidate, index) => {
    const result = results[index];
    if ('row' in candidate && result !== undefined)
      deps.health.count(candidate.row.source, result.status, nowMs);
  });
  return results;
}

async function judge(row: SightingRow, state: State, deps: IngestDeps, nowMs: number): Promise<RowOutcome> {
  const atMs = row.place.atMs ?? nowMs;
  const late = timeError('place.atMs', atMs, nowMs);
  if (late !== undefined) return { ok: false, errors: [late] };
  const found = await findIncident(row, state, deps);
  if (typeof found !== 'string') return { ok: false, errors: [found] };
  const incidentId = found;
  const actor: Actor = { type: 'source', id: row.source };
  const place = beliefOf(row.place, row.source, atMs);
  const drafts: EventDraft[] = [
    { kind: 'incident/believed', atMs: nowMs, actor, data: { incidentId, place } },
  ];
  if (row.text !== undefined) {
    const noteId = deps.newId('note');
    drafts.push({ kind: 'incident/noted', atMs: nowMs, actor, data: { incidentId, noteId, text: row.text } });
  }
  return { ok: true, id: deps.newId('sighting'), drafts };
}

/** The open incident a row means: by its id, or by the source key of its alert. */
async function findIncident(row: SightingRow, state: State, deps: IngestDeps): Promise<string | RowError> {
  const path = row.incidentId === undefined ? 'alert' : 'incidentId';
  let incidentId = row.incidentId;
  if (incidentId === undefined) {
    if (row.alert === undefined)
      return {
        path,
        code: 'missing',
        message: 'name the incident by incidentId, or its alert by source and sourceId',
      };
    const record = await deps.ledger.sourceRecord(deps.writer.stream, { endpoint: 'alerts', ...row.alert });
    const alert = record === undefined ? undefined : state.alerts[record.id];
    if (alert === undefined)
      return {
        path,
        code: 'unknown-alert',
        message: `no alert ${row.alert.sourceId} came from ${row.alert.source}`,
      };
    if (alert.incidentId === undefined) {
      const message = `alert ${alert.alertId} is ${alert.state} and has no incident: send the sighting again once it has`;
      return { path, code: 'no-incident', message };
    }
    incidentId = alert.incidentId;
  }
  const incident = state.incidents[incidentId];
  if (incident === undefined)
    return { path, code: 'unknown-incident', message: `there is no incident ${incidentId}` };
  return incident.closedAtMs === undefined
    ? incidentId
    : { path, code: 'incident-closed', message: `incident ${incidentId} is closed` };
}
