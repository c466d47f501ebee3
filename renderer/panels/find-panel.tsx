import type { JSX } from 'react';
import type { FindBoard, FindPlaceKind, FindReason, FindRow } from '../../shared/domain/find-board.ts';
import { DOT, formatAge, formatDistance, formatMinute, localText } from '../i18n/format.ts';
import type { Translator } from '../i18n/translate.ts';
import { findRows } from '../store/board-rows.ts';
import { callsignOf } from '../store/callsign.ts';
import { useActions, useFeedNow, useIntent, useMirror, useTranslator } from '../store/console.tsx';
import { chosenFind, minutesUntil } from '../store/find.ts';
import { linesOf, slotsOf } from '../store/row-places.ts';
import { isOf, type Target } from '../store/target.ts';
import { Notice } from '../ui/notice.tsx';
import table from './exits-panel.module.css';
import css from './find-panel.module.css';
import { GoneLine } from './gone-line.tsx';
import { useFitWhen } from './use-fit-when.ts';
import { useHeldRow } from './use-held-row.ts';
import { useInSight } from './use-in-sight.ts';

/** Where the person may be when nobody knows: each place with its probability and why, and who looks there next. */
export function FindPanel({ target }: { readonly target: Target }): JSX.Element {
  const t = useTranslator();
  const mine = useMirror(({ find, state }) => (isOf(state, find?.targetId, target) ? find : undefined));
  const chosenId = useIntent((now) => now.dockRowId);
  const chosen = chosenFind(mine, chosenId);
  const kept = useIntent((now) => now.lines);
  const places = mine === undefined ? [] : linesOf(kept, findRows(mine));
  useHeldRow({
    places,
    liveIds: mine?.rows.map(({ placeId }) => placeId) ?? [],
    bestId: chosenFind(mine, undefined)?.placeId,
    isDone: chosen?.turn === undefined && chosen?.order === undefined,
  });
  useFitWhen(mine !== undefined);
  if (mine === undefined)
    return <Notice title={t.text(target.isClosed ? 'find.nobody-to-find' : 'find.loading')} hint="" />;
  if (mine.rows.length === 0)
    return <Notice title={t.text('find.nothing-known')} hint={t.text('find.nothing-known.hint')} />;
  const most = Math.max(mine.elsewhere, ...mine.rows.map(({ chance }) => chance));
  return (
    <>
      <Summary board={mine} />
      <div className={table['scroll']}>
        <table className={table['table']} data-facts={mine.facts}>
          <thead>
            <tr>
              <th aria-label="#" />
              <th>{t.text('find.col.place')}</th>
              <th className={table['number']}>{t.text('find.col.chance')}</th>
              <th className={table['number']}>{t.text('find.col.look')}</th>
              <th className={table['number']}>{t.text('find.col.gain')}</th>
            </tr>
          </thead>
          <tbody>
            {slotsOf(places, mine.rows, ({ placeId }) => placeId).map(({ place, row }, index) =>
              row === undefined ? (
                <GoneLine
                  key={place.rowId}
                  place={place}
                  digit={String(index + 1)}
                  columns={5}
                  why={t.text('find.gone')}
                />
              ) : (
                <Row
                  key={place.rowId}
                  row={row}
                  digit={index + 1}
                  isChosen={row === chosen}
                  isFound={row.placeId === mine.foundAt}
                  most={most}
                />
              ),
            )}
            <tr className={css['elsewhere']} data-find="elsewhere" data-chance={mine.elsewhere.toFixed(4)}>
              <td colSpan={2}>
                <span className={table['name']}>{t.text('find.elsewhere')}</span>
                <small>{t.text('find.elsewhere.why')}</small>
                {mine.unlisted.length > 0 && (
                  <small data-unlisted={mine.unlisted.join(' ')}>
                    {t.text('find.unlisted', { kinds: kindWords(mine.unlisted, t) })}
                  </small>
                )}
                {mine.absent.length > 0 && (
                  <small data-absent={mine.absent.join(' ')}>
                    {t.text('find.absent', { kinds: kindWords(mine.absent, t) })}
                  </small>
                )}
              </td>
              <Chance value={mine.elsewhere} most={most} />
              <td colSpan={2} className={table['number']}>
                —
              </td>
            </tr>
          </tbody>
        </table>
      </div>
    </>
  );
}

function Summary({ board }: { readonly board: FindBoard }): JSX.Element {
  const t = useTranslator();
  const found = board.rows.find(({ placeId }) => placeId === board.foundAt);
  if (found?.looked !== undefined) {
    const place = placeName(found, t);
    return (
      <p className={`${css['found']} is-ahead`} role="status" data-found={found.placeId}>
        <b>{t.text('find.found', { place, clock: formatMinute(found.looked.atMs) })}</b>
        <span>{t.text('find.found.hint')}</span>
      </p>
    );
  }
  const looks = board.rows.filter(({ turn }) => turn !== undefined).length;
  const searched = board.rows.filter(({ looked }) => looked !== undefined).length;
  const parts = [
    ...(looks > 0 ? [t.text('find.next', { n: looks, chance: Math.round(100 * board.looksChance) })] : []),
    ...(searched > 0 ? [t.text('find.searched', { n: searched })] : []),
    t.text('find.summary', { n: board.rows.length, elsewhere: Math.round(100 * board.elsewhere) }),
    ...(board.unlisted.length > 0 ? [t.text('find.unlisted.count', { n: board.unlisted.length })] : []),
    t.text('find.prior'),
  ];
  return <p className={table['summary']}>{parts.join(DOT)}</p>;
}

