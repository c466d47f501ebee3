import { createColumns, type PositionColumns } from '../contract/position-frame.ts';

/**
 * Fixes in the order of their time, in blocks of one feed minute, for replay: the newest fix of every slot at any moment.
 * Frames may arrive late or twice; a fix already held (same slot and time) is kept once.
 */
export class TrackLog {
  readonly #blocks = new Map<number, Map<number, Row[]>>();
  #minutes: number[] = [];
  #fixes = 0;

  /** How many fixes are held. */
  get fixCount(): number {
    return this.#fixes;
  }

  /** Time of the first and last held minute, or undefined when empty. */
  get spanMs(): { readonly fromMs: number; readonly toMs: number } | undefined {
    const first = this.#minutes[0];
    const last = this.#minutes[this.#minutes.length - 1];
    return first === undefined || last === undefined
      ? undefined
      : { fromMs: first * MINUTE_MS, toMs: (last + 1) * MINUTE_MS };
  }

  /** Adds a frame. */
  append(frame: PositionColumns): void {
    for (let i = 0; i < frame.count; i++) {
      const atMs = frame.atMs[i] ?? 0;
      const slot = frame.slot[i] ?? 0;
      const row: Row = [
        atMs,
        frame.lonE7[i] ?? 0,
        frame.latE7[i] ?? 0,
        frame.headingCdeg[i] ?? 0xffff,
        frame.speedCmps[i] ?? 0xffff,
      ];
      this.#insert(Math.floor(atMs / MINUTE_MS), slot, row);
    }
  }

  /** Newest fix of every slot at or before `atMs`, none older than `maxAgeMs`. */
  latestAt(atMs: number, maxAgeMs = 3_600_000): PositionColumns {
    const found = new Map<number, Row>();
    const last = Math.floor(atMs / MINUTE_MS);
    const first = Math.floor((atMs - maxAgeMs) / MINUTE_MS);
    for (let i = this.#minutes.length - 1; i >= 0; i--) {
      const minute = this.#minutes[i] ?? 0;
      if (minute > last) continue;
      if (minute < first) break;
      for (const [slot, rows] of this.#blocks.get(minute) ?? []) {
        if (found.has(slot)) continue;
        const row = lastAtOrBefore(rows, atMs);
        if (row !== undefined && row[0] >= atMs - maxAgeMs) found.set(slot, row);
      }
    }
    return toColumns([...found.entries()]);
  }

  /** Fixes with fromMs < atMs <= toMs, oldest first. */
  between(fromMs: number, toMs: number): PositionColumns {
    const rows: [number, Row][] = [];
    for (const minute of this.#minutes) {
      if ((minute + 1) * MINUTE_MS <= fromMs || minute * MINUTE_MS > toMs) continue;
      for (const [slot, held] of this.#blocks.get(minute) ?? []) {
        for (const row of held) if (row[0] > fromMs && row[0] <= toMs) rows.push([slot, row]);
      }
    }
    rows.sort((a, b) => a[1][0] - b[1][0]);
    return toColumns(rows);
  }

  /** Drops whole minutes before `beforeMs` (retention). */
  forget(beforeMs: number): void {
    const keepFrom = Math.floor(beforeMs / MINUTE_MS);
    for (const minute of this.#minutes) {
      if (minute >= keepFrom) break;
      for (const rows of this.#blocks.get(minute)?.values() ?? []) this.#fixes -= rows.length;
      this.#blocks.delete(minute);
    }
    this.#minutes = this.#minutes.filter((minute) => minute >= keepFrom);
  }

  #insert(minute: number, slot: number, row: Row): void {
    let block = this.#blocks.get(minute);
    if (block === undefined) {
      block = new Map();
      this.#blocks.set(minute, block);
      this.#minutes.push(minute);
      this.#minutes.sort((a, b) => a - b);
    }
    const rows = block.get(slot) ?? [];
    let at = rows.length;
    while (at > 0 && (rows[at - 1]?.[0] ?? 0) > row[0]) at--;
    if (rows[at - 1]?.[0] === row[0]) return;
    rows.splice(at, 0, row);
    block.set(slot, rows);
    this.#fixes++;
  }
}

const MINUTE_MS = 60_000;
/** atMs, lonE7, latE7, headingCdeg, speedCmps. */
type Row = readonly [number, number, number, number, number];

function lastAtOrBefore(rows: readonly Row[], atMs: number): Row | undefined {
  for (let i = rows.length - 1; i >= 0; i--) {
    const row = rows[i];
    if (row !== undefined && row[0] <= atMs) return row;
  }
  return undefined;
}

function toColumns(rows: readonly (readonly [number, Row])[]): PositionColumns {
  const columns = createColumns(rows.length);
  rows.forEach(([slot, row], i) => {
    columns.slot[i] = slot;
    columns.atMs[i] = row[0];
    columns.lonE7[i] = row[1];
    columns.latE7[i] = row[2];
    columns.headingCdeg[i] = row[3];
    columns.speedCmps[i] = row[4];
  });
  return columns;
}
