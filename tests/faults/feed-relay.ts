import { createServer, type Server } from 'node:https';
import { mkdirSync, readFileSync } from 'node:fs';
import { WebSocket, WebSocketServer } from 'ws';
import { issueServerIdentity } from '../../gateway/serve/local-ca.ts';
import type { Rng } from '../../shared/kit/rng.ts';
import { freePort } from './gateway-program.ts';

/** What the relay may do to a message of events. */
export interface RelayFaults {
  /** Sent twice, the second time a little later. */
  readonly duplicate: number;
  /** Held back until later ones have passed. */
  readonly reorder: number;
}

const EVENTS = '42/ctl,["events"';
/** Within what a console waits for a hole to close, and sometimes beyond it. */
const HOLD_MS = [20, 400] as const;

/**
 * A middlebox that repeats and reorders messages of events, which TCP alone never would: TLS ends here (under a CA of its
 * own, which the console is told to trust), WebSocket messages pass one by one.
 */
export class FeedRelay {
  readonly #rng: Rng;
  readonly #upstream: { readonly port: number; readonly caPem: string };
  #server: Server | undefined;
  faults: RelayFaults = { duplicate: 0, reorder: 0 };
  duplicated = 0;
  reordered = 0;
  port = 0;
  caPem = '';

  constructor(upstream: { readonly port: number; readonly caPem: string }, rng: Rng) {
    this.#upstream = upstream;
    this.#rng = rng;
  }

  async open(dataDir: string): Promise<void> {
    mkdirSync(dataDir, { recursive: true });
    const identity = await issueServerIdentity({
      dataDir,
      name: 'Rampart fault relay',
      nowMs: Date.now(),
      hosts: ['localhost', '127.0.0.1'],
    });
    this.caPem = readFileSync(identity.caFile, 'utf8');
    this.port = await freePort();
    const server = createServer({ cert: identity.cert, key: identity.key, minVersion: 'TLSv1.3' });
    this.#server = server;
    const sockets = new WebSocketServer({ server, perMessageDeflate: false });
    sockets.on('connection', (client, request) => this.#join(client, request.url ?? '/'));
    await new Promise<void>((done) => server.listen(this.port, '127.0.0.1', done));
  }

  close(): void {
    this.#server?.closeAllConnections();
    this.#server?.close();
  }

  #join(client: WebSocket, path: string): void {
    const upstream = new WebSocket(`wss://127.0.0.1:${this.#upstream.port}${path}`, {
      ca: this.#upstream.caPem,
    });
    const opened = new Promise<void>((done) => void upstream.once('open', () => done()));
    client.on('message', (data, isBinary) => {
      void opened.then(() => upstream.send(textOf(data, isBinary), { binary: isBinary }));
    });
    upstream.on('message', (data, isBinary) => this.#pass(client, textOf(data, isBinary), isBinary));
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      from.on('close', () => to.close());
      from.on('error', () => to.terminate());
    }
  }

  #pass(client: WebSocket, data: string | Buffer, isBinary: boolean): void {
    const send = (): void => {
      if (client.readyState === WebSocket.OPEN) client.send(data, { binary: isBinary });
    };
    if (typeof data !== 'string' || !data.startsWith(EVENTS)) return send();
    if (this.#rng.chance(this.faults.reorder)) {
      this.reordered++;
      setTimeout(send, this.#rng.between(...HOLD_MS));
    } else send();
    if (!this.#rng.chance(this.faults.duplicate)) return;
    this.duplicated++;
    setTimeout(send, this.#rng.between(...HOLD_MS));
  }
}

function textOf(data: WebSocket.RawData, isBinary: boolean): string | Buffer {
  const bytes = Buffer.isBuffer(data) ? data : Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
  return isBinary ? bytes : bytes.toString('utf8');
}
