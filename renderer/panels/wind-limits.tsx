import type { JSX } from 'react';
import { useTranslator } from '../store/console.tsx';
import { Panel } from './panel.tsx';
import css from './wind-results.module.css';

const LIMITS = ['made-up', 'places', 'roads', 'fixes', 'cars', 'saved', 'followed', 'chance'] as const;

/** What no run of the wind tunnel can know; as much a part of its result as the figures. */
export function WindLimitsPanel(): JSX.Element {
  const t = useTranslator();
  return (
    <Panel name="wind-limits" title={t.text('wind.limits')}>
      <ul
        className={css['limits']}
        // It scrolls, so the keyboard must reach it.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
      >
        {LIMITS.map((limit) => (
          <li key={limit}>{t.text(`wind.limit.${limit}`)}</li>
        ))}
      </ul>
    </Panel>
  );
}
