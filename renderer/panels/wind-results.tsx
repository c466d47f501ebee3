import type { JSX } from 'react';
import {
  WIND_GROUPS,
  WIND_MEASURES,
  type WindFigure,
  type WindGroup,
  type WindMeasure,
  type WindPost,
  type WindQuery,
  type WindReport,
} from '../../shared/domain/wind-tunnel.ts';
import { whoPays } from '../../shared/interception/shifts/wind-report.ts';
import { useTranslator } from '../store/console.tsx';
import type { WindProgress } from '../store/wind-progress.ts';
import { Notice } from '../ui/notice.tsx';
import { Panel } from './panel.tsx';
import { WindChart } from './wind-chart.tsx';
import { changeText, differenceText, intervalText, levelText } from './wind-text.ts';
import css from './wind-results.module.css';

/** What the change does: one sentence, then every figure by group with its interval. */
export function WindResultsPanel({
  progress,
  query,
  posts,
  isEdited,
}: {
  readonly progress: WindProgress | undefined;
  /** The question `progress` answers. */
  readonly query: WindQuery | undefined;
  readonly posts: readonly WindPost[];
  /** The form asks something else by now. */
  readonly isEdited: boolean;
}): JSX.Element {
  const t = useTranslator();
  const report = progress?.report;
  const words =
    report === undefined ? '' : t.text('wind.progress', { played: report.played, planned: report.planned });
  return (
    <Panel name="wind-results" title={t.text('wind.figures')} aside={words}>
      {(report === undefined || query === undefined) && (
        <Notice title={t.text('wind.none')} hint={t.text('wind.none.hint')} />
      )}
      {report !== undefined && query !== undefined && (
        <div className={css['results']} data-state={report.state} data-played={report.played}>
          <Headline
            report={report}
            sentence={changeText(query, posts, t)}
            note={isEdited ? t.text('wind.edited') : undefined}
          />
          {report.played > 0 && <Figures report={report} />}
          {report.played > 0 && <Pays report={report} />}
        </div>
      )}
    </Panel>
  );
}

function Headline({
  report,
  sentence,
  note,
}: {
  readonly report: WindReport;
  readonly sentence: string;
  readonly note: string | undefined;
}): JSX.Element {
  const t = useTranslator();
  const late = report.groups.all.figures?.late;
  return (
    <div className={css['head']}>
      <p className={css['rule']}>
        <strong>{sentence}</strong>
        {note !== undefined && <em>{note}</em>}
      </p>
      <p className={css['verdict']} data-verdict={late?.verdict ?? 'pending'} role="status">
        {verdictSentence(report, late, t)}
      </p>
      <progress
        className={css['bar']}
        value={report.played}
        max={Math.max(1, report.planned)}
        aria-label={t.text('wind.progress', { played: report.played, planned: report.planned })}
      />
    </div>
  );
}

function verdictSentence(
  report: WindReport,
  late: WindFigure | undefined,
  t: ReturnType<typeof useTranslator>,
): string {
  if (report.state === 'failed') return t.text('wind.failed.run');
  if (report.state === 'stopped') return t.text('wind.stopped', { played: report.played });
  if (report.state === 'waiting') return t.text('wind.waiting', { n: report.ahead ?? 0 });
  if (report.state === 'running' || late === undefined) return t.text('wind.running');
  const points = t.text('wind.points', { n: differenceText('late', late.difference, t) });
  const difference = `${points} (${intervalText('late', late, t)})`;
  switch (late.verdict) {
    case 'better':
    case 'worse':
      return t.text(`wind.head.${late.verdict}`, { difference });
    case 'same':
      return t.text('wind.head.same');
    case 'none':
      return t.text('wind.head.none');
    case 'pending':
      return t.text('wind.running');
  }
}

