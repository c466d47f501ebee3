import {
  createColumns,
  encodePositions,
  type PositionColumns,
} from '../../shared/contract/position-frame.ts';
import type { FixColumns } from '../../shared/contract/planner.ts';
import { FixChains } from '../../shared/interception/fix-chains.ts';
import { memoryShelf } from '../../shared/timeline/memory-shelf.ts';
import { TrackHistory, type TrackShelf } from '../../shared/timeline/track-history.ts';
import { TrackTable } from '../../shared/timeline/track-table.ts';
import { blockPacker } from './block-packer.ts';
import { PastReading, takeRows } from './past-reading.ts';

/** 64 KB a frame, less the header and the prefix of the message. */
const MAX_FIXES_A_FRAME = 2_700;

/** All fixes of the feed: the newest of every slot for live, every one for replay as long as they are kept. */
export class Tracks {
  readonly table = new TrackTable();
  #past = new TrackHistory(memoryShelf(0), blockPacker);
  #live = new FixChains();
  readonly #replay = new PastReading(() => this.#past);
  /** Per slot, the revision of the table in which it last changed. */
  #changedAt = new Float64Array(0);

  /** Time of the newest fix, feed time; undefined when there is none. */
  get newestMs(): number | undefined {
    return this.table.newestMs === 0 ? undefined : this.table.newestMs;
  }

  /** Every fix so far, for replay. */
  get past(): TrackHistory {
    return this.#past;
  }

  /** Takes up the past of a stream from where it lies. */
  open(shelf: TrackShelf): void {
    this.#past = new TrackHistory(shelf, blockPacker);
    this.#replay.forget();
  }

  /** Live fixes are read from here on with those of the past. */
  readOn(nowMs: number): void {
    this.#live.adopt(new PastReading(() => this.#past).at(Math.max(nowMs, this.table.newestMs)));
  }

  /** Everybody's fixes as they are read live at the edge, row = slot. */
  liveFixes(nowMs: number): FixColumns {
    return this.#live.columnsAt(nowMs);
  }

  /** Everybody's fixes as they were read live at a moment of the past, row = slot. */
  fixesAt(atMs: number): FixColumns {
    return this.#replay.at(atMs).columnsAt(atMs);
  }

  /** A frame of the live feed. The picture is right even when the past cannot be kept, which throws. */
  applyLive(frame: PositionColumns): void {
    const before = new Map<number, number>();
    for (let i = 0; i < frame.count; i++) {
      const slot = frame.slot[i] ?? 0;
      if (!before.has(slot)) before.set(slot, this.table.atMs[slot] ?? 0);
    }
    this.table.apply(frame);
    takeRows(this.#live, frame);
    if (this.#changedAt.length < this.table.capacity) {
      const bigger = new Float64Array(this.table.capacity);
      bigger.set(this.#changedAt);
      this.#changedAt = bigger;
    }
    for (const [slot, atMs] of before)
      if (this.table.atMs[slot] !== atMs) this.#changedAt[slot] = this.table.revision;
    this.#replay.note(frame);
    this.#past.append(frame);
  }

  /** A page of history: for replay only, it never moves the live picture back. */
  applyHistory(frame: PositionColumns): void {
    this.#replay.note(frame);
    this.#past.appendPage(frame);
  }

  /** Forgets the present, and with `andPast` what is stored, too. */
  clear(andPast: boolean): void {
    this.table.clear();
    this.#live = new FixChains();
    this.#replay.forget();
    if (andPast) this.#past.clear();
    this.#changedAt.fill(0);
  }

  /** Slots that changed after `revision`, and the revision the reader then has; encodeInParts cuts it for sending. */
  changedSince(revision: number): { readonly frame: PositionColumns; readonly revision: number } {
    const slots: number[] = [];
    for (let slot = 0; slot < this.table.capacity; slot++) {
      if ((this.table.atMs[slot] ?? 0) > 0 && (this.#changedAt[slot] ?? 0) > revision) slots.push(slot);
    }
    return { frame: this.#columns(slots), revision: this.table.revision };
  }

  /** The newest fix of every slot at a moment of the past. */
  latestAt(atMs: number): PositionColumns {
    return this.#past.latestAt(atMs);
  }

  #columns(slots: readonly number[]): PositionColumns {
    const columns = createColumns(slots.length);
    slots.forEach((slot, row) => {
      columns.slot[row] = slot;
      columns.atMs[row] = this.table.atMs[slot] ?? 0;
      columns.lonE7[row] = Math.round((this.table.lon[slot] ?? 0) * 1e7);
      columns.latE7[row] = Math.round((this.table.lat[slot] ?? 0) * 1e7);
      columns.headingCdeg[row] = this.table.headingCdeg[slot] ?? 0xffff;
      columns.speedCmps[row] = this.table.speedCmps[slot] ?? 0xffff;
    });
    return columns;
  }
}

/** Cuts a big frame into encoded frames of at most 64 KB each. */
export function encodeInParts(frame: PositionColumns): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let from = 0; from < frame.count; from += MAX_FIXES_A_FRAME) {
    const to = Math.min(frame.count, from + MAX_FIXES_A_FRAME);
    parts.push(
      encodePositions({
        count: to - from,
        atMs: frame.atMs.slice(from, to),
        slot: frame.slot.slice(from, to),
        lonE7: frame.lonE7.slice(from, to),
        latE7: frame.latE7.slice(from, to),
        headingCdeg: frame.headingCdeg.slice(from, to),
        speedCmps: frame.speedCmps.slice(from, to),
      }),
    );
  }
  return parts.length > 0 ? parts : [encodePositions(createColumns(0))];
}
