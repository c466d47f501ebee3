import type { LocalText } from '../../shared/domain/belief.ts';
import type { State } from '../../shared/domain/state.ts';
import type { ReadingsOf } from '../../shared/domain/search/fold.ts';
import type { MatchRange } from '../../shared/domain/search/match.ts';
import {
  buildSearchIndex,
  search,
  type Searchable,
  type SearchIndex,
} from '../../shared/domain/search/search-index.ts';
import { localText } from '../i18n/format.ts';
import type { Translator } from '../i18n/translate.ts';
import type { Workspace } from '../store/actions.ts';
import type { Overlay } from '../store/intent.ts';
import { openTargets } from '../store/target.ts';

/** One line of the palette and what choosing it does. */
export interface PaletteItem {
  readonly key: string;
  readonly label: string;
  readonly kind: 'workspace' | 'incident' | 'unit' | 'place' | 'action';
  readonly run:
    | { readonly do: 'go'; readonly workspace: Workspace }
    | { readonly do: 'select'; readonly id: string }
    | { readonly do: 'overlay'; readonly overlay: Overlay }
    | { readonly do: 'theme' }
    | { readonly do: 'lang' };
}

/** A line as found: what of its label answered the query, UTF-16 offsets. */
export interface PaletteLine extends PaletteItem {
  readonly ranges: readonly MatchRange[];
}

/** What the palette holds; made again when the state, the language or the dictionary changes. */
export interface PaletteIndex {
  readonly index: SearchIndex<PaletteItem>;
  /** Shown before anything is typed. */
  readonly first: readonly PaletteItem[];
}

const LIMIT = 12;

/** Workspaces, open incidents, units, the places of incidents and units, and actions, ready to be searched. */
export function paletteIndex(state: State | undefined, t: Translator, readingsOf: ReadingsOf): PaletteIndex {
  const workspaces = (['dispatch', 'wall', 'briefing'] as const).map((workspace) =>
    line('workspace', workspace, [t.text(`nav.${workspace}`), workspace], { do: 'go', workspace }),
  );
  const sheets = [
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
      [localText(target.title, t.lang), target.level, t.word(`scam.${target.scamType}`), target.id],
      { do: 'select', id: target.id },
      both(target.title),
    ),
  );
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
  return {
    index: buildSearchIndex([...workspaces, ...incidents, ...unitLines, ...places, ...sheets], readingsOf),
    first: [...workspaces, ...sheets, ...incidents].map(({ item }) => item).slice(0, LIMIT),
  };
}

/** What the palette offers for a query, the best first; at most twelve. */
export function paletteItems({ index, first }: PaletteIndex, query: string): readonly PaletteLine[] {
  if (query.trim() === '') return first.map((item) => ({ ...item, ranges: [] }));
  return search(index, query, LIMIT).map(({ item, ranges, text }) => {
    const offset = item.label.indexOf(text);
    return {
      ...item,
      ranges:
        offset === -1 ? [] : ranges.map(({ start, end }) => ({ start: start + offset, end: end + offset })),
    };
  });
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
