import { type JSX, type ReactNode, useEffect, useRef } from 'react';
import { useActions } from '../store/console.tsx';
import css from './overlay.module.css';

/** A sheet over the workspace; Esc or a click beside it closes it. Focus goes in and comes back. */
export function Overlay({
  title,
  children,
  isWide = false,
}: {
  readonly title: string;
  readonly children: ReactNode;
  readonly isWide?: boolean;
}): JSX.Element {
  const actions = useActions();
  const sheet = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    const first = sheet.current?.querySelector<HTMLElement>('input') ?? sheet.current;
    first?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <div className={css['backdrop']}>
      <button
        type="button"
        className={css['beside']}
        aria-hidden
        tabIndex={-1}
        onClick={() => actions.cancel()}
      />
      <div
        ref={sheet}
        className={`${css['sheet']} ${isWide ? css['wide'] : ''}`}
        role="dialog"
        aria-modal
        aria-label={title}
        tabIndex={-1}
      >
        <h2 className={css['title']}>{title}</h2>
        {children}
      </div>
    </div>
  );
}
