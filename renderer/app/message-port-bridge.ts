import { type HostBridge, isPortEvent, type RampartWindowApi } from './host-bridge.ts';

/** Electron host: a MessagePort handed over by the preload; nothing else crosses. */
export function createMessagePortBridge(api: RampartWindowApi, target: Window): HostBridge {
  return {
    host: 'electron',
    connect(view, handlers) {
      let port: MessagePort | undefined;
      const onMessage = (message: MessageEvent<unknown>): void => {
        const data = message.data;
        const isPort =
          typeof data === 'object' && data !== null && 'type' in data && data.type === 'rampart/port';
        const received = message.ports[0];
        if (message.source !== target || !isPort || received === undefined) return;
        target.removeEventListener('message', onMessage);
        port = received;
        port.addEventListener('message', (event: MessageEvent<unknown>) => {
          if (isPortEvent(event.data)) handlers.onEvent(event.data);
        });
        port.addEventListener('close', () => handlers.onClosed('port closed'));
        port.start();
        handlers.onOpen();
      };
      target.addEventListener('message', onMessage);
      api.openPort(view);
      return {
        send: (request) => port?.postMessage(request),
        close: () => {
          target.removeEventListener('message', onMessage);
          port?.close();
        },
      };
    },
  };
}
