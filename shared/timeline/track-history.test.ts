import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createColumns, type PositionColumns } from '../contract/position-frame.ts';
import { decodeBlock, encodeBlock, stateInBlock } from './kernels/track-block.ts';
import { newestBySlot } from './kernels/fix-rows.ts';
import { memoryShelf } from './memory-shelf.ts';
import { type KeptFixes, SILENT_MS, TrackHistory, type TrackShelf } from './track-history.ts';

interface Row {
  readonly slot: number;
  readonly atMs: number;
  readonly lonE7: number;
  readonly latE7: number;
  readonly headingCdeg: number;
  readonly speedCmps: number;
}

const T0 = 1_800_000_000_000;
const plain = { pack: (raw: Uint8Array) => raw, unpack: (body: Uint8Array) => body };

function frameOf(rows: readonly Row[]): PositionColumns {
  const columns = createColumns(rows.length);
  rows.forEach((row, i) => {
    columns.slot[i] = row.slot;
    columns.atMs[i] = row.atMs;
    columns.lonE7[i] = row.lonE7;
    columns.latE7[i] = row.latE7;
    columns.headingCdeg[i] = row.headingCdeg;
    columns.speedCmps[i] = row.speedCmps;
  });
  return columns;
}

function rowsOf(frame: PositionColumns): Row[] {
  return Array.from({ length: frame.count }, (_, i) => ({
    slot: frame.slot[i] ?? -1,
    atMs: frame.atMs[i] ?? -1,
    lonE7: frame.lonE7[i] ?? -1,
    latE7: frame.latE7[i] ?? -1,
    headingCdeg: frame.headingCdeg[i] ?? -1,
    speedCmps: frame.speedCmps[i] ?? -1,
  }));
}

/** Any value of the layout: a slot given to another unit jumps across the world. */
const rowIn = (fromMs: number, toMs: number, slots: fc.Arbitrary<number>): fc.Arbitrary<Row> =>
  fc.record({
    slot: slots,
    atMs: fc.integer({ min: fromMs, max: toMs }),
    lonE7: fc.integer(),
    latE7: fc.oneof(fc.integer(), fc.integer({ min: 366_000_000, max: 366_001_000 })),
    headingCdeg: fc.integer({ min: 0, max: 0xffff }),
    speedCmps: fc.oneof(fc.constant(0xffff), fc.nat(3_000)),
  });
const fewSlots = fc.oneof(fc.nat(3), fc.constantFrom(70, 4_294_967_295));

const bySlotAndTime = (a: Row, b: Row): number => a.slot - b.slot || a.atMs - b.atMs;
function firstOfEach(rows: readonly Row[]): Row[] {
  const seen = new Map<string, Row>();
  for (const row of rows) if (!seen.has(`${row.slot}:${row.atMs}`)) seen.set(`${row.slot}:${row.atMs}`, row);
  return [...seen.values()].sort(bySlotAndTime);
}

/** What a list of all fixes says, read the slow way. */
function oracle(rows: readonly Row[], atMs: number): Row[] {
  const newest = new Map<number, Row>();
  for (const row of firstOfEach(rows))
    if (row.atMs <= atMs && row.atMs >= atMs - SILENT_MS) newest.set(row.slot, row);
  return [...newest.values()].sort((a, b) => a.slot - b.slot);
}

/** A shelf that keeps what is kept and nothing else across a restart, and fails when told to. */
function shelfOnDisk(): TrackShelf & { isFull: boolean } {
  const blocks = memoryShelf(Number.POSITIVE_INFINITY);
  let kept: KeptFixes[] = [];
  const shelf: TrackShelf & { isFull: boolean } = {
    ...blocks,
    isFull: false,
    keep: (fixes) => {
      if (shelf.isFull) throw new Error('full');
      kept = [...kept, ...fixes];
    },
    kept: () => kept,
    putBlock: (minute, body) => {
      if (shelf.isFull) throw new Error('full');
      blocks.putBlock(minute, body);
      kept = kept.filter((fixes) => fixes.isLate || fixes.minute !== minute);
    },
    dropLate: () => {
      kept = kept.filter((fixes) => !fixes.isLate);
    },
  };
  return shelf;
}

function tidyUp(history: TrackHistory): void {
  while (!history.tidy(T0 + 10 * SILENT_MS));
}

describe('a track block', () => {
  const minute = fc.record({
    before: fc.array(rowIn(T0 - SILENT_MS, T0 - 1, fewSlots), { maxLength: 20 }),
    fixes: fc.array(rowIn(T0, T0 + 59_999, fewSlots), { maxLength: 80 }),
  });
  const heldOf = (rows: readonly Row[]): PositionColumns =>
    newestBySlot([frameOf(rows)], Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);

  it('gives back every fix exactly, whatever order they came in', () => {
    fc.assert(
      fc.property(minute, ({ before, fixes }) => {
        const block = decodeBlock(encodeBlock(T0, heldOf(before), frameOf(fixes)));
        expect(block.startMs).toBe(T0);
        expect(rowsOf(block.fixes)).toEqual(firstOfEach(fixes));
        expect(rowsOf(block.before)).toEqual(rowsOf(heldOf(before)));
      }),
    );
  });

  it('knows the state at any moment', () => {
    fc.assert(
      fc.property(minute, fc.integer({ min: T0, max: T0 + 70_000 }), ({ before, fixes }, atMs) => {
        const held = rowsOf(heldOf(before));
        const state = stateInBlock(encodeBlock(T0, heldOf(before), frameOf(fixes)), atMs, atMs - SILENT_MS);
        expect(rowsOf(state)).toEqual(oracle([...held, ...fixes], atMs));
      }),
    );
  });

  it('refuses bytes that are no whole block', () => {
    const bytes = encodeBlock(
      T0,
      createColumns(0),
      frameOf([{ slot: 1, atMs: T0, lonE7: 5, latE7: 6, headingCdeg: 7, speedCmps: 8 }]),
    );
    for (let size = 0; size < bytes.length; size++)
      expect(() => decodeBlock(bytes.slice(0, size)), `${size} bytes`).toThrow(RangeError);
    expect(() => decodeBlock(new Uint8Array([...bytes, 0]))).toThrow(RangeError);
  });
});

