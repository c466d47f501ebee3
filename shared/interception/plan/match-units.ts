import { cheapestAssignment } from './kernels/assignment.ts';
import { largestMatching } from './kernels/matching.ts';
import { TIE_S } from './problem.ts';

/** One unit per place: `unitOf[place]` is a unit or -1. */
export interface UnitMatch {
  readonly unitOf: Int32Array;
  readonly placed: number;
  readonly maxSeconds: number;
  readonly totalSeconds: number;
}

/**
 * Sends one unit to each place: as many places as can be, then the last arrival as early as can be, then the least total.
 * `seconds` is place by place (Infinity = cannot). Arrivals within a tie of each other count as one instant. Exact: a
 * threshold search over matchings, then a cheapest assignment below the threshold.
 */
export function matchUnits(placeCount: number, unitCount: number, seconds: Float64Array): UnitMatch {
  const within = (limit: number): Int32Array =>
    largestMatching(placeCount, unitCount, (p, u) => (seconds[p * unitCount + u] ?? Infinity) <= limit);
  const sizeOf = (match: Int32Array): number => match.reduce((n, unit) => n + (unit >= 0 ? 1 : 0), 0);
  const instants = Float64Array.from(new Set(seconds.filter((s) => s < Infinity))).sort();
  const most = sizeOf(within(Number.MAX_VALUE));
  let low = 0;
  let high = instants.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sizeOf(within(instants[middle] ?? 0)) >= most) high = middle;
    else low = middle + 1;
  }
  const limit = (instants[low] ?? 0) + TIE_S;
  const allowed = seconds.map((s) => (s <= limit ? s : Infinity));
  const unitOf = cheapestAssignment(placeCount, unitCount, allowed, (limit + 1) * (placeCount + 1));
  let maxSeconds = 0;
  let totalSeconds = 0;
  unitOf.forEach((unit, place) => {
    if (unit < 0) return;
    const s = seconds[place * unitCount + unit] ?? 0;
    maxSeconds = Math.max(maxSeconds, s);
    totalSeconds += s;
  });
  return { unitOf, placed: most, maxSeconds, totalSeconds };
}
