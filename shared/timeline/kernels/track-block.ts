import { createColumns, type PositionColumns } from '../../contract/position-frame.ts';
import { invariant } from '../../kit/invariant.ts';
import { type PlaneColumn, PlaneReader, PlaneWriter, zigzag } from './byte-planes.ts';
import { orderBySlot } from './fix-rows.ts';

/**
 * One block of positions: the newest fix of every slot before `startMs` (the keyframe) and every fix from then on, by slot.
 * A fix is kept as its difference from what its slot's last two foretell (or its last one, where that foretells better), in
 * byte planes, to be compressed by the caller. Exact: 1 ms, 1e-7 degrees, 0.01 degrees, 1 cm/s.
 */
const MAGIC = 0x31_4b_54_52;

/** What decodeBlock gives back. */
export interface TrackBlock {
  readonly startMs: number;
  /** One row a slot, by slot. */
  readonly before: PositionColumns;
  /** By slot, then time. */
  readonly fixes: PositionColumns;
}

/**
 * Encodes a block. `before`: at most one fix a slot, older than `startMs`. `fixes`: in any order, none older than `startMs`
 * nor 24 days younger; of two of one slot and time the first is kept. Times are rounded to milliseconds.
 */
export function encodeBlock(startMs: number, before: PositionColumns, fixes: PositionColumns): Uint8Array {
  const held = orderBySlot(before);
  const order = orderBySlot(fixes);
  const slots = Uint32Array.from(new Set([...held.slots, ...order.slots])).sort();
  const heldAt = new Map<number, number>();
  held.slots.forEach((slot, i) => heldAt.set(slot, held.rows[held.starts[i]!]!));
  const orderAt = new Map<number, number>();
  order.slots.forEach((slot, i) => orderAt.set(slot, i));

  const n = slots.length;
  const anchor = { slot: columnOf(n), head: columnOf(n), ageLo: columnOf(n), ageHi: columnOf(n) };
  const place = { lon: columnOf(n), lat: columnOf(n), heading: columnOf(n), speed: columnOf(n) };
  const m = order.rows.length;
  const delta = {
    time: columnOf(m),
    lon: columnOf(m),
    lat: columnOf(m),
    heading: columnOf(m),
    speed: columnOf(m),
  };
  let at = 0;
  let lastStepMs = 0;
  for (let i = 0; i < n; i++) {
    const slot = slots[i]!;
    const heldRow = heldAt.get(slot);
    const group = orderAt.get(slot);
    let from = group === undefined ? 0 : order.starts[group]!;
    const to = group === undefined ? 0 : order.starts[group + 1]!;
    const source = heldRow === undefined ? fixes : before;
    const anchorRow = heldRow ?? order.rows[from++]!;
    const isSecond = foretellsBetter(fixes, order.rows, from, to, source, anchorRow);
    const distanceMs = Math.abs(Math.round(source.atMs[anchorRow]!) - startMs);
    invariant(heldRow === undefined || source.atMs[heldRow]! < startMs, 'a keyframe lies before its block');
    anchor.slot[i] = i === 0 ? slot : slot - slots[i - 1]! - 1;
    anchor.head[i] = ((to - from) << 2) | (isSecond ? 2 : 0) | (heldRow === undefined ? 0 : 1);
    anchor.ageLo[i] = distanceMs % 0x1_0000_0000;
    anchor.ageHi[i] = Math.floor(distanceMs / 0x1_0000_0000);
    place.lon[i] = zigzag(source.lonE7[anchorRow]!);
    place.lat[i] = zigzag(source.latE7[anchorRow]!);
    place.heading[i] = source.headingCdeg[anchorRow]!;
    place.speed[i] = source.speedCmps[anchorRow]!;

    let ms = Math.round(source.atMs[anchorRow]!);
    let lon = source.lonE7[anchorRow]!;
    let lat = source.latE7[anchorRow]!;
    let heading = source.headingCdeg[anchorRow]!;
    let speed = source.speedCmps[anchorRow]!;
    let dLon = 0;
    let dLat = 0;
    for (let k = from; k < to; k++, at++) {
      const row = order.rows[k]!;
      const rowMs = Math.round(fixes.atMs[row]!);
      const stepMs = rowMs - ms;
      delta.time[at] = zigzag((stepMs - lastStepMs) | 0);
      const stepLon = (fixes.lonE7[row]! - lon) | 0;
      const stepLat = (fixes.latE7[row]! - lat) | 0;
      delta.lon[at] = zigzag((stepLon - dLon) | 0);
      delta.lat[at] = zigzag((stepLat - dLat) | 0);
      delta.heading[at] = turn16(fixes.headingCdeg[row]! - heading);
      delta.speed[at] = turn16(fixes.speedCmps[row]! - speed);
      ms = rowMs;
      lon = fixes.lonE7[row]!;
      lat = fixes.latE7[row]!;
      heading = fixes.headingCdeg[row]!;
      speed = fixes.speedCmps[row]!;
      lastStepMs = stepMs;
      if (!isSecond) continue;
      dLon = stepLon;
      dLat = stepLat;
    }
  }
  const writer = new PlaneWriter();
  writer.u32(MAGIC);
  writer.f64(startMs);
  writer.u32(n);
  writer.u32(at);
  for (const column of [...Object.values(anchor), ...Object.values(place)]) writer.column(column, n);
  for (const column of Object.values(delta)) writer.column(column, at);
  return writer.finish();
}

