import { io, type Socket } from 'socket.io-client';
import { CTL_PROTOCOL, type Handshake } from '../../shared/contract/ctl.ts';
import type { View } from '../../shared/contract/views.ts';
import type { GatewayTarget } from './gateway-target.ts';

/** A line that takes a connection and says nothing (half-open) holds an attempt no longer than this. */
const CONNECT_MS = 4_000;

/**
 * A connection of its own (one Manager) to a namespace of the gateway: WebSocket only, our CA only, and no reconnection
 * by the library, whose buffers and back-off are not ours. Not yet connected; the caller owns it.
 */
export function openSocket(target: GatewayTarget, namespace: '/ctl' | '/pos', view: View): Socket {
  const auth: Handshake = { protocol: CTL_PROTOCOL, key: target.key, view };
  return io(new URL(namespace, target.feedUrl).href, {
    transports: ['websocket'],
    ca: target.caPem,
    rejectUnauthorized: true,
    forceNew: true,
    reconnection: false,
    autoConnect: false,
    timeout: CONNECT_MS,
    auth,
  });
}
