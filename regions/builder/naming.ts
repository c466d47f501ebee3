import { bearingDeg, equirectM } from '../../shared/geo/distance.ts';
import type { LonLat } from '../../shared/geo/point.ts';
import type { BilingualText, NamedPlace } from '../../shared/roads/pack.ts';

const SECTORS: readonly BilingualText[] = [
  { zh: '北', en: 'N' },
  { zh: '东北', en: 'NE' },
  { zh: '东', en: 'E' },
  { zh: '东南', en: 'SE' },
  { zh: '南', en: 'S' },
  { zh: '西南', en: 'SW' },
  { zh: '西', en: 'W' },
  { zh: '西北', en: 'NW' },
];

/**
 * A name for something the extract does not name: bearing from the region's centre, nearest place, kind, number;
 * for example 东北 · 近济阳 · 高速口 07. Stable as long as the extract is.
 */
export function derivedName(
  centre: LonLat,
  places: readonly NamedPlace[],
  at: LonLat,
  kind: BilingualText,
  number: number,
): BilingualText {
  const sector = SECTORS[Math.round(bearingDeg(centre[0], centre[1], at[0], at[1]) / 45) % 8] ?? {
    zh: '',
    en: '',
  };
  const place = places.toSorted(
    (a, b) => equirectM(a.lon, a.lat, at[0], at[1]) - equirectM(b.lon, b.lat, at[0], at[1]),
  )[0];
  const nn = String(number).padStart(2, '0');
  return {
    zh: [sector.zh, place === undefined ? '' : `近${place.name.zh}`, `${kind.zh} ${nn}`]
      .filter((s) => s !== '')
      .join(' · '),
    en: [sector.en, place === undefined ? '' : `near ${place.name.en}`, `${kind.en} ${nn}`]
      .filter((s) => s !== '')
      .join(' · '),
  };
}
