import {
  createColumns,
  decodePositions,
  encodePositions,
  type PositionColumns,
} from '../contract/position-frame.ts';
import { inOrder, joinRows, newestBySlot, pickRows, splitByMinute } from './kernels/fix-rows.ts';
import { decodeBlock, encodeBlock, stateInBlock, type TrackBlock } from './kernels/track-block.ts';

/** Fixes that are in no block yet, of one minute. */
export interface KeptFixes {
  readonly minute: number;
  /** Came after its minute was made a block. */
  readonly isLate: boolean;
  readonly frame: Uint8Array;
}

/** Where one stream's blocks lie. Every call is one transaction; a call that throws has changed nothing. */
export interface TrackShelf {
  /** Keeps fixes until they are in a block; when it returns they survive a killed process. */
  keep(fixes: readonly KeptFixes[]): void;
  /** Everything kept, oldest first. */
  kept(): KeptFixes[];
  /** Stores a minute's block in place of its kept fixes that were not late. */
  putBlock(minute: number, body: Uint8Array): void;
  /** The late fixes kept so far are in their blocks now. */
  dropLate(): void;
  block(minute: number): Uint8Array | undefined;
  /** The newest minute with a block, at or before `minute`. */
  blockBefore(minute: number): number | undefined;
  /** The oldest minute with a block, at or after `minute`. */
  blockAfter(minute: number): number | undefined;
  /** Forgets what lies before `minute`; undefined = everything. */
  forget(minute: number | undefined): void;
}

/** Makes blocks small and back; pure functions of the process that has a compressor. */
export interface BlockPacker {
  pack(raw: Uint8Array): Uint8Array;
  unpack(body: Uint8Array): Uint8Array;
}

/** A unit silent for longer is no part of a picture of the past. */
export const SILENT_MS = 3_600_000;
export const MINUTE_MS = 60_000;
/** A minute is closed this long after its end. */
const CLOSE_AFTER_MS = 5_000;
const FLUSH_ROWS = 500;
/** A turn of `tidy` ends once it has seen so many fixes, so that a window is never kept waiting for it. */
const TIDY_ROWS = 120_000;

/**
 * Fixes in the order of their time, for replay: the newest of every slot at any moment. What came in is kept at once, each
 * closed minute becomes one block (keyframe and differences), what came late is put into its block afterwards. Frames may
 * arrive late or twice; of one slot and time the first fix is kept.
 */
export class TrackHistory {
  readonly #shelf: TrackShelf;
  readonly #packer: BlockPacker;
  /** In no block yet, by minute: in the order they came. */
  readonly #open = new Map<number, PositionColumns[]>();
  readonly #late = new Map<number, PositionColumns[]>();
  /** Not yet on the shelf. */
  #unkept: PositionColumns[] = [];
  #unkeptRows = 0;
  #closedMinute: number;
  #walk: LateWalk | undefined;
  #unpacked: { readonly minute: number; readonly raw: Uint8Array } | undefined;
  /** Grows with everything that may change a picture of the past. */
  revision = 0;

  /** Takes up what the shelf holds. */
  constructor(shelf: TrackShelf, packer: BlockPacker) {
    this.#shelf = shelf;
    this.#packer = packer;
    this.#closedMinute = shelf.blockBefore(Number.MAX_SAFE_INTEGER) ?? Number.NEGATIVE_INFINITY;
    for (const { minute, frame } of shelf.kept()) this.#place(minute, decodePositions(frame));
  }

