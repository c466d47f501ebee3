import type { JSX } from 'react';
import { localText } from '../i18n/format.ts';
import { useIntent, useTranslator } from '../store/console.tsx';
import type { RowPlace } from '../store/row-places.ts';
import css from './exits-panel.module.css';

/** The number of a line, counted from 0; lines further down are reached by J and K: no key carries their number. */
export function digitOf(index: number): string {
  return index < 9 ? String(index + 1) : '';
}

/** The line of a row that was read here and has fallen off the board; nobody else moves into it while the list lies open. */
export function GoneLine({
  place,
  digit,
  columns,
  why,
}: {
  readonly place: RowPlace;
  readonly digit: string;
  readonly columns: number;
  readonly why: string;
}): JSX.Element {
  const t = useTranslator();
  const isChosen = useIntent((intent) => intent.dockRowId) === place.rowId;
  return (
    <tr
      className={`${css['row']} ${css['gone']} ${isChosen ? css['chosen'] : ''}`}
      data-gone={place.rowId}
      aria-selected={isChosen}
    >
      <td className={css['digit']}>{digit}</td>
      <td colSpan={columns - 1}>
        {localText(place.name, t.lang)} <small>{why}</small>
      </td>
    </tr>
  );
}
