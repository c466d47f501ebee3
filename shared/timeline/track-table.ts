import type { PositionColumns } from '../contract/position-frame.ts';

/** One fix, in degrees. */
export interface Fix {
  readonly lon: number;
  readonly lat: number;
  readonly atMs: number;
}

/**
 * The two newest fixes of every slot, struct of arrays, row = slot; grows by doubling. A fix not newer than the newest is
 * dropped (last value wins by its own time), so applying a frame twice changes nothing.
 * `revision` rises with every applied frame; readers compare revisions, nothing is drained by reading.
 */
export class TrackTable {
  capacity = 0;
  revision = 0;
  /** Newest fix; atMs 0 = none yet. */
  lon = new Float64Array(0);
  lat = new Float64Array(0);
  atMs = new Float64Array(0);
  headingCdeg = new Uint16Array(0);
  speedCmps = new Uint16Array(0);
  /** The one before it; atMs 0 = none. */
  previousLon = new Float64Array(0);
  previousLat = new Float64Array(0);
  previousAtMs = new Float64Array(0);
  /** Time of the newest fix of all. */
  newestMs = 0;

  /** Applies a frame and returns how many fixes were news. */
  apply(frame: PositionColumns): number {
    let news = 0;
    for (let i = 0; i < frame.count; i++) {
      const slot = frame.slot[i] ?? 0;
      const atMs = frame.atMs[i] ?? 0;
      if (slot >= this.capacity) this.#grow(slot + 1);
      const newest = this.atMs[slot] ?? 0;
      if (atMs <= newest) continue;
      this.previousLon[slot] = this.lon[slot] ?? 0;
      this.previousLat[slot] = this.lat[slot] ?? 0;
      this.previousAtMs[slot] = newest;
      this.lon[slot] = (frame.lonE7[i] ?? 0) / 1e7;
      this.lat[slot] = (frame.latE7[i] ?? 0) / 1e7;
      this.atMs[slot] = atMs;
      this.headingCdeg[slot] = frame.headingCdeg[i] ?? 0xffff;
      this.speedCmps[slot] = frame.speedCmps[i] ?? 0xffff;
      if (atMs > this.newestMs) this.newestMs = atMs;
      news++;
    }
    if (frame.count > 0) this.revision++;
    return news;
  }

  /** Forgets every fix: a new epoch. */
  clear(): void {
    this.atMs.fill(0);
    this.previousAtMs.fill(0);
    this.newestMs = 0;
    this.revision++;
  }

  /** The newest fix of a slot. */
  fixOf(slot: number): Fix | undefined {
    const atMs = this.atMs[slot] ?? 0;
    if (atMs === 0) return undefined;
    return { lon: this.lon[slot] ?? 0, lat: this.lat[slot] ?? 0, atMs };
  }

  #grow(needed: number): void {
    const capacity = Math.max(64, needed, this.capacity * 2);
    const grow = (old: Float64Array): Float64Array<ArrayBuffer> => {
      const bigger = new Float64Array(capacity);
      bigger.set(old);
      return bigger;
    };
    const grow16 = (old: Uint16Array): Uint16Array<ArrayBuffer> => {
      const bigger = new Uint16Array(capacity).fill(0xffff);
      bigger.set(old);
      return bigger;
    };
    this.lon = grow(this.lon);
    this.lat = grow(this.lat);
    this.atMs = grow(this.atMs);
    this.previousLon = grow(this.previousLon);
    this.previousLat = grow(this.previousLat);
    this.previousAtMs = grow(this.previousAtMs);
    this.headingCdeg = grow16(this.headingCdeg);
    this.speedCmps = grow16(this.speedCmps);
    this.capacity = capacity;
  }
}
