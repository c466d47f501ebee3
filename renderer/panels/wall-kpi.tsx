import { type JSX, lazy, Suspense, useMemo } from 'react';
import { formatAmount, formatMinute } from '../i18n/format.ts';
import { useFeedNow, useMirror, useTranslator } from '../store/console.tsx';
import { hourBars } from './hour-bars.ts';
import css from './wall.module.css';

/** The chart library is only fetched by windows that show a chart. */
const HourChart = lazy(() => import('./hour-chart.tsx').then((module) => ({ default: module.HourChart })));

/** The last hour of alerts and the funnel since the session began; every figure is a count of facts. */
export function WallKpi({ scale }: { readonly scale: number }): JSX.Element {
  return (
    <section className={css['kpi']} data-panel="kpi">
      <LastHour scale={scale} />
      <Funnel />
    </section>
  );
}

/** Alerts a minute over the last hour, with its sum and its base in words. */
export function LastHour({ scale }: { readonly scale: number }): JSX.Element {
  const t = useTranslator();
  const minuteMs = useFeedNow(60_000);
  const marks = useMirror((mirror) => mirror.marks);
  const startMs = useMirror((mirror) => mirror.playhead?.startMs) ?? 0;
  const bars = useMemo(() => hourBars(marks, minuteMs + 59_999, startMs), [marks, minuteMs, startMs]);
  const total = bars.reduce((sum, bar) => sum + (bar.count ?? 0), 0);
  const title = t.text('wall.last-hour', { n: total });
  return (
    <figure className={css['hour']} role="img" aria-label={title}>
      <figcaption>
        <strong>{title}</strong>
        <span>{t.text('wall.last-hour.base')}</span>
      </figcaption>
      <div className={css['bars']}>
        <Suspense fallback={undefined}>
          <HourChart
            bars={bars}
            before={t.text('wall.no-record', { clock: formatMinute(startMs) })}
            scale={scale}
          />
        </Suspense>
      </div>
    </figure>
  );
}

/** What became of the alerts since the session began. */
export function Funnel(): JSX.Element | undefined {
  const t = useTranslator();
  const tally = useMirror((mirror) => mirror.state?.tally);
  const startMs = useMirror((mirror) => mirror.playhead?.startMs);
  if (tally === undefined) return undefined;
  return (
    <div className={css['funnel']}>
      {startMs !== undefined && (
        <p className={css['since']}>{t.text('wall.since', { clock: formatMinute(startMs) })}</p>
      )}
      <dl className={css['steps']}>
        <Step label={t.text('wall.warned')} value={String(tally.warned)} />
        <Step label={t.text('wall.called')} value={String(tally.called)} />
        <Step label={t.text('wall.visited')} value={String(tally.visited)} />
        <Step label={t.text('wall.saved')} value={String(tally.saved)} isGood />
        <Step label={t.text('wall.saved-fen')} value={formatAmount(tally.savedFen, t.lang)} isGood />
      </dl>
    </div>
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
      <dt>{label}</dt>
      <dd className={isGood ? css['good'] : ''}>{value}</dd>
    </div>
  );
}
