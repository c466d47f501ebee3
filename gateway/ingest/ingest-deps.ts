import type { IngestResult } from '../../shared/contract/ingest.ts';
import type { NewId } from '../commands/id-source.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { StreamWriter } from '../ledger/stream-writer.ts';
import type { SourceDatums } from './source-datums.ts';
import type { SourceHealth } from './source-health.ts';

/** A fix as accepted: WGS-84, of a registered unit. */
export interface AcceptedFix {
  readonly slot: number;
  readonly atMs: number;
  readonly lon: number;
  readonly lat: number;
  readonly headingDeg?: number | undefined;
  readonly speedMps?: number | undefined;
}

/** Takes accepted fixes; resolves when they may be acknowledged. */
export type FixSink = (fixes: readonly AcceptedFix[]) => Promise<void>;

export interface IngestDeps {
  readonly ledger: Ledger;
  readonly writer: StreamWriter;
  readonly nowMs: () => number;
  readonly newId: NewId;
  readonly health: SourceHealth;
  readonly onFixes: FixSink;
  /** Absent where there are no roads to compare positions with. */
  readonly datums?: SourceDatums | undefined;
}

/** Judges rows one by one; a bad row never refuses its neighbours. Results are in row order. */
export type IngestRows = (rows: readonly unknown[]) => Promise<IngestResult[]>;

/** The endpoints that take rows. */
export const INGEST_ENDPOINTS = ['alerts', 'positions', 'sightings'] as const;
export type IngestEndpoint = (typeof INGEST_ENDPOINTS)[number];
