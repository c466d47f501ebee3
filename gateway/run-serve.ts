import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Cancel } from '../shared/kit/clock.ts';
import type { Log } from '../shared/kit/log.ts';
import { createRng } from '../shared/kit/rng.ts';
import { decodeRoadGraph, RoadGraphFormatError } from '../shared/roads/graph-codec.ts';
import type { RoadGraph } from '../shared/roads/road-graph.ts';
import { RegionPackError } from '../shared/roads/shape-check.ts';
import { createSeededIds, createTimeIds, type NewId } from './commands/id-source.ts';
import { type Gateway, type ReadyMessage, startGateway } from './compose.ts';
import { DRILL_EPOCH_MS } from './drill/drill-epoch.ts';
import { readDrillRegion } from './drill/drill-region.ts';
import { createDrill, type Drill } from './drill/engine.ts';
import { DrillMixError } from './drill/mix.ts';
import { createRealTime } from './drill/real-time.ts';
import { createVirtualClock } from './drill/virtual-clock.ts';
import { lockFolder } from './folder-lock.ts';
import { createEstimateArrival } from './planner/estimate.ts';
import { startPlanner } from './planner/planner-client.ts';
import { readRegionPack, type RegionPack } from './region-pack.ts';
import type { ServeFlags } from './serve-flags.ts';
import { createLiveDistrict, LiveConfigError, type LiveDistrict } from './setup/live-district.ts';
import { createStderrLog } from './stderr-log.ts';

const LIVE_REQUESTS_PER_SECOND = 200;
/** A drill at top speed posts as fast as it is answered. */
const DRILL_REQUESTS_PER_SECOND = 5_000;

/** Composition root of `serve`: runs until SIGTERM, SIGINT or the parent's disconnect; returns the exit code. */
export async function runServe(flags: ServeFlags): Promise<number> {
  const log = createStderrLog('gateway', flags.logLevel);
  const stopping = whenAskedToStop();
  // The ledger holds personal data: what is made here is for its owner alone.
  process.umask(0o077);
  try {
    const gateway = await start(flags, log);
    announce(gateway.ready);
    const { consoleKey: _secret, ...ready } = gateway.ready;
    log.info('ready', { ...ready });
    const reason = await stopping;
    log.info('stopping', { reason });
    await gateway.close();
    return 0;
  } catch (error) {
    log.error('the gateway cannot run', { error: error instanceof Error ? error.message : String(error) });
    const isInput = [RegionPackError, DrillMixError, LiveConfigError].some((kind) => error instanceof kind);
    return isInput ? 2 : 1;
  } finally {
    // A parent that is still connected would keep this process alive.
    if (process.connected) process.disconnect();
  }
}

/** What runs once started, to be closed in the opposite order. */
interface Running {
  readonly ready: ReadyMessage;
  close(): Promise<void>;
}

