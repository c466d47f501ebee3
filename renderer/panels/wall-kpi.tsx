import { type JSX, useMemo } from 'react';
import { formatAmount, formatMinute } from '../i18n/format.ts';
import { useFeedNow, useMirror, useTranslator } from '../store/console.tsx';
import { hourBars } from './hour-bars.ts';
import css from './wall.module.css';

/** The last hour of alerts and the funnel since the session began; every figure is a count of facts. */
export function WallKpi(): JSX.Element {
  const t = useTranslator();
  const minuteMs = useFeedNow(60_000);
  const marks = useMirror((mirror) => mirror.marks);
  const tally = useMirror((mirror) => mirror.state?.tally);
  const startMs = useMirror((mirror) => mirror.playhead?.startMs);
  const bars = useMemo(() => hourBars(marks, minuteMs + 59_999), [marks, minuteMs]);
  const tallest = Math.max(1, ...bars.map((bar) => bar.count));
  const total = bars.reduce((sum, bar) => sum + bar.count, 0);
  return (
    <section className={css['kpi']} data-panel="kpi">
      <figure className={css['hour']}>
        <svg className={css['bars']} role="img" aria-label={`${t.text('wall.last-hour')} ${total}`}>
          {bars.map((bar, index) => {
            const height = bar.count === 0 ? 2 : 8 + (bar.count / tallest) * 92;
            return (
              <rect
                // The bars are a fixed row of sixty minutes.
                // oxlint-disable-next-line react/no-array-index-key
                key={index}
                className={bar.isBurst ? css['burst'] : css['bar']}
                x={`${(index / 60) * 100}%`}
                width="1.15%"
                y={`${100 - height}%`}
                height={`${height}%`}
              />
            );
          })}
        </svg>
        <figcaption>{`${t.text('wall.last-hour')} ${total}`}</figcaption>
      </figure>
      {tally !== undefined && (
        <dl className={css['funnel']}>
          <Step label={t.text('wall.warned')} value={String(tally.warned)} />
          <Step label={t.text('wall.called')} value={String(tally.called)} />
          <Step label={t.text('wall.visited')} value={String(tally.visited)} />
          <Step label={t.text('wall.saved')} value={String(tally.saved)} isGood />
          <Step label={t.text('wall.saved-fen')} value={formatAmount(tally.savedFen, t.lang)} isGood />
          {startMs !== undefined && (
            <p className={css['since']}>{t.text('wall.since', { clock: formatMinute(startMs) })}</p>
          )}
        </dl>
      )}
    </section>
  );
}

function Step({
  label,
  value,
  isGood = false,
}: {
  readonly label: string;
  readonly value: string;
  readonly isGood?: boolean;
}): JSX.Element {
  return (
    <div className={css['step']}>
      <dd className={isGood ? css['good'] : ''}>{value}</dd>
      <dt>{label}</dt>
    </div>
  );
}
