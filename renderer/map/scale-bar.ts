/** A round distance and how wide it is on screen. */
export interface ScaleBar {
  readonly label: string;
  readonly widthPx: number;
}

/** The longest 1-2-5 distance that fits `maxPx`. */
export function scaleBar(metresPerPixel: number, maxPx: number): ScaleBar {
  const longest = metresPerPixel * maxPx;
  const power = 10 ** Math.floor(Math.log10(longest));
  const factor = [5, 2, 1].find((candidate) => candidate * power <= longest) ?? 1;
  const metres = factor * power;
  return {
    label: metres >= 1000 ? `${metres / 1000} km` : `${Math.round(metres)} m`,
    widthPx: Math.round(metres / metresPerPixel),
  };
}
