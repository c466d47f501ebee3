import { readFileSync } from 'node:fs';
import type { Seat } from '../shared/domain/vocabulary.ts';
import type { Log } from '../shared/kit/log.ts';
import type { GatewayTarget } from './data/gateway-target.ts';
import type { HostMessage } from './data/service-messages.ts';
import type { GatewayReady } from './gateway-process.ts';
import type { HostProcess, HostProcesses } from './host/host.ts';
import { type Supervised, supervise } from './supervise.ts';

export interface DataProcessInput {
  readonly processes: HostProcesses;
  readonly entry: string;
  readonly dataDir: string;
  readonly cacheKey: Uint8Array | undefined;
  readonly lang: 'zh-CN' | 'en';
  readonly seat: Seat;
  readonly regionDir: string;
  readonly planner: string;
  readonly logLevel: string;
  /** Called for every started process, before any window reaches it. */
  readonly bind: (service: HostProcess) => void;
  readonly log: Log;
}

/** The data service with its target: survives its process, which is restarted with what it needs to go on. */
export interface DataProcess extends Supervised {
  connect(target: GatewayTarget): void;
}

/** Starts the data service process and keeps it running. */
export function runDataService(input: DataProcessInput): DataProcess {
  let target: GatewayTarget | undefined;
  let current: HostProcess | undefined;
  const { cacheKey } = input;
  const post = (child: HostProcess, message: HostMessage): void => child.post(message);
  const supervised = supervise({
    name: 'data service',
    log: input.log,
    start: () => input.processes.start(input.entry, [], 'data'),
    started: (child) => {
      current = child;
      post(child, {
        t: 'start',
        dataDir: input.dataDir,
        ...(cacheKey === undefined ? {} : { cacheKey }),
        lang: input.lang,
        seat: input.seat,
        regionUrl: '/region',
        regionDir: input.regionDir,
        plannerPath: input.planner,
        logLevel: input.logLevel,
      });
      if (target !== undefined) post(child, { t: 'gateway', target });
      input.bind(child);
    },
  });
  return {
    connect: (next) => {
      target = next;
      if (current !== undefined) post(current, { t: 'gateway', target: next });
    },
    stop: () => supervised.stop(),
  };
}

/** The data service's target from the gateway's ready message; reads the CA file. */
export function targetOf(ready: GatewayReady): GatewayTarget {
  return {
    feedUrl: ready.feedUrl,
    caPem: readFileSync(ready.caFile, 'utf8'),
    key: ready.consoleKey,
    stream: ready.stream,
    mode: ready.mode,
    region: ready.region,
    ...(ready.mode === 'live'
      ? { ingest: { url: ready.ingestUrl, keyFile: ready.ingestKeyFile, caFile: ready.caFile } }
      : {}),
  };
}