async function start(flags: ServeFlags, log: Log): Promise<Running> {
  const base = process.env['INIT_CWD'] ?? process.cwd();
  const regionDir = resolve(base, flags.regionDir);
  const pack = readRegionPack(regionDir);
  const dataDir = resolve(base, flags.dataDir);
  const district =
    flags.config === undefined
      ? undefined
      : createLiveDistrict(resolve(base, flags.config), { dataDir, isRestart: flags.restarted, log });
  const world = flags.mode === 'drill' ? drillWorld(flags, regionDir) : liveWorld(district, dataDir);
  const unlock = lockFolder(dataDir);
  const planner = startPlanner({ roadsBytes: pack.roadsBytes, log: log.child('planner') });
  const closers: (() => Promise<void>)[] = [async () => unlock(), () => planner.close()];
  const close = async (): Promise<void> => {
    for (const one of closers.splice(0).reverse()) await one();
  };
  try {
    let gateway: Gateway | undefined;
    const estimateArrival = createEstimateArrival({
      planner,
      fixOf: (slot, atMs) => gateway?.live.read(slot, atMs),
      nowMs: world.nowMs,
      log: log.child('planner'),
    });
    gateway = await startGateway(
      {
        mode: flags.mode,
        region: pack.name,
        dataDir,
        host: district?.config.listen ?? '127.0.0.1',
        names: district?.config.names,
        isAlone: flags.mode === 'live' && !flags.localConsole,
        ingestPort: flags.ingestPort ?? district?.config.ports.ingest ?? 0,
        feedPort: flags.feedPort ?? district?.config.ports.feed ?? 0,
        drill: flags.mode === 'drill' ? { name: flags.drill, seed: flags.seed } : undefined,
        requestsPerSecond: world.requestsPerSecond,
      },
      {
        nowMs: world.nowMs,
        rate: world.rate,
        newId: world.newId,
        monotonicMs: () => performance.now(),
        wallMs: () => Date.now(),
        every: repeat,
        estimateArrival,
        roads: readRoads(pack, log),
        ...(district === undefined
          ? {}
          : {
              directory: () => district.directoryAt(world.nowMs()),
              districtAlarm: () => district.alarm(),
            }),
        log,
      },
    );
    closers.push(gateway.close);
    const stopDrill = await world.begin(gateway, log);
    closers.push(stopDrill);
    return { ready: gateway.ready, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A damaged file costs the comparison with the roads, not the gateway: alerts still come in. */
function readRoads(pack: RegionPack, log: Log): RoadGraph | undefined {
  try {
    return decodeRoadGraph(pack.roadsBytes);
  } catch (error) {
    if (!(error instanceof RoadGraphFormatError)) throw error;
    log.error('roads.bin is not readable, so no datum is checked', { error: error.message });
    return undefined;
  }
}

/** Time, ids and what happens by itself: the machine's, or a drill's. */
interface ServedWorld {
  readonly nowMs: () => number;
  readonly rate: () => number;
  readonly newId: NewId;
  readonly requestsPerSecond: number;
  /** Called once the gateway listens; resolves to what stops it. */
  begin(gateway: Gateway, log: Log): Promise<() => Promise<void>>;
}

function liveWorld(district: LiveDistrict | undefined, dataDir: string): ServedWorld {
  const nowMs = (): number => Date.now();
  return {
    nowMs,
    rate: () => 1,
    newId: createTimeIds(nowMs, randomBytes),
    requestsPerSecond: LIVE_REQUESTS_PER_SECOND,
    begin: async (gateway, log) => {
      if (district === undefined) return () => Promise.resolve();
      return district.keepUnits(gateway.port, {
        offFile: join(dataDir, 'off-duty.json'),
        nowMs,
        every: repeat,
        log,
      });
    },
  };
}

function drillWorld(flags: ServeFlags, regionDir: string): ServedWorld {
  const region = readDrillRegion(regionDir);
  const clock = createVirtualClock(DRILL_EPOCH_MS);
  let drill: Drill | undefined;
  return {
    nowMs: () => clock.nowMs(),
    rate: () => feedRate(drill),
    newId: createSeededIds(createRng(flags.seed).fork('gateway')),
    requestsPerSecond: DRILL_REQUESTS_PER_SECOND,
    begin: async (gateway, log) => {
      const { ingestUrl, caFile } = gateway.ready;
      drill = createDrill({
        name: flags.drill,
        seed: flags.seed,
        speed: flags.speed,
        rate: flags.rate,
        region,
        port: gateway.port,
        ingest: { url: ingestUrl, key: gateway.ingestKey, ca: readFileSync(caFile, 'utf8') },
        clock,
        real: createRealTime(),
        log: log.child('drill'),
      });
      await drill.start();
      return drill.stop;
    },
  };
}

/** The rate that was asked for, unless the machine cannot keep up: then what it achieves. */
function feedRate(drill: Drill | undefined): number {
  if (drill === undefined) return 0;
  const speed = drill.speed();
  const achieved = drill.achievedRate();
  if (speed === 'max') return achieved;
  return achieved > 0 && achieved < speed * 0.9 ? achieved : speed;
}

function announce(ready: ReadyMessage): void {
  const message = { ...ready, pid: process.pid };
  process.stdout.write(`${JSON.stringify(message)}\n`);
  process.send?.(message);
}

function whenAskedToStop(): Promise<string> {
  return new Promise((settle) => {
    // Not `once`: a second signal would meet the system's default and end us in mid-close.
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => settle(signal));
    process.once('disconnect', () => settle('the parent is gone'));
  });
}

function repeat(ms: number, run: () => void): Cancel {
  const timer = setInterval(run, ms);
  return () => clearInterval(timer);
}
