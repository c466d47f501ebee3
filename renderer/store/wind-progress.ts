import type { WindReport } from '../../shared/domain/wind-tunnel.ts';

/** How the interval of one figure narrowed while nights came in. */
export interface WindStep {
  readonly played: number;
  /** Change of the late share, percentage points. */
  readonly difference: number;
  readonly interval: readonly [low: number, high: number] | undefined;
}

/** One run of the wind tunnel as this window heard of it. */
export interface WindProgress {
  readonly runId: number;
  readonly report: WindReport;
  readonly steps: readonly WindStep[];
}

/** A run after another of its reports; a report of another run begins anew. */
export function nextWind(
  before: WindProgress | undefined,
  { runId, report }: Pick<WindProgress, 'runId' | 'report'>,
): WindProgress {
  const late = report.groups.all.figures?.late;
  const steps = before?.runId === runId ? before.steps : [];
  if (late === undefined || steps.at(-1)?.played === report.played) return { runId, report, steps };
  const { difference, interval } = late;
  return { runId, report, steps: [...steps, { played: report.played, difference, interval }] };
}

/** The same after the line to the data service was made anew: a run that went on there is heard of again. */
export function leftWind(before: WindProgress | undefined): WindProgress | undefined {
  if (before?.report.state !== 'running' && before?.report.state !== 'waiting') return before;
  return { ...before, report: { ...before.report, state: 'stopped' } };
}
