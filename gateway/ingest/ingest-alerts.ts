import type { AlertRow, IngestResult } from '../../shared/contract/ingest.ts';
import { alertRowSchema } from '../../shared/contract/ingest.ts';
import { parseAmount } from '../../shared/domain/amount.ts';
import type { LocalText, PlaceBelief } from '../../shared/domain/belief.ts';
import type { AlertRaised, EventDraft } from '../../shared/domain/event.ts';
import { tidyPerson } from '../../shared/domain/tidy-person.ts';
import { toWgs84 } from '../../shared/geo/datum.ts';
import type { IngestDeps } from './ingest-deps.ts';
import type { Candidate, RowOutcome } from './keyed-rows.ts';
import { storeKeyedRows } from './keyed-rows.ts';
import { type RowError, rawSourceId, rejectedRow, schemaErrors, timeError } from './row-result.ts';

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
  const results = await storeKeyedRows(deps, 'alerts', candidates, (row, state) =>
    raise(row, deps, nowMs, state.mode === 'drill'),
  );
  candidates.forEach((candidate, index) => {
    const result = results[index];
    if ('row' in candidate && result !== undefined)
      deps.health.count(candidate.row.source, result.status, nowMs);
  });
  return results;
}

function raise(row: AlertRow, deps: IngestDeps, nowMs: number, isDrill: boolean): RowOutcome {
  const atMs = row.atMs ?? nowMs;
  const errors = [
    timeError('atMs', atMs, nowMs),
    row.place?.atMs === undefined ? undefined : timeError('place.atMs', row.place.atMs, nowMs),
  ].filter((error) => error !== undefined);
  if (errors.length > 0) return { ok: false, errors };
  const { atMs: _sentAtMs, place, clock, amount: _amount, subject: _subject, ...facts } = row;
  const read = readWritten(row, isDrill);
  const alertId = deps.newId('alert');
  const data: AlertRaised = {
    ...facts,
    ...read.facts,
    alertId,
    clock: clock ?? { kind: 'unknown', sinceMs: atMs },
    ...(place === undefined ? {} : { place: beliefOf(place, row.source, atMs) }),
  };
  const draft: EventDraft = { kind: 'alert/raised', atMs, actor: { type: 'source', id: row.source }, data };
  return { ok: true, id: alertId, drafts: [draft], doubts: read.doubts };
}

/**
 * What people wrote: the amount in words, phone and plate. Nothing unreadable refuses an alert, somebody may be about to
 * pay: the field stays as it came (an amount goes into the reason) and the sender is told.
 */
function readWritten(
  { amount, subject, reason }: AlertRow,
  isDrill: boolean,
): { readonly facts: Partial<AlertRaised>; readonly doubts: readonly RowError[] } {
  const doubts: RowError[] = [];
  const facts: { -readonly [K in keyof AlertRaised]?: AlertRaised[K] } = {};
  if (typeof amount === 'string') {
    const read = parseAmount(amount);
    if (read.ok) facts.amount = { fen: read.value.fen, currency: 'CNY' };
    else {
      const { code, message } = read.error;
      doubts.push({
        path: 'amount',
        code: 'not-understood',
        message: `${code}: ${message.en ?? message.zh}`,
      });
      facts.reason = withRemark(reason, amount);
    }
  } else if (amount !== undefined) facts.amount = amount;
  if (subject !== undefined) {
    const tidy = tidyPerson(subject, isDrill);
    facts.subject = tidy.person;
    for (const { field, message } of tidy.problems)
      doubts.push({ path: `subject.${field}`, code: 'not-understood', message: message.en ?? message.zh });
  }
  return { facts, doubts };
}

const MAX_TEXT = 2000;

function withRemark(reason: LocalText, amount: string): LocalText {
  const zh = `${reason.zh}（金额原文：“${amount}”）`.slice(0, MAX_TEXT);
  if (reason.en === undefined) return { zh };
  return { zh, en: `${reason.en} (amount as sent: “${amount}”)`.slice(0, MAX_TEXT) };
}
