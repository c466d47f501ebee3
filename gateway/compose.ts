import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { join } from 'node:path';
import type { DistrictAlarm, Heartbeat } from '../shared/contract/ctl.ts';
import type { Directory } from '../shared/contract/directory.ts';
import { DAY_MS, RETENTION_DAYS } from '../shared/domain/retention.ts';
import type { Cancel } from '../shared/kit/clock.ts';
import type { Log } from '../shared/kit/log.ts';
import { prepareDatumEvidence } from '../shared/roads/datum-evidence.ts';
import type { RoadGraph } from '../shared/roads/road-graph.ts';
import { type CommandServiceDeps, createCommandService } from './commands/command-service.ts';
import type { NewId } from './commands/id-source.ts';
import type { AcceptedFix } from './ingest/ingest-deps.ts';
import { createIngestListener } from './ingest/ingest-server.ts';
import { createIngestService } from './ingest/ingest-service.ts';
import { SourceDatums } from './ingest/source-datums.ts';
import { SourceHealth } from './ingest/source-health.ts';
import { openSqliteLedger } from './ledger/sqlite-ledger.ts';
import type { Ledger } from './ledger/ledger.ts';
import { StreamWriter } from './ledger/stream-writer.ts';
import { LivePositions } from './positions/live-positions.ts';
import { PositionRecorder } from './positions/position-recorder.ts';
import { createFeedServer } from './serve/feed-server.ts';
import { createGatewayPort, type GatewayPort } from './serve/gateway-port.ts';
import { EnrolmentCodes } from './seats/enrolment-codes.ts';
import { createSeatListener } from './seats/seat-server.ts';
import { SeatStore } from './seats/seat-store.ts';
import { createKeyCheck, type GatewayKey, loadKey } from './serve/keys.ts';
import { issueServerIdentity } from './serve/local-ca.ts';
import { createSeatCheck } from './serve/seat-check.ts';
import { writeWhereabouts } from './serve/whereabouts.ts';
import type { RunMode } from '../shared/domain/vocabulary.ts';

export interface GatewayOptions {
  readonly mode: RunMode;
  /** Name of the region pack. */
  readonly region: string;
  readonly dataDir: string;
  /** Loopback unless told otherwise. */
  readonly host: string;
  /** Further names and addresses that consoles call this machine by. */
  readonly names?: readonly string[] | undefined;
  /** No console runs beside it, so no key opens every seat. */
  readonly isAlone?: boolean | undefined;
  /** 0 = any free port. */
  readonly ingestPort: number;
  readonly feedPort: number;
  readonly drill?: { readonly name: string; readonly seed: number } | undefined;
  readonly requestsPerSecond: number;
}

/** Time, ids and the planner, from the composition root. Feed time is virtual in a drill. */
export interface GatewayDeps {
  readonly nowMs: () => number;
  /** Feed seconds per real second; 0 = standing still. */
  readonly rate: () => number;
  readonly newId: NewId;
  readonly monotonicMs: () => number;
  /** The machine's clock, for certificates. */
  readonly wallMs: () => number;
  readonly every: (ms: number, run: () => void) => Cancel;
  readonly estimateArrival: CommandServiceDeps['estimateArrival'];
  /** Roads of the region, to compare what sources declare with; absent: nobody is compared. */
  readonly roads?: RoadGraph | undefined;
  /** Who can be rung; absent: nobody. */
  readonly directory?: (() => Directory) | undefined;
  /** What is wrong with the files of the district, when a kept copy of them is in use. */
  readonly districtAlarm?: (() => DistrictAlarm | undefined) | undefined;
  readonly log: Log;
}

/** What a console or an upstream system needs to find its way in. */
export interface ReadyMessage {
  readonly ingestUrl: string;
  readonly feedUrl: string;
  readonly caFile: string;
  /** For the console on this machine; absent where none runs. */
  readonly consoleKey?: string | undefined;
  readonly ingestKeyFile: string;
  readonly stream: string;
  readonly mode: RunMode;
  readonly region: string;
}

export interface Gateway {
  readonly ready: ReadyMessage;
  readonly port: GatewayPort;
  readonly ingestKey: string;
  readonly live: LivePositions;
  /** Stops taking anything in, writes what waits, closes the ledger. */
  close(): Promise<void>;
}

