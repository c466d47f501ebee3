import { equirectM } from '../../shared/geo/distance.ts';

/** Cuts a path (lon, lat pairs) into dashes of `dashM` with gaps of `gapM`; each result is one dash of two points. */
export function dashPath(path: readonly number[], dashM: number, gapM: number): number[][] {
  const dashes: number[][] = [];
  const period = dashM + gapM;
  if (!(period > 0)) return dashes;
  let travelled = 0;
  for (let i = 0; i + 3 < path.length; i += 2) {
    const [lonA = 0, latA = 0, lonB = 0, latB = 0] = path.slice(i, i + 4);
    const lengthM = equirectM(lonA, latA, lonB, latB);
    const at = (m: number): [number, number] => {
      const share = lengthM === 0 ? 0 : Math.min(1, Math.max(0, m / lengthM));
      return [lonA + (lonB - lonA) * share, latA + (latB - latA) * share];
    };
    for (let k = Math.floor(travelled / period); k * period < travelled + lengthM; k++) {
      const from = Math.max(0, k * period - travelled);
      const to = Math.min(lengthM, k * period + dashM - travelled);
      if (to > from) dashes.push([...at(from), ...at(to)]);
    }
    travelled += lengthM;
  }
  return dashes;
}