describe('the track history', () => {
  const frames = fc.array(
    fc.array(rowIn(T0, T0 + 2.5 * SILENT_MS, fewSlots), { minLength: 1, maxLength: 12 }),
    { minLength: 1, maxLength: 14 },
  );
  const moments = fc.array(fc.integer({ min: T0 - 1_000, max: T0 + 3 * SILENT_MS }), {
    minLength: 1,
    maxLength: 6,
  });
  type Act = 'frame' | 'page' | 'tidy' | 'bit' | 'flush' | 'restart';
  const acts = fc.array(
    fc.constantFrom<Act>('frame', 'frame', 'page', 'tidy', 'bit', 'bit', 'flush', 'restart'),
    {
      maxLength: 40,
    },
  );

  it('says at any moment what a list of all fixes says: late, silent, twice, in turn or anew', () => {
    fc.assert(
      fc.property(
        frames,
        acts,
        moments,
        fc.integer({ min: 0, max: 3 * SILENT_MS }),
        (list, todo, asked, now) => {
          const shelf = shelfOnDisk();
          let history = new TrackHistory(shelf, plain);
          const known: Row[] = [];
          let hasPage = false;
          const queue = [...list];
          const check = (): void => {
            for (const atMs of asked) {
              expect(rowsOf(history.latestAt(atMs))).toEqual(oracle(known, atMs));
              const parts: Row[] = [];
              history.between(atMs - 100_000, atMs, (part) => parts.push(...rowsOf(part)));
              expect(parts.toSorted(bySlotAndTime)).toEqual(
                firstOfEach(known.filter((row) => row.atMs > atMs - 100_000 && row.atMs <= atMs)),
              );
            }
          };
          for (const act of todo) {
            const rows = act === 'frame' || act === 'page' ? queue.shift() : undefined;
            if (act === 'tidy') history.tidy(T0 + now);
            else if (act === 'bit') history.tidy(T0 + now, 1);
            else if (act === 'flush') history.flush();
            else if (act === 'restart') {
              // A page that is in no block yet may be fetched again; everything else must be there.
              if (hasPage) tidyUp(history);
              hasPage = false;
              history.flush();
              history = new TrackHistory(shelf, plain);
            } else if (rows !== undefined) {
              if (act === 'page') history.appendPage(frameOf(rows));
              else history.append(frameOf(rows));
              hasPage ||= act === 'page';
              known.push(...rows);
            }
            check();
          }
          tidyUp(history);
          expect(history.waiting).toBe(0);
          expect(shelf.kept()).toEqual([]);
          check();
        },
      ),
      { numRuns: 250 },
    );
  });

  it('loses nothing while the shelf is full, and goes on when there is room', () => {
    const shelf = shelfOnDisk();
    const history = new TrackHistory(shelf, plain);
    const row = (slot: number, atMs: number): Row => ({
      slot,
      atMs,
      lonE7: slot,
      latE7: 1,
      headingCdeg: 2,
      speedCmps: 3,
    });
    history.append(frameOf([row(1, T0)]));
    shelf.isFull = true;
    expect(() => history.flush()).toThrow('full');
    history.append(frameOf([row(2, T0 + 1_000)]));
    expect(() => history.tidy(T0 + SILENT_MS)).toThrow('full');
    expect(rowsOf(history.latestAt(T0 + 2_000)).map(({ slot }) => slot)).toEqual([1, 2]);
    shelf.isFull = false;
    expect(history.tidy(T0 + SILENT_MS)).toBe(true);
    const again = new TrackHistory(shelf, plain);
    expect(rowsOf(again.latestAt(T0 + 2_000)).map(({ slot }) => slot)).toEqual([1, 2]);
    expect(shelf.kept()).toEqual([]);
  });

  it('forgets whole minutes, and everything', () => {
    const history = new TrackHistory(memoryShelf(Number.POSITIVE_INFINITY), plain);
    const row = (slot: number, atMs: number): Row => ({
      slot,
      atMs,
      lonE7: slot,
      latE7: 1,
      headingCdeg: 2,
      speedCmps: 3,
    });
    history.append(frameOf([row(1, T0), row(1, T0 + 120_000), row(2, T0 + 600_000)]));
    history.tidy(T0 + 300_000);
    history.forget(T0 + 120_000);
    expect(rowsOf(history.latestAt(T0 + 1_000))).toEqual([]);
    expect(rowsOf(history.latestAt(T0 + 700_000))).toHaveLength(2);
    history.clear();
    expect(history.latestAt(T0 + 700_000).count).toBe(0);
  });

  it('lets the oldest blocks go when memory has an end', () => {
    const shelf = memoryShelf(10);
    for (const minute of [1, 3, 2]) shelf.putBlock(minute, new Uint8Array(4));
    expect([shelf.blockBefore(9), shelf.blockAfter(0)]).toEqual([3, 2]);
  });
});
