/** Degrees rounded to `digits` decimals (7 = OpenStreetMap's own grain, about 1 cm). */
export function roundDeg(deg: number, digits = 7): number {
  const factor = 10 ** digits;
  return Math.round(deg * factor) / factor;
}