/** Everything in a block. Throws RangeError when the bytes are not a whole block. */
export function decodeBlock(bytes: Uint8Array): TrackBlock {
  const block = new BlockReader(bytes);
  const before = createColumns(block.heldSlots());
  const fixes = createColumns(block.slotCount - before.count + block.deltaCount);
  let [held, at] = [0, 0];
  block.walk(Number.POSITIVE_INFINITY, (fix, isBefore) => {
    if (isBefore) put(before, held++, fix);
    else put(fixes, at++, fix);
  });
  return { startMs: block.startMs, before, fixes };
}

/**
 * The newest fix of every slot at or before `atMs`, by slot, none older than `sinceMs`. Reads no further than `atMs`.
 * Throws RangeError when the bytes are not a whole block.
 */
export function stateInBlock(bytes: Uint8Array, atMs: number, sinceMs: number): PositionColumns {
  const block = new BlockReader(bytes);
  const state = createColumns(block.slotCount);
  let count = 0;
  block.walk(atMs, undefined, (fix) => {
    if (fix.atMs >= sinceMs) put(state, count++, fix);
  });
  return {
    count,
    atMs: state.atMs.subarray(0, count),
    slot: state.slot.subarray(0, count),
    lonE7: state.lonE7.subarray(0, count),
    latE7: state.latE7.subarray(0, count),
    headingCdeg: state.headingCdeg.subarray(0, count),
    speedCmps: state.speedCmps.subarray(0, count),
  };
}

interface Fix {
  atMs: number;
  slot: number;
  lonE7: number;
  latE7: number;
  headingCdeg: number;
  speedCmps: number;
}

class BlockReader {
  readonly startMs: number;
  readonly slotCount: number;
  readonly deltaCount: number;
  readonly #anchor: readonly PlaneColumn[];
  readonly #delta: readonly PlaneColumn[];

  constructor(bytes: Uint8Array) {
    const reader = new PlaneReader(bytes);
    if (reader.u32() !== MAGIC) throw new RangeError('not a track block');
    this.startMs = reader.f64();
    this.slotCount = reader.u32();
    this.deltaCount = reader.u32();
    this.#anchor = Array.from({ length: 8 }, () => reader.column(this.slotCount));
    this.#delta = Array.from({ length: 5 }, () => reader.column(this.deltaCount));
    reader.end();
  }

  /** How many slots have a fix from before the block. */
  heldSlots(): number {
    let held = 0;
    for (let i = 0; i < this.slotCount; i++) held += this.#anchor[1]!.get(i) & 1;
    return held;
  }

