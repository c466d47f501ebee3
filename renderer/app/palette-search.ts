import type { Contact } from '../../shared/contract/directory.ts';
import { parseAmount } from '../../shared/domain/amount.ts';
import type { LocalText } from '../../shared/domain/belief.ts';
import type { LeadReport } from '../../shared/domain/lead-text.ts';
import type { Itinerary } from '../../shared/domain/moving-target.ts';
import { maskName, normaliseName } from '../../shared/domain/names.ts';
import { readPhone } from '../../shared/domain/phones.ts';
import { compactPlate, readPlate } from '../../shared/domain/plates.ts';
import type { State } from '../../shared/domain/state.ts';
import type { ReadingsOf } from '../../shared/domain/search/fold.ts';
import type { MatchRange } from '../../shared/domain/search/match.ts';
import {
  buildSearchIndex,
  search,
  type Searchable,
  type SearchIndex,
} from '../../shared/domain/search/search-index.ts';
import { stakeText } from '../panels/target-text.ts';
import { localText } from '../i18n/format.ts';
import type { Translator } from '../i18n/translate.ts';
import type { Workspace } from '../store/actions.ts';
import type { Dock } from '../store/dock.ts';
import type { MapPlace, Overlay } from '../store/intent.ts';
import { openTargets, type Target } from '../store/target.ts';

/** One line of the palette and what choosing it does. */
export interface PaletteItem {
  readonly key: string;
  readonly label: string;
  readonly kind:
    | 'workspace'
    | 'incident'
    | 'unit'
    | 'place'
    | 'road'
    | 'poi'
    | 'township'
    | 'contact'
    | 'action';
  readonly run:
    | { readonly do: 'go'; readonly workspace: Workspace }
    | { readonly do: 'select'; readonly id: string }
    | { readonly do: 'overlay'; readonly overlay: Overlay }
    | { readonly do: 'dock'; readonly dock: Dock }
    | { readonly do: 'fly'; readonly place: MapPlace }
    | { readonly do: 'township'; readonly code: string }
    | { readonly do: 'roads' }
    | { readonly do: 'theme' }
    | { readonly do: 'lang' }
    | { readonly do: 'copy'; readonly text: string }
    | { readonly do: 'itinerary'; readonly itinerary: Itinerary }
    | { readonly do: 'lead'; readonly lead: LeadReport }
    | { readonly do: 'nothing' };
}

/** A line as found: what of its label answered the query, UTF-16 offsets. */
export interface PaletteLine extends PaletteItem {
  readonly ranges: readonly MatchRange[];
}

/** What the palette holds; made again when the state, the language or the dictionary changes. */
export interface PaletteIndex {
  readonly index: SearchIndex<PaletteItem>;
  /** Incidents by their amount, so that 十二万五 finds what reads 12.5 万. */
  readonly byFen: ReadonlyMap<number, readonly PaletteItem[]>;
  /** Shown before anything is typed. */
  readonly first: readonly PaletteItem[];
}

const LIMIT = 12;

