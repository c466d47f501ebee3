import type { ServiceMessage } from './service-messages.ts';

/** One end of a MessageChannel as Electron's MessagePortMain offers it. */
export interface PortEnd {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

/** The line to the program that started us: utilityProcess in Electron, child_process elsewhere. */
export interface ParentPort {
  post(message: ServiceMessage): void;
  onMessage(listener: (message: unknown, ports: readonly PortEnd[]) => void): void;
  /** The parent is gone. */
  onClose(listener: () => void): void;
}

/** Electron's `process.parentPort`, reduced to what is used. */
export interface UtilityParentPort {
  postMessage(message: unknown): void;
  on(
    event: 'message',
    listener: (event: { readonly data: unknown; readonly ports: readonly PortEnd[] }) => void,
  ): unknown;
}

/** The part of `process` a forked child talks through. */
export interface ForkedProcess {
  send?: ((message: unknown) => boolean) | undefined;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'disconnect', listener: () => void): unknown;
}

/** In a utilityProcess; its parent's end cannot be outlived. */
export function utilityParentPort(port: UtilityParentPort): ParentPort {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on('message', ({ data, ports }) => listener(data, ports)),
    onClose: () => undefined,
  };
}

/** In a process started with child_process.fork and advanced serialization. */
export function forkedParentPort(child: ForkedProcess): ParentPort {
  return {
    post: (message) => void child.send?.(message),
    onMessage: (listener) => void child.on('message', (message) => listener(message, [])),
    onClose: (listener) => void child.on('disconnect', listener),
  };
}
