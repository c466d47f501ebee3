import type { Socket } from 'socket.io-client';
import { decodePositions, type PositionColumns } from '../../shared/contract/position-frame.ts';
import type { View } from '../../shared/contract/views.ts';
import type { Cancel } from '../../shared/kit/clock.ts';
import type { Log } from '../../shared/kit/log.ts';
import { backoffMs } from './backoff.ts';
import type { GatewayTarget } from './gateway-target.ts';
import { openSocket } from './open-socket.ts';
import type { Timers } from './timers.ts';

export interface PositionLinkInput {
  readonly target: GatewayTarget;
  readonly view: View;
  readonly apply: (frame: PositionColumns) => void;
  readonly timers: Timers;
  readonly random: () => number;
  readonly log: Log;
}

/** The volatile connection: positions, last value wins, nothing is resumed. Reconnects for ever until closed. */
export class PositionLink {
  readonly #input: PositionLinkInput;
  #socket: Socket | undefined;
  #retryTimer: Cancel | undefined;
  #attempt = 0;
  #isClosed = false;
  /** Frames that could not be read; shown with the dropped ones. */
  badFrames = 0;

  constructor(input: PositionLinkInput) {
    this.#input = input;
  }

  /** Whether this link already is the one to that gateway. */
  serves(target: GatewayTarget): boolean {
    return this.#input.target === target;
  }

  open(): void {
    if (this.#isClosed) return;
    const socket = openSocket(this.#input.target, '/pos', this.#input.view);
    this.#socket = socket;
    socket.on('connect', () => {
      this.#attempt = 0;
    });
    socket.on('connect_error', () => this.#retry(socket));
    socket.on('disconnect', () => this.#retry(socket));
    socket.on('frame', (input: unknown) => this.#frame(input));
    socket.connect();
  }

  close(): void {
    this.#isClosed = true;
    this.#retryTimer?.();
    this.#drop();
  }

  #frame(input: unknown): void {
    if (!(input instanceof Uint8Array)) {
      this.badFrames++;
      return;
    }
    try {
      this.#input.apply(decodePositions(new Uint8Array(input)));
    } catch (error) {
      this.badFrames++;
      this.#input.log.warn('bad position frame', { reason: String(error) });
    }
  }

  #retry(socket: Socket): void {
    if (socket !== this.#socket) return;
    this.#drop();
    if (this.#isClosed) return;
    const waitMs = backoffMs(this.#attempt++, this.#input.random());
    this.#retryTimer?.();
    this.#retryTimer = this.#input.timers.after(waitMs, () => this.open());
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.removeAllListeners();
    socket?.disconnect();
  }
}
