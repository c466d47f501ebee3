import { readItinerary } from '../../shared/domain/itinerary-text.ts';
import type { Itinerary, ItineraryStop } from '../../shared/domain/moving-target.ts';
import { MATCH_RANK } from '../../shared/domain/search/match.ts';
import { search, type SearchIndex } from '../../shared/domain/search/search-index.ts';
import type { Translator } from '../i18n/translate.ts';
import { stopsOf, stopsText } from './itinerary-line.ts';
import type { KnownPlace } from './report-places.ts';

/** What a caller's words about the way are read with. */
export interface WayInput {
  readonly typed: string;
  /** Where the person is, when the form knows: a coach that has not left yet stands there. */
  readonly here: KnownPlace | undefined;
  readonly places: SearchIndex<KnownPlace>;
  /** Feed time. */
  readonly nowMs: number;
  readonly isReady: boolean;
  readonly t: Translator;
}

/** A way as understood, and what is said of it; without an itinerary it is doubted. */
export interface ReadWay {
  readonly itinerary?: Itinerary;
  readonly text: string;
}

const MAX_WORDS = 200;

/** Reads `坐大巴去明水 14:20 发车` into a timetable on places of the region. */
export function readWay({ typed, here, places, nowMs, isReady, t }: WayInput): ReadWay {
  const said = readItinerary(typed, nowMs);
  if (said === undefined) return { text: t.text('report.way.unread') };
  const stops = stopsOf(said, here === undefined ? undefined : stopAt(here), (name) =>
    placeNamed(name, places),
  );
  if (stops === undefined)
    return isReady
      ? { text: t.text('itinerary.unknown', { place: said.to }) }
      : { text: t.text('report.place.reading', { text: said.to }) };
  const { vehicle } = said;
  return {
    itinerary: { vehicle, label: { zh: typed.trim().slice(0, MAX_WORDS) }, stops, source: 'phone' },
    text: t.text(`report.way.${vehicle}`, { stops: stopsText(stops, t) }),
  };
}

function stopAt({ name, lon, lat }: KnownPlace): ItineraryStop {
  return { name, lon, lat };
}

function placeNamed(name: string, places: SearchIndex<KnownPlace>): ItineraryStop | undefined {
  const best = search(places, name, 1)[0];
  if (best === undefined || best.rank >= MATCH_RANK.scattered) return undefined;
  // the exits cannot be reckoned towards what no known road reaches: what they pass has to be said
  return best.item.isOffRoads === true ? undefined : stopAt(best.item);
}
