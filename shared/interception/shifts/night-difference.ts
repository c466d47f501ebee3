import { ratioOf } from '../../kit/ratio.ts';

/** A difference of two rules over the same nights, with its 95 % interval. */
export interface NightDifference {
  readonly value: number;
  /** Undefined = too few nights differ for one. */
  readonly interval: readonly [low: number, high: number] | undefined;
}

/** Quantile of the normal law behind `ratioOf`. */
const Z = 1.96;
/** Fewer nights than this that differ say nothing, whichever way they point. */
const LEAST_NIGHTS = 4;

/**
 * Sum of the nights' differences by the sum of `under`. Most nights come out the same under both rules, so the interval is
 * Student's with as many nights as differ at all: the normal one would call four nights out of two hundred a proof.
 */
export function nightDifference(over: readonly number[], under: readonly number[]): NightDifference {
  const { value, high } = ratioOf(over, under);
  const differing = over.filter((one) => one !== 0).length;
  if (differing === 0) return { value: 0, interval: [0, 0] };
  if (differing < LEAST_NIGHTS) return { value, interval: undefined };
  const half = ((high - value) * studentT(differing - 1)) / Z;
  return { value, interval: [value - half, value + half] };
}

/** The 97.5 % quantile of Student's t, three degrees of freedom or more (Cornish-Fisher, within 1 %). */
function studentT(freedom: number): number {
  const [z3, z5, z7] = [Z ** 3, Z ** 5, Z ** 7];
  return (
    Z +
    (z3 + Z) / (4 * freedom) +
    (5 * z5 + 16 * z3 + 3 * Z) / (96 * freedom ** 2) +
    (3 * z7 + 19 * z5 + 17 * z3 - 15 * Z) / (384 * freedom ** 3)
  );
}
