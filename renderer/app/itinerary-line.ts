import type { LocalText } from '../../shared/domain/belief.ts';
import { readItinerary, type SpokenItinerary } from '../../shared/domain/itinerary-text.ts';
import type { Itinerary, ItineraryStop } from '../../shared/domain/moving-target.ts';
import type { LonLat } from '../../shared/geo/point.ts';
import { polygonContains } from '../../shared/geo/polygon.ts';
import { MATCH_RANK } from '../../shared/domain/search/match.ts';
import { search, type SearchIndex } from '../../shared/domain/search/search-index.ts';
import { formatMinute, localText } from '../i18n/format.ts';
import type { Translator } from '../i18n/translate.ts';
import type { Target } from '../store/target.ts';
import type { PaletteItem, PaletteLine } from './palette-search.ts';

/** What a sentence in the palette is read with. */
export interface ItineraryInput {
  readonly query: string;
  /** The selected incident or alert, to which it is recorded. */
  readonly target: Target | undefined;
  /** Places of the region; undefined = still being read. */
  readonly region: SearchIndex<PaletteItem> | undefined;
  /** Outline of the road network; a place beyond it has a name here, and no way there is known. */
  readonly coverage?: readonly LonLat[] | undefined;
  /** Feed time. */
  readonly nowMs: number;
  readonly t: Translator;
}

const TITLE_CHARS = 20;

/**
 * The line a sentence about a way brings ("坐大巴去明水 14:20 发车"): choosing it records the way with the selected incident. Says
 * what is missing instead when it cannot. Undefined for any other query.
 */
export function itineraryLine(input: ItineraryInput): PaletteLine | undefined {
  const { query, target, nowMs, t } = input;
  const said = readItinerary(query, nowMs);
  if (said === undefined) return undefined;
  const line = (key: string, label: string, run: PaletteItem['run']): PaletteLine => ({
    key: `itinerary ${key}`,
    kind: 'action',
    label,
    run,
    ranges: [],
  });
  if (target === undefined || target.isClosed)
    return line('missing', t.text('itinerary.no-target'), { do: 'nothing' });
  const { place } = target;
  const here = place === undefined ? undefined : { ...place, name: place.label ?? HERE };
  const stops = stopsOf(said, here, (name) => placeNamed(name, input));
  if (stops === undefined)
    return line('missing', t.text('itinerary.unknown', { place: said.to }), { do: 'nothing' });
  const itinerary: Itinerary = {
    vehicle: said.vehicle,
    label: { zh: query.trim().slice(0, 200) },
    stops,
    source: 'palette',
  };
  const title = Array.from(localText(target.title, t.lang)).slice(0, TITLE_CHARS).join('');
  const label = t.text(`itinerary.${said.vehicle}`, { stops: stopsText(stops, t), title });
  // named by the way: another one that is understood later is another line
  const way = stops.map(({ lon, lat }) => `${lon.toFixed(5)} ${lat.toFixed(5)}`).join(' ');
  return line(way, label, { do: 'itinerary', itinerary });
}

/** The stops in a line: names, with the times that are known. */
export function stopsText(stops: readonly ItineraryStop[], t: Translator): string {
  return stops
    .map(({ name, atMs }) =>
      [localText(name, t.lang), atMs === undefined ? '' : formatMinute(atMs)].join(' ').trim(),
    )
    .join(' → ');
}

/**
 * The stops in order, `here` = where they are believed to be; undefined when neither where they go nor what they pass is a
 * place of the region.
 */
export function stopsOf(
  said: SpokenItinerary,
  here: ItineraryStop | undefined,
  placeOf: (name: string) => ItineraryStop | undefined,
): [ItineraryStop, ...ItineraryStop[]] | undefined {
  const to = placeOf(said.to);
  const via = said.via === undefined ? undefined : placeOf(said.via);
  const last = to ?? via;
  if (last === undefined) return undefined;
  const start = (said.from === undefined ? undefined : placeOf(said.from)) ?? here;
  const stops: ItineraryStop[] = [];
  // a coach that has not left yet stands where they got on: until then nobody is on the road
  if (said.departMs !== undefined && start !== undefined)
    stops.push({ name: start.name, lon: start.lon, lat: start.lat, atMs: said.departMs });
  if (via !== undefined && to !== undefined) stops.push(via);
  const end: ItineraryStop =
    to === undefined || said.arriveMs === undefined ? last : { ...last, atMs: said.arriveMs };
  const [first, ...rest] = stops;
  return first === undefined ? [end] : [first, ...rest, end];
}

const HERE: LocalText = { zh: '上车处', en: 'where they got on' };

function placeNamed(
  name: string,
  { region, coverage }: Pick<ItineraryInput, 'region' | 'coverage'>,
): ItineraryStop | undefined {
  if (region === undefined) return undefined;
  for (const { item, rank } of search(region, name, 5)) {
    if (item.run.do !== 'fly' || rank >= MATCH_RANK.scattered) continue;
    const { lon, lat, label } = item.run.place;
    if (coverage !== undefined && !polygonContains(coverage, lon, lat)) continue;
    return { name: { zh: label }, lon, lat };
  }
  return undefined;
}
