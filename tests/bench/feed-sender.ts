/**
 * The sending side of the feed bench, in a process of its own: the same fixes as socket.io columns, raw ws columns, socket.io
 * objects, and over the process line. A window of unacknowledged messages holds every variant back alike.
 */
import { createServer } from 'node:https';
import { Server } from 'socket.io';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import {
  createColumns,
  encodePositions,
  type PositionColumns,
} from '../../shared/contract/position-frame.ts';
import { createRng } from '../../shared/kit/rng.ts';

const SLOTS = 5_000;
const runSchema = z.object({
  t: z.literal('run'),
  shape: z.enum(['columns', 'objects', 'object']),
  messages: z.number().int(),
  rows: z.number().int(),
  window: z.number().int(),
  /** Pause between messages; 0 = as fast as acknowledged. */
  everyMs: z.number(),
});
const openSchema = z.object({ t: z.literal('open'), keyPem: z.string(), certPem: z.string() });
type Run = z.infer<typeof runSchema>;
type Send = (payload: Uint8Array | readonly object[] | object) => void;

/** Of the run in progress; a message is sent when one more may be on the way. */
let acknowledged = 0;
let onAcknowledged: (() => void) | undefined;
const rng = createRng(7);
const tick = { count: 0 };
const RING = 64;
const rings = new Map<number, PositionColumns[]>();

process.on('message', (message) => {
  const open = openSchema.safeParse(message);
  if (open.success) return listen(open.data.keyPem, open.data.certPem);
  const run = runSchema.safeParse(message);
  // The process line as the carrier: what the data service does for a window of the browser host.
  if (run.success) return void stream(run.data, (payload) => void process.send?.({ t: 'data', payload }));
  acknowledge(message);
});
process.on('disconnect', () => process.exit(0));

function listen(key: string, cert: string): void {
  const https = createServer({ key, cert, minVersion: 'TLSv1.3' });
  const raw = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const io = new Server(https, { transports: ['websocket'], serveClient: false });
  https.prependListener('upgrade', (request, socket, head) => {
    if (request.url === '/raw') raw.handleUpgrade(request, socket, head, (ws) => raw.emit('connection', ws));
  });
  raw.on('connection', (ws) =>
    ws.on('message', (data) => {
      // oxlint-disable-next-line typescript/no-base-to-string -- text messages only, one buffer each
      const message: unknown = JSON.parse(data.toString());
      const run = runSchema.safeParse(message);
      if (run.success) void stream(run.data, (payload) => ws.send(payload as Uint8Array));
      else acknowledge(message);
    }),
  );
  io.of('/pos').on('connection', (socket) => {
    socket.on('ask', (message: unknown) => {
      const run = runSchema.safeParse(message);
      if (run.success) void stream(run.data, (payload) => socket.emit('frame', payload));
      else acknowledge(message);
    });
  });
  https.listen(0, '127.0.0.1', () => {
    const address = https.address();
    process.send?.({ t: 'listening', port: typeof address === 'object' ? address?.port : 0 });
  });
}

async function stream(run: Run, send: Send): Promise<void> {
  acknowledged = 0;
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  for (let sent = 0; sent < run.messages; sent++) {
    if (run.everyMs > 0) {
      const waitMs = startedMs + sent * run.everyMs - performance.now();
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
    while (sent - acknowledged >= run.window) await credit();
    send(payloadOf(run));
  }
  while (acknowledged < run.messages) await credit();
  const { user, system } = process.cpuUsage(cpu);
  process.send?.({ t: 'done', cpuUs: user + system });
}

function payloadOf(run: Run): Uint8Array | readonly object[] | object {
  const block = nextBlock(run.rows);
  if (run.shape === 'columns') return encodePositions(block);
  const objects = Array.from({ length: block.count }, (_, row) => ({
    slot: block.slot[row] ?? 0,
    atMs: block.atMs[row] ?? 0,
    lon: (block.lonE7[row] ?? 0) / 1e7,
    lat: (block.latE7[row] ?? 0) / 1e7,
    headingDeg: (block.headingCdeg[row] ?? 0) / 100,
    speedMps: (block.speedCmps[row] ?? 0) / 100,
  }));
  return run.shape === 'objects' ? objects : (objects[0] ?? {});
}

/**
 * Prepared blocks in turn, with the time of now: making fixes is not what is measured. Times are this machine's monotonic
 * clock, so that the other process can tell how old a fix is.
 */
function nextBlock(rows: number): PositionColumns {
  const ring = rings.get(rows) ?? Array.from({ length: RING }, () => makeBlock(rows));
  rings.set(rows, ring);
  const block = ring[tick.count++ % RING] ?? createColumns(0);
  block.atMs.fill(Number(process.hrtime.bigint()) / 1e6);
  return block;
}

function makeBlock(rows: number): PositionColumns {
  const block = createColumns(rows);
  for (let row = 0; row < rows; row++) {
    block.slot[row] = rng.int(SLOTS);
    block.lonE7[row] = 1_170_000_000 + rng.int(3_000_000);
    block.latE7[row] = 366_000_000 + rng.int(3_000_000);
    block.headingCdeg[row] = rng.int(36_000);
    block.speedCmps[row] = rng.int(3_000);
  }
  return block;
}

function acknowledge(message: unknown): void {
  if (typeof message !== 'object' || message === null || !('ack' in message)) return;
  acknowledged = Number(message.ack);
  onAcknowledged?.();
}

function credit(): Promise<void> {
  return new Promise((resolve) => {
    onAcknowledged = () => {
      onAcknowledged = undefined;
      resolve();
    };
  });
}
