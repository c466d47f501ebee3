import type { Map as MapLibreMap } from 'maplibre-gl';
import type { LocalText } from '../../shared/domain/belief.ts';
import { EARTH_RADIUS_M, RAD_PER_DEG } from '../../shared/geo/point.ts';

/** A street's own name is taken when its line passes this near. */
const NEAR_M = 40;

/** The name of the street at a place, from the tiles that are loaded; undefined = none has a name there. */
export function streetNameAt(map: MapLibreMap, lon: number, lat: number): LocalText | undefined {
  let best: LocalText | undefined;
  let bestM = NEAR_M;
  if (map.getSource('region') === undefined) return undefined;
  for (const { geometry, properties } of map.querySourceFeatures('region', { sourceLayer: 'road_names' })) {
    const zh = text(properties['name_zh']) ?? text(properties['name_en']);
    const lines =
      geometry.type === 'LineString'
        ? [geometry.coordinates]
        : geometry.type === 'MultiLineString'
          ? geometry.coordinates
          : [];
    for (const line of lines) {
      const m = awayM(lon, lat, line);
      if (zh === undefined || m >= bestM) continue;
      bestM = m;
      best = { zh, en: text(properties['name_en']) };
    }
  }
  return best;
}

/** Metres from a place to a line, on a flat earth. */
function awayM(lon: number, lat: number, line: readonly (readonly number[])[]): number {
  const kLat = EARTH_RADIUS_M * RAD_PER_DEG;
  const kLon = kLat * Math.cos(lat * RAD_PER_DEG);
  const points = line.map(([x = 0, y = 0]) => [(x - lon) * kLon, (y - lat) * kLat] as const);
  return points.slice(1).reduce((least, [bx, by], i) => {
    const [ax, ay] = points[i] ?? [bx, by];
    const [dx, dy] = [bx - ax, by - ay];
    const square = dx * dx + dy * dy;
    const f = square === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / square));
    return Math.min(least, Math.hypot(ax + f * dx, ay + f * dy));
  }, Infinity);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
