import type { LonLat } from './point.ts';

/** Whether the point lies inside the ring (even-odd rule; the ring may be open or closed; edges may go either way). */
export function polygonContains(ring: readonly LonLat[], lon: number, lat: number): boolean {
  let inside = false;
  let previous = ring.at(-1);
  for (const current of ring) {
    if (previous !== undefined && current[1] > lat !== previous[1] > lat) {
      const crossing =
        ((previous[0] - current[0]) * (lat - current[1])) / (previous[1] - current[1]) + current[0];
      if (lon < crossing) inside = !inside;
    }
    previous = current;
  }
  return inside;
}

/** Convex hull, counter-clockwise, first point repeated at the end; fewer than three distinct points answer []. */
export function convexHull(points: readonly LonLat[]): LonLat[] {
  const sorted = points.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  const lower = halfHull(sorted);
  const upper = halfHull(sorted.toReversed());
  const ring = [...lower.slice(0, -1), ...upper.slice(0, -1)];
  const first = ring[0];
  return ring.length < 3 || first === undefined ? [] : [...ring, first];
}

function halfHull(points: readonly LonLat[]): LonLat[] {
  const hull: LonLat[] = [];
  for (const p of points) {
    for (;;) {
      const b = hull.at(-1);
      const a = hull.at(-2);
      if (a === undefined || b === undefined) break;
      if ((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]) > 0) break;
      hull.pop();
    }
    hull.push(p);
  }
  return hull;
}
