import { type JSX, type KeyboardEvent, useEffect, useMemo, useState } from 'react';
import type { Board } from '../../shared/roads/board.ts';
import { useActions, useConsole, useIntent, useMirror, useTranslator } from '../store/console.tsx';
import { useTarget } from '../store/use-queue.ts';
import { type Gazetteer, readGazetteer } from './gazetteer.ts';
import { gazetteerIndex } from './gazetteer-search.ts';
import { itineraryLine } from './itinerary-line.ts';
import { leadLines } from './lead-line.ts';
import { NameText } from '../ui/name-text.tsx';
import { Overlay } from './overlay.tsx';
import { chosenLine, heldChoice, lineId, type PaletteChoice, steppedChoice } from './palette-choice.ts';
import { type PaletteItem, type PaletteLine, paletteIndex, paletteItems } from './palette-search.ts';
import { readBoard } from './read-board.ts';
import { placeIndex, placesAtWork } from './report-places.ts';
import { NO_READINGS, useReadings } from './use-readings.ts';
import { useRegionPlaces } from './use-region-places.ts';
import css from './overlay.module.css';

async function boardOrNone(): Promise<Board | undefined> {
  const reading = await readBoard();
  return reading.state === 'read' ? reading.board : undefined;
}

/** Ctrl+K: workspaces, incidents, units, places, actions, by characters and (once the dictionary is there) by pinyin. */
export function Palette(): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  const state = useMirror((mirror) => mirror.state);
  const isOnBoard = useIntent(({ boardRows }) => boardRows !== undefined);
  const contacts = useMirror((mirror) => mirror.directory?.contacts);
  const [copied, setCopied] = useState<string>();
  const [query, setQuery] = useState('');
  const [held, setHeld] = useState<PaletteChoice>();
  const readingsOf = useReadings() ?? NO_READINGS;
  const regionUrl = useMirror((mirror) => mirror.hello?.regionUrl);
  const [gazetteer, setGazetteer] = useState<Gazetteer>();
  useEffect(() => {
    let isOpen = true;
    if (regionUrl !== undefined)
      void readGazetteer(regionUrl, boardOrNone).then((names) => {
        if (isOpen) setGazetteer(names);
      });
    return () => {
      isOpen = false;
    };
  }, [regionUrl]);
  const region = useMemo(
    () => (gazetteer === undefined ? undefined : gazetteerIndex(gazetteer, t, readingsOf)),
    [gazetteer, t, readingsOf],
  );
  const contents = useMemo(
    () => paletteIndex(state, t, readingsOf, contacts),
    [state, t, readingsOf, contacts],
  );
  const regionPlaces = useRegionPlaces(state?.mode === 'drill');
  const places = useMemo(
    () =>
      regionPlaces === undefined || state === undefined
        ? undefined
        : placeIndex([...regionPlaces, ...placesAtWork(state)], readingsOf),
    [regionPlaces, state, readingsOf],
  );
  const { mirror } = useConsole();
  const isForRoad = useIntent(({ road }) => road !== undefined);
  const target = useTarget(useIntent((intent) => intent.selectedId));
  const items = useMemo(() => {
    const { racesAtMs: nowMs } = mirror.get();
    const way = itineraryLine({ query, target, region, coverage: gazetteer?.coverage, nowMs, t });
    const leads = leadLines({ query, target, places, region, nowMs, t });
    const found = paletteItems(contents, query, region, isForRoad);
    const said = [...(way === undefined ? [] : [way]), ...leads];
    return isForRoad ? [...found, ...said] : [...said, ...found];
  }, [contents, query, isForRoad, places, region, gazetteer, mirror, target, t]);
  const choice = heldChoice(held, query, items);
  if (choice !== held) setHeld(choice);
  const chosen = chosenLine(choice, items);
  const run = (item: PaletteItem | undefined): void => {
    if (item === undefined) return;
    const { run: wish } = item;
    if (wish.do === 'nothing') return;
    if (wish.do === 'copy') {
      // The number stays in sight, whether or not the system lets us have its clipboard.
      void navigator.clipboard.writeText(wish.text).then(
        () => setCopied(item.key),
        () => undefined,
      );
      return;
    }
    actions.overlay(undefined);
    switch (wish.do) {
      case 'go':
        return actions.go(wish.workspace);
      case 'overlay':
        return actions.overlay(wish.overlay);
      case 'dock':
        if (isOnBoard) actions.go('dispatch');
        return actions.dock(wish.dock);
      case 'roads':
        return actions.roads.open();
      case 'itinerary':
        if (isOnBoard) actions.go('dispatch');
        return actions.itinerary(wish.itinerary);
      case 'lead':
        if (isOnBoard) actions.go('dispatch');
        return actions.lead(wish.lead);
      case 'theme':
        return actions.toggleTheme();
      case 'lang':
        return actions.toggleLang();
      case 'fly':
        return actions.fly(wish.place);
      case 'township':
        return actions.township(wish.code);
      case 'select':
        actions.select(wish.id);
        if (isOnBoard) actions.go('dispatch');
        return actions.fit();
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.code === 'ArrowDown') setHeld(steppedChoice(choice, items, 1));
    else if (event.code === 'ArrowUp') setHeld(steppedChoice(choice, items, -1));
    else if (event.code === 'Enter' || event.code === 'NumpadEnter') run(chosen);
    else return;
    event.preventDefault();
  };
  return (
    <Overlay title={t.text('keys.palette')}>
      <input
        className={css['search']}
        value={query}
        placeholder={t.text('palette.placeholder')}
        aria-label={t.text('palette.placeholder')}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {items.length === 0 && <p className={css['none']}>{t.text('palette.empty')}</p>}
      {items.length > 0 && chosen === undefined && (
        <p className={css['none']} role="status">
          {t.text('palette.gone')}
        </p>
      )}
      <ol className={css['choices']}>
        {items.map((item) => (
          <li
            key={lineId(item)}
            className={item === chosen ? css['chosen'] : ''}
            aria-current={item === chosen ? 'true' : undefined}
          >
            <button type="button" tabIndex={-1} onClick={() => run(item)}>
              <small>
                {t.text(
                  copied === item.key && item.kind === 'contact' ? 'palette.copied' : `palette.${item.kind}`,
                )}
              </small>
              <span>
                <Highlighted line={item} />
              </span>
            </button>
          </li>
        ))}
      </ol>
    </Overlay>
  );
}

/** The label with what answered the query marked. */
function Highlighted({ line }: { readonly line: PaletteLine }): JSX.Element {
  const { label, ranges } = line;
  const end = ranges.at(-1)?.end ?? 0;
  return (
    <>
      {ranges.map((range, at) => (
        <span key={range.start}>
          <NameText text={label.slice(ranges[at - 1]?.end ?? 0, range.start)} />
          <mark>
            <NameText text={label.slice(range.start, range.end)} />
          </mark>
        </span>
      ))}
      <NameText text={label.slice(end)} />
    </>
  );
}
