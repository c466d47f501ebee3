/** Every so often what has not been used for longest goes all the same, or what nobody wants any more would never leave. */
const OLDEST_GOES_EVERY = 8;

/**
 * So many values by key, those used last. When more are wanted in turn than there is room for, keeping the last used would
 * keep none that is wanted next: a key that comes back soon after it had to go takes the place of the newest instead, so
 * that one round costs about as many misses as there are keys too many.
 */
export class KeptByUse<V> {
  readonly #most: number;
  /** In order of last use. */
  readonly #kept = new Map<string, { readonly value: V }>();
  /** Keys that had to go, the latest last. */
  readonly #gone = new Set<string>();
  #newest: string | undefined;
  #returns = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** The value of a key; made when it is not there. */
  get(key: string, make: () => V): V {
    const entry = this.#kept.get(key) ?? { value: make() };
    if (!this.#kept.delete(key)) this.#makeRoom(key);
    this.#kept.set(key, entry);
    this.#newest = key;
    return entry.value;
  }

  #makeRoom(key: string): void {
    const isBack = this.#gone.delete(key);
    if (this.#kept.size < this.#most) return;
    if (isBack) this.#returns++;
    const takesOldest = !isBack || this.#returns % OLDEST_GOES_EVERY === 0;
    const leaving = takesOldest ? this.#kept.keys().next().value : this.#newest;
    if (leaving === undefined) return;
    this.#kept.delete(leaving);
    this.#gone.add(leaving);
    for (const oldest of this.#gone) {
      if (this.#gone.size <= 4 * this.#most) break;
      this.#gone.delete(oldest);
    }
  }
}
