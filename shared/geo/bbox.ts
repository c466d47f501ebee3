import type { LonLat } from './point.ts';

/** West, south, east, north in degrees; west <= east (no antimeridian). */
export type BBox = readonly [west: number, south: number, east: number, north: number];

/** The box around the points, or undefined when there are none. */
export function bboxOf(points: Iterable<LonLat>): BBox | undefined {
  let west = Infinity;
  let south = Infinity;
  let east = -Infinity;
  let north = -Infinity;
  for (const [lon, lat] of points) {
    west = Math.min(west, lon);
    south = Math.min(south, lat);
    east = Math.max(east, lon);
    north = Math.max(north, lat);
  }
  return west <= east && south <= north ? [west, south, east, north] : undefined;
}

/** Whether the point lies in the box, edges included. */
export function bboxContains(box: BBox, lon: number, lat: number): boolean {
  return lon >= box[0] && lon <= box[2] && lat >= box[1] && lat <= box[3];
}

/** Middle of the box in degrees. */
export function bboxCentre(box: BBox): LonLat {
  return [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
}
