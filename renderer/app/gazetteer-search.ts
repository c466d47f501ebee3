import type { LocalText } from '../../shared/domain/belief.ts';
import type { ReadingsOf } from '../../shared/domain/search/fold.ts';
import {
  buildSearchIndex,
  type Searchable,
  type SearchIndex,
} from '../../shared/domain/search/search-index.ts';
import { localText } from '../i18n/format.ts';
import type { Translator } from '../i18n/translate.ts';
import { type Gazetteer, nearestPlace } from './gazetteer.ts';
import type { PaletteItem } from './palette-search.ts';

/** How close the map goes to each kind of thing. */
const ZOOM = { place: 12.5, exit: 14.5, poi: 16, road: 15 } as const;
/** A whole province has more names than anybody searches while typing; the first ones are the larger roads. */
const MOST_ROADS = 30_000;

/** Places, exits, points of interest, roads and townships, by Chinese, pinyin, initials, English and number. */
export function gazetteerIndex(
  { places, exits, pois, names, board }: Gazetteer,
  t: Translator,
  readingsOf: ReadingsOf,
): SearchIndex<PaletteItem> {
  const fly = (
    kind: PaletteItem['kind'],
    key: string,
    texts: readonly (string | undefined)[],
    [lon, lat, zoom]: readonly [number, number, number],
    name?: LocalText,
  ): Searchable<PaletteItem> => {
    const known = texts.flatMap((text) => (text === undefined || text === '' ? [] : [text]));
    const label = known[0] ?? key;
    const run = { do: 'fly', place: { lon, lat, zoom, label, name } } as const;
    return { item: { key, label, kind, run }, texts: [...new Set(known)] };
  };
  const townships = (board?.townships ?? []).map((township): Searchable<PaletteItem> => {
    const { code, name } = township;
    const label = localText(name, t.lang);
    const run = { do: 'township', code } as const;
    return { item: { key: code, label, kind: 'township', run }, texts: [label, name.zh, name.en, code] };
  });
  const roads = (names?.names ?? []).slice(0, MOST_ROADS).flatMap((name, i) =>
    (name.at ?? []).map(([lon, lat], nth) => {
      const own = [localText(name, t.lang), name.ref].filter((part) => part !== undefined && part !== '');
      const near = (name.at?.length ?? 0) < 2 ? undefined : nearestPlace(places, lon, lat);
      const label = near === undefined ? own.join(' ') : `${own.join(' ')} · ${localText(near.name, t.lang)}`;
      return fly(
        'road',
        `${i}-${nth}`,
        [label, name.zh, name.en, name.pinyin, name.ref],
        [lon, lat, ZOOM.road],
        name.zh === '' ? undefined : { zh: name.zh, en: name.en },
      );
    }),
  );
  return buildSearchIndex(
    [
      ...places.map(({ id, name, lon, lat }) =>
        fly('place', `place-${id}`, [localText(name, t.lang), name.zh, name.en], [lon, lat, ZOOM.place]),
      ),
      ...townships,
      ...exits.map(({ id, name, ref, lon, lat }) =>
        fly('place', id, [localText(name, t.lang), name.zh, name.en, ref], [lon, lat, ZOOM.exit]),
      ),
      ...pois
        .filter(({ named }) => named)
        .map(({ id, name, lon, lat }) =>
          fly('poi', id, [localText(name, t.lang), name.zh, name.en], [lon, lat, ZOOM.poi]),
        ),
      ...roads,
    ],
    readingsOf,
  );
}
