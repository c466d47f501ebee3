import type { JSX } from 'react';
import { formatAge } from '../i18n/format.ts';
import { useMirror, useTranslator } from '../store/console.tsx';
import { Notice } from '../ui/notice.tsx';
import { Veiled } from './panel.tsx';
import css from './wall-feeds.module.css';

/** Every source with its age and what was refused: a board of its own on a wall. */
export function WallFeeds(): JSX.Element {
  const t = useTranslator();
  const feed = useMirror((mirror) => mirror.feed);
  return (
    <section className={css['feeds']} data-panel="feeds" aria-label={t.text('header.feeds')}>
      <Veiled>
        {feed === undefined && <Notice title={t.text('header.feed-never')} />}
        {feed !== undefined && <p className={css['link']}>{t.text(`feed.${feed.link}`)}</p>}
        <ul>
          {feed?.sources.map((source) => (
            <li key={source.name}>
              <strong>{source.name}</strong>
              <span>{source.ageMs === undefined ? '—' : formatAge(source.ageMs, t.lang)}</span>
              <span>
                {t.text('feed.source', {
                  name: source.name,
                  accepted: source.accepted,
                  rejected: source.rejected,
                })}
              </span>
              {source.datumAlarm !== undefined && (
                <em className={css['datum']}>
                  {t.text('feed.datum', {
                    name: source.name,
                    declared: source.datumAlarm.declared,
                    looksLike: source.datumAlarm.looksLike,
                  })}
                </em>
              )}
            </li>
          ))}
        </ul>
      </Veiled>
    </section>
  );
}
