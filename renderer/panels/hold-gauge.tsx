import type { JSX } from 'react';
import type { Race } from '../../shared/domain/race.ts';
import { formatDuration } from '../i18n/format.ts';
import { useFeedNow, useTranslator } from '../store/console.tsx';
import type { Target } from '../store/target.ts';
import { holdOf } from './hold.ts';
import css from './hold-gauge.module.css';

/**
 * What is left of somebody holding the money back (a teller, a shop): the hold from the alarm to its end, what is spent of it,
 * and the unit's arrival as a tick. Nothing where nobody holds anything or the end is unknown.
 */
export function HoldGauge({
  target,
  race,
}: {
  readonly target: Target;
  readonly race: Race | undefined;
}): JSX.Element | undefined {
  const t = useTranslator();
  const nowMs = useFeedNow(1000);
  const hold = holdOf(target, race, nowMs);
  if (hold === undefined) return undefined;
  const spent = formatDuration(hold.spentS);
  const text =
    hold.leftS >= 0
      ? t.text('hold.left', { spent, left: formatDuration(hold.leftS) })
      : t.text('hold.over', { over: formatDuration(-hold.leftS) });
  return (
    <div className={css['hold']} data-hold>
      <span className={hold.leftS >= 0 ? '' : css['over']}>{text}</span>
      <svg className={css['gauge']} role="img" aria-label={text}>
        <rect className={css['whole']} x="0" y="25%" width="100%" height="50%" />
        <rect className={css['spent']} x="0" y="25%" width={`${hold.spentPct}%`} height="50%" />
        {hold.arrivalPct !== undefined && (
          <line
            className={css['arrival']}
            x1={`${hold.arrivalPct}%`}
            x2={`${hold.arrivalPct}%`}
            y1="0"
            y2="100%"
          />
        )}
      </svg>
    </div>
  );
}
