import { invariant } from '../../kit/invariant.ts';

/**
 * Columns of whole numbers cut into byte planes: all lowest bytes, then all second bytes, and so on, as many as the largest
 * value needs. Small numbers leave planes of zeros or none at all, which is what makes a compressor's work short.
 */

/** A growing byte string of columns. */
export class PlaneWriter {
  #bytes = new Uint8Array(4_096);
  #size = 0;

  /** Appends `count` unsigned values (0 to 2^32-1): one byte saying how many planes, then the planes. */
  column(values: Uint32Array, count: number): void {
    let all = 0;
    for (let i = 0; i < count; i++) all |= values[i]!;
    const planes = count === 0 ? 0 : planesOf(all >>> 0);
    this.#reserve(1 + planes * count);
    this.#bytes[this.#size++] = planes;
    for (let plane = 0; plane < planes; plane++) {
      const shift = plane * 8;
      for (let i = 0; i < count; i++) this.#bytes[this.#size + i] = values[i]! >>> shift;
      this.#size += count;
    }
  }

  u32(value: number): void {
    this.#reserve(4);
    new DataView(this.#bytes.buffer).setUint32(this.#size, value, true);
    this.#size += 4;
  }

  f64(value: number): void {
    this.#reserve(8);
    new DataView(this.#bytes.buffer).setFloat64(this.#size, value, true);
    this.#size += 8;
  }

  /** What was written; a copy. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#size);
  }

  #reserve(more: number): void {
    if (this.#size + more <= this.#bytes.length) return;
    const bigger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#size + more));
    bigger.set(this.#bytes);
    this.#bytes = bigger;
  }
}

/** One column of a finished string; values are put together only when asked for. */
export class PlaneColumn {
  readonly #bytes: Uint8Array;
  readonly #at: number;
  readonly #count: number;
  readonly #planes: number;

  constructor(bytes: Uint8Array, at: number, count: number, planes: number) {
    this.#bytes = bytes;
    this.#at = at;
    this.#count = count;
    this.#planes = planes;
  }

  /** The unsigned value of row `i`. */
  get(i: number): number {
    const bytes = this.#bytes;
    const count = this.#count;
    const at = this.#at + i;
    switch (this.#planes) {
      case 0:
        return 0;
      case 1:
        return bytes[at]!;
      case 2:
        return bytes[at]! | (bytes[at + count]! << 8);
      case 3:
        return bytes[at]! | (bytes[at + count]! << 8) | (bytes[at + 2 * count]! << 16);
      default:
        return (
          (bytes[at]! |
            (bytes[at + count]! << 8) |
            (bytes[at + 2 * count]! << 16) |
            (bytes[at + 3 * count]! << 24)) >>>
          0
        );
    }
  }

  /** The signed value of row `i`, written by `zigzag`. */
  signed(i: number): number {
    const value = this.get(i);
    return (value >>> 1) ^ -(value & 1);
  }
}

/** Reads what a PlaneWriter wrote, in the same order. Throws RangeError when the bytes end too early. */
export class PlaneReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  column(count: number): PlaneColumn {
    const planes = this.#bytes[this.#take(1)]!;
    if (planes > 4) throw new RangeError(`a column of ${planes} planes`);
    return new PlaneColumn(this.#bytes, this.#take(planes * count), count, planes);
  }

  u32(): number {
    return this.#view().getUint32(this.#take(4), true);
  }

  f64(): number {
    return this.#view().getFloat64(this.#take(8), true);
  }

  /** Throws RangeError when bytes are left over. */
  end(): void {
    if (this.#at !== this.#bytes.length)
      throw new RangeError(`${this.#bytes.length - this.#at} bytes left over`);
  }

  #view(): DataView {
    return new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength);
  }

  #take(size: number): number {
    const at = this.#at;
    this.#at += size;
    if (this.#at > this.#bytes.length) throw new RangeError('the block ends too early');
    return at;
  }
}

/** A signed 32-bit number as a small unsigned one: 0, -1, 1, -2 become 0, 1, 2, 3. */
export function zigzag(value: number): number {
  return ((value << 1) ^ (value >> 31)) >>> 0;
}

function planesOf(all: number): number {
  invariant(all >= 0, 'unsigned values only');
  if (all === 0) return 0;
  if (all < 0x100) return 1;
  if (all < 0x1_0000) return 2;
  return all < 0x100_0000 ? 3 : 4;
}
