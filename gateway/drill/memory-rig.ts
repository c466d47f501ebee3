import { resolve } from 'node:path';
import type { DrillName } from '../../shared/domain/drill-names.ts';
import type { LedgerEvent } from '../../shared/domain/event.ts';
import type { State } from '../../shared/domain/state.ts';
import { must } from '../../shared/kit/invariant.ts';
import { type Log, silentLog } from '../../shared/kit/log.ts';
import { createRng } from '../../shared/kit/rng.ts';
import { createCommandService } from '../commands/command-service.ts';
import { createSeededIds } from '../commands/id-source.ts';
import type { AcceptedFix } from '../ingest/ingest-deps.ts';
import { createIngestService } from '../ingest/ingest-service.ts';
import { SourceHealth } from '../ingest/source-health.ts';
import { createMemoryLedger } from '../ledger/memory-ledger.ts';
import { StreamWriter } from '../ledger/stream-writer.ts';
import { createGatewayPort, type GatewayPort } from '../serve/gateway-port.ts';
import { DRILL_EPOCH_MS } from './drill-epoch.ts';
import { type DrillRegion, readDrillRegion } from './drill-region.ts';
import { createDrill, type Drill } from './engine.ts';
import type { IngestClient } from './ingest-client.ts';
import { createRealTime } from './real-time.ts';
import { createVirtualClock } from './virtual-clock.ts';

/**
 * For tests: a drill over the gateway's own commands, ingest rules and fold, with the ledger in memory and neither
 * network nor planner. The whole stack is exercised by tests/drill.
 */
export interface MemoryRig {
  readonly drill: Drill;
  readonly port: GatewayPort;
  readonly ingest: IngestClient;
  readonly events: readonly LedgerEvent[];
  /** Every accepted fix in order. */
  readonly fixes: readonly AcceptedFix[];
  readonly complaints: readonly string[];
  state(): State;
  /** Moves drill time on by so many seconds, everything acknowledged. */
  advance(seconds: number): Promise<void>;
}

const REGION_DIR = resolve(import.meta.dirname, '../../regions/jinan');
let cached: DrillRegion | undefined;

/** The Jinan pack, read once per process. */
export function jinan(): DrillRegion {
  cached ??= readDrillRegion(REGION_DIR);
  return cached;
}

/** A started drill standing at its first moment; time moves by `advance` only. */
export async function startMemoryRig(
  name: DrillName,
  seed: number,
  rate = 1,
  region = jinan(),
): Promise<MemoryRig> {
  const complaints: string[] = [];
  const complain = (message: string, fields?: Readonly<Record<string, unknown>>): void => {
    complaints.push(`${message} ${JSON.stringify(fields ?? {})}`);
  };
  const log: Log = { ...silentLog, warn: complain, error: complain, child: () => log };
  const clock = createVirtualClock(DRILL_EPOCH_MS);
  const nowMs = (): number => clock.nowMs();
  const newId = createSeededIds(createRng(seed));
  const ledger = createMemoryLedger({ nowMs, newId: () => newId('event') }, log);
  const writer = await StreamWriter.open('test-drill', ledger, log);
  const commands = createCommandService({
    ledger,
    writer,
    nowMs,
    newId,
    estimateArrival: () => Promise.resolve(undefined),
    log,
  });
  const port = createGatewayPort(writer, commands, { type: 'drill', id: name });
  const events: LedgerEvent[] = [];
  const fixes: AcceptedFix[] = [];
  port.subscribe((event) => void events.push(event));
  const onFixes = (accepted: readonly AcceptedFix[]): Promise<void> => {
    fixes.push(...accepted);
    return Promise.resolve();
  };
  const service = createIngestService({ ledger, writer, nowMs, newId, health: new SourceHealth(), onFixes });
  const ingest: IngestClient = {
    alert: async (row) => checked((await service.alerts([row]))[0]),
    sighting: async (row) => checked((await service.sightings([row]))[0]),
    positions: (rows) => service.positions(rows),
    close: () => undefined,
  };
  const checked = <T extends { readonly status: string }>(result: T | undefined): T => {
    const known = must(result, 'no result');
    if (known.status === 'rejected' || known.status === 'conflict') complain('row refused', { ...known });
    return known;
  };
  const drill = createDrill(
    { name, seed, speed: 0, rate, region, port, ingest, clock, real: createRealTime(), log },
    // the pacer's run ends where it begins: time is moved by the test alone
    DRILL_EPOCH_MS,
  );
  await drill.start();
  return {
    drill,
    port,
    ingest,
    events,
    fixes,
    complaints,
    state: () => port.state(),
    advance: (seconds) => clock.advanceTo(clock.nowMs() + seconds * 1000),
  };
}
