import { encodePositionsMessage } from '../../shared/contract/positions-message.ts';
import { DRAINED } from '../ipc/port-names.ts';
import type { ParentPort, PortEnd } from './parent-port.ts';
import type { WindowPipe } from './window-pipe.ts';

/** A window behind the host process: text and bytes travel by window id over the parent's line. */
export interface RelayedPipe extends WindowPipe {
  receive(text: string): void;
  drained(): void;
  closed(): void;
}

/** Makes the pipe of one relayed window. */
export function relayedPipe(parent: ParentPort, windowId: string): RelayedPipe {
  const listeners: ((message: unknown) => void)[] = [];
  const closers: (() => void)[] = [];
  const waiting: (() => void)[] = [];
  return {
    send: (event) => parent.post({ t: 'window/text', windowId, text: JSON.stringify(event) }),
    sendPositions: (event) =>
      new Promise((resolve) => {
        waiting.push(resolve);
        parent.post({ t: 'window/binary', windowId, bytes: encodePositionsMessage(event) });
      }),
    onMessage: (listener) => void listeners.push(listener),
    onClose: (listener) => void closers.push(listener),
    close: () => parent.post({ t: 'window/close', windowId }),
    receive: (text) => {
      let message: unknown;
      try {
        message = JSON.parse(text);
      } catch {
        return; // not a request: nobody to answer
      }
      for (const listener of listeners) listener(message);
    },
    drained: () => waiting.shift()?.(),
    closed: () => {
      for (const resolve of waiting.splice(0)) resolve();
      for (const closer of closers) closer();
    },
  };
}

/** A window at the other end of a MessagePort. */
export function portPipe(port: PortEnd): WindowPipe {
  const waiting: (() => void)[] = [];
  const closers: (() => void)[] = [];
  let listener: (message: unknown) => void = () => undefined;
  port.on('message', ({ data }) => {
    if (data === DRAINED) waiting.shift()?.();
    else listener(data);
  });
  port.on('close', () => {
    for (const resolve of waiting.splice(0)) resolve();
    for (const closer of closers) closer();
  });
  port.start();
  return {
    send: (event) => port.postMessage(event),
    sendPositions: (event) =>
      new Promise((resolve) => {
        waiting.push(resolve);
        port.postMessage(event);
      }),
    onMessage: (added) => {
      listener = added;
    },
    onClose: (closer) => void closers.push(closer),
    close: () => port.close(),
  };
}
