import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import type { Cancel } from '../shared/kit/clock.ts';
import type { Log } from '../shared/kit/log.ts';
import { createRng } from '../shared/kit/rng.ts';
import { createSeededIds, createTimeIds } from './commands/id-source.ts';
import type { Gateway } from './compose.ts';
import { startGateway } from './compose.ts';
import { createEstimateArrival } from './planner/estimate.ts';
import { startPlanner } from './planner/planner-client.ts';
import { readRegionPack, RegionPackError } from './region-pack.ts';
import type { ServeFlags } from './serve-flags.ts';
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
    return error instanceof RegionPackError ? 2 : 1;
  } finally {
    // A parent that is still connected would keep this process alive.
    if (process.connected) process.disconnect();
  }
}

async function start(flags: ServeFlags, log: Log): Promise<Pick<Gateway, 'ready' | 'close'>> {
  const base = process.env['INIT_CWD'] ?? process.cwd();
  const pack = readRegionPack(resolve(base, flags.regionDir));
  const isDrill = flags.mode === 'drill';
  const nowMs = (): number => Date.now();
  const planner = startPlanner({ roadsBytes: pack.roadsBytes, log: log.child('planner') });
  let gateway: Gateway | undefined;
  const estimateArrival = createEstimateArrival({
    planner,
    fixOf: (slot) => gateway?.live.of(slot),
    nowMs,
    log: log.child('planner'),
  });
  try {
    gateway = await startGateway(
      {
        mode: flags.mode,
        region: pack.name,
        dataDir: resolve(base, flags.dataDir),
        host: '127.0.0.1',
        ingestPort: flags.ingestPort,
        feedPort: flags.feedPort,
        drill: isDrill ? { name: flags.drill, seed: flags.seed } : undefined,
        requestsPerSecond: isDrill ? DRILL_REQUESTS_PER_SECOND : LIVE_REQUESTS_PER_SECOND,
      },
      {
        nowMs,
        rate: () => 1,
        newId: isDrill ? createSeededIds(createRng(flags.seed)) : createTimeIds(nowMs, randomBytes),
        monotonicMs: () => performance.now(),
        wallMs: () => Date.now(),
        every: repeat,
        estimateArrival,
        log,
      },
    );
  } catch (error) {
    await planner.close();
    throw error;
  }
  const running = gateway;
  return {
    ready: running.ready,
    close: async () => {
      await running.close();
      await planner.close();
    },
  };
}

function announce(ready: Gateway['ready']): void {
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  process.send?.(ready);
}

function whenAskedToStop(): Promise<string> {
  return new Promise((settle) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => settle(signal));
    process.once('disconnect', () => settle('the parent is gone'));
  });
}

function repeat(ms: number, run: () => void): Cancel {
  const timer = setInterval(run, ms);
  return () => clearInterval(timer);
}
