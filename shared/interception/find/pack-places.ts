import { FIND_PLACE_KINDS, type FindPlaceKind, type PersonSearch } from '../../domain/find-board.ts';
import { equirectM } from '../../geo/distance.ts';
import type { DrillPlace, DrillPlaces, Poi, PoiKind, RegionManifest } from '../../roads/pack.ts';
import { type FindPlace, kindsOf } from './find-places.ts';
import type { RunMode } from '../../domain/vocabulary.ts';

/** What a kind of mapped place is to somebody who searches; everything else is no place to wait for a call. */
const KIND_OF_POI: Readonly<Partial<Record<PoiKind, FindPlaceKind>>> = {
  bank: 'bank',
  'gold-shop': 'shop',
  hotel: 'hotel',
  'cash-machine': 'cash-machine',
  'tea-house': 'tea-house',
  park: 'park',
  station: 'station',
};
/** Kinds that packs have always looked for, before they counted what they looked for. */
const FIRST_KINDS: readonly PoiKind[] = ['bank', 'gold-shop'];

/** Most places of a kind that come into question at once, nearest first. */
const MOST: Readonly<Partial<Record<FindPlaceKind, number>>> = {
  bank: 5,
  'cash-machine': 4,
  hotel: 4,
  'tea-house': 3,
  park: 2,
  station: 2,
  shop: 3,
};
const LISTABLE: readonly FindPlaceKind[] = FIND_PLACE_KINDS.filter((kind) => MOST[kind] !== undefined);
/** Further than this from everything that is known a place is one of too many, metres. */
const REACH_M = 6000;
/** The same in degrees of latitude, and somewhat more. */
const REACH_DEG = REACH_M / 110_000;

/** The same in degrees of longitude as far from the equator as the reach goes. */
function reachDegOfLon(lat: number): number {
  return REACH_DEG / Math.max(0.01, Math.cos(((Math.abs(lat) + REACH_DEG) * Math.PI) / 180));
}

/** What a region offers to a search. */
export interface FindGround {
  readonly places: readonly FindPlace[];
  /** Kinds that were looked for in the region's map, found or not. */
  readonly soughtKinds: ReadonlySet<FindPlaceKind>;
}

interface FindPack {
  readonly pois: readonly Poi[];
  /** As in the manifest; absent in older packs. */
  readonly poiKinds?: RegionManifest['counts']['poiKinds'];
  readonly drill: DrillPlaces;
}

/** The ground that a region pack is; its invented places in a drill only. */
export function findGroundOf(pack: FindPack, mode: RunMode): FindGround {
  return { places: searchablePlaces(pack, mode), soughtKinds: soughtKindsOf(pack) };
}

/** Of an older pack: the first kinds, where its extract held any place. */
function soughtKindsOf({ pois, poiKinds }: FindPack): ReadonlySet<FindPlaceKind> {
  const sought = poiKinds === undefined ? (pois.length === 0 ? [] : FIRST_KINDS) : Object.keys(poiKinds);
  return new Set(
    Object.entries(KIND_OF_POI).flatMap(([poi, kind]) => (sought.some((one) => one === poi) ? [kind] : [])),
  );
}

function searchablePlaces(pack: FindPack, mode: RunMode): FindPlace[] {
  const real = pack.pois.flatMap(({ id, kind, name, lon, lat, atm }): FindPlace[] => {
    const found = KIND_OF_POI[kind];
    const also = atm === true ? ({ also: 'cash-machine' } as const) : {};
    return found === undefined ? [] : [{ placeId: id, kind: found, ...also, label: name, lon, lat }];
  });
  if (mode === 'live') return real;
  const { branches, goldShops, teahouses } = pack.drill;
  const invented = (kind: FindPlaceKind, list: readonly DrillPlace[]): FindPlace[] =>
    list.map(({ id, name, lon, lat }) => ({ placeId: id, kind, label: name, lon, lat }));
  return [
    ...real,
    ...invented('bank', branches),
    ...invented('shop', goldShops),
    ...invented('tea-house', teahouses),
  ];
}

/** Kinds that a region may list and this one does not, for nobody looked for them: their absence from a board says nothing. */
export function unlistedKinds(ground: FindGround): FindPlaceKind[] {
  return missingKinds(ground).filter((kind) => !ground.soughtKinds.has(kind));
}

/** Kinds that were looked for in the region's map without finding any. */
export function absentKinds(ground: FindGround): FindPlaceKind[] {
  return missingKinds(ground).filter((kind) => ground.soughtKinds.has(kind));
}

function missingKinds({ places }: FindGround): FindPlaceKind[] {
  const listed = new Set(places.flatMap(kindsOf));
  return LISTABLE.filter((kind) => !listed.has(kind));
}

/** The places near to where anything is known of the person; empty when nothing is. Ties by id. */
export function placesAround(all: readonly FindPlace[], { trail, looks }: PersonSearch): FindPlace[] {
  const anchors = [...trail, ...looks.map(({ place }) => place)];
  // a city has tens of thousands of places: all but a few are out of the question at a glance
  const [south, north] = [
    Math.min(...anchors.map(({ lat }) => lat)) - REACH_DEG,
    Math.max(...anchors.map(({ lat }) => lat)) + REACH_DEG,
  ];
  const [west, east] = [
    Math.min(...anchors.map(({ lon, lat }) => lon - reachDegOfLon(lat))),
    Math.max(...anchors.map(({ lon, lat }) => lon + reachDegOfLon(lat))),
  ];
  const inBox = all.filter(({ lon, lat }) => lat >= south && lat <= north && lon >= west && lon <= east);
  const chosen: FindPlace[] = [];
  for (const [kind, most] of Object.entries(MOST)) {
    const near = inBox
      .filter((place) => place.kind === kind)
      .map((place) => ({
        place,
        awayM: Math.min(
          Infinity,
          ...anchors.map(({ lon, lat }) => equirectM(place.lon, place.lat, lon, lat)),
        ),
      }))
      .filter(({ awayM }) => awayM <= REACH_M)
      .toSorted((a, b) => a.awayM - b.awayM || (a.place.placeId < b.place.placeId ? -1 : 1));
    chosen.push(...near.slice(0, most).map(({ place }) => place));
  }
  return chosen;
}
