import type { JSX } from 'react';
import { glueDots } from '../i18n/format.ts';
import { textPieces } from './shown-text.ts';
import css from './name-text.module.css';

/** Text that may hold a name: a Han character without a shipped face is its code point in small type, never a box. */
export function NameText({ text }: { readonly text: string }): JSX.Element {
  const shown = glueDots(text);
  const pieces = textPieces(shown);
  if (pieces.every(({ kind }) => kind === 'text')) return <>{shown}</>;
  return (
    <>
      {pieces.map((piece) =>
        piece.kind === 'text' ? (
          <span key={piece.at}>{piece.shown}</span>
        ) : (
          <span key={piece.at} className={css['code-point']} title={piece.text}>
            {piece.shown}
          </span>
        ),
      )}
    </>
  );
}