function Row({
  row,
  digit,
  isChosen,
  isFound,
  most,
}: {
  readonly row: FindRow;
  readonly digit: number;
  readonly isChosen: boolean;
  readonly isFound: boolean;
  /** Chance of the likeliest row: all bars share its length. */
  readonly most: number;
}): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  const nowMs = useFeedNow(1000);
  const line = useInSight<HTMLTableRowElement>(isChosen, digit);
  const { looked, unit, turn } = row;
  const isSearched = looked !== undefined && !looked.found;
  const why = row.reasons.map((reason) => reasonText(reason, row, t)).join(DOT);
  return (
    <tr
      ref={line}
      className={`${table['row']} ${isChosen ? table['chosen'] : ''} ${isSearched ? css['searched'] : ''}`}
      data-find={row.placeId}
      data-chance={row.chance.toFixed(4)}
      data-searched={isSearched}
      data-turn={turn}
      aria-selected={isChosen}
      onClick={() => actions.pick(digit)}
    >
      <td className={table['digit']}>{digit}</td>
      <td className={css['place']}>
        <span className={table['name']}>{placeName(row, t)}</span>
        {isSearched && (
          <small className={css['mark']}>
            {`✕ ${t.text(`find.looked.${looked.care}`, { age: formatAge(Math.max(0, nowMs - looked.atMs), t.lang) })}`}
            {looked.count > 1 && `${DOT}${t.text('find.times', { n: looked.count })}`}
          </small>
        )}
        <small className={css['why']} title={why}>
          {why}
        </small>
      </td>
      <Chance value={row.chance} most={most} />
      <td className={table['number']}>{isFound ? '—' : <Who row={row} nowMs={nowMs} />}</td>
      <td className={css['gain']}>
        {unit === undefined || row.order !== undefined ? '—' : `+${percentText(unit.findChance)}`}
      </td>
    </tr>
  );
}

/** Under order: how far it has come. Else who would go, in how many minutes, and where that stands in the plan. */
function Who({ row, nowMs }: { readonly row: FindRow; readonly nowMs: number }): JSX.Element {
  const t = useTranslator();
  const unitId = row.order?.unitId ?? row.unit?.unitId;
  const callsign = useMirror((mirror) =>
    unitId === undefined ? undefined : callsignOf(mirror.state?.units, unitId),
  );
  if (callsign === undefined) return <span>{t.text('find.nobody')}</span>;
  const { order, unit, turn } = row;
  const state =
    order === undefined
      ? undefined
      : `${order.isThere ? '●' : '◐'} ${t.text(order.isThere ? 'find.there' : 'find.on-way')}`;
  const parts = [
    ...(turn === undefined ? [] : [t.text('find.turn', { n: turn })]),
    ...(unit === undefined ? [] : [t.text('find.minutes', { n: minutesUntil(unit.arrivalMs.mid, nowMs) })]),
  ];
  return (
    <>
      <span>{callsign}</span>
      <small className={state === undefined ? (turn === undefined ? '' : css['turn']) : css['ordered']}>
        {state ?? parts.join(DOT)}
      </small>
    </>
  );
}

/** The figure and its bar: length carries what colour does not. */
function Chance({ value, most }: { readonly value: number; readonly most: number }): JSX.Element {
  return (
    <td className={css['chance']}>
      <span>{percentText(value)}</span>
      <i style={{ inlineSize: `${Math.max(2, Math.round((100 * value) / Math.max(most, 0.01)))}%` }} />
    </td>
  );
}

function percentText(value: number): string {
  return value < 0.01 ? '<1 %' : `${Math.round(100 * value)} %`;
}

function kindWords(kinds: readonly FindPlaceKind[], t: Translator): string {
  return kinds.map((kind) => t.word(`find-place.${kind}`)).join(t.text('find.and'));
}

function placeName({ place, kind }: FindRow, t: Translator): string {
  return place.label === undefined ? t.word(`find-place.${kind}`) : localText(place.label, t.lang);
}

/** One reason in a few words; over 1 it made the place likelier. */
function reasonText({ kind, factor, atMs, awayM }: FindReason, row: FindRow, t: Translator): string {
  if (kind === 'prior')
    return t.text('find.why.prior', {
      kind: kindWords(row.also === undefined ? [row.kind] : [row.kind, row.also], t),
      n: Math.round(100 * factor),
    });
  const shown = factor >= 9.95 ? String(Math.round(factor)) : factor.toFixed(factor < 0.1 ? 2 : 1);
  return t.text(`find.why.${kind}`, {
    factor: shown,
    clock: atMs === undefined ? '' : formatMinute(atMs),
    away: awayM === undefined ? '' : formatDistance(awayM),
  });
}
