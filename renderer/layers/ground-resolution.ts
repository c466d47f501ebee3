/** Metres a CSS pixel covers at a zoom of 512-pixel tiles and a latitude. */
export function metresPerPixel(zoom: number, latDeg: number): number {
  return (78_271.517 * Math.cos((latDeg * Math.PI) / 180)) / 2 ** zoom;
}

/** The same, with the zoom rounded to halves: geometry that must keep its size on screen is rebuilt at these steps only. */
export function steppedMetresPerPixel(zoom: number, latDeg: number): number {
  return metresPerPixel(Math.round(zoom * 2) / 2, latDeg);
}
