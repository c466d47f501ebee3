import type { JSX, ReactNode } from 'react';
import css from './notice.module.css';

/** What a panel says when it has nothing to show: what is the case, and what to do next. */
export function Notice({
  title,
  hint,
  children,
}: {
  readonly title: string;
  readonly hint?: string | undefined;
  readonly children?: ReactNode;
}): JSX.Element {
  return (
    <div className={css['notice']}>
      <p className={css['title']}>{title}</p>
      {hint !== undefined && <p className={css['hint']}>{hint}</p>}
      {children}
    </div>
  );
}
