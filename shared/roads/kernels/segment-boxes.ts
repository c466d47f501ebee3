import { EARTH_RADIUS_M, RAD_PER_DEG } from '../../geo/point.ts';
import type { RoadGraph } from '../road-graph.ts';

/** West, south, east, north of every segment's shape, degrees, four a segment. */
export type SegmentBoxes = Float64Array;

/** Boxes of a graph's segments. */
export function segmentBoxes({ shapeFirst, shapeLon, shapeLat }: RoadGraph): SegmentBoxes {
  const count = Math.max(0, shapeFirst.length - 1);
  const boxes = new Float64Array(4 * count);
  for (let segment = 0; segment < count; segment++) {
    let west = Infinity;
    let south = Infinity;
    let east = -Infinity;
    let north = -Infinity;
    for (let i = shapeFirst[segment]!; i < shapeFirst[segment + 1]!; i++) {
      west = Math.min(west, shapeLon[i]!);
      south = Math.min(south, shapeLat[i]!);
      east = Math.max(east, shapeLon[i]!);
      north = Math.max(north, shapeLat[i]!);
    }
    boxes.set([west, south, east, north], 4 * segment);
  }
  return boxes;
}

/** Metres from a place to a segment's box, in the flat frame of `projectToShape`: never more than to its shape. */
export function boxGapM(
  boxes: SegmentBoxes,
  segment: number,
  lon: number,
  lat: number,
  cosLat: number,
): number {
  const at = 4 * segment;
  const dx = Math.max(0, boxes[at]! - lon, lon - boxes[at + 2]!) * cosLat;
  const dy = Math.max(0, boxes[at + 1]! - lat, lat - boxes[at + 3]!);
  return Math.sqrt(dx * dx + dy * dy) * EARTH_RADIUS_M * RAD_PER_DEG;
}
