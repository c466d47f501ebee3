import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { WebSocket } from 'ws';
import { makeTestCa } from '../../main/testing/test-ca.ts';
import { createColumns, decodePositions } from '../../shared/contract/position-frame.ts';
import { TrackTable } from '../../shared/timeline/track-table.ts';
import { atLeast, atMost, type Bench, type BenchResult, interleave, median, quantile } from './bench.ts';

const ROUNDS = 5;
const ROWS = 500;
/** One flush of the display path, PERF's stress load and how long it runs. */
const PACED = { messages: 200, rows: 2_500, everyMs: 50 } as const;

interface Run {
  readonly shape: 'columns' | 'objects' | 'object';
  readonly messages: number;
  readonly rows: number;
  readonly window: number;
  readonly everyMs: number;
}
interface Measured {
  readonly updatesPerS: number;
  /** Both processes, microseconds an update. */
  readonly cpuUs: number;
  readonly agesMs: readonly number[];
}
/** How messages come in and acknowledgements go out. */
interface Carrier {
  listen(listener: (payload: unknown) => void): void;
  ask(message: object): void;
}

/** Positions from the gateway to applied, and from process to process: PERF 1 and 3. */
export const feedBench: Bench = { name: 'feed', run: runFeed };

async function runFeed(say: (line: string) => void): Promise<BenchResult> {
  const ca = await makeTestCa();
  const sender = fork(join(import.meta.dirname, 'feed-sender.ts'), [], { serialization: 'advanced' });
  const closers: (() => void)[] = [() => sender.kill()];
  try {
    sender.send({ t: 'open', keyPem: ca.keyPem, certPem: ca.certPem });
    const { port } = await reply<{ port: number }>(sender, 'listening');
    const raw = new WebSocket(`wss://127.0.0.1:${port}/raw`, { ca: ca.caPem, perMessageDeflate: false });
    await new Promise((resolve, reject) => raw.once('open', resolve).once('error', reject));
    const socket = io(`https://127.0.0.1:${port}/pos`, {
      transports: ['websocket'],
      ca: ca.caPem,
      forceNew: true,
      reconnection: false,
    });
    await new Promise((resolve, reject) =>
      socket.once('connect', () => resolve(0)).once('connect_error', reject),
    );
    closers.push(
      () => raw.terminate(),
      () => socket.disconnect(),
    );
    const wires = { raw: rawCarrier(raw), io: ioCarrier(socket), line: lineCarrier(sender) };
    const columns: Run = { shape: 'columns', messages: 3_000, rows: ROWS, window: 64, everyMs: 0 };
    // A frame to a window holds up to 64 KB.
    const frames: Run = { shape: 'columns', messages: 1_000, rows: 2_500, window: 32, everyMs: 0 };
    const objects: Run = { shape: 'objects', messages: 400, rows: ROWS, window: 64, everyMs: 0 };
    const single: Run = { shape: 'object', messages: 40_000, rows: 1, window: 2_048, everyMs: 0 };
    const paced: Run = { shape: 'columns', ...PACED, window: 64 };
    say('throughput');
    const fast = await interleave(
      {
        raw: () => measure(sender, wires.raw, columns),
        io: () => measure(sender, wires.io, columns),
        json: () => measure(sender, wires.io, single),
        line: () => measure(sender, wires.line, frames),
        lineObjects: () => measure(sender, wires.line, objects),
        lineObject: () => measure(sender, wires.line, single),
      },
      ROUNDS,
    );
    say('latency at 50,000 updates a second');
    const slow = await interleave(
      { raw: () => measure(sender, wires.raw, paced), io: () => measure(sender, wires.io, paced) },
      1,
    );
    return { rows: rowsOf(fast, slow), notes: NOTES };
  } finally {
    for (const close of closers.reverse()) close();
  }
}

type Fast = Record<'raw' | 'io' | 'json' | 'line' | 'lineObjects' | 'lineObject', readonly Measured[]>;

