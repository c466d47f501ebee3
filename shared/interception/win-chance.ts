import type { Band } from '../domain/race.ts';

/**
 * Chance that the arrival comes before the money goes: the mean, over equally likely arrivals (seconds from `nowMs`), of
 * the chance that the money is still there. The clock's band is read as a triangle: never before `low` nor after `high`,
 * likeliest at `mid`. Between 0 and 1.
 */
export function winChance(arrivalS: readonly number[], due: Band, nowMs: number): number {
  const [low, mid, high] = [due.low, due.mid, due.high].map((ms) => (ms - nowMs) / 1000);
  let sum = 0;
  for (const seconds of arrivalS) sum += stillThere(seconds, low ?? 0, mid ?? 0, high ?? 0);
  return arrivalS.length === 0 ? 0 : sum / arrivalS.length;
}

function stillThere(at: number, low: number, mid: number, high: number): number {
  if (at <= low) return 1;
  if (at >= high) return 0;
  return at < mid
    ? 1 - (at - low) ** 2 / ((high - low) * (mid - low))
    : (high - at) ** 2 / ((high - low) * (high - mid));
}
