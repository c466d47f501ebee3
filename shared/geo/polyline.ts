import { bearingDeg, equirectM } from './distance.ts';
import type { LonLat } from './point.ts';

/** Length of a polyline in metres; 0 for fewer than two points. */
export function polylineLengthM(points: readonly LonLat[]): number {
  let total = 0;
  let previous: LonLat | undefined;
  for (const p of points) {
    if (previous !== undefined) total += equirectM(previous[0], previous[1], p[0], p[1]);
    previous = p;
  }
  return total;
}

/** A place on a line: where it is and which way the line runs there (degrees clockwise from north). */
export interface PlaceOnLine {
  readonly lon: number;
  readonly lat: number;
  readonly headingDeg: number;
}

/** The point `alongM` metres along the polyline, clamped to its ends; undefined for an empty polyline. */
export function pointAlong(points: readonly LonLat[], alongM: number): PlaceOnLine | undefined {
  let left = Math.max(0, alongM);
  let previous: LonLat | undefined;
  let heading = 0;
  for (const p of points) {
    if (previous !== undefined) {
      const length = equirectM(previous[0], previous[1], p[0], p[1]);
      if (length > 0) heading = bearingDeg(previous[0], previous[1], p[0], p[1]);
      if (length > 0 && left <= length) {
        const f = left / length;
        return {
          lon: previous[0] + f * (p[0] - previous[0]),
          lat: previous[1] + f * (p[1] - previous[1]),
          headingDeg: heading,
        };
      }
      left -= length;
    }
    previous = p;
  }
  return previous === undefined ? undefined : { lon: previous[0], lat: previous[1], headingDeg: heading };
}
