/** A ratio of sums with its 95 % interval. */
export interface Ratio {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Sum of `over` by sum of `under`, both one value a case, cases independent: what is common to both of one case (the same
 * night) does not widen the interval. Linearised, so meant for some hundreds of cases. NaN where `under` sums to 0.
 */
export function ratioOf(over: readonly number[], under: readonly number[]): Ratio {
  const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);
  const below = sum(under);
  const value = sum(over) / below;
  const squares = sum(over.map((x, i) => (x - value * (under[i] ?? 0)) ** 2));
  const half = (1.96 * Math.sqrt(squares)) / Math.abs(below);
  return { value, low: value - half, high: value + half };
}
