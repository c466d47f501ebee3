import { equirectM } from '../../shared/geo/distance.ts';
import type { LonLat } from '../../shared/geo/point.ts';
import {
  checkManifest,
  checkPlaces,
  checkPois,
  checkRoadNames,
  checkExits,
} from '../../shared/roads/pack-check.ts';
import type { ExitPoint, NamedPlace, Poi, RoadNames } from '../../shared/roads/pack.ts';
import type { Board } from '../../shared/roads/board.ts';
import type { Check } from '../../shared/roads/shape-check.ts';

/** Everything of the region that has a name and a place. */
export interface Gazetteer {
  readonly places: readonly NamedPlace[];
  readonly exits: readonly ExitPoint[];
  readonly pois: readonly Poi[];
  readonly names: RoadNames | undefined;
  readonly board: Board | undefined;
  /** Outline of the road network. */
  readonly coverage?: readonly LonLat[] | undefined;
}

const read = new Map<string, Promise<Gazetteer>>();

/** Reads the names of a region pack once a window; what a pack has not got is empty. Never rejects. */
export function readGazetteer(
  regionUrl: string,
  readBoard: () => Promise<Board | undefined>,
): Promise<Gazetteer> {
  const known = read.get(regionUrl);
  if (known !== undefined) return known;
  const reading = fetchGazetteer(regionUrl, readBoard);
  read.set(regionUrl, reading);
  return reading;
}

async function fetchGazetteer(
  regionUrl: string,
  readBoard: () => Promise<Board | undefined>,
): Promise<Gazetteer> {
  const manifest = await fetchJson(regionUrl, 'manifest.json', checkManifest);
  const has = (path: string): boolean => manifest?.files.some((file) => file.path === path) === true;
  const part = <T>(name: string, check: Check<T>): Promise<T | undefined> =>
    has(name) ? fetchJson(regionUrl, name, check) : Promise.resolve(undefined);
  const [places, exits, pois, names, board] = await Promise.all([
    part('places.json', checkPlaces),
    part('exits.json', checkExits),
    part('pois.json', checkPois),
    part('names.json', checkRoadNames),
    readBoard(),
  ]);
  return {
    places: places ?? [],
    exits: exits ?? [],
    pois: pois ?? [],
    names,
    board,
    coverage: manifest?.coverage,
  };
}

async function fetchJson<T>(regionUrl: string, name: string, check: Check<T>): Promise<T | undefined> {
  try {
    const response = await fetch(`${regionUrl}/${name}`);
    return response.ok ? check(await response.json(), name) : undefined;
  } catch {
    return undefined; // the map and the status bar say that the pack is damaged
  }
}

/** The named place nearest to a point: tells two streets of one name apart. */
export function nearestPlace(
  places: readonly NamedPlace[],
  lon: number,
  lat: number,
): NamedPlace | undefined {
  let [best, bestM] = [undefined as NamedPlace | undefined, Infinity];
  for (const place of places) {
    const m = equirectM(place.lon, place.lat, lon, lat);
    if (m < bestM) [best, bestM] = [place, m];
  }
  return best;
}
