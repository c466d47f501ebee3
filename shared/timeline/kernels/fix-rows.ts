import { createColumns, type PositionColumns } from '../../contract/position-frame.ts';

/** Rows of a frame by slot and then by time, each (slot, time) once: the first that came. */
export interface SlotOrder {
  /** Distinct slots, ascending. */
  readonly slots: Uint32Array;
  /** `rows[starts[i] .. starts[i + 1])` are those of `slots[i]`. */
  readonly starts: Uint32Array;
  readonly rows: Uint32Array;
}

/** Sorts a frame's rows without moving them; near linear when each slot's fixes come in the order of their time. */
export function orderBySlot(fixes: PositionColumns): SlotOrder {
  const counts = new Map<number, number>();
  for (let row = 0; row < fixes.count; row++) {
    const slot = fixes.slot[row]!;
    counts.set(slot, (counts.get(slot) ?? 0) + 1);
  }
  const slots = Uint32Array.from(counts.keys()).sort();
  const offsets = new Map<number, number>();
  let at = 0;
  for (const slot of slots) {
    offsets.set(slot, at);
    at += counts.get(slot)!;
  }
  const sorted = new Uint32Array(fixes.count);
  const ends = new Map(offsets);
  for (let row = 0; row < fixes.count; row++) {
    const slot = fixes.slot[row]!;
    const from = offsets.get(slot)!;
    let to = ends.get(slot)!;
    const atMs = fixes.atMs[row]!;
    while (to > from && fixes.atMs[sorted[to - 1]!]! > atMs) to--;
    if (to > from && fixes.atMs[sorted[to - 1]!] === atMs) continue;
    const end = ends.get(slot)!;
    sorted.copyWithin(to + 1, to, end);
    sorted[to] = row;
    ends.set(slot, end + 1);
  }
  const starts = new Uint32Array(slots.length + 1);
  const rows = new Uint32Array(fixes.count);
  let size = 0;
  slots.forEach((slot, i) => {
    starts[i] = size;
    rows.set(sorted.subarray(offsets.get(slot), ends.get(slot)), size);
    size += ends.get(slot)! - offsets.get(slot)!;
  });
  starts[slots.length] = size;
  return { slots, starts, rows: rows.subarray(0, size) };
}

/** Copies row `from` of one frame to row `to` of another. */
export function copyRow(source: PositionColumns, from: number, target: PositionColumns, to: number): void {
  target.atMs[to] = source.atMs[from]!;
  target.slot[to] = source.slot[from]!;
  target.lonE7[to] = source.lonE7[from]!;
  target.latE7[to] = source.latE7[from]!;
  target.headingCdeg[to] = source.headingCdeg[from]!;
  target.speedCmps[to] = source.speedCmps[from]!;
}

/** The rows for which `wants` says yes, in order. */
export function pickRows(frame: PositionColumns, wants: (row: number) => boolean): PositionColumns {
  const wanted: number[] = [];
  for (let row = 0; row < frame.count; row++) if (wants(row)) wanted.push(row);
  if (wanted.length === frame.count) return frame;
  const picked = createColumns(wanted.length);
  wanted.forEach((row, to) => copyRow(frame, row, picked, to));
  return picked;
}

/** All rows of all frames, in order. */
export function joinRows(frames: readonly PositionColumns[]): PositionColumns {
  const [only] = frames;
  if (frames.length === 1 && only !== undefined) return only;
  const joined = createColumns(frames.reduce((sum, frame) => sum + frame.count, 0));
  let at = 0;
  for (const frame of frames) {
    joined.atMs.set(frame.atMs.subarray(0, frame.count), at);
    joined.slot.set(frame.slot.subarray(0, frame.count), at);
    joined.lonE7.set(frame.lonE7.subarray(0, frame.count), at);
    joined.latE7.set(frame.latE7.subarray(0, frame.count), at);
    joined.headingCdeg.set(frame.headingCdeg.subarray(0, frame.count), at);
    joined.speedCmps.set(frame.speedCmps.subarray(0, frame.count), at);
    at += frame.count;
  }
  return joined;
}

/** All rows by slot and then by time; of two of one slot and time the first. */
export function inOrder(frame: PositionColumns): PositionColumns {
  const { rows } = orderBySlot(frame);
  const ordered = createColumns(rows.length);
  rows.forEach((row, to) => copyRow(frame, row, ordered, to));
  return ordered;
}

/** A frame's rows by minute of their time, in order of arrival. */
export function splitByMinute(frame: PositionColumns, minuteMs: number): Map<number, PositionColumns> {
  const first = frame.count === 0 ? 0 : Math.floor(frame.atMs[0]! / minuteMs);
  let isOne = true;
  for (let row = 1; row < frame.count && isOne; row++)
    isOne = frame.atMs[row]! >= first * minuteMs && frame.atMs[row]! < (first + 1) * minuteMs;
  if (isOne) return new Map(frame.count === 0 ? [] : [[first, frame]]);
  const rows = new Map<number, number[]>();
  for (let row = 0; row < frame.count; row++) {
    const minute = Math.floor(frame.atMs[row]! / minuteMs);
    const known = rows.get(minute);
    if (known === undefined) rows.set(minute, [row]);
    else known.push(row);
  }
  return new Map(
    [...rows].map(([minute, wanted]) => {
      const part = createColumns(wanted.length);
      wanted.forEach((row, to) => copyRow(frame, row, part, to));
      return [minute, part];
    }),
  );
}

/**
 * The newest row of every slot within sinceMs <= atMs <= untilMs over all frames, by slot. Of two fixes of one slot and time
 * the first wins.
 */
export function newestBySlot(
  frames: readonly PositionColumns[],
  sinceMs: number,
  untilMs: number,
): PositionColumns {
  const newest = new Map<number, { readonly frame: PositionColumns; readonly row: number }>();
  for (const frame of frames) {
    for (let row = 0; row < frame.count; row++) {
      const atMs = frame.atMs[row]!;
      if (atMs < sinceMs || atMs > untilMs) continue;
      const known = newest.get(frame.slot[row]!);
      if (known === undefined || atMs > known.frame.atMs[known.row]!)
        newest.set(frame.slot[row]!, { frame, row });
    }
  }
  const picked = [...newest.values()].sort((a, b) => a.frame.slot[a.row]! - b.frame.slot[b.row]!);
  const columns = createColumns(picked.length);
  picked.forEach(({ frame, row }, to) => copyRow(frame, row, columns, to));
  return columns;
}
