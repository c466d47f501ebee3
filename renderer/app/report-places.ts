import type { LocalText } from '../../shared/domain/belief.ts';
import type { ReadingsOf } from '../../shared/domain/search/fold.ts';
import { buildSearchIndex, type SearchIndex } from '../../shared/domain/search/search-index.ts';
import type { State } from '../../shared/domain/state.ts';
import { polygonContains } from '../../shared/geo/polygon.ts';
import type { BeliefKind } from '../../shared/domain/vocabulary.ts';
import {
  checkDrillPlaces,
  checkExits,
  checkManifest,
  checkPlaces,
  checkPois,
  checkStoppable,
} from '../../shared/roads/pack-check.ts';
import type { Check } from '../../shared/roads/shape-check.ts';
import { openTargets } from '../store/target.ts';

/** A place that a caller may name, and the area its name stands for. */
export interface KnownPlace {
  readonly name: LocalText;
  readonly lon: number;
  readonly lat: number;
  readonly radiusM: number;
  readonly kind: BeliefKind;
  /** Beyond the outline of the road network: it has a name here, and no way there is known. */
  readonly isOffRoads?: true;
}

/** A list that has not come by then is done without: it lies on this machine, so something is broken. */
const LIST_MS = 30_000;
const TOWN_M = 3000;
const POINT_M = 150;
const DOOR_M = 60;

interface Named {
  readonly name: LocalText;
  readonly lon: number;
  readonly lat: number;
}

const placed =
  (radiusM: number, kind: BeliefKind = 'pinned') =>
  ({ name, lon, lat }: Named): KnownPlace => ({ name, lon, lat, radiusM, kind });

/** Every named place of the pack; invented ones only in a drill. What cannot be read is left out: the form works without. */
export async function readRegionPlaces(regionUrl: string, isDrill: boolean): Promise<readonly KnownPlace[]> {
  const read = async <T>(file: string, check: Check<T>): Promise<T | undefined> => {
    try {
      const response = await fetch(`${regionUrl}/${file}`, { signal: AbortSignal.timeout(LIST_MS) });
      if (!response.ok) return undefined;
      const json: unknown = await response.json();
      return check(json, file);
    } catch {
      return undefined;
    }
  };
  const manifest = await read('manifest.json', checkManifest);
  const has = (file: string): boolean => manifest?.files.some(({ path }) => path === file) === true;
  const [places, exits, stoppable, pois, drill] = await Promise.all([
    has('places.json') ? read('places.json', checkPlaces) : undefined,
    has('exits.json') ? read('exits.json', checkExits) : undefined,
    has('stoppable.json') ? read('stoppable.json', checkStoppable) : undefined,
    has('pois.json') ? read('pois.json', checkPois) : undefined,
    isDrill && has('drill.json') ? read('drill.json', checkDrillPlaces) : undefined,
  ]);
  const branches = (drill?.branches ?? []).map(placed(DOOR_M, 'branch'));
  const doors = [...(drill?.goldShops ?? []), ...(drill?.teahouses ?? []), ...(drill?.stations ?? [])];
  return [
    ...branches,
    ...doors.map(placed(DOOR_M)),
    ...(pois ?? [])
      .filter(({ named }) => named)
      .map((poi) => placed(DOOR_M, poi.kind === 'bank' ? 'branch' : 'pinned')(poi)),
    ...(exits ?? []).map(placed(POINT_M)),
    ...(stoppable ?? []).map(placed(POINT_M)),
    ...(places ?? []).map((town) => {
      const isOffRoads = manifest !== undefined && !polygonContains(manifest.coverage, town.lon, town.lat);
      return { ...placed(TOWN_M)(town), ...(isOffRoads ? { isOffRoads } : {}) };
    }),
  ];
}

/** The places ready to be searched, in both languages, by pinyin and initials. */
export function placeIndex(places: readonly KnownPlace[], readingsOf: ReadingsOf): SearchIndex<KnownPlace> {
  const textsOf = ({ zh, en }: LocalText): string[] => (en === undefined ? [zh] : [zh, en]);
  return buildSearchIndex(
    places.map((item) => ({ item, texts: textsOf(item.name) })),
    readingsOf,
  );
}

/** Places the room already works on: a second caller often means the same one. */
export function placesAtWork(state: State): readonly KnownPlace[] {
  return openTargets(state).flatMap(({ place }) =>
    place?.label === undefined
      ? []
      : [
          {
            name: place.label,
            lon: place.lon,
            lat: place.lat,
            radiusM: place.radiusM,
            kind: place.kind === 'branch' ? ('branch' as const) : ('pinned' as const),
          },
        ],
  );
}
