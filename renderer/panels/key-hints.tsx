import { Fragment, type JSX } from 'react';
import { DOT } from '../i18n/format.ts';
import css from './map-dock.module.css';

/** What the keys of a dock do; where a line is full it breaks between two keys, never between a key and its meaning. */
export function KeyHints({ text }: { readonly text: string }): JSX.Element {
  const hints = text.split(DOT);
  return (
    <p className={css['keys']}>
      {hints.map((hint, nth) => (
        <Fragment key={hint}>
          <span>{nth < hints.length - 1 ? `${hint} ·` : hint}</span>{' '}
        </Fragment>
      ))}
    </p>
  );
}
