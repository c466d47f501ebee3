import type { PortEvent } from './port.ts';

/** The binary WebSocket form of a positions message, apart from port.ts so that a page needs no schema library to read it. */

const POSITION_PREFIX_BYTES = 24;

/** Binary WebSocket form of a positions message: f64 epoch, f64 atMs, u32 reset, u32 zero, then the frame. */
export function encodePositionsMessage(message: Extract<PortEvent, { t: 'positions' }>): Uint8Array {
  const bytes = new Uint8Array(POSITION_PREFIX_BYTES + message.frame.byteLength);
  const view = new DataView(bytes.buffer);
  view.setFloat64(0, message.epoch, true);
  view.setFloat64(8, message.atMs, true);
  view.setUint32(16, message.reset ? 1 : 0, true);
  bytes.set(message.frame, POSITION_PREFIX_BYTES);
  return bytes;
}

/** The opposite; throws RangeError on a short message. */
export function decodePositionsMessage(bytes: Uint8Array): Extract<PortEvent, { t: 'positions' }> {
  if (bytes.byteLength < POSITION_PREFIX_BYTES)
    throw new RangeError(`positions message of ${bytes.byteLength} bytes is too short`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    t: 'positions',
    epoch: view.getFloat64(0, true),
    atMs: view.getFloat64(8, true),
    reset: view.getUint32(16, true) === 1,
    frame: bytes.slice(POSITION_PREFIX_BYTES),
  };
}
