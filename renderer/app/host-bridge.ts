import type { PortEvent, PortRequest } from '../../shared/contract/port.ts';

/** What a window wants to see; named when the port is opened. */
export type PortView = 'seat' | 'wall';

/** Callbacks of one connection. `onClosed` comes exactly once, also when the connection never opened. */
export interface PortHandlers {
  onOpen(): void;
  onEvent(event: PortEvent): void;
  onClosed(reason: string): void;
}

/** One open (or opening) connection to the data service. */
export interface PortConnection {
  /** Drops the request silently when the connection is not open; the client asks again after reconnecting. */
  send(request: PortRequest): void;
  close(): void;
}

/** How a window reaches the data service; one implementation a host, the same behaviour. */
export interface HostBridge {
  readonly host: 'browser' | 'electron';
  connect(view: PortView, handlers: PortHandlers): PortConnection;
}

/**
 * What the Electron preload exposes as `window.rampart`. `openPort` makes main send a MessagePort, which arrives as a
 * window message `{type: 'rampart/port'}` with the port attached; the port then carries PortEvent and PortRequest objects.
 */
export interface RampartWindowApi {
  readonly host: 'electron';
  openPort(view: PortView): void;
}

/** Every kind, so that one added to the port cannot be forgotten here and dropped in silence. */
const EVENT_KINDS: Readonly<Record<PortEvent['t'], true>> = {
  hello: true,
  snapshot: true,
  patch: true,
  playhead: true,
  feed: true,
  races: true,
  exits: true,
  find: true,
  joint: true,
  standby: true,
  recommendation: true,
  command: true,
  directory: true,
  wind: true,
  marks: true,
  positions: true,
  reply: true,
};

/** Whether a message from our own data service is one this window knows; its insides were checked where they were made. */
export function isPortEvent(value: unknown): value is PortEvent {
  if (typeof value !== 'object' || value === null || !('t' in value)) return false;
  return typeof value.t === 'string' && Object.hasOwn(EVENT_KINDS, value.t);
}
