import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { CTL_PROTOCOL } from '../../shared/contract/ctl.ts';
import type { View } from '../../shared/contract/views.ts';
import { type Log, silentLog } from '../../shared/kit/log.ts';
import { createRng } from '../../shared/kit/rng.ts';
import type { RoadGraph } from '../../shared/roads/road-graph.ts';
import { createSeededIds } from '../commands/id-source.ts';
import { type Gateway, startGateway } from '../compose.ts';
import type { RunMode } from '../../shared/domain/vocabulary.ts';

/** A real gateway on free loopback ports with a clock that stands where the test puts it. */
export interface TestGateway {
  readonly gateway: Gateway;
  readonly clock: { nowMs: number };
  readonly dataDir: string;
  readonly ca: string;
  /** Posts to ingest and reads the answer. */
  post(path: string, body: unknown, options?: PostOptions): Promise<Answer>;
  /** A connection to a namespace, not yet established. */
  connect(namespace: '/ctl' | '/pos', view: View, overrides?: ConnectOverrides): Socket;
  close(): Promise<void>;
}
export interface PostOptions {
  readonly method?: string;
  readonly key?: string | undefined;
  readonly contentType?: string;
}
export interface ConnectOverrides {
  readonly ca?: string;
  readonly auth?: Readonly<Record<string, unknown>>;
}
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly json: unknown;
}
export interface TestGatewayOptions {
  readonly mode?: RunMode;
  readonly dataDir?: string;
  readonly requestsPerSecond?: number;
  readonly monotonicMs?: () => number;
  /** What the machine's clock is ahead of ours. */
  readonly wallAheadMs?: number;
  readonly roads?: RoadGraph;
  readonly log?: Log;
}

export const NOW_MS = 1_700_000_000_000;

/** Starts one; the caller closes it. A folder of its own is deleted then. */
export async function startTestGateway(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'rampart-gateway-'));
  const clock = { nowMs: NOW_MS };
  const mode = options.mode ?? 'live';
  const gateway = await startGateway(
    {
      mode,
      region: 'testland',
      dataDir,
      host: '127.0.0.1',
      ingestPort: 0,
      feedPort: 0,
      drill: mode === 'drill' ? { name: 'warm', seed: 1 } : undefined,
      requestsPerSecond: options.requestsPerSecond ?? 1000,
    },
    {
      nowMs: () => clock.nowMs,
      rate: () => 1,
      newId: createSeededIds(createRng(7)),
      monotonicMs: options.monotonicMs ?? (() => performance.now()),
      wallMs: () => Date.now() + (options.wallAheadMs ?? 0),
      every: (ms, run) => {
        const timer = setInterval(run, ms);
        return () => clearInterval(timer);
      },
      estimateArrival: async () => undefined,
      roads: options.roads,
      log: options.log ?? silentLog,
    },
  );
  const { ready } = gateway;
  const ca = readFileSync(ready.caFile, 'utf8');
  const sockets: Socket[] = [];
  return {
    gateway,
    clock,
    dataDir,
    ca,
    post: (path, body, { method = 'POST', key = gateway.ingestKey, contentType = 'application/json' } = {}) =>
      send(`${ready.ingestUrl}${path}`, ca, method, body, {
        'content-type': contentType,
        ...(key === '' ? {} : { authorization: `Bearer ${key}` }),
      }),
    connect: (namespace, view, overrides = {}) => {
      const auth = { protocol: CTL_PROTOCOL, key: ready.consoleKey, view, ...overrides.auth };
      const socket = io(`${ready.feedUrl}${namespace}`, {
        transports: ['websocket'],
        ca: overrides.ca ?? ca,
        auth,
        forceNew: true,
        reconnection: false,
      });
      sockets.push(socket);
      return socket;
    },
    close: async () => {
      for (const socket of sockets) socket.disconnect();
      await gateway.close();
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true });
    },
  };
}

function send(
  url: string,
  ca: string,
  method: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, ca, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const json: unknown = text === '' ? undefined : JSON.parse(text);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, json });
      });
    });
    outgoing.on('error', reject);
    if (body === undefined) outgoing.end();
    else outgoing.end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
  });
}

/** Resolves when the socket is connected; rejects with the refusal, or with what TLS complained about. */
export function connected(socket: Socket): Promise<Socket> {
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket));
    socket.once('connect_error', (error: Error & { description?: { error?: Error; message?: string } }) => {
      const inner = error.description;
      reject(new Error(inner?.error?.message ?? inner?.message ?? error.message));
    });
  });
}

/** A valid alert row; `facts` override. */
export function alertRow(sourceId: string, facts: Readonly<Record<string, unknown>> = {}) {
  return {
    source: 'bank-alarm',
    sourceId,
    level: 'L1',
    scamType: 'investment',
    title: { zh: '大额取现' },
    reason: { zh: '柜员识别' },
    ...facts,
  };
}
