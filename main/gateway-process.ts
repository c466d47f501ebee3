import { z } from 'zod';
import { idText } from '../shared/contract/domain-schemas.ts';
import type { Log } from '../shared/kit/log.ts';
import type { HostProcess, HostProcesses } from './host/host.ts';
import { StartError } from './start-text.ts';
import { supervise } from './supervise.ts';

const gatewayReadySchema = z.object({
  ingestUrl: z.url(),
  feedUrl: z.url(),
  caFile: z.string().min(1),
  consoleKey: z.string().min(1),
  ingestKeyFile: z.string().min(1),
  stream: idText,
  mode: z.enum(['drill', 'live']),
  region: idText,
});
/** What the gateway says once, when both its doors are open. */
export type GatewayReady = z.infer<typeof gatewayReadySchema>;

export interface GatewayOptions {
  readonly regionDir: string;
  readonly dataDir: string;
  readonly ingestPort: number;
  readonly feedPort: number;
  /** Folder of a live configuration; a drill without. */
  readonly live: string | undefined;
  readonly drill: string | undefined;
  readonly seed: number | undefined;
  readonly speed: number;
  readonly rate: number;
  readonly logLevel: string;
}

export interface GatewayProcessInput {
  readonly processes: HostProcesses;
  /** Path of the gateway's entry: it is started, never imported. */
  readonly entry: string;
  readonly options: GatewayOptions;
  /** Every ready message: the first and one after each restart. */
  readonly ready: (ready: GatewayReady) => void;
  readonly log: Log;
}

const READY_WITHIN_MS = 60_000;

/**
 * Starts the gateway and keeps it running. Resolves once it is ready for the first time; rejects with StartError when it
 * ends or stays silent before that. Restarts open the same ports again, and do with a
 * live configuration's last good copy.
 */
export async function runGateway(
  input: GatewayProcessInput,
): Promise<{ readonly stop: () => Promise<void> }> {
  let ports = { ingest: input.options.ingestPort, feed: input.options.feedPort };
  let pending: HostProcess | undefined;
  const start = (isRestart: boolean): HostProcess => {
    const args = serveArgs({ ...input.options, ingestPort: ports.ingest, feedPort: ports.feed });
    return input.processes.start(input.entry, isRestart ? [...args, '--restarted'] : args, 'gateway');
  };
  const first = start(false);
  pending = first;
  await new Promise<void>((resolve, reject) => {
    const fail = (reason: string): void => reject(new StartError({ kind: 'gateway-failed', reason }));
    const patience = setTimeout(() => {
      void first.stop();
      fail(`not ready after ${READY_WITHIN_MS / 1000} s`);
    }, READY_WITHIN_MS);
    first.onExit((reason) => {
      clearTimeout(patience);
      fail(reason);
    });
    listen(first, (ready) => {
      clearTimeout(patience);
      ports = { ingest: portOf(ready.ingestUrl), feed: portOf(ready.feedUrl) };
      input.ready(ready);
      resolve();
    });
  });
  return supervise({
    name: 'gateway',
    log: input.log,
    start: () => {
      const child = pending ?? start(true);
      pending = undefined;
      return child;
    },
    started: (child) => {
      if (child !== first) listen(child, input.ready);
    },
  });
}

function listen(child: HostProcess, ready: (ready: GatewayReady) => void): void {
  child.onMessage((message) => {
    const parsed = gatewayReadySchema.safeParse(message);
    if (parsed.success) ready(parsed.data);
  });
}

function serveArgs(options: GatewayOptions): string[] {
  const { live, regionDir, dataDir } = options;
  const args = [
    'serve',
    '--json',
    '--region-dir',
    regionDir,
    '--data-dir',
    dataDir,
    '--log',
    options.logLevel,
  ];
  args.push('--ingest-port', String(options.ingestPort), '--feed-port', String(options.feedPort));
  if (live !== undefined) return [...args, '--mode', 'live', '--config', live, '--local-console'];
  args.push('--mode', 'drill', '--speed', String(options.speed), '--rate', String(options.rate));
  if (options.drill !== undefined) args.push('--drill', options.drill);
  if (options.seed !== undefined) args.push('--seed', String(options.seed));
  return args;
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}
