import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createSeededIds } from '../../gateway/commands/id-source.ts';
import { startGateway } from '../../gateway/compose.ts';
import { DRILL_EPOCH_MS } from '../../gateway/drill/drill-epoch.ts';
import { readDrillRegion } from '../../gateway/drill/drill-region.ts';
import { createDrill } from '../../gateway/drill/engine.ts';
import type { DrillSpeed } from '../../gateway/drill/pacer.ts';
import { createRealTime } from '../../gateway/drill/real-time.ts';
import { createVirtualClock } from '../../gateway/drill/virtual-clock.ts';
import { createEstimateArrival } from '../../gateway/planner/estimate.ts';
import { startPlanner } from '../../gateway/planner/planner-client.ts';
import type { DrillName } from '../../shared/domain/drill-names.ts';
import type { State } from '../../shared/domain/state.ts';
import type { Log } from '../../shared/kit/log.ts';
import { silentLog } from '../../shared/kit/log.ts';
import { createRng } from '../../shared/kit/rng.ts';
import { stateHash } from '../../shared/timeline/state-hash.ts';

/** One run of a drill through everything the product has on the gateway's side. */
export interface FullRun {
  readonly state: State;
  readonly hash: string;
  readonly fixes: number;
  readonly realMs: number;
  readonly cpuMs: number;
  readonly achievedRate: number;
  /** Warnings and errors of any part. */
  readonly complaints: readonly string[];
}

const REGION_DIR = resolve(import.meta.dirname, '../../regions/jinan');

/** Plays so many seconds of a drill: SQLite ledger, TLS ingest on loopback, planner worker, lockstep clock. */
export async function playDrill(options: {
  readonly name: DrillName;
  readonly seed: number;
  readonly speed: DrillSpeed;
  readonly rate: number;
  readonly seconds: number;
}): Promise<FullRun> {
  const dataDir = mkdtempSync(join(tmpdir(), 'rampart-drill-'));
  const complaints: string[] = [];
  const complain = (message: string, fields?: Readonly<Record<string, unknown>>): void => {
    complaints.push(`${message} ${JSON.stringify(fields ?? {})}`);
  };
  const log: Log = { ...silentLog, warn: complain, error: complain, child: () => log };
  const clock = createVirtualClock(DRILL_EPOCH_MS);
  const nowMs = (): number => clock.nowMs();
  const planner = startPlanner({ roadsBytes: readFileSync(join(REGION_DIR, 'roads.bin')), log });
  let fixOf: Parameters<typeof createEstimateArrival>[0]['fixOf'] = () => undefined;
  const gateway = await startGateway(
    {
      mode: 'drill',
      region: 'jinan',
      dataDir,
      host: '127.0.0.1',
      ingestPort: 0,
      feedPort: 0,
      drill: { name: options.name, seed: options.seed },
      requestsPerSecond: 5000,
    },
    {
      nowMs,
      rate: () => 1,
      newId: createSeededIds(createRng(options.seed)),
      monotonicMs: () => performance.now(),
      wallMs: () => Date.now(),
      every: (ms, run) => {
        const timer = setInterval(run, ms);
        return () => {
          clearInterval(timer);
        };
      },
      estimateArrival: createEstimateArrival({
        planner,
        fixOf: (slot, atMs) => fixOf(slot, atMs),
        nowMs,
        log,
      }),
      log,
    },
  );
  fixOf = (slot, atMs) => gateway.live.read(slot, atMs);
  let fixes = 0;
  try {
    const { ingestUrl, caFile } = gateway.ready;
    const drill = createDrill(
      {
        ...options,
        region: readDrillRegion(REGION_DIR),
        port: gateway.port,
        ingest: { url: ingestUrl, key: gateway.ingestKey, ca: readFileSync(caFile, 'utf8') },
        clock,
        real: createRealTime(),
        log,
      },
      DRILL_EPOCH_MS + options.seconds * 1000,
    );
    await drill.start();
    const [startMs, startCpu] = [performance.now(), process.cpuUsage()];
    await drill.finished();
    const cpu = process.cpuUsage(startCpu);
    const realMs = performance.now() - startMs;
    const achievedRate = drill.achievedRate();
    await drill.stop();
    const state = gateway.port.state();
    for (let slot = 0; slot < 300; slot++) if (gateway.live.of(slot) !== undefined) fixes++;
    return {
      state,
      hash: stateHash(state),
      fixes,
      realMs,
      cpuMs: (cpu.user + cpu.system) / 1000,
      achievedRate,
      complaints,
    };
  } finally {
    await gateway.close();
    await planner.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
