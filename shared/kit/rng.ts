/**
 * Seeded random numbers (sfc32). Same seed and same calls give the same values on every machine;
 * `fork` gives an independent stream per purpose, so that adding a draw in one place moves nothing elsewhere.
 */
export interface Rng {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform integer in [0, below). */
  int(below: number): number;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** Standard normal times sigma plus mean (Box-Muller). */
  normal(mean: number, sigma: number): number;
  /** Exponential with the given mean. */
  exponential(mean: number): number;
  /** True with probability p. */
  chance(p: number): boolean;
  /** One member of a non-empty list. */
  pick<T>(items: readonly T[]): T;
  /** Index drawn by non-negative weights with a positive sum. */
  weighted(weights: readonly number[]): number;
  /** An independent generator named by `label`. */
  fork(label: string): Rng;
}

/** FNV-1a over UTF-16 units; only spreads seeds, it protects nothing. */
function mixSeed(seed: number, label: string): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < label.length; i++) hash = Math.imul(hash ^ label.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}

/** Makes a generator from an unsigned 32-bit seed. */
export function createRng(seed: number): Rng {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = 0xb7e15162;
  let d = seed >>> 0;
  const next32 = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    c |= 0;
    return t >>> 0;
  };
  for (let i = 0; i < 15; i++) next32();
  const next = (): number => next32() / 4294967296;
  const rng: Rng = {
    next,
    int: (below) => Math.floor(next() * below),
    between: (low, high) => low + next() * (high - low),
    normal: (mean, sigma) => {
      const radius = Math.sqrt(-2 * Math.log(1 - next()));
      return mean + sigma * radius * Math.cos(2 * Math.PI * next());
    },
    exponential: (mean) => -mean * Math.log(1 - next()),
    chance: (p) => next() < p,
    pick: (items) => {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new RangeError('pick from an empty list');
      return item;
    },
    weighted: (weights) => {
      let left = next() * weights.reduce((sum, weight) => sum + weight, 0);
      for (let i = 0; i < weights.length; i++) {
        left -= weights[i] ?? 0;
        if (left < 0) return i;
      }
      return weights.length - 1;
    },
    fork: (label) => createRng(mixSeed(seed, label)),
  };
  return rng;
}
