/** How many equally likely values stand for a learned distribution. */
export const ATOMS = 31;

/**
 * A sample as `count` equally likely values, ascending: the quantiles at (i + 0.5) / count, interpolated. What a
 * distribution is reduced to, so that sums and comparisons stay cheap. `values` must not be empty; it is not changed.
 */
export function atomsOf(values: readonly number[], count: number = ATOMS): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  return Array.from({ length: count }, (_, i) => quantileOfSorted(sorted, (i + 0.5) / count));
}

/** The q-quantile (0..1) of ascending values, interpolated between the middles of their shares. */
export function quantileOfSorted(sorted: readonly number[], q: number): number {
  const at = q * sorted.length - 0.5;
  const low = Math.min(sorted.length - 1, Math.max(0, Math.floor(at)));
  const high = Math.min(sorted.length - 1, low + 1);
  const share = Math.min(1, Math.max(0, at - low));
  return (sorted[low] ?? 0) * (1 - share) + (sorted[high] ?? 0) * share;
}

/** Middle value; 0 for an empty list. */
export function medianOf(values: readonly number[]): number {
  return values.length === 0
    ? 0
    : quantileOfSorted(
        values.toSorted((a, b) => a - b),
        0.5,
      );
}