function Figures({ report }: { readonly report: WindReport }): JSX.Element {
  const t = useTranslator();
  const reach = new Map(WIND_MEASURES.map((what) => [what, reachOf(report, what)]));
  return (
    <table className={css['table']}>
      <thead>
        <tr>
          <th scope="col">{t.text('wind.group')}</th>
          {WIND_MEASURES.map((what) => (
            <th key={what} scope="col">
              {t.text(`wind.measure.${what}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {WIND_GROUPS.map((group) => {
          const { people, figures } = report.groups[group];
          return (
            <tr key={group} data-group={group}>
              <th scope="row">
                {t.text(`wind.group.${group}`)}
                <small>{t.text('wind.people', { n: people })}</small>
              </th>
              {WIND_MEASURES.map((what) => (
                <td key={what} data-measure={what} data-verdict={figures?.[what].verdict}>
                  {figures === undefined ? (
                    <small>{t.text('wind.nobody')}</small>
                  ) : (
                    <Cell what={what} figure={figures[what]} reach={reach.get(what) ?? 1} />
                  )}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** The widest interval of a measure, so that all its bars share one scale. */
function reachOf(report: WindReport, what: WindMeasure): number {
  return Math.max(
    1e-9,
    ...WIND_GROUPS.flatMap((group) => {
      const figure = report.groups[group].figures?.[what];
      return figure === undefined
        ? []
        : [figure.difference, ...(figure.interval ?? [])].map((one) => Math.abs(one));
    }),
  );
}

function Cell({
  what,
  figure,
  reach,
}: {
  readonly what: WindMeasure;
  readonly figure: WindFigure;
  readonly reach: number;
}): JSX.Element {
  const t = useTranslator();
  const { today, changed, difference, interval, verdict } = figure;
  const at = (value: number): number => 50 + (48 * value) / reach;
  return (
    <>
      <span className={css['difference']}>{differenceText(what, difference, t)}</span>
      {verdict !== 'pending' && <span className={css['word']}>{t.text(`wind.verdict.${verdict}`)}</span>}
      <span className={css['track']} aria-hidden="true">
        {interval !== undefined && (
          <span
            className={css['interval']}
            style={{ left: `${at(interval[0])}%`, width: `${at(interval[1]) - at(interval[0])}%` }}
          />
        )}
        <span className={css['dot']} style={{ left: `${at(difference)}%` }} />
      </span>
      <small>{intervalText(what, figure, t)}</small>
      <small>
        {t.text('wind.from-to', { from: levelText(what, today, t), to: levelText(what, changed, t) })}
      </small>
    </>
  );
}

function Pays({ report }: { readonly report: WindReport }): JSX.Element {
  const t = useTranslator();
  const isDone = report.state === 'done';
  const paying = whoPays(report);
  const said = (group: WindGroup, what: readonly WindMeasure[]): string =>
    t.text('wind.pays.group', {
      group: t.text(`wind.group.${group}`),
      // within a sentence
      what: what.map((one) => t.text(`wind.measure.${one}`).toLowerCase()).join(t.text('wind.pays.and')),
    });
  return (
    <p className={css['pays']} data-pays={isDone ? paying.length : 'pending'}>
      <strong>{t.text('wind.pays')}</strong>
      {!isDone && <span>{t.text('wind.pays.pending')}</span>}
      {isDone && paying.length === 0 && <span>{t.text('wind.pays.none')}</span>}
      {isDone &&
        paying.map(({ group, what }) => (
          <span key={group} className={css['worse']}>
            {said(group, what)}
          </span>
        ))}
      {report.bound !== undefined && isDone && (
        <span className={css['bound']}>
          {t.text('wind.bound', {
            today: levelText('late', report.bound.today, t),
            changed: levelText('late', report.bound.changed, t),
          })}
        </span>
      )}
    </p>
  );
}

/** How the headline figure settled. */
export function WindChartPanel({ progress }: { readonly progress: WindProgress | undefined }): JSX.Element {
  const t = useTranslator();
  return (
    <Panel name="wind-chart" title={t.text('wind.chart')} aside={t.text('wind.chart.aside')}>
      {progress === undefined || progress.steps.length === 0 ? (
        <Notice title={t.text(progress?.report.state === 'running' ? 'wind.starting' : 'wind.none')} />
      ) : (
        <figure className={css['chart']}>
          <WindChart steps={progress.steps} planned={progress.report.planned} />
        </figure>
      )}
    </Panel>
  );
}
