import type { State } from '../../shared/domain/state.ts';
import { localText } from '../i18n/format.ts';
import type { Translator } from '../i18n/translate.ts';
import type { Workspace } from '../store/actions.ts';
import type { Overlay } from '../store/intent.ts';
import { openTargets } from '../store/target.ts';

/** One line of the palette and what choosing it does. */
export interface PaletteItem {
  readonly key: string;
  readonly label: string;
  readonly kind: 'workspace' | 'incident' | 'unit' | 'action';
  readonly run:
    | { readonly do: 'go'; readonly workspace: Workspace }
    | { readonly do: 'select'; readonly id: string }
    | { readonly do: 'overlay'; readonly overlay: Overlay }
    | { readonly do: 'theme' }
    | { readonly do: 'lang' };
}

const LIMIT = 12;

/** Whether every character of the query occurs in the text in that order; spaces do not count. */
export function matches(text: string, query: string): boolean {
  let at = 0;
  const inside = text.toLowerCase();
  for (const character of query.toLowerCase().replaceAll(/\s/gu, '')) {
    at = inside.indexOf(character, at);
    if (at === -1) return false;
    at += character.length;
  }
  return true;
}

/** What the palette offers for a query: workspaces and actions, open incidents, units by callsign; at most twelve. */
export function paletteItems(state: State | undefined, query: string, t: Translator): readonly PaletteItem[] {
  const workspaces = (['dispatch', 'wall', 'briefing'] as const).map(
    (workspace): PaletteItem => ({
      key: workspace,
      label: `${t.text(`nav.${workspace}`)} ${workspace}`,
      kind: 'workspace',
      run: { do: 'go', workspace },
    }),
  );
  const sheets: readonly PaletteItem[] = [
    { key: 'seats', label: t.text('palette.seat'), kind: 'action', run: { do: 'overlay', overlay: 'seats' } },
    { key: 'keys', label: t.text('palette.keys'), kind: 'action', run: { do: 'overlay', overlay: 'keys' } },
    { key: 'tour', label: t.text('palette.tour'), kind: 'action', run: { do: 'overlay', overlay: 'tour' } },
    { key: 'theme', label: t.text('palette.theme'), kind: 'action', run: { do: 'theme' } },
    { key: 'lang', label: t.text('palette.lang'), kind: 'action', run: { do: 'lang' } },
  ];
  const incidents = (state === undefined ? [] : openTargets(state)).map(
    (target): PaletteItem => ({
      key: target.id,
      label: `${localText(target.title, t.lang)} ${target.level} ${t.word(`scam.${target.scamType}`)} ${target.id}`,
      kind: 'incident',
      run: { do: 'select', id: target.id },
    }),
  );
  const units = Object.values(state?.units ?? {}).map(
    (unit): PaletteItem => ({
      key: unit.unitId,
      label: `${unit.callsign} ${t.word(`unit-kind.${unit.kind}`)} ${t.word(`unit-state.${unit.state}`)}`,
      kind: 'unit',
      run: { do: 'select', id: unit.unitId },
    }),
  );
  const all =
    query.trim() === ''
      ? [...workspaces, ...sheets, ...incidents]
      : [...workspaces, ...incidents, ...units, ...sheets];
  return all.filter((item) => matches(item.label, query)).slice(0, LIMIT);
}
