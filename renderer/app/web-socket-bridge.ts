import { decodePositionsMessage } from '../../shared/contract/positions-message.ts';
import { type HostBridge, isPortEvent } from './host-bridge.ts';

/** Browser host: one WebSocket on the page's own origin, authorised by the session cookie. */
export function createWebSocketBridge(location: Pick<Location, 'protocol' | 'host'>): HostBridge {
  return {
    host: 'browser',
    connect(view, handlers) {
      const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
      const socket = new WebSocket(`${scheme}://${location.host}/port?view=${view}`);
      socket.binaryType = 'arraybuffer';
      socket.addEventListener('open', () => handlers.onOpen());
      socket.addEventListener('message', (message: MessageEvent<unknown>) => {
        if (message.data instanceof ArrayBuffer) {
          handlers.onEvent(decodePositionsMessage(new Uint8Array(message.data)));
          return;
        }
        const event: unknown = JSON.parse(String(message.data));
        if (isPortEvent(event)) handlers.onEvent(event);
      });
      socket.addEventListener('close', (event) =>
        handlers.onClosed(event.reason === '' ? String(event.code) : event.reason),
      );
      return {
        send(request) {
          if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(request));
        },
        close: () => socket.close(),
      };
    },
  };
}