/** Workspaces, open incidents, units, the places of incidents and units, and actions, ready to be searched. */
export function paletteIndex(
  state: State | undefined,
  t: Translator,
  readingsOf: ReadingsOf,
  contacts: readonly Contact[] = [],
): PaletteIndex {
  const workspaces = (['dispatch', 'wall', 'briefing', 'townships', 'wind'] as const).map((workspace) =>
    line('workspace', workspace, [t.text(`nav.${workspace}`), workspace], { do: 'go', workspace }),
  );
  const sheets = [
    line('action', 'report', [t.text('palette.report')], { do: 'overlay', overlay: 'report' }),
    line('action', 'roads', [t.text('palette.roads')], { do: 'roads' }),
    line('action', 'seats', [t.text('palette.seat')], { do: 'overlay', overlay: 'seats' }),
    line('action', 'keys', [t.text('palette.keys')], { do: 'overlay', overlay: 'keys' }),
    line('action', 'tour', [t.text('palette.tour')], { do: 'overlay', overlay: 'tour' }),
    line('action', 'theme', [t.text('palette.theme')], { do: 'theme' }),
    line('action', 'lang', [t.text('palette.lang')], { do: 'lang' }),
  ];
  const targets = state === undefined ? [] : openTargets(state);
  const incidents = targets.map((target) =>
    line(
      'incident',
      target.id,
      [
        localText(target.title, t.lang),
        ...shownOf(target, t),
        target.level,
        t.word(`scam.${target.scamType}`),
        target.id,
      ],
      { do: 'select', id: target.id },
      [...both(target.title), ...spokenOf(target)],
    ),
  );
  const byFen = new Map<number, PaletteItem[]>();
  for (const [at, { amount }] of targets.entries()) {
    const item = incidents[at]?.item;
    if (amount !== undefined && item !== undefined)
      byFen.set(amount.fen, [...(byFen.get(amount.fen) ?? []), item]);
  }
  const units = Object.values(state?.units ?? {});
  const unitLines = units.map((unit) =>
    line(
      'unit',
      unit.unitId,
      [unit.callsign, t.word(`unit-kind.${unit.kind}`), t.word(`unit-state.${unit.state}`)],
      { do: 'select', id: unit.unitId },
    ),
  );
  const places = [
    ...targets.map(({ id, place, title }) => ({ id, place: place?.label, who: localText(title, t.lang) })),
    ...units.map(({ unitId, base, callsign }) => ({ id: unitId, place: base, who: callsign })),
  ].flatMap(({ id, place, who }) =>
    place === undefined
      ? []
      : [line('place', id, [localText(place, t.lang), who], { do: 'select', id }, both(place))],
  );
  const people = contacts.map((one) => {
    const parts = [one.name, one.organisation, one.post, t.word(`contact-kind.${one.kind}`)];
    const { text } = readPhone(one.phone);
    return line('contact', one.contactId, [...parts.filter((part) => part !== undefined), text], {
      do: 'copy',
      text,
    });
  });
  const boards = [line('action', 'find', [t.text('palette.find')], { do: 'dock', dock: 'find' })];
  const all = [...workspaces, ...incidents, ...unitLines, ...places, ...people, ...sheets, ...boards];
  return {
    index: buildSearchIndex(all, readingsOf),
    byFen,
    first: [...workspaces, ...sheets, ...incidents].map(({ item }) => item).slice(0, LIMIT),
  };
}

/**
 * What the palette offers for a query, the best first; at most twelve. `isForRoad` = somebody is looking for a road to close:
 * points of the map come before the units and cases that stand there.
 */
export function paletteItems(
  { index, byFen, first }: PaletteIndex,
  query: string,
  region?: SearchIndex<PaletteItem>,
  isForRoad = false,
): readonly PaletteLine[] {
  if (query.trim() === '') return first.map((item) => ({ ...item, ranges: [] }));
  const amount = parseAmount(query);
  const same = amount.ok ? (byFen.get(amount.value.fen) ?? []) : [];
  const hits = [index, ...(region === undefined ? [] : [region])].flatMap((one) => search(one, query, LIMIT));
  const after = ({ item }: (typeof hits)[number]): number => (isForRoad && item.run.do !== 'fly' ? 1 : 0);
  // of equal finds the room's own come before the region's
  const found = hits
    .toSorted((a, b) => after(a) - after(b) || a.rank - b.rank)
    .map(({ item, ranges, text }) => {
      const offset = item.label.indexOf(text);
      return {
        ...item,
        ranges:
          offset === -1 ? [] : ranges.map(({ start, end }) => ({ start: start + offset, end: end + offset })),
      };
    });
  const others = found.filter(({ key }) => !same.some((item) => item.key === key));
  return [...same.map((item) => ({ ...item, ranges: [] })), ...others].slice(0, LIMIT);
}

/** What a line shows of person and money: the name masked, as everywhere. */
function shownOf(target: Target, t: Translator): readonly string[] {
  const name = target.subject?.name;
  return [name === undefined ? '' : maskName(name), stakeText(target, t)].filter((part) => part !== '');
}

/** What people call a case by and a line does not show: the whole name, the number, the plate. */
function spokenOf({ subject }: Target): readonly string[] {
  if (subject === undefined) return [];
  const { name, phone, plate } = subject;
  return [
    ...(name === undefined ? [] : [normaliseName(name)]),
    ...(phone === undefined ? [] : [readPhone(phone).digits]),
    ...(plate === undefined ? [] : [compactPlate(plate), readPlate(plate).text]),
  ];
}

/** A line under its parts, its aliases, and the whole label for queries that span parts. */
function line(
  kind: PaletteItem['kind'],
  key: string,
  parts: readonly string[],
  run: PaletteItem['run'],
  aliases: readonly string[] = [],
): Searchable<PaletteItem> {
  const label = parts.join(' ');
  return { item: { key, label, kind, run }, texts: [...new Set([...parts, ...aliases, label])] };
}

const both = (text: LocalText): readonly string[] => (text.en === undefined ? [text.zh] : [text.zh, text.en]);
