import { createServer, type Server, type Socket, connect } from 'node:net';
import type { Rng } from '../../shared/kit/rng.ts';
import { freePort } from './gateway-program.ts';
import { monoMs, pause } from './moments.ts';

/** What the line does. `half-open`: takes connections and bytes and passes nothing on, as a dead router does. */
export type LineFault =
  | { readonly kind: 'none' }
  | { readonly kind: 'cut' }
  | { readonly kind: 'half-open' }
  | { readonly kind: 'slow'; readonly delayMs: number; readonly jitterMs: number };

/** A TCP line between console and gateway that can be harmed; bytes pass unread. */
export class TcpProxy {
  readonly #upstreamPort: number;
  readonly #rng: Rng;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  readonly #swallowed = new Set<readonly [Socket, Socket]>();
  #server: Server | undefined;
  #fault: LineFault = { kind: 'none' };
  port = 0;

  constructor(upstreamPort: number, rng: Rng) {
    this.#upstreamPort = upstreamPort;
    this.#rng = rng;
  }

  async open(): Promise<void> {
    this.port = await freePort();
    const server = createServer((client) => this.#accept(client));
    this.#server = server;
    await new Promise<void>((done) => server.listen(this.port, '127.0.0.1', done));
  }

  /** Changes what the line does, for the connections there are and for new ones. */
  set(fault: LineFault): void {
    this.#fault = fault;
    if (fault.kind === 'cut') for (const pair of this.#pairs) this.#drop(pair);
    // What a half-open line has swallowed is gone: when it is mended its old connections are not.
    if (fault.kind === 'none')
      for (const pair of this.#pairs) if (this.#swallowed.has(pair)) this.#drop(pair);
  }

  close(): void {
    for (const pair of this.#pairs) this.#drop(pair);
    this.#server?.close();
  }

  #accept(client: Socket): void {
    if (this.#fault.kind === 'cut') return void client.destroy();
    const upstream = connect(this.#upstreamPort, '127.0.0.1');
    const pair = [client, upstream] as const;
    this.#pairs.add(pair);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      let queue: Promise<unknown> = Promise.resolve();
      from.setNoDelay(true);
      from.on('data', (chunk) => {
        const fault = this.#fault;
        if (fault.kind === 'half-open') return void this.#swallowed.add(pair);
        const waitMs = fault.kind === 'slow' ? fault.delayMs + this.#rng.next() * fault.jitterMs : 0;
        const dueMs = monoMs() + waitMs;
        // Order is kept, as TCP keeps it: a late chunk holds up those behind it.
        queue = queue.then(async () => {
          if (dueMs > monoMs()) await pause(dueMs - monoMs());
          if (!to.destroyed) to.write(chunk);
        });
      });
      from.on('error', () => undefined);
      from.on('close', () => {
        // A half-open line tells neither side that the other has gone.
        if (this.#fault.kind !== 'half-open') this.#drop(pair);
        else this.#swallowed.add(pair);
      });
    }
  }

  #drop(pair: readonly [Socket, Socket]): void {
    this.#pairs.delete(pair);
    this.#swallowed.delete(pair);
    for (const socket of pair) socket.destroy();
  }
}