  /** Fixes waiting to be put into a block. */
  get waiting(): number {
    let rows = 0;
    for (const held of [this.#open, this.#late])
      for (const frames of held.values()) for (const frame of frames) rows += frame.count;
    return rows;
  }

  /** A live frame: kept within the second (see flush), or at once when FLUSH_ROWS wait. Throws when it cannot be kept. */
  append(frame: PositionColumns): void {
    if (frame.count === 0) return;
    this.#take(frame);
    this.#unkept.push(frame);
    this.#unkeptRows += frame.count;
    if (this.#unkeptRows >= FLUSH_ROWS) this.flush();
  }

  /** A page of an older past, which can be fetched again: it reaches the shelf only as blocks. */
  appendPage(frame: PositionColumns): void {
    if (frame.count > 0) this.#take(frame);
  }

  /** Puts what came in since the last time on the shelf. Throws when it cannot; it then waits in memory. */
  flush(): void {
    if (this.#unkeptRows === 0) return;
    const fixes: KeptFixes[] = [];
    for (const [minute, frame] of splitByMinute(joinRows(this.#unkept), MINUTE_MS))
      fixes.push({ minute, isLate: minute <= this.#closedMinute, frame: encodePositions(frame) });
    this.#shelf.keep(fixes);
    this.#unkept = [];
    this.#unkeptRows = 0;
  }

  /**
   * Makes blocks of the minutes that are over at `nowMs`, feed time, and puts late fixes into theirs; a bounded piece of work.
   * True when nothing is left to do. Throws when the shelf refuses: nothing is lost then, and it can be tried again.
   */
  tidy(nowMs: number, maxRows = TIDY_ROWS): boolean {
    let rows = 0;
    for (const minute of [...this.#open.keys()].toSorted((a, b) => a - b)) {
      if ((minute + 1) * MINUTE_MS + CLOSE_AFTER_MS > nowMs) break;
      if (rows > maxRows) return false;
      this.flush();
      rows += this.#close(minute);
    }
    while (rows <= maxRows) {
      this.#walk ??= this.#startWalk();
      if (this.#walk === undefined) return true;
      rows += this.#step(this.#walk);
    }
    return false;
  }

  /** Newest fix of every slot at or before `atMs`, by slot, none silent for longer than SILENT_MS. */
  latestAt(atMs: number): PositionColumns {
    const sinceMs = atMs - SILENT_MS;
    const minute = Math.floor(atMs / MINUTE_MS);
    const block = this.#shelf.blockBefore(minute);
    const state = block === undefined ? createColumns(0) : stateInBlock(this.#raw(block), atMs, sinceMs);
    const frames = [state];
    for (const held of [this.#open, this.#late])
      for (const [at, waiting] of held)
        if (at <= minute && (at + 1) * MINUTE_MS > sinceMs) frames.push(...waiting);
    if (this.#walk !== undefined && this.#walk.carry.count > 0) frames.push(this.#walk.carry);
    return frames.length === 1 ? state : newestBySlot(frames, sinceMs, atMs);
  }

  /** Every fix after `afterMs` and not after `untilMs`, in parts: of one slot always in the order of their time. */
  between(afterMs: number, untilMs: number, take: (fixes: PositionColumns) => void): void {
    for (let minute = Math.floor(afterMs / MINUTE_MS); minute * MINUTE_MS <= untilMs; minute++) {
      const raw = this.#rawOf(minute);
      const frames = raw === undefined ? [] : [decodeBlock(raw).fixes];
      const waiting = [...(this.#open.get(minute) ?? []), ...(this.#late.get(minute) ?? [])];
      // what is in a block is in order already
      const fixes = waiting.length === 0 ? joinRows(frames) : inOrder(joinRows([...frames, ...waiting]));
      take(pickRows(fixes, (row) => (fixes.atMs[row] ?? 0) > afterMs && (fixes.atMs[row] ?? 0) <= untilMs));
    }
  }

  /** Forgets whole minutes before `beforeMs` (retention). */
  forget(beforeMs: number): void {
    const minute = Math.floor(beforeMs / MINUTE_MS);
    this.#shelf.forget(minute);
    for (const held of [this.#open, this.#late])
      for (const at of held.keys()) if (at < minute) held.delete(at);
    for (const at of this.#walk?.frames.keys() ?? []) if (at < minute) this.#walk?.frames.delete(at);
    const keepMs = minute * MINUTE_MS;
    this.#unkept = this.#unkept.map((frame) => pickRows(frame, (row) => (frame.atMs[row] ?? 0) >= keepMs));
    this.#unpacked = undefined;
  }

  /** Forgets everything: another ledger. */
  clear(): void {
    this.#shelf.forget(undefined);
    this.#open.clear();
    this.#late.clear();
    this.#unkept = [];
    this.#unkeptRows = 0;
    this.#closedMinute = Number.NEGATIVE_INFINITY;
    this.#walk = undefined;
    this.#unpacked = undefined;
    this.revision++;
  }

  #take(frame: PositionColumns): void {
    for (const [minute, part] of splitByMinute(frame, MINUTE_MS)) this.#place(minute, part);
    this.revision++;
  }

  #place(minute: number, frame: PositionColumns): void {
    const held = minute <= this.#closedMinute ? this.#late : this.#open;
    const frames = held.get(minute);
    if (frames === undefined) held.set(minute, [frame]);
    else frames.push(frame);
  }

  #close(minute: number): number {
    const fixes = joinRows(this.#open.get(minute) ?? []);
    this.#write(minute, this.#stateBefore(minute), fixes);
    this.#open.delete(minute);
    this.#closedMinute = minute;
    return fixes.count;
  }

  /** Late fixes are walked into their blocks in order of time; the news of a slot is handed on until it has newer ones. */
  #startWalk(): LateWalk | undefined {
    const minutes = [...this.#late.keys()].toSorted((a, b) => a - b);
    const [first] = minutes;
    if (first === undefined) return undefined;
    this.flush();
    const frames = new Map(minutes.map((minute) => [minute, [...(this.#late.get(minute) ?? [])]]));
    return { next: first, frames, carry: createColumns(0) };
  }

  #step(walk: LateWalk): number {
    const minute = walk.next;
    const late = walk.frames.get(minute);
    const body = this.#shelf.block(minute);
    let rows = 1;
    if (late !== undefined || body !== undefined) {
      const startMs = minute * MINUTE_MS;
      const block: TrackBlock =
        body === undefined
          ? { startMs, before: this.#stateBefore(minute), fixes: createColumns(0) }
          : decodeBlock(this.#raw(minute));
      const before = newestBySlot([block.before, walk.carry], startMs - SILENT_MS, startMs - 1);
      const isNews = late !== undefined || !isSame(before, block.before);
      const fixes = late === undefined ? block.fixes : joinRows([block.fixes, ...late]);
      if (isNews) this.#write(minute, before, fixes);
      rows += fixes.count;
      // A slot with a timely fix of its own here was foretold rightly to the blocks after this one when they were made.
      const own = new Set(block.fixes.slot);
      const lateSlots = new Set((late ?? []).flatMap((frame) => [...frame.slot]));
      const touched = new Set([...walk.carry.slot, ...lateSlots]);
      const end = newestBySlot([before, fixes], startMs - SILENT_MS, Number.POSITIVE_INFINITY);
      walk.carry = pickRows(end, (row) => {
        const slot = end.slot[row] ?? 0;
        return touched.has(slot) && (lateSlots.has(slot) || !own.has(slot));
      });
      if (late !== undefined) this.#forgetLate(minute, late);
    }
    const following = this.#shelf.blockAfter(minute + 1);
    const wanted = [...walk.frames.keys()].filter((at) => at > minute).toSorted((a, b) => a - b)[0];
    const next = walk.carry.count === 0 ? wanted : Math.min(following ?? Infinity, wanted ?? Infinity);
    if (next === undefined || next === Number.POSITIVE_INFINITY) this.#endWalk();
    else walk.next = next;
    return rows;
  }

  #forgetLate(minute: number, done: readonly PositionColumns[]): void {
    const rest = (this.#late.get(minute) ?? []).filter((frame) => !done.includes(frame));
    if (rest.length === 0) this.#late.delete(minute);
    else this.#late.set(minute, rest);
  }

  #endWalk(): void {
    this.#walk = undefined;
    // What came late during the walk is on the shelf beside what it has done: only an empty list may be struck.
    if (this.#late.size === 0) this.#shelf.dropLate();
  }

  /** The newest fix of every slot before a minute, as far as blocks know. */
  #stateBefore(minute: number): PositionColumns {
    const startMs = minute * MINUTE_MS;
    const block = this.#shelf.blockBefore(minute - 1);
    if (block === undefined) return createColumns(0);
    return stateInBlock(this.#raw(block), startMs - 1, startMs - SILENT_MS);
  }

  #write(minute: number, before: PositionColumns, fixes: PositionColumns): void {
    const raw = encodeBlock(minute * MINUTE_MS, before, fixes);
    this.#shelf.putBlock(minute, this.#packer.pack(raw));
    this.#unpacked = { minute, raw };
  }

  /** The last block used stays unpacked: a replay asks for the same one many times. */
  #raw(minute: number): Uint8Array {
    const raw = this.#rawOf(minute);
    if (raw === undefined) throw new RangeError(`no block of minute ${minute}`);
    return raw;
  }

  #rawOf(minute: number): Uint8Array | undefined {
    if (this.#unpacked?.minute === minute) return this.#unpacked.raw;
    const body = this.#shelf.block(minute);
    if (body === undefined) return undefined;
    const raw = this.#packer.unpack(body);
    this.#unpacked = { minute, raw };
    return raw;
  }
}

interface LateWalk {
  next: number;
  readonly frames: Map<number, PositionColumns[]>;
  /** Fixes that blocks further on may have to know of as the newest of their slot. */
  carry: PositionColumns;
}

function isSame(a: PositionColumns, b: PositionColumns): boolean {
  return (
    a.count === b.count && a.atMs.every((atMs, row) => atMs === b.atMs[row] && a.slot[row] === b.slot[row])
  );
}
