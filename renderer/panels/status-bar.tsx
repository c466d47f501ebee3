import type { JSX } from 'react';
import { localText } from '../i18n/format.ts';
import type { Translator } from '../i18n/translate.ts';
import { useActions, useMirror, useTranslator } from '../store/console.tsx';
import type { RegionNote } from '../store/region-note.ts';
import css from './status-bar.module.css';

/** Region, date of the roads, outline and attribution; what the cache is; the number of the newest fact. */
export function StatusBar({ region }: { readonly region: RegionNote | undefined }): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  const state = useMirror((mirror) => mirror.state);
  const feed = useMirror((mirror) => mirror.feed);
  const parts = [
    region === undefined ? state?.region : localText(region.name, t.lang),
    region?.sourceDate === undefined ? undefined : sourceText(region.sourceDate, t),
    region === undefined ? undefined : t.text('status.core'),
    state?.drill === undefined ? undefined : t.text('status.drill-objects', { name: state.drill.name }),
  ].filter((part) => part !== undefined && part !== '');
  return (
    <footer className={css['bar']} data-panel="status">
      <span className={css['facts']}>{parts.join(' · ')}</span>
      <span className={css['spring']} />
      {feed !== undefined && feed.droppedFrames > 0 && (
        <span className={css['warn']}>{t.text('status.dropped', { n: feed.droppedFrames })}</span>
      )}
      {feed?.cache === 'memory-only' && (
        <span title={t.text('app.memory-only.hint')}>{t.text('app.memory-only')}</span>
      )}
      {state !== undefined && <span>{t.text('status.seq', { n: state.seq })}</span>}
      <span>{region?.attribution ?? t.text('status.attribution')}</span>
      <button type="button" tabIndex={-1} onClick={() => actions.toggleTheme()}>
        {t.text('status.theme')}
      </button>
      <button type="button" tabIndex={-1} onClick={() => actions.toggleLang()}>
        {t.lang === 'en' ? '中文' : 'English'}
      </button>
      <button type="button" tabIndex={-1} onClick={() => actions.overlay('keys')}>
        {t.text('status.keys')}
      </button>
    </footer>
  );
}

/** The extract may carry no date; then that is what is said. */
function sourceText(date: string, t: Translator): string {
  return date === 'unknown' ? t.text('status.source.undated') : t.text('status.source', { date });
}