  /** Calls `each` for every fix up to `untilMs` and `last` with the last of these of every slot; the object is reused. */
  walk(
    untilMs: number,
    each: ((fix: Fix, isBefore: boolean) => void) | undefined,
    last?: (fix: Fix) => void,
  ): void {
    const [slots, heads, ageLo, ageHi, lons, lats, headings, speeds] = this.#anchor;
    const [times, dLons, dLats, dHeadings, dSpeeds] = this.#delta;
    const fix: Fix = { atMs: 0, slot: -1, lonE7: 0, latE7: 0, headingCdeg: 0, speedCmps: 0 };
    let at = 0;
    let stepMs = 0;
    for (let i = 0; i < this.slotCount; i++) {
      const head = heads!.get(i);
      const [count, isSecond, isBefore] = [head >>> 2, (head & 2) !== 0, (head & 1) !== 0];
      const distanceMs = ageLo!.get(i) + ageHi!.get(i) * 0x1_0000_0000;
      fix.slot += slots!.get(i) + 1;
      fix.atMs = isBefore ? this.startMs - distanceMs : this.startMs + distanceMs;
      fix.lonE7 = lons!.signed(i);
      fix.latE7 = lats!.signed(i);
      fix.headingCdeg = headings!.get(i);
      fix.speedCmps = speeds!.get(i);
      const end = at + count;
      if (end > this.deltaCount) throw new RangeError('the block counts more fixes than it has');
      const isKnown = fix.atMs <= untilMs;
      if (isKnown) each?.(fix, isBefore);
      let dLon = 0;
      let dLat = 0;
      let isPast = !isKnown;
      for (; at < end; at++) {
        // The step of time foretells the next slot's first, so it is followed to the end of every slot.
        stepMs = (stepMs + times!.signed(at)) | 0;
        if (isPast || fix.atMs + stepMs > untilMs) {
          isPast = true;
          continue;
        }
        const stepLon = (dLon + dLons!.signed(at)) | 0;
        const stepLat = (dLat + dLats!.signed(at)) | 0;
        fix.atMs += stepMs;
        fix.lonE7 = (fix.lonE7 + stepLon) | 0;
        fix.latE7 = (fix.latE7 + stepLat) | 0;
        fix.headingCdeg = (fix.headingCdeg + unturn16(dHeadings!.get(at))) & 0xffff;
        fix.speedCmps = (fix.speedCmps + unturn16(dSpeeds!.get(at))) & 0xffff;
        if (isSecond) {
          dLon = stepLon;
          dLat = stepLat;
        }
        each?.(fix, false);
      }
      if (isKnown) last?.(fix);
    }
    if (at !== this.deltaCount) throw new RangeError('the block has more fixes than it counts');
  }
}

/** Whether the steps of a slot foretell the next one better than standing still does. */
function foretellsBetter(
  fixes: PositionColumns,
  rows: Uint32Array,
  from: number,
  to: number,
  source: PositionColumns,
  anchorRow: number,
): boolean {
  let lon = source.lonE7[anchorRow]!;
  let lat = source.latE7[anchorRow]!;
  let dLon = 0;
  let dLat = 0;
  let first = 0;
  let second = 0;
  for (let k = from; k < to; k++) {
    const row = rows[k]!;
    const stepLon = fixes.lonE7[row]! - lon;
    const stepLat = fixes.latE7[row]! - lat;
    first += Math.abs(stepLon) + Math.abs(stepLat);
    second += Math.abs(stepLon - dLon) + Math.abs(stepLat - dLat);
    lon = fixes.lonE7[row]!;
    lat = fixes.latE7[row]!;
    dLon = stepLon;
    dLat = stepLat;
  }
  return second < first;
}

function columnOf(count: number): Uint32Array {
  return new Uint32Array(count);
}

function put(columns: PositionColumns, row: number, fix: Fix): void {
  columns.atMs[row] = fix.atMs;
  columns.slot[row] = fix.slot;
  columns.lonE7[row] = fix.lonE7;
  columns.latE7[row] = fix.latE7;
  columns.headingCdeg[row] = fix.headingCdeg;
  columns.speedCmps[row] = fix.speedCmps;
}

/** A difference of two u16, modulo 2^16, as a small unsigned number; unturn16 is the way back. */
function turn16(difference: number): number {
  return zigzag(((difference & 0xffff) << 16) >> 16);
}

function unturn16(value: number): number {
  return (value >>> 1) ^ -(value & 1);
}
