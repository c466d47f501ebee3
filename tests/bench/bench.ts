/** One line of a bench. `goal` is what binds, as text; `ok` is whether this run met it; absent: reported, nothing binds. */
export interface BenchRow {
  readonly label: string;
  readonly value: number;
  /** Unit of `value`; `x` = a ratio of two figures of this run. */
  readonly unit: string;
  /** Where the figure lies with 95 % confidence, when the run can say. */
  readonly interval?: readonly [low: number, high: number];
  readonly goal?: string;
  readonly ok?: boolean;
}

/** What a bench measured. `notes` say what was scaled down and against what it was held. */
export interface BenchResult {
  readonly rows: readonly BenchRow[];
  readonly notes: readonly string[];
}

/** A bench of `npm run bench`; `say` tells a waiting person how far it is. */
export interface Bench {
  readonly name: string;
  run(say: (line: string) => void): Promise<BenchResult>;
}

/** A figure that must be at least `goal`. */
export function atLeast(label: string, value: number, goal: number, unit = 'x'): BenchRow {
  return { label, value, unit, goal: `>= ${goal}`, ok: value >= goal };
}

/** A figure that must be at most `goal`. */
export function atMost(label: string, value: number, goal: number, unit = 'x'): BenchRow {
  return { label, value, unit, goal: `<= ${goal}`, ok: value <= goal };
}

/** The value that `share` (0 to 1) of the values do not exceed. NaN of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

/** The middle value. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/**
 * Runs every variant once to warm up and then `rounds` times, interleaved, so that a noisy minute of the machine falls on
 * all of them alike. Answers each variant's results in order.
 */
export async function interleave<K extends string, R>(
  variants: Readonly<Record<K, () => Promise<R>>>,
  rounds: number,
): Promise<Record<K, R[]>> {
  const names = Object.keys(variants) as K[];
  const results = Object.fromEntries(names.map((name) => [name, [] as R[]])) as Record<K, R[]>;
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      const result = await variants[name]();
      if (round > 0) results[name].push(result);
    }
  }
  return results;
}
