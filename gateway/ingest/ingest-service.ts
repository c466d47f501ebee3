import { ingestAlerts } from './ingest-alerts.ts';
import type { IngestDeps, IngestEndpoint, IngestRows } from './ingest-deps.ts';
import { createPositionIngest } from './ingest-positions.ts';
import { ingestSightings } from './ingest-sightings.ts';

/** Makes the judges of one stream. They reject only when the ledger fails. */
export function createIngestService(deps: IngestDeps): Readonly<Record<IngestEndpoint, IngestRows>> {
  const positions = createPositionIngest(deps);
  return {
    alerts: (rows) => ingestAlerts(deps, rows),
    positions,
    sightings: (rows) => ingestSightings(deps, rows),
  };
}
