import type { LocalText, PlaceBelief } from '../../shared/domain/belief.ts';
import { LEAD_SOURCE, readLead, type SpokenLead } from '../../shared/domain/lead-text.ts';
import { MATCH_RANK } from '../../shared/domain/search/match.ts';
import { search, type SearchIndex } from '../../shared/domain/search/search-index.ts';
import { formatDistance, formatMinute, localText } from '../i18n/format.ts';
import type { Translator } from '../i18n/translate.ts';
import type { Target } from '../store/target.ts';
import type { PaletteItem, PaletteLine } from './palette-search.ts';
import type { KnownPlace } from './report-places.ts';

/** What a sentence in the palette is read with. */
export interface LeadInput {
  readonly query: string;
  /** The selected incident or alert, to which it is recorded. */
  readonly target: Target | undefined;
  /** Named places, as the form for callers knows them; undefined = still being read. */
  readonly places: SearchIndex<KnownPlace> | undefined;
  /** Roads of the region; undefined = still being read, or the pack names none. */
  readonly region: SearchIndex<PaletteItem> | undefined;
  /** Feed time. */
  readonly nowMs: number;
  readonly t: Translator;
}

type Where = Pick<KnownPlace, 'lon' | 'lat' | 'radiusM'> & { readonly name: LocalText | undefined };

const TITLE_CHARS = 20;
/** Places of one name that are offered to choose from. */
const MOST = 3;
/** A phone seen by a mast is somewhere around it. */
const CELL_M = 800;
/** A point on a named road stands for a stretch of it. */
const ROAD_M = 300;
const POINT_M = 60;
/** Nearer than this, degrees, two entries are one place. */
const SAME_DEG = 0.0005;

/**
 * The lines a lead brings ("家属说 明湖公园", "基站 117.02 36.66 800米 14:20"), one for each place it may mean: choosing one records
 * it with the selected incident. Says what is missing instead when it cannot. Empty for any other query.
 */
export function leadLines({ query, target, places, region, nowMs, t }: LeadInput): readonly PaletteLine[] {
  const said = readLead(query, nowMs);
  if (said === undefined) return [];
  const line = (key: string, label: string, run: PaletteItem['run']): PaletteLine => ({
    key: `lead-${key}`,
    kind: 'action',
    label,
    run,
    ranges: [],
  });
  const missing = (label: string): readonly PaletteLine[] => [line('missing', label, { do: 'nothing' })];
  if (target === undefined || target.isClosed) return missing(t.text('lead.no-target'));
  if (said.atMs === 'unclear') return missing(t.text('lead.no-time'));
  if ('name' in said.where && places === undefined) return missing(t.text('lead.loading'));
  const found = placesOf(said, places, region);
  if (found.length === 0)
    return missing(t.text('lead.unknown', { place: 'name' in said.where ? said.where.name : '' }));
  const title = Array.from(localText(target.title, t.lang)).slice(0, TITLE_CHARS).join('');
  const text = { zh: query.trim().slice(0, 2000) };
  const atMs = Math.floor(said.atMs ?? nowMs);
  return found.map((where) => {
    const place = beliefOf(said.kind, where, atMs);
    const { name, lon, lat } = where;
    const label = t.text('lead.line', {
      kind: t.word(`belief.${said.kind}`),
      place: name === undefined ? `${lon.toFixed(4)}, ${lat.toFixed(4)}` : localText(name, t.lang),
      radius: formatDistance(place.radiusM),
      clock: formatMinute(atMs),
      title,
    });
    // named by the place: another one that takes its line is another line
    return line(`${lon.toFixed(5)} ${lat.toFixed(5)}`, label, { do: 'lead', lead: { place, text } });
  });
}

function beliefOf(kind: SpokenLead['kind'], { name, lon, lat, radiusM }: Where, atMs: number): PlaceBelief {
  const label = name === undefined || kind !== 'last-cell' ? name : aroundOf(name);
  const belief = { kind, lon, lat, radiusM, atMs, source: LEAD_SOURCE };
  return label === undefined ? belief : { ...belief, label };
}

/** A mast is not the place it stands at. */
function aroundOf({ zh, en }: LocalText): LocalText {
  return { zh: `${zh}一带（基站）`, en: `Around ${en ?? zh} (cell)` };
}

/** What the sentence may mean, the best first; scattered letters find nothing here, they would guess. */
function placesOf(
  { kind, where, radiusM }: SpokenLead,
  places: SearchIndex<KnownPlace> | undefined,
  region: SearchIndex<PaletteItem> | undefined,
): readonly Where[] {
  const least = kind === 'last-cell' ? CELL_M : 0;
  if ('lon' in where) return [{ ...where, name: undefined, radiusM: radiusM ?? Math.max(least, POINT_M) }];
  const named = (places === undefined ? [] : search(places, where.name, MOST)).map(({ item, rank }) => ({
    rank,
    found: item,
  }));
  const roads = (region === undefined ? [] : search(region, where.name, 5 * MOST)).flatMap(
    ({ item, rank }) =>
      item.kind === 'road' && item.run.do === 'fly'
        ? [{ rank, found: { ...item.run.place, name: { zh: item.label }, radiusM: ROAD_M } }]
        : [],
  );
  const found: Where[] = [];
  for (const one of [...named, ...roads].toSorted((a, b) => a.rank - b.rank)) {
    const { name, lon, lat, radiusM: ownM } = one.found;
    if (one.rank >= MATCH_RANK.scattered || found.some((other) => isSame(other, one.found))) continue;
    found.push({ name, lon, lat, radiusM: radiusM ?? Math.max(least, ownM) });
  }
  return found.slice(0, MOST);
}

function isSame(a: Pick<Where, 'lon' | 'lat'>, b: Pick<Where, 'lon' | 'lat'>): boolean {
  return Math.abs(a.lon - b.lon) < SAME_DEG && Math.abs(a.lat - b.lat) < SAME_DEG;
}
