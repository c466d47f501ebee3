import type { JSX, ReactNode } from 'react';
import css from './key-cap.module.css';

/** A key as drawn beside what it does. */
export function KeyCap({ children }: { readonly children: ReactNode }): JSX.Element {
  return <kbd className={css['cap']}>{children}</kbd>;
}
