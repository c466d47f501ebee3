import { EARTH_RADIUS_M, RAD_PER_DEG } from '../../geo/point.ts';
import type { RoadGraph } from '../road-graph.ts';

/** Nearest point of a segment's shape: share of its length from its first point, coordinates, metres away. */
export interface ShapeHit {
  readonly fraction: number;
  readonly lon: number;
  readonly lat: number;
  readonly distanceM: number;
}

/** Projects a place onto the shape of a segment, in a flat frame around the place. */
export function projectToShape(graph: RoadGraph, segment: number, lon: number, lat: number): ShapeHit {
  const { shapeFirst, shapeLon, shapeLat } = graph;
  const kLat = EARTH_RADIUS_M * RAD_PER_DEG;
  const kLon = kLat * Math.cos(lat * RAD_PER_DEG);
  const start = shapeFirst[segment]!;
  const end = shapeFirst[segment + 1]!;
  let ax = (shapeLon[start]! - lon) * kLon;
  let ay = (shapeLat[start]! - lat) * kLat;
  let walked = 0;
  let bestSq = Infinity;
  let bestAt = 0;
  let bestX = ax;
  let bestY = ay;
  for (let i = start + 1; i < end; i++) {
    const bx = (shapeLon[i]! - lon) * kLon;
    const by = (shapeLat[i]! - lat) * kLat;
    const dx = bx - ax;
    const dy = by - ay;
    const lengthSq = dx * dx + dy * dy;
    const f = lengthSq === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / lengthSq));
    const x = ax + f * dx;
    const y = ay + f * dy;
    const length = Math.sqrt(lengthSq);
    if (x * x + y * y < bestSq) {
      bestSq = x * x + y * y;
      bestAt = walked + f * length;
      bestX = x;
      bestY = y;
    }
    walked += length;
    ax = bx;
    ay = by;
  }
  return {
    fraction: walked === 0 ? 0 : Math.min(1, bestAt / walked),
    lon: lon + bestX / kLon,
    lat: lat + bestY / kLat,
    distanceM: Math.sqrt(bestSq),
  };
}
