import { EARTH_RADIUS_M, type LonLat, RAD_PER_DEG } from './point.ts';

/** A flat metric frame around one point: x east, y north, metres. Good for a city, not for a continent. */
export interface LocalProjection {
  readonly originLon: number;
  readonly originLat: number;
  readonly metresPerLonDeg: number;
  readonly metresPerLatDeg: number;
}

/** A local frame centred on the given point (degrees). */
export function localProjection(originLon: number, originLat: number): LocalProjection {
  const metresPerLatDeg = EARTH_RADIUS_M * RAD_PER_DEG;
  return {
    originLon,
    originLat,
    metresPerLatDeg,
    metresPerLonDeg: metresPerLatDeg * Math.cos(originLat * RAD_PER_DEG),
  };
}

/** Degrees to metres in the frame. */
export function toLocal(frame: LocalProjection, lon: number, lat: number): readonly [xM: number, yM: number] {
  return [(lon - frame.originLon) * frame.metresPerLonDeg, (lat - frame.originLat) * frame.metresPerLatDeg];
}

/** Metres in the frame back to degrees; the inverse of `toLocal`. */
export function fromLocal(frame: LocalProjection, xM: number, yM: number): LonLat {
  return [frame.originLon + xM / frame.metresPerLonDeg, frame.originLat + yM / frame.metresPerLatDeg];
}

/** Where a point falls on a segment: share of the way (0..1, clamped), foot of the perpendicular, distance in metres. */
export interface SegmentProjection {
  readonly fraction: number;
  readonly lon: number;
  readonly lat: number;
  readonly distanceM: number;
}

/** Nearest point of segment A-B to point P; all in degrees. A zero-length segment answers fraction 0. */
export function projectToSegment(
  lon: number,
  lat: number,
  lonA: number,
  latA: number,
  lonB: number,
  latB: number,
): SegmentProjection {
  const frame = localProjection(lon, lat);
  const [ax, ay] = toLocal(frame, lonA, latA);
  const [bx, by] = toLocal(frame, lonB, latB);
  const dx = bx - ax;
  const dy = by - ay;
  const lengthSq = dx * dx + dy * dy;
  const fraction = lengthSq === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / lengthSq));
  const x = ax + fraction * dx;
  const y = ay + fraction * dy;
  return {
    fraction,
    lon: lonA + fraction * (lonB - lonA),
    lat: latA + fraction * (latB - latA),
    distanceM: Math.sqrt(x * x + y * y),
  };
}
