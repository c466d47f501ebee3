import { type LonLat, METRES_PER_DEG } from '../../shared/geo/point.ts';
import { polygonContains } from '../../shared/geo/polygon.ts';
import type { OsmArea, OsmNode } from './read-extract.ts';
import { joinRings } from './rings.ts';

/** A point in the area, and how large the area is. */
export interface AreaMiddle {
  readonly lon: number;
  readonly lat: number;
  /** Zero where the outline does not close. */
  readonly squareM: number;
}

/**
 * The centroid of an area's outlines, holes not counted; of a crescent, whose centroid lies outside, the corner nearest to it.
 * The mean of the corners where the extract cuts the outline; undefined where it holds no corner at all.
 */
export function middleOf(
  { lines }: Pick<OsmArea, 'lines'>,
  nodes: ReadonlyMap<number, OsmNode>,
): AreaMiddle | undefined {
  const known = lines.flatMap((line) => {
    const refs = line.filter((ref) => nodes.has(ref));
    const points = refs.flatMap((ref): LonLat[] => {
      const node = nodes.get(ref);
      return node === undefined ? [] : [[node.lon, node.lat]];
    });
    return refs.length === 0 ? [] : [{ refs, points }];
  });
  const corners = new Map(
    known.flatMap(({ refs, points }) => refs.map((ref, i) => [ref, points[i]] as const)),
  );
  const places = [...corners.values()].flatMap((place) => (place === undefined ? [] : [place]));
  const origin = places[0];
  if (origin === undefined) return undefined;
  const { rings } = joinRings(known);
  // about the first corner: degrees squared of a house are lost beside degrees of the globe
  let twice = 0;
  let x = 0;
  let y = 0;
  for (const ring of rings) {
    const part = { twice: 0, x: 0, y: 0 };
    for (const [i, [lon, lat]] of ring.entries()) {
      const before = ring[i - 1];
      if (before === undefined) continue;
      const [ax, ay, bx, by] = [
        before[0] - origin[0],
        before[1] - origin[1],
        lon - origin[0],
        lat - origin[1],
      ];
      const cross = ax * by - bx * ay;
      part.twice += cross;
      part.x += (ax + bx) * cross;
      part.y += (ay + by) * cross;
    }
    // rings may run either way round
    const sign = Math.sign(part.twice);
    twice += sign * part.twice;
    x += sign * part.x;
    y += sign * part.y;
  }
  if (twice === 0) {
    const mean = (of: 0 | 1): number => places.reduce((sum, place) => sum + place[of], 0) / places.length;
    return { lon: mean(0), lat: mean(1), squareM: 0 };
  }
  const [lon, lat] = [origin[0] + x / (3 * twice), origin[1] + y / (3 * twice)];
  const squareM = (twice / 2) * METRES_PER_DEG ** 2 * Math.cos((lat * Math.PI) / 180);
  if (rings.some((ring) => polygonContains(ring, lon, lat))) return { lon, lat, squareM };
  const away = (place: LonLat): number => Math.hypot(place[0] - lon, place[1] - lat);
  const [nearLon, nearLat] = places.reduce((best, place) => (away(place) < away(best) ? place : best));
  return { lon: nearLon, lat: nearLat, squareM };
}