const RECORD_EVERY_MS = 1_000;
const PRUNE_EVERY_MS = DAY_MS;
const KEEP_POSITIONS_MS = RETENTION_DAYS.gatewayPositions * DAY_MS;

/** A drill run is a stream of its own, so that records of earlier runs stay what they were. */
async function streamName(options: GatewayOptions, ledger: Ledger): Promise<string> {
  if (options.mode === 'live') return options.region;
  const prefix = `${options.region}-drill-`;
  const runs = (await ledger.streams()).filter((stream) => stream.startsWith(prefix));
  return `${prefix}${runs.length + 1}`;
}

/** Puts a gateway together and listens. Rejects with Error when a port is taken or the data folder is not usable. */
export async function startGateway(options: GatewayOptions, deps: GatewayDeps): Promise<Gateway> {
  const { mode, region, dataDir } = options;
  const { log, nowMs, newId } = deps;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const consoleKey = options.isAlone === true ? undefined : loadKey(dataDir, mode, 'console');
  const ingestKey = loadKey(dataDir, mode, 'ingest');
  const adminKey = loadKey(dataDir, mode, 'admin');
  const seats = new SeatStore(dataDir, mode);
  const identity = await issueServerIdentity({
    dataDir,
    name: `Rampart ${mode} ${region}`,
    nowMs: deps.wallMs(),
    hosts: [
      ...new Set(['localhost', '127.0.0.1', '::1', ...(options.names ?? []), ...ownAddress(options.host)]),
    ],
  });
  const ledger = openSqliteLedger(
    join(dataDir, 'ledger.db'),
    { nowMs, newId: () => newId('event') },
    log.child('ledger'),
  );
  const closers: (() => Promise<unknown>)[] = [() => ledger.close()];
  const closeAll = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    const stream = await streamName(options, ledger);
    const writer = await StreamWriter.open(stream, ledger, log.child('stream'));
    if (writer.state().seq === 0) await startSession(writer, options, deps);
    const live = new LivePositions();
    const recorder = new PositionRecorder(stream, ledger.positions, log.child('positions'));
    closers.push(() => recorder.flush());
    const timers = [
      deps.every(RECORD_EVERY_MS, () => void recorder.flush()),
      deps.every(PRUNE_EVERY_MS, () => prune(ledger, nowMs(), log)),
    ];
    closers.push(async () => timers.forEach((cancel) => cancel()));
    prune(ledger, nowMs(), log);
    const commands = createCommandService({ ...deps, ledger, writer, log: log.child('commands') });
    const health = new SourceHealth();
    const onFixes = async (fixes: readonly AcceptedFix[]): Promise<void> => {
      await recorder.record(fixes);
      live.accept(fixes);
    };
    const datums = watchDatums(deps);
    const service = createIngestService({ ledger, writer, nowMs, newId, health, onFixes, datums });
    const tls = { cert: identity.cert, key: identity.key, minVersion: 'TLSv1.3' } as const;
    const listener = createIngestListener({
      service,
      checkKey: createKeyCheck(ingestKey.text, mode),
      health: () => ({ mode, region, stream, headSeq: writer.state().seq, nowMs: nowMs() }),
      monotonicMs: deps.monotonicMs,
      requestsPerSecond: options.requestsPerSecond,
      log: log.child('ingest'),
    });
    const ingestServer = createServer(tls, listener);
    // A sender that drips its request holds a connection no longer than this.
    ingestServer.headersTimeout = 10_000;
    ingestServer.requestTimeout = 30_000;
    const codes = new EnrolmentCodes(deps.monotonicMs, randomBytes);
    const feedServer = createServer(
      tls,
      createSeatListener({
        seats,
        codes,
        authorityPem: readFileSync(identity.caFile, 'utf8'),
        checkAdminKey: createKeyCheck(adminKey.text, mode),
        world: { stream, mode, region },
        nowMs: deps.wallMs,
        isConnected: (seatId) => feed.isConnected(seatId),
        cutOff: (seatId) => feed.cutOff(seatId),
        log: log.child('seats'),
      }),
    );
    feedServer.headersTimeout = 10_000;
    feedServer.requestTimeout = 30_000;
    closers.push(() => closeServer(ingestServer));
    const ingestUrl = await listen(ingestServer, options.host, options.ingestPort, 'ingest');
    const feed = createFeedServer({
      ...deps,
      server: feedServer,
      stream,
      ledger,
      commands,
      live,
      recorder,
      checkSeat: createSeatCheck(
        seats,
        consoleKey === undefined ? undefined : createKeyCheck(consoleKey.text, mode),
      ),
      directory: deps.directory ?? (() => ({ contacts: [], crews: [] })),
      heartbeat: async (): Promise<Heartbeat> => ({
        nowMs: nowMs(),
        rate: Math.min(1000, Math.max(0, deps.rate())),
        stream,
        headSeq: await ledger.head(stream),
        mode,
        region,
        sources: health.snapshot((name) => datums?.alarmOf(name)),
        districtAlarm: deps.districtAlarm?.(),
      }),
      log: log.child('feed'),
    });
    closers.push(async () => {
      await feed.close();
      await closeServer(feedServer);
    });
    const feedUrl = await listen(feedServer, options.host, options.feedPort, 'feed');
    const port = createGatewayPort(writer, commands, { type: 'drill', id: options.drill?.name ?? 'drill' });
    const ready = readyMessage(options, {
      ingestUrl,
      feedUrl,
      stream,
      caFile: identity.caFile,
      consoleKey,
      ingestKey,
    });
    const [firstName] = options.names ?? [];
    const joinUrl = firstName === undefined ? feedUrl : `https://${firstName}:${new URL(feedUrl).port}`;
    writeWhereabouts(dataDir, { feedUrl, joinUrl, mode });
    return { ready, port, ingestKey: ingestKey.text, live, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

function readyMessage(
  options: GatewayOptions,
  made: Pick<ReadyMessage, 'ingestUrl' | 'feedUrl' | 'stream' | 'caFile'> & {
    readonly consoleKey: GatewayKey | undefined;
    readonly ingestKey: GatewayKey;
  },
): ReadyMessage {
  const { consoleKey, ingestKey, ...rest } = made;
  return {
    ...rest,
    ...(consoleKey === undefined ? {} : { consoleKey: consoleKey.text }),
    ingestKeyFile: ingestKey.file,
    mode: options.mode,
    region: options.region,
  };
}

/** An address to listen on is a name of this machine, unless it means all of them. */
function ownAddress(host: string): string[] {
  return host === '0.0.0.0' || host === '::' ? [] : [host];
}

function watchDatums({ roads, monotonicMs, log }: GatewayDeps): SourceDatums | undefined {
  if (roads === undefined) return undefined;
  return new SourceDatums(prepareDatumEvidence(roads), monotonicMs, log.child('datum'));
}

function startSession(writer: StreamWriter, options: GatewayOptions, deps: GatewayDeps): Promise<void> {
  const { mode, region, drill } = options;
  const data = drill === undefined ? { mode, region } : { mode, region, drill };
  return writer.write(() => ({
    drafts: [{ kind: 'session/started', atMs: deps.nowMs(), actor: { type: 'system', id: 'gateway' }, data }],
    answer: () => undefined,
  }));
}

function prune(ledger: Ledger, nowMs: number, log: Log): void {
  ledger.positions.prune(nowMs - KEEP_POSITIONS_MS).then(
    (blocks) => (blocks > 0 ? log.info('old positions deleted', { blocks }) : undefined),
    (error: unknown) => log.error('old positions could not be deleted', { error: String(error) }),
  );
}

function listen(server: Server, host: string, port: number, name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const advice =
        error.code === 'EADDRINUSE'
          ? `port ${port} for ${name} is taken: stop the other program or choose --${name}-port 0`
          : `cannot listen on ${host}:${port} for ${name}: ${error.message}`;
      reject(new Error(advice));
    });
    server.listen(port, host, () => {
      const address = server.address();
      const boundPort = typeof address === 'object' && address !== null ? address.port : port;
      // Open on every address: programs on this machine take the one that the certificate always names.
      const open = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
      resolve(`https://${open.includes(':') ? `[${open}]` : open}:${boundPort}`);
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
