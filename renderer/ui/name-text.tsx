import type { JSX } from 'react';
import { textPieces } from './shown-text.ts';
import css from './name-text.module.css';

/** Text that may hold a name: a Han character without a shipped face is its code point in small type, never a box. */
export function NameText({ text }: { readonly text: string }): JSX.Element {
  const pieces = textPieces(text);
  if (pieces.every(({ kind }) => kind === 'text')) return <>{text}</>;
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
