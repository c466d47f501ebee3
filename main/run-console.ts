import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Log } from '../shared/kit/log.ts';
import { loadCacheKey } from './cache-key.ts';
import { runDataService, targetOf } from './data-process.ts';
import { type GatewayReady, runGateway } from './gateway-process.ts';
import type { Host } from './host/host.ts';
import type { LaunchFlags } from './launcher/flags.ts';
import type { Ports } from './ports.ts';
import type { Programs } from './programs.ts';
import { StartError } from './start-text.ts';

export interface RunConsoleInput {
  readonly host: Host;
  readonly programs: Programs;
  readonly flags: LaunchFlags;
  /** Folder of the region pack, from `findRegion`. */
  readonly regionDir: string;
  readonly ports: Ports;
  /** Ledger, keys and cache of this start. */
  readonly dataDir: string;
  readonly logLevel: string;
  readonly log: Log;
}

/** A running console. */
export interface RunningConsole {
  readonly gateway: GatewayReady;
  stop(): Promise<void>;
}

/**
 * Starts gateway and data service and joins them to the host's windows; both are kept running. Resolves when a window can be
 * opened. Rejects with StartError.
 */
export async function runConsole(input: RunConsoleInput): Promise<RunningConsole> {
  const { host, programs, flags, regionDir, ports, dataDir, logLevel, log } = input;
  const cacheKey = await loadCacheKey(join(dataDir, 'console'), host.secrets, () => randomBytes(32), log);
  const data = runDataService({
    processes: host.processes,
    entry: programs.dataService,
    dataDir,
    cacheKey,
    lang: flags.lang,
    seat: flags.seat,
    regionDir,
    planner: programs.planner,
    logLevel,
    bind: (service) => host.bindDataService(service),
    log,
  });
  let gateway: GatewayReady | undefined;
  try {
    const running = await runGateway({
      processes: host.processes,
      entry: programs.gateway,
      options: {
        regionDir,
        dataDir: join(dataDir, 'gateway'),
        ingestPort: ports.ingest,
        feedPort: ports.feed,
        drill: flags.drill,
        seed: flags.seed,
        speed: flags.speed,
        rate: flags.rate,
        logLevel,
      },
      ready: (ready) => {
        gateway = ready;
        data.connect(targetOf(ready));
      },
      log,
    });
    if (gateway === undefined) throw new StartError({ kind: 'gateway-failed', reason: 'no ready message' });
    return {
      gateway,
      stop: async () => {
        await data.stop();
        await running.stop();
      },
    };
  } catch (error) {
    await data.stop();
    throw error;
  }
}
