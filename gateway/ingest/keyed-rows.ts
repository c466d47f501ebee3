import type { IngestResult } from '../../shared/contract/ingest.ts';
import type { EventDraft } from '../../shared/domain/event.ts';
import type { State } from '../../shared/domain/state.ts';
import { hashOf } from '../../shared/kit/hash.ts';
import type { SourceRecord } from '../ledger/ledger.ts';
import type { IngestDeps, IngestEndpoint } from './ingest-deps.ts';
import type { RowError } from './row-result.ts';
import { rejectedRow } from './row-result.ts';

/** A row that fits its schema. */
export interface KeyedRow {
  readonly source: string;
  readonly sourceId: string;
}

/** What a row that is new amounts to. */
export type RowOutcome =
  | {
      readonly ok: true;
      readonly id: string;
      readonly drafts: readonly EventDraft[];
      /** Fields that were not understood and are kept as they came. */
      readonly doubts?: readonly RowError[];
    }
  | { readonly ok: false; readonly errors: readonly RowError[] };

/** A parsed row, or the answer it already has. */
export type Candidate<R extends KeyedRow> = { readonly row: R } | { readonly result: IngestResult };

/**
 * Stores rows that carry a source key, exactly once: the same content again is a duplicate and gets the first id, other
 * content under the same key is a conflict. Events and keys are one transaction. A rejected row leaves no key behind and
 * may be sent again, corrected.
 */
export async function storeKeyedRows<R extends KeyedRow>(
  deps: IngestDeps,
  endpoint: IngestEndpoint,
  candidates: readonly Candidate<R>[],
  judge: (row: R, state: State) => RowOutcome | Promise<RowOutcome>,
): Promise<IngestResult[]> {
  const { ledger, writer } = deps;
  if (candidates.every((candidate) => 'result' in candidate))
    return candidates.flatMap((candidate) => ('result' in candidate ? [candidate.result] : []));
  return writer.write(async (state) => {
    const drafts: EventDraft[] = [];
    const sources: SourceRecord[] = [];
    const results: IngestResult[] = [];
    const inBatch = new Map<string, SourceRecord>();
    for (const candidate of candidates) {
      if ('result' in candidate) {
        results.push(candidate.result);
        continue;
      }
      const { row } = candidate;
      const contentHash = hashOf(row);
      const key = { endpoint, source: row.source, sourceId: row.sourceId };
      const keyText = JSON.stringify([row.source, row.sourceId]);
      const known = inBatch.get(keyText) ?? (await ledger.sourceRecord(writer.stream, key));
      if (known !== undefined) {
        results.push(repeated(row, known, contentHash));
        continue;
      }
      const outcome = await judge(row, state);
      if (!outcome.ok) {
        results.push(rejectedRow(row.sourceId, outcome.errors));
        continue;
      }
      const record = { ...key, contentHash, id: outcome.id };
      inBatch.set(keyText, record);
      sources.push(record);
      drafts.push(...outcome.drafts);
      const doubts = outcome.doubts ?? [];
      results.push({
        sourceId: row.sourceId,
        status: 'accepted',
        id: outcome.id,
        ...(doubts.length === 0 ? {} : { errors: doubts }),
      });
    }
    return { drafts, extras: () => ({ sources }), answer: () => results };
  });
}

function repeated(row: KeyedRow, known: SourceRecord, contentHash: string): IngestResult {
  if (known.contentHash === contentHash) return { sourceId: row.sourceId, status: 'duplicate', id: known.id };
  const message = `source ${row.source} sent sourceId ${row.sourceId} before with other content`;
  return {
    sourceId: row.sourceId,
    status: 'conflict',
    id: known.id,
    errors: [{ path: 'sourceId', code: 'conflict', message }],
  };
}
