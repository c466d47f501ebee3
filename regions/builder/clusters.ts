import { equirectM } from '../../shared/geo/distance.ts';

/** Groups points so that any two within `withinM` metres end up together (single linkage); order of input is kept. */
export function clusterPoints<T extends { readonly lon: number; readonly lat: number }>(
  points: readonly T[],
  withinM: number,
): T[][] {
  const groupOf = points.map((_, i) => i);
  const root = (i: number): number => {
    let r = i;
    while (groupOf[r] !== r) r = groupOf[r] ?? r;
    return r;
  };
  for (const [i, a] of points.entries()) {
    for (let j = 0; j < i; j++) {
      const b = points[j];
      if (b === undefined || equirectM(a.lon, a.lat, b.lon, b.lat) > withinM) continue;
      const [x, y] = [root(i), root(j)];
      groupOf[Math.max(x, y)] = Math.min(x, y);
    }
  }
  const groups = new Map<number, T[]>();
  for (const [i, point] of points.entries()) {
    const key = root(i);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [point]);
    else group.push(point);
  }
  return [...groups.values()];
}
