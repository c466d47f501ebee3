import type { BBox } from '../../shared/geo/bbox.ts';
import { fromLocal, type LocalProjection, localProjection, toLocal } from '../../shared/geo/projection.ts';
import type { LonLat } from '../../shared/geo/point.ts';
import type { Rng } from '../../shared/kit/rng.ts';
import type { DrillPlaces, NamedPlace } from '../../shared/roads/pack.ts';
import type { RegionOutline } from './outline.ts';
import type { RegionAbout } from './region-about.ts';
import { roundDeg } from './round.ts';

const SCHEMATIC = { zh: '示意', en: 'schematic' } as const;
const COUNTY_SHARE = 0.44;
const COUNTY_STEP_M = 3000;
const COUNTY_WOBBLE_M = 900;
const RIVER_WOBBLE_M = 120;

/**
 * An invented county line: across the way from the region's centre to the neighbour, at 44 % of it, with a wobble so
 * that it reads as a border. `ring` is the neighbour's side of the box around the roads.
 */
export function countyLine(
  outline: RegionOutline,
  neighbour: NamedPlace,
  rng: Rng,
): NonNullable<DrillPlaces['countyLine']> {
  const frame = localProjection(outline.centre[0], outline.centre[1]);
  const [nx, ny] = toLocal(frame, neighbour.lon, neighbour.lat);
  const distance = Math.hypot(nx, ny);
  const axis = [nx / distance, ny / distance] as const;
  const reach = boxDiagonalM(frame, outline.bounds);
  const line: LonLat[] = [];
  for (let s = -reach; s <= reach; s += COUNTY_STEP_M) {
    const along = distance * COUNTY_SHARE + rng.between(-COUNTY_WOBBLE_M, COUNTY_WOBBLE_M);
    line.push(fromLocal(frame, axis[0] * along - axis[1] * s, axis[1] * along + axis[0] * s));
  }
  const beyond = (p: LonLat | undefined): LonLat => {
    const [x, y] = toLocal(frame, p?.[0] ?? 0, p?.[1] ?? 0);
    return fromLocal(frame, x + axis[0] * 2 * reach, y + axis[1] * 2 * reach);
  };
  const ring = clipToBox([...line, beyond(line.at(-1)), beyond(line[0])], outline.bounds);
  const inside = line.filter(
    ([x, y]) =>
      x >= outline.bounds[0] && x <= outline.bounds[2] && y >= outline.bounds[1] && y <= outline.bounds[3],
  );
  return {
    neighbour: neighbour.name,
    label: SCHEMATIC,
    line: rounded(inside),
    ring: rounded([...ring, ...ring.slice(0, 1)]),
  };
}

/** The schematic river: the guide's course, with a slight wobble where it bends. */
export function riverLine(
  river: NonNullable<RegionAbout['drill']['river']>,
  rng: Rng,
): NonNullable<DrillPlaces['river']> {
  const first: LonLat = river.guide[0] ?? [0, 0];
  const frame = localProjection(first[0], first[1]);
  const bent = river.guide.map(([lon, lat], i): LonLat => {
    if (i === 0 || i === river.guide.length - 1) return [lon, lat];
    const [x, y] = toLocal(frame, lon, lat);
    return fromLocal(
      frame,
      x + rng.between(-RIVER_WOBBLE_M, RIVER_WOBBLE_M),
      y + rng.between(-RIVER_WOBBLE_M, RIVER_WOBBLE_M),
    );
  });
  return {
    name: river.name,
    label: SCHEMATIC,
    widthM: river.widthM,
    line: rounded(cutCorners(cutCorners(bent))),
  };
}

/** A line of some width as a closed ring, for drawing it to scale. Sharp bends would overlap; rivers have none. */
export function bandRing(line: readonly LonLat[], widthM: number): LonLat[] {
  const first: LonLat = line[0] ?? [0, 0];
  const frame = localProjection(first[0], first[1]);
  const points = line.map(([lon, lat]) => toLocal(frame, lon, lat));
  const side = (sign: number): LonLat[] =>
    points.map(([x, y], i) => {
      const a = points[i - 1] ?? [x, y];
      const b = points[i + 1] ?? [x, y];
      const length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
      const off = (sign * widthM) / 2 / length;
      return fromLocal(frame, x - (b[1] - a[1]) * off, y + (b[0] - a[0]) * off);
    });
  const left = side(1);
  return [...left, ...side(-1).toReversed(), ...left.slice(0, 1)];
}

/** Chaikin's corner cutting: each corner becomes two points at a quarter of its arms; the ends stay. */
function cutCorners(line: readonly LonLat[]): LonLat[] {
  const out: LonLat[] = line.slice(0, 1);
  for (const [i, b] of line.entries()) {
    const a = line[i - 1];
    if (a === undefined) continue;
    const between = (t: number): LonLat => [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
    if (i > 1) out.push(between(0.25));
    if (i < line.length - 1) out.push(between(0.75));
  }
  return [...out, ...line.slice(-1)];
}

/** Sutherland-Hodgman: the part of a ring inside the box. */
function clipToBox(ring: readonly LonLat[], [west, south, east, north]: BBox): LonLat[] {
  let points = [...ring];
  for (const [k, limit, sign] of [
    [0, west, 1],
    [0, east, -1],
    [1, south, 1],
    [1, north, -1],
  ] as const) {
    const isIn = (p: LonLat): boolean => (p[k] - limit) * sign >= 0;
    const kept: LonLat[] = [];
    for (const [i, p] of points.entries()) {
      const before = points.at(i - 1) ?? p;
      if (isIn(before) !== isIn(p)) {
        const t = (limit - before[k]) / (p[k] - before[k]);
        kept.push([before[0] + t * (p[0] - before[0]), before[1] + t * (p[1] - before[1])]);
      }
      if (isIn(p)) kept.push(p);
    }
    points = kept;
  }
  return points;
}

function boxDiagonalM(frame: LocalProjection, box: BBox): number {
  const [x0, y0] = toLocal(frame, box[0], box[1]);
  const [x1, y1] = toLocal(frame, box[2], box[3]);
  return Math.hypot(x1 - x0, y1 - y0);
}

function rounded(points: readonly LonLat[]): LonLat[] {
  return points.map(([lon, lat]) => [roundDeg(lon, 6), roundDeg(lat, 6)]);
}
