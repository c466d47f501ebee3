/** Fixes kept a slot: enough for the last minutes of one unit, little enough for five thousand. */
const FIXES_A_SLOT = 32;

/** The last fixes of every slot, for the trail behind the selected unit. Grows by doubling; rows = slots. */
export class TrailRing {
  #capacity = 0;
  #lonLat = new Float64Array(0);
  #atMs = new Float64Array(0);
  #count = new Uint32Array(0);

  /** Adds a fix unless it is not newer than the last one of the slot. */
  push(slot: number, lon: number, lat: number, atMs: number): void {
    if (slot >= this.#capacity) this.#grow(slot + 1);
    const count = this.#count[slot] ?? 0;
    if (count > 0 && (this.#atMs[slot * FIXES_A_SLOT + ((count - 1) % FIXES_A_SLOT)] ?? 0) >= atMs) return;
    const row = slot * FIXES_A_SLOT + (count % FIXES_A_SLOT);
    this.#lonLat[row * 2] = lon;
    this.#lonLat[row * 2 + 1] = lat;
    this.#atMs[row] = atMs;
    this.#count[slot] = count + 1;
  }

  /** lon, lat pairs of a slot, oldest first, none newer than `untilMs`. */
  read(slot: number, untilMs = Infinity): number[] {
    const path: number[] = [];
    const count = slot < this.#capacity ? (this.#count[slot] ?? 0) : 0;
    for (let i = Math.max(0, count - FIXES_A_SLOT); i < count; i++) {
      const row = slot * FIXES_A_SLOT + (i % FIXES_A_SLOT);
      if ((this.#atMs[row] ?? 0) > untilMs) break;
      path.push(this.#lonLat[row * 2] ?? 0, this.#lonLat[row * 2 + 1] ?? 0);
    }
    return path;
  }

  /** Forgets everything: a new epoch. */
  clear(): void {
    this.#count.fill(0);
  }

  #grow(needed: number): void {
    const capacity = Math.max(64, needed, this.#capacity * 2);
    const lonLat = new Float64Array(capacity * FIXES_A_SLOT * 2);
    lonLat.set(this.#lonLat);
    const atMs = new Float64Array(capacity * FIXES_A_SLOT);
    atMs.set(this.#atMs);
    const count = new Uint32Array(capacity);
    count.set(this.#count);
    this.#lonLat = lonLat;
    this.#atMs = atMs;
    this.#count = count;
    this.#capacity = capacity;
  }
}
