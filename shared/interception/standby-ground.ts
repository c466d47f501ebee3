import type { PastAlert, PlannerUnit } from '../contract/planner.ts';
import type { LocalText } from '../domain/belief.ts';
import type { StandbyPlan, StandbyPost } from '../domain/desk-advice.ts';
import { equirectM } from '../geo/distance.ts';
import type { LonLat } from '../geo/point.ts';
import type { DrillPlaces, Poi, StoppablePoint } from '../roads/pack.ts';
import { ENOUGH_ALERTS } from './past-alerts.ts';
import type { RunMode } from '../domain/vocabulary.ts';

/** What a pack knows that matters to waiting. */
export interface StandbyPack {
  readonly stoppable: readonly StoppablePoint[];
  readonly drill: DrillPlaces;
  readonly pois: readonly Poi[];
}

/** Places where alerts are to be met. */
export interface Demand {
  readonly basis: StandbyPlan['basis'];
  readonly places: readonly { readonly lon: number; readonly lat: number; readonly weight: number }[];
}

/** A district: a name and a middle. */
export interface District {
  readonly name: LocalText;
  readonly lon: number;
  readonly lat: number;
}

/** Alerts this near to each other are one place, degrees. */
const CELL_DEG = 0.012;
/** Two posts nearer than this are one. */
const APART_M = 400;

/** The districts units answer for, by the name of their station; none when the roster names none. */
export function districtsOf(units: readonly PlannerUnit[]): District[] {
  const districts = new Map<string, District>();
  for (const { area, base } of units)
    if (area !== undefined && base !== undefined && !districts.has(base.zh))
      districts.set(base.zh, { name: base, lon: area.lon, lat: area.lat });
  return [...districts.values()];
}

/**
 * Where alerts are to be expected: where this log has had them, once there are enough; before that, places of the map that
 * may see some. At most `most` places, weights summing to 1; none = nothing is known.
 */
export function demandOf(
  past: readonly PastAlert[],
  pack: StandbyPack,
  mode: RunMode,
  districts: readonly District[],
  most: number,
): Demand {
  const known = past.flatMap(({ at }) => at ?? []);
  const isCounted = known.length >= ENOUGH_ALERTS;
  const points = isCounted ? known : assumedPlaces(pack, mode, districts);
  const cells = new Map<string, { lon: number; lat: number; n: number }>();
  for (const { lon, lat } of points) {
    const [x, y] = [Math.round(lon / CELL_DEG), Math.round(lat / CELL_DEG)];
    const cell = cells.get(`${x},${y}`) ?? { lon: x * CELL_DEG, lat: y * CELL_DEG, n: 0 };
    cell.n++;
    cells.set(`${x},${y}`, cell);
  }
  const kept = [...cells.values()]
    .toSorted((a, b) => b.n - a.n || a.lon - b.lon || a.lat - b.lat)
    .slice(0, most);
  const all = kept.reduce((sum, { n }) => sum + n, 0);
  return {
    basis: { kind: isCounted ? 'alerts' : 'assumed', n: points.length },
    places: kept.map(({ lon, lat, n }) => ({ lon, lat, weight: n / all })),
  };
}

/** Where people pay or wait, and where they live around a station; a pack's invented places in a drill only. */
function assumedPlaces(
  { drill, pois }: StandbyPack,
  mode: RunMode,
  districts: readonly District[],
): readonly { readonly lon: number; readonly lat: number }[] {
  const invented = [...drill.branches, ...drill.goldShops, ...drill.teahouses];
  const real = pois.filter(({ kind }) => kind === 'bank' || kind === 'gold-shop');
  return [...(mode === 'drill' && real.length === 0 ? invented : real), ...districts];
}

/** Where a car may be told to wait: stations, and places where a vehicle may stand beside the road. At most `most`. */
export function postsOf(
  pack: StandbyPack,
  mode: RunMode,
  districts: readonly District[],
  middle: LonLat,
  most: number,
): StandbyPost[] {
  const points: StandbyPost[] = [
    ...districts.map(({ name, lon, lat }) => ({ id: `station:${name.zh}`, name, lon, lat })),
    ...pack.pois.filter(({ kind }) => kind === 'police' || kind === 'fuel'),
    ...pack.stoppable,
    ...(mode === 'drill' ? [...pack.drill.stoppable, ...pack.drill.branches] : []),
  ];
  const posts: StandbyPost[] = [];
  // the nearest to where things happen first: a border has many exits
  const fromMiddle = ({ lon, lat }: StandbyPost): number => equirectM(lon, lat, ...middle);
  for (const { id, name, lon, lat } of points.toSorted((a, b) => fromMiddle(a) - fromMiddle(b))) {
    if (posts.length === most) break;
    if (posts.every((post) => equirectM(post.lon, post.lat, lon, lat) > APART_M))
      posts.push({ id, name, lon, lat });
  }
  return posts;
}

/** The district nearest to a place; undefined = there are none. */
export function districtOf(
  districts: readonly District[],
  { lon, lat }: { readonly lon: number; readonly lat: number },
): District | undefined {
  let best: District | undefined;
  let bestM = Infinity;
  for (const district of districts) {
    const m = equirectM(district.lon, district.lat, lon, lat);
    if (m < bestM) [best, bestM] = [district, m];
  }
  return best;
}
