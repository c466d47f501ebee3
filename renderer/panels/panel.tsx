import type { JSX, ReactNode } from 'react';
import { formatAge, formatClock } from '../i18n/format.ts';
import { useFreshness, useMirror, useTranslator } from '../store/console.tsx';
import css from './panel.module.css';

/** A region of a workspace with a heading; `aside` stands right of it. */
export function Panel({
  title,
  aside,
  children,
  isFlush = false,
  name,
}: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly isFlush?: boolean;
  /** Stable name for tests and landmarks. */
  readonly name: string;
}): JSX.Element {
  return (
    <section
      className={`${css['panel']} ${isFlush ? css['flush'] : ''}`}
      aria-label={title}
      data-panel={name}
    >
      <header className={css['head']}>
        <h2 className={css['title']}>{title}</h2>
        <div className={css['aside']}>{aside}</div>
      </header>
      <Veiled>{children}</Veiled>
    </section>
  );
}

/** Dims what is older than it should be and says how old, in words; never a spinner over stale data. */
export function Veiled({ children }: { readonly children: ReactNode }): JSX.Element {
  const fresh = useFreshness();
  const t = useTranslator();
  const isReplay = useMirror((mirror) => mirror.playhead?.mode === 'replay');
  const stateAtMs = useMirror((mirror) => mirror.playhead?.edgeMs);
  if (fresh.state === 'fresh' || (isReplay && !fresh.isOwnLine))
    return <div className={css['body']}>{children}</div>;
  const age = fresh.ageMs === undefined ? undefined : formatAge(fresh.ageMs, t.lang);
  const words =
    fresh.state === 'late'
      ? t.text('veil.late', { age: age ?? '—' })
      : age === undefined || stateAtMs === undefined
        ? t.text('veil.lost.plain')
        : t.text('veil.lost', { clock: formatClock(stateAtMs), age });
  return (
    <div className={css['body']}>
      <div className={`${css['veil']} ${fresh.state === 'lost' ? css['lost'] : ''}`} role="status">
        <strong>{words}</strong>
        {fresh.state === 'lost' && <span>{t.text('veil.hint')}</span>}
      </div>
      <div className={fresh.state === 'lost' ? css['dimmed'] : css['body']}>{children}</div>
    </div>
  );
}
