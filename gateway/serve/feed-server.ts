import type { Server as HttpsServer } from 'node:https';
import { Server, type Socket } from 'socket.io';
import type { Directory } from '../../shared/contract/directory.ts';
import type { ConnectRefusal, Heartbeat } from '../../shared/contract/ctl.ts';
import { CTL_PROTOCOL, handshakeSchema } from '../../shared/contract/ctl.ts';
import type { View } from '../../shared/contract/views.ts';
import { viewKey } from '../../shared/contract/views.ts';
import type { Cancel } from '../../shared/kit/clock.ts';
import type { Log } from '../../shared/kit/log.ts';
import type { CommandService } from '../commands/command-service.ts';
import { TokenBucket } from '../ingest/token-bucket.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LivePositions } from '../positions/live-positions.ts';
import type { PositionRecorder } from '../positions/position-recorder.ts';
import { FeedSession } from './feed-session.ts';
import { readEventPage, readPositionPage } from './history.ts';
import type { SeatCheck } from './seat-check.ts';
import { cutOff, freeWhenClosed, MAX_QUEUED_BYTES, queuedBytes, whenRoom } from './send-queue.ts';

export interface FeedServerDeps {
  readonly server: HttpsServer;
  readonly stream: string;
  readonly ledger: Ledger;
  readonly commands: CommandService;
  readonly live: LivePositions;
  readonly recorder: PositionRecorder;
  readonly checkSeat: SeatCheck;
  /** Who can be rung; asked for by seats. */
  readonly directory: () => Directory;
  readonly heartbeat: () => Promise<Heartbeat>;
  readonly monotonicMs: () => number;
  /** A repeating real timer. */
  readonly every: (ms: number, run: () => void) => Cancel;
  readonly log: Log;
}

export interface FeedServer {
  /** Consoles connected to /ctl. */
  consoleCount(): number;
  /** Whether an enrolled seat has a connection. */
  isConnected(seatId: string): boolean;
  /** Ends every connection of an enrolled seat. */
  cutOff(seatId: string): void;
  close(): Promise<void>;
}

/** A dead peer is noticed after at most twice this long. */
const PING_MS = 4_000;
const HEARTBEAT_MS = 1_000;
const FLUSH_MS = 250;
const MAX_MESSAGE_BYTES = 1_048_576;
const MAX_BAD_PER_MINUTE = 20;
const MAX_WAITING_REQUESTS = 64;
const HANDSHAKES_PER_SECOND = 50;
const MAX_CONSOLES = 500;

/** Serves /ctl and /pos (docs/PROTOCOL.md) on a TLS server that the caller listens with and closes. */
export function createFeedServer(deps: FeedServerDeps): FeedServer {
  const io = new Server(deps.server, {
    transports: ['websocket'],
    pingInterval: PING_MS,
    pingTimeout: PING_MS,
    connectTimeout: PING_MS,
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: MAX_MESSAGE_BYTES,
    serveClient: false,
    allowUpgrades: false,
  });
  const ctl = io.of('/ctl');
  const pos = io.of('/pos');
  const sessions = new Map<Socket, FeedSession>();
  const seen = new Map<Socket, number>();
  const bucket = new TokenBucket(HANDSHAKES_PER_SECOND, HANDSHAKES_PER_SECOND, deps.monotonicMs());

  for (const namespace of [ctl, pos]) {
    namespace.use((socket, next) => {
      const isBusy = bucket.take(deps.monotonicMs()) > 0 || namespace.sockets.size >= MAX_CONSOLES;
      const refusal = isBusy ? 'busy' : refuseHandshake(socket, deps.checkSeat);
      if (refusal === undefined) return next();
      deps.log.warn('connection refused', { namespace: namespace.name, refusal });
      next(new Error(refusal));
    });
  }
  ctl.on('connection', (socket) => {
    const { view, seatId } = admissionOf(socket);
    const session = new FeedSession(socket, view, deps);
    sessions.set(socket, session);
    freeWhenClosed(socket);
    serveConsole(socket, session, deps);
    socket.on('disconnect', (reason) => {
      session.close();
      sessions.delete(socket);
      deps.log.info('console left', { view: viewKey(view), seatId, reason });
    });
    deps.log.info('console joined', { view: viewKey(view), seatId });
  });
  pos.on('connection', (socket) => {
    seen.set(socket, 0);
    freeWhenClosed(socket);
    socket.on('disconnect', () => seen.delete(socket));
  });

  const cancels = [
    deps.every(HEARTBEAT_MS, () => {
      for (const [socket, session] of sessions) {
        const bytes = queuedBytes(socket);
        if (!session.isStuck() && bytes <= MAX_QUEUED_BYTES) continue;
        const { unacknowledged } = session;
        const view = viewKey(admissionOf(socket).view);
        deps.log.warn('slow consumer cut off, it may resume', { view, unacknowledged, queuedBytes: bytes });
        cutOff(socket);
      }
      deps.heartbeat().then(
        (heartbeat) => ctl.volatile.emit('heartbeat', heartbeat),
        (error: unknown) => deps.log.error('no heartbeat', { error: String(error) }),
      );
    }),
    deps.every(FLUSH_MS, () => {
      for (const [socket, revision] of seen) {
        // A transport that is still writing keeps its old revision and catches up on a later turn.
        if (!socket.conn.transport.writable) continue;
        // Not volatile: the second frame of a turn would find the transport busy with the first and be dropped.
        for (const frame of deps.live.framesSince(revision)) socket.emit('frame', frame);
        seen.set(socket, deps.live.revision());
      }
    }),
  ];
  const socketsOf = (seatId: string): Socket[] =>
    [ctl, pos].flatMap(({ sockets }) =>
      [...sockets.values()].filter((socket) => admissionOf(socket).seatId === seatId),
    );
  return {
    consoleCount: () => sessions.size,
    isConnected: (seatId) => socketsOf(seatId).length > 0,
    cutOff: (seatId) => {
      for (const socket of socketsOf(seatId)) cutOff(socket);
    },
    close: async () => {
      for (const cancel of cancels) cancel();
      for (const session of sessions.values()) session.close();
      await io.close();
    },
  };
}