function rowsOf(fast: Fast, slow: Record<'raw' | 'io', readonly Measured[]>): BenchResult['rows'] {
  const rate = (name: keyof Fast): number => median(fast[name].map((run) => run.updatesPerS));
  const cpu = (name: keyof Fast): number => median(fast[name].map((run) => run.cpuUs));
  const ages = (name: 'raw' | 'io'): readonly number[] => slow[name].flatMap((run) => run.agesMs);
  const plain = (label: string, value: number, unit: string) => ({ label, value, unit });
  return [
    plain('raw ws, columns of 500, TLS', rate('raw'), 'upd/s'),
    plain('socket.io, columns of 500, TLS', rate('io'), 'upd/s'),
    plain('socket.io, one JSON event a position, TLS', rate('json'), 'upd/s'),
    atLeast('socket.io columns / raw ws columns', rate('io') / rate('raw'), 0.65),
    atLeast('socket.io columns / per-position JSON', rate('io') / rate('json'), 35),
    atMost('CPU an update, socket.io / raw ws', cpu('io') / cpu('raw'), 1.6),
    plain('emit to applied p50 at 50,000 upd/s', quantile(ages('io'), 0.5), 'ms'),
    atMost('emit to applied p99 at 50,000 upd/s', quantile(ages('io'), 0.99), 5, 'ms'),
    plain('same, raw ws', quantile(ages('raw'), 0.99), 'ms'),
    plain('process line, columns of 2,500', rate('line'), 'upd/s'),
    atLeast('process line, columns / objects of 500', rate('line') / rate('lineObjects'), 10),
    atLeast('process line, columns / an object a message', rate('line') / rate('lineObject'), 70),
  ];
}

const NOTES = [
  'sender and receiver are two processes on loopback; received, decoded and applied to the track table of the product',
  `medians of ${ROUNDS} interleaved rounds after one to warm up; the two CPU figures hold both processes`,
  'latency counts from emit to applied: the wait of the flush window (50 ms) comes on top',
];

async function measure(sender: ChildProcess, carrier: Carrier, run: Run): Promise<Measured> {
  const table = new TrackTable();
  const one = createColumns(1);
  const agesMs: number[] = [];
  const ackEvery = run.window / 4;
  let received = 0;
  const finished = new Promise<void>((resolve) => {
    carrier.listen((payload) => {
      if (payload instanceof Uint8Array) table.apply(decodePositions(payload));
      else for (const fix of fixesOf(payload)) applyObject(table, one, fix);
      received++;
      if (run.everyMs > 0) agesMs.push(Number(process.hrtime.bigint()) / 1e6 - table.newestMs);
      if (received % ackEvery === 0 || received === run.messages || run.everyMs > 0)
        carrier.ask({ ack: received });
      if (received === run.messages) resolve();
    });
  });
  const done = reply<{ cpuUs: number }>(sender, 'done');
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  carrier.ask({ t: 'run', ...run });
  await finished;
  const elapsedS = (performance.now() - startedMs) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const updates = run.messages * run.rows;
  return {
    updatesPerS: updates / elapsedS,
    cpuUs: (user + system + (await done).cpuUs) / updates,
    agesMs,
  };
}

interface FixObject {
  readonly slot: number;
  readonly atMs: number;
  readonly lon: number;
  readonly lat: number;
  readonly headingDeg: number;
  readonly speedMps: number;
}

function fixesOf(payload: unknown): readonly FixObject[] {
  return (Array.isArray(payload) ? payload : [payload]) as readonly FixObject[];
}

function applyObject(table: TrackTable, one: ReturnType<typeof createColumns>, fix: FixObject): void {
  one.slot[0] = fix.slot;
  one.atMs[0] = fix.atMs;
  one.lonE7[0] = fix.lon * 1e7;
  one.latE7[0] = fix.lat * 1e7;
  one.headingCdeg[0] = fix.headingDeg * 100;
  one.speedCmps[0] = fix.speedMps * 100;
  table.apply(one);
}

function rawCarrier(socket: WebSocket): Carrier {
  return {
    listen: (listener) => void socket.removeAllListeners('message').on('message', listener),
    ask: (message) => socket.send(JSON.stringify(message)),
  };
}

function ioCarrier(socket: Socket): Carrier {
  return {
    listen: (listener) => void socket.off('frame').on('frame', listener),
    ask: (message) => void socket.emit('ask', message),
  };
}

function lineCarrier(sender: ChildProcess): Carrier {
  let listener: (payload: unknown) => void = () => undefined;
  sender.on('message', (message) => {
    if (typeof message === 'object' && 'payload' in message) listener(message.payload);
  });
  return {
    listen: (next) => {
      listener = next;
    },
    ask: (message) => void sender.send(message),
  };
}

function reply<T extends object>(sender: ChildProcess, t: string): Promise<T> {
  return new Promise((resolve) => {
    const listener = (message: unknown): void => {
      if (typeof message !== 'object' || message === null || !('t' in message) || message.t !== t) return;
      sender.off('message', listener);
      resolve(message as unknown as T);
    };
    sender.on('message', listener);
  });
}
