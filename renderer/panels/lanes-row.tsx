import type { JSX } from 'react';
import type { Incident } from '../../shared/domain/entities.ts';
import { LANES } from '../../shared/domain/vocabulary.ts';
import { formatAge, localText } from '../i18n/format.ts';
import { useFeedNow, useTranslator } from '../store/console.tsx';
import css from './lanes-row.module.css';

/** Call, family, unit and account side by side: what each is doing and how long ago it last moved. */
export function LanesRow({ incident }: { readonly incident: Incident }): JSX.Element {
  const t = useTranslator();
  const nowMs = useFeedNow(1000);
  return (
    <ul className={css['lanes']} aria-label={t.text('incident.lanes')} data-panel="lanes">
      {LANES.map((lane) => {
        const { state, last, lastAtMs } = incident.lanes[lane];
        const words = last === undefined ? t.word(`lane-state.${state}`) : localText(last, t.lang);
        return (
          <li key={lane} className={css[state]} title={words}>
            <span className={css['name']}>{t.word(`lane.${lane}`)}</span>
            <span className={css['last']}>{words}</span>
            {lastAtMs !== undefined && (
              <span className={css['age']}>
                {t.text('queue.ago', { age: formatAge(nowMs - lastAtMs, t.lang) })}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