function refuseHandshake(socket: Socket, checkSeat: SeatCheck): ConnectRefusal | undefined {
  const auth: unknown = socket.handshake.auth;
  const protocol =
    typeof auth === 'object' && auth !== null && 'protocol' in auth ? auth.protocol : undefined;
  // A client of another protocol version may send other fields; it deserves to hear why.
  if (typeof protocol === 'number' && protocol !== CTL_PROTOCOL) return 'bad-protocol';
  const parsed = handshakeSchema.safeParse(auth);
  if (!parsed.success) return 'bad-handshake';
  const { key, view } = parsed.data;
  const seat = checkSeat(key, view);
  if (!seat.ok) return seat.error;
  admitted.set(socket, { view, seatId: seat.value });
  return undefined;
}

/** What was agreed on in the handshake. */
interface Admission {
  readonly view: View;
  /** Absent: the console on this machine. */
  readonly seatId: string | undefined;
}
const admitted = new WeakMap<Socket, Admission>();
/** The wall's view, which shows least, if there were none. */
function admissionOf(socket: Socket): Admission {
  return admitted.get(socket) ?? { view: { view: 'wall' }, seatId: undefined };
}

type Handler = (input: unknown) => Promise<unknown>;

function serveConsole(socket: Socket, session: FeedSession, deps: FeedServerDeps): void {
  const { view, seatId } = admissionOf(socket);
  const bad = new TokenBucket(MAX_BAD_PER_MINUTE / 60, MAX_BAD_PER_MINUTE, deps.monotonicMs());
  const complain = (event: string): void => {
    deps.log.warn('malformed message', { event });
    if (bad.take(deps.monotonicMs()) > 0) socket.disconnect(true);
  };
  const handlers: Readonly<Record<string, Handler>> = {
    subscribe: (input) => session.subscribe(input),
    command: (input) => deps.commands.submit(input, { type: 'console', view, seatId }),
    // A wall shows no persons, so it gets nobody's number.
    directory: async () => (view.view === 'wall' ? { contacts: [], crews: [] } : deps.directory()),
    'history/events': (input) => readEventPage(deps.ledger, deps.stream, view, input),
    'history/positions': (input) => readPositionPage(deps.ledger, deps.recorder, deps.stream, input),
  };
  // One after another: a client that asks for much at once waits, and does not fill our memory with answers.
  let queue: Promise<void> = Promise.resolve();
  let waiting = 0;
  socket.onAny((event: string, ...args: unknown[]) => {
    if (event === 'ack') {
      if (!session.acknowledge(args[0])) complain(event);
      return;
    }
    const handler = Object.hasOwn(handlers, event) ? handlers[event] : undefined;
    const reply = args.at(-1);
    if (handler === undefined || args.length !== 2 || !isReply(reply)) return complain(event);
    if (waiting >= MAX_WAITING_REQUESTS) return reply({ error: 'unavailable' });
    waiting++;
    const answer = async (): Promise<void> => {
      await whenRoom(socket);
      if (socket.connected) await answerRequest(event, handler, args[0], reply);
      waiting--;
    };
    queue = queue.then(answer);
  });

  async function answerRequest(event: string, handler: Handler, input: unknown, reply: Reply): Promise<void> {
    try {
      const answer = await handler(input);
      if (answer === undefined) complain(event);
      reply(answer ?? { error: 'invalid' });
      session.start();
    } catch (error) {
      deps.log.error('a request failed', { event, error: String(error) });
      reply({ error: 'unavailable' });
    }
  }
}

type Reply = (answer: unknown) => void;
function isReply(value: unknown): value is Reply {
  return typeof value === 'function';
}
