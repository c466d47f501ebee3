import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SEATS, type Seat as SeatRole } from '../shared/domain/vocabulary.ts';
import type { Log } from '../shared/kit/log.ts';
import { loadCacheKey } from './cache-key.ts';
import type { GatewayTarget } from './data/gateway-target.ts';
import { type DataProcess, runDataService, targetOf } from './data-process.ts';
import { type GatewayReady, runGateway } from './gateway-process.ts';
import type { Host } from './host/host.ts';
import { keepSeat, openSeat } from './join/seat-file.ts';
import type { LaunchFlags } from './launcher/flags.ts';
import type { Programs } from './programs.ts';
import type { ReadyGateway } from './ready-line.ts';
import type { PreparedStart, Seat } from './start-plan.ts';
import { StartError } from './start-text.ts';

export interface RunConsoleInput {
  readonly host: Host;
  readonly programs: Programs;
  readonly flags: LaunchFlags;
  /** From `prepareStart`. */
  readonly start: Pick<PreparedStart, 'regionDir' | 'ports' | 'gateway' | 'seat'>;
  /** Ledger, keys and cache of this start. */
  readonly dataDir: string;
  /** Called when the key of a seat is not kept, for want of a secret store. */
  readonly keyNotKept: () => void;
  readonly logLevel: string;
  readonly log: Log;
}

/** A running console. */
export interface RunningConsole {
  readonly gateway: ReadyGateway;
  /** Whether its key opens walls only. */
  readonly isWallOnly: boolean;
  stop(): Promise<void>;
}

/**
 * Starts the data service, and the gateway unless it is elsewhere, and joins them to the host's windows; both are kept
 * running. Resolves when a window can be opened. Rejects with StartError.
 */
export async function runConsole(input: RunConsoleInput): Promise<RunningConsole> {
  const { host, programs, flags, start, dataDir, logLevel, log } = input;
  const roles = rolesOf(start.seat);
  const cacheKey = await loadCacheKey(join(dataDir, 'console'), host.secrets, () => randomBytes(32), log);
  const data = runDataService({
    processes: host.processes,
    entry: programs.dataService,
    dataDir,
    cacheKey,
    lang: flags.lang,
    seat: roles.includes(flags.seat) ? flags.seat : (roles[0] ?? flags.seat),
    regionDir: start.regionDir,
    planner: programs.planner,
    logLevel,
    bind: (service) => host.bindDataService(service),
    log,
  });
  try {
    const running =
      start.seat === undefined ? await runOwn(input, data) : await joinElsewhere(input, start.seat, data);
    return {
      gateway: running.gateway,
      isWallOnly: roles.length === 0,
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

type Running = Pick<RunningConsole, 'gateway' | 'stop'>;

async function runOwn(input: RunConsoleInput, data: DataProcess): Promise<Running> {
  const { host, programs, flags, start, dataDir, logLevel, log } = input;
  let ready: GatewayReady | undefined;
  const running = await runGateway({
    processes: host.processes,
    entry: programs.gateway,
    options: {
      regionDir: start.regionDir,
      dataDir: join(dataDir, 'gateway'),
      ingestPort: start.ports.ingest,
      feedPort: start.ports.feed,
      live: start.gateway.kind === 'live' ? start.gateway.config : undefined,
      drill: flags.drill,
      seed: flags.seed,
      speed: flags.speed,
      rate: flags.rate,
      logLevel,
    },
    ready: (message) => {
      ready = message;
      data.connect(targetOf(message));
    },
    log,
  });
  if (ready === undefined) throw new StartError({ kind: 'gateway-failed', reason: 'no ready message' });
  const { mode, region, feedUrl, caFile, ingestUrl, ingestKeyFile } = ready;
  const ingest = { url: ingestUrl, keyFile: ingestKeyFile };
  return { gateway: { mode, region, feedUrl, caFile, ingest }, stop: running.stop };
}

async function joinElsewhere(input: RunConsoleInput, seat: Seat, data: DataProcess): Promise<Running> {
  const { host, dataDir } = input;
  const { feedUrl, caPem, stream, mode, region } = 'fresh' in seat ? seat.fresh : seat.kept;
  if ('fresh' in seat && !(await keepSeat(dataDir, seat.fresh, host.secrets))) input.keyNotKept();
  const key = 'fresh' in seat ? seat.fresh.key : await openSeat(dataDir, seat.kept, host.secrets);
  const target: GatewayTarget = { feedUrl, caPem, key, stream, mode, region };
  const caFile = join(dataDir, 'ca.pem');
  writeFileSync(caFile, caPem, { mode: 0o600 });
  data.connect(target);
  return { gateway: { mode, region, feedUrl, caFile }, stop: () => Promise.resolve() };
}

/** Seats that the console may take; all of them at its own gateway, none for a wall. */
function rolesOf(seat: Seat | undefined): readonly SeatRole[] {
  if (seat === undefined) return SEATS;
  const { roles } = 'fresh' in seat ? seat.fresh : seat.kept;
  return SEATS.filter((role) => roles.includes(role));
}
