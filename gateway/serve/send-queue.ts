import type { Socket } from 'socket.io';
import { WebSocket } from 'ws';

/** Bytes that may wait for one connection; a console that lets more pile up is cut off and resumes by seq. */
export const MAX_QUEUED_BYTES = 4 * 1_048_576;

/** Bytes of one connection that have not left this process: packets not yet encoded, and what the socket holds. */
export function queuedBytes(socket: Socket): number {
  let bytes = webSocketOf(socket)?.bufferedAmount ?? 0;
  // engine.io keeps its queue to itself; nothing but its length in bytes is taken from it.
  const waiting: unknown = socket.conn['writeBuffer'];
  if (!Array.isArray(waiting)) return bytes;
  for (const packet of waiting as readonly unknown[]) bytes += sizeOf(packet);
  return bytes;
}

/** Resolves when little enough waits for more to be sent, or when the connection has ended. */
export async function whenRoom(socket: Socket): Promise<void> {
  while (socket.connected && queuedBytes(socket) > MAX_QUEUED_BYTES / 4) {
    const { conn } = socket;
    await new Promise<void>((resolve) => {
      const go = (): void => {
        conn.transport.off('drain', go);
        conn.off('close', go);
        resolve();
      };
      conn.transport.on('drain', go);
      conn.on('close', go);
    });
  }
}

/**
 * Ends a connection at once and frees what it holds. A polite close would wait for the peer to read its backlog first,
 * which a stopped peer never does.
 */
export function cutOff(socket: Socket): void {
  const webSocket = webSocketOf(socket);
  if (webSocket === undefined) socket.disconnect(true);
  else webSocket.terminate();
}

/** Frees what a connection holds as soon as it is given up, also when the peer says nothing more. */
export function freeWhenClosed(socket: Socket): void {
  const webSocket = webSocketOf(socket);
  socket.conn.once('close', () => webSocket?.terminate());
}

/** The WebSocket under a connection, the only transport there is; engine.io keeps it to itself. */
function webSocketOf(socket: Socket): WebSocket | undefined {
  const { transport } = socket.conn;
  const inner: unknown = 'socket' in transport ? transport.socket : undefined;
  return inner instanceof WebSocket ? inner : undefined;
}

function sizeOf(packet: unknown): number {
  if (typeof packet !== 'object' || packet === null || !('data' in packet)) return 0;
  // Text counts one byte a UTF-16 unit: exact enough for a limit, and free.
  if (typeof packet.data === 'string') return packet.data.length;
  return ArrayBuffer.isView(packet.data) ? packet.data.byteLength : 0;
}
