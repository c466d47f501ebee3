import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Log } from '../../../shared/kit/log.ts';
import { type HostMessage, isServiceMessage, type ServiceMessage } from '../../data/service-messages.ts';
import type { HostProcess } from '../host.ts';

const MAX_REQUEST_BYTES = 262_144;
/** Told to a page when the data service was restarted: connect again. */
export const RESTARTED_CODE = 4001;

export interface PortBridgeInput {
  readonly newId: () => string;
  readonly log: Log;
}

/** Joins each page's WebSocket to the data service process. Frames pass unread; the service validates them. */
export class PortBridge {
  readonly #input: PortBridgeInput;
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_REQUEST_BYTES,
    perMessageDeflate: false,
  });
  readonly #sockets = new Map<string, WebSocket>();
  #service: HostProcess | undefined;

  constructor(input: PortBridgeInput) {
    this.#input = input;
  }

  /** A (re)started data service; pages connect again and get a new epoch. */
  bind(service: HostProcess): void {
    this.#service = service;
    for (const socket of this.#sockets.values()) socket.close(RESTARTED_CODE, 'data service restarted');
    this.#sockets.clear();
    service.onMessage((message) => {
      if (isServiceMessage(message)) this.#fromService(message);
    });
  }

  /** An upgrade that was already found to be ours. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (accepted) => {
      const view = new URLSearchParams((request.url ?? '').split('?')[1] ?? '').get('view');
      this.#open(accepted, view === 'wall' ? 'wall' : 'seat');
    });
  }

  close(): void {
    for (const socket of this.#sockets.values()) socket.close(1001, 'console is closing');
    this.#server.close();
  }

  #open(socket: WebSocket, view: 'seat' | 'wall'): void {
    const windowId = this.#input.newId();
    const service = this.#service;
    if (service === undefined) return socket.close(RESTARTED_CODE, 'data service is starting');
    const tell = (message: HostMessage): void => {
      if (this.#service === service) service.post(message);
    };
    this.#sockets.set(windowId, socket);
    socket.on('message', (data, isBinary) => {
      // Without a binaryType of our choosing, text arrives as one Buffer.
      if (isBinary || !Buffer.isBuffer(data)) return;
      tell({ t: 'window/message', windowId, text: data.toString('utf8') });
    });
    socket.on('error', (error) => this.#input.log.warn('page connection failed', { reason: error.message }));
    socket.on('close', () => {
      this.#sockets.delete(windowId);
      tell({ t: 'window/closed', windowId });
    });
    tell({ t: 'window/opened', windowId, view });
  }

  #fromService(message: ServiceMessage): void {
    if (message.t === 'started') return;
    const socket = this.#sockets.get(message.windowId);
    if (socket === undefined) return;
    if (message.t === 'window/text') socket.send(message.text);
    if (message.t === 'window/close') socket.close();
    if (message.t === 'window/binary') {
      const { windowId } = message;
      socket.send(message.bytes, () =>
        this.#service?.post({ t: 'window/drained', windowId } satisfies HostMessage),
      );
    }
  }
}
