import { FIND_PLACE_KINDS, type FindPlaceKind, type PersonSearch } from '../../domain/find-board.ts';
import { equirectM } from '../../geo/distance.ts';
import type { DrillPlace, DrillPlaces, Poi, PoiKind } from '../../roads/pack.ts';
import type { FindPlace } from './find-places.ts';

/** What a kind of mapped place is to somebody who searches; everything else is no place to wait for a call. */
const KIND_OF_POI: Readonly<Partial<Record<PoiKind, FindPlaceKind>>> = {
  bank: 'bank',
  'gold-shop': 'shop',
};

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

/** Every place of a region pack that may be searched; its invented ones in a drill only. */
export function searchablePlaces(
  pack: { readonly pois: readonly Poi[]; readonly drill: DrillPlaces },
  mode: 'drill' | 'live',
): FindPlace[] {
  const real = pack.pois.flatMap(({ id, kind, name, lon, lat }): FindPlace[] => {
    const found = KIND_OF_POI[kind];
    return found === undefined ? [] : [{ placeId: id, kind: found, label: name, lon, lat }];
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

/** Kinds that a region may list and this one does not, anywhere: their absence from a board says nothing. */
export function unlistedKinds(all: readonly FindPlace[]): FindPlaceKind[] {
  const listed = new Set(all.map(({ kind }) => kind));
  return LISTABLE.filter((kind) => !listed.has(kind));
}

/** The places near to where anything is known of the person; empty when nothing is. Ties by id. */
export function placesAround(all: readonly FindPlace[], { trail, looks }: PersonSearch): FindPlace[] {
  const anchors = [...trail, ...looks.map(({ place }) => place)];
  const chosen: FindPlace[] = [];
  for (const [kind, most] of Object.entries(MOST)) {
    const near = all
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
