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
  const veil = useVeil();
  if (veil === undefined) return <div className={css['body']}>{children}</div>;
  return (
    <div className={css['body']}>
      <VeilWords veil={veil} />
      <div className={veil.isLost ? css['dimmed'] : css['body']}>{children}</div>
    </div>
  );
}

/** The same over a map: what it shows is dimmed when the feed is lost, and stays usable. */
export function MapVeil(): JSX.Element | undefined {
  const veil = useVeil();
  if (veil === undefined) return undefined;
  return (
    <div
      className={`${css['over']} ${veil.isLost ? css['overLost'] : ''}`}
      data-veil={veil.isLost ? 'lost' : 'late'}
    >
      <VeilWords veil={veil} />
    </div>
  );
}

interface Veil {
  readonly isLost: boolean;
  readonly words: string;
}

/** What stands on a picture that is older than it should be; undefined = nothing does. */
function useVeil(): Veil | undefined {
  const fresh = useFreshness();
  const t = useTranslator();
  const isReplay = useMirror((mirror) => mirror.playhead?.mode === 'replay');
  const stateAtMs = useMirror((mirror) => mirror.playhead?.edgeMs);
  if (fresh.state === 'fresh' || (isReplay && !fresh.isOwnLine)) return undefined;
  const age = fresh.ageMs === undefined ? undefined : formatAge(fresh.ageMs, t.lang);
  if (fresh.state === 'late') return { isLost: false, words: t.text('veil.late', { age: age ?? '—' }) };
  if (age === undefined || stateAtMs === undefined) return { isLost: true, words: t.text('veil.lost.plain') };
  return { isLost: true, words: t.text('veil.lost', { clock: formatClock(stateAtMs), age }) };
}

function VeilWords({ veil }: { readonly veil: Veil }): JSX.Element {
  const t = useTranslator();
  return (
    <div className={`${css['veil']} ${veil.isLost ? css['lost'] : ''}`} role="status">
      <strong>{veil.words}</strong>
      {veil.isLost && <span>{t.text('veil.hint')}</span>}
    </div>
  );
}
