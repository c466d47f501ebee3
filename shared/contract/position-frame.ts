/**
 * The one binary layout for positions: on /pos, in history blocks and to windows. Little-endian, columns one after the other:
 * header 8 bytes (u16 magic 0x5250, u8 version 1, u8 zero, u32 count), then f64 atMs[count], u32 slot[count],
 * i32 lonE7[count], i32 latE7[count], u16 headingCdeg[count], u16 speedCmps[count]: 24 bytes a fix.
 */
export interface PositionColumns {
  readonly count: number;
  readonly atMs: Float64Array;
  readonly slot: Uint32Array;
  readonly lonE7: Int32Array;
  readonly latE7: Int32Array;
  /** Hundredths of a degree clockwise from north; UNKNOWN_U16 = unknown. */
  readonly headingCdeg: Uint16Array;
  /** Centimetres a second; UNKNOWN_U16 = unknown. */
  readonly speedCmps: Uint16Array;
}

export const UNKNOWN_U16 = 0xffff;
export const FIX_BYTES = 24;
const HEADER_BYTES = 8;
const MAGIC = 0x5250;
const VERSION = 1;

/** Empty columns for `count` fixes, owned by the caller. */
export function createColumns(count: number): PositionColumns {
  return {
    count,
    atMs: new Float64Array(count),
    slot: new Uint32Array(count),
    lonE7: new Int32Array(count),
    latE7: new Int32Array(count),
    headingCdeg: new Uint16Array(count).fill(UNKNOWN_U16),
    speedCmps: new Uint16Array(count).fill(UNKNOWN_U16),
  };
}

/** Raw bytes of the columns; the machine is assumed little-endian, as every supported one is. */
export function encodePositions(columns: PositionColumns): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + columns.count * FIX_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, MAGIC, true);
  view.setUint8(2, VERSION);
  view.setUint32(4, columns.count, true);
  let at = HEADER_BYTES;
  for (const column of [
    columns.atMs,
    columns.slot,
    columns.lonE7,
    columns.latE7,
    columns.headingCdeg,
    columns.speedCmps,
  ]) {
    const raw = new Uint8Array(column.buffer, column.byteOffset, columns.count * column.BYTES_PER_ELEMENT);
    bytes.set(raw, at);
    at += raw.byteLength;
  }
  return bytes;
}

/** The opposite of encodePositions; copies, so the input may be reused. Throws RangeError naming what is wrong. */
export function decodePositions(bytes: Uint8Array): PositionColumns {
  if (bytes.byteLength < HEADER_BYTES)
    throw new RangeError(`position frame of ${bytes.byteLength} bytes has no header`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint16(0, true) !== MAGIC) throw new RangeError('not a position frame');
  if (view.getUint8(2) !== VERSION)
    throw new RangeError(`position frame version ${view.getUint8(2)} is not ${VERSION}`);
  const count = view.getUint32(4, true);
  const expected = HEADER_BYTES + count * FIX_BYTES;
  if (bytes.byteLength !== expected)
    throw new RangeError(`position frame of ${count} fixes is ${bytes.byteLength} bytes, not ${expected}`);
  let at = HEADER_BYTES;
  const take = (size: number): ArrayBuffer => {
    // Not bytes.slice: Node's Buffer overrides it with a view of the pool it came from.
    const part = new Uint8Array(count * size);
    part.set(bytes.subarray(at, at + count * size));
    at += count * size;
    return part.buffer;
  };
  return {
    count,
    atMs: new Float64Array(take(8)),
    slot: new Uint32Array(take(4)),
    lonE7: new Int32Array(take(4)),
    latE7: new Int32Array(take(4)),
    headingCdeg: new Uint16Array(take(2)),
    speedCmps: new Uint16Array(take(2)),
  };
}
