import {
  WIND_GROUPS,
  WIND_MEASURES,
  type WindFigure,
  type WindGroup,
  type WindMeasure,
  type WindReport,
  type WindVerdict,
} from '../../domain/wind-tunnel.ts';
import { nightDifference } from './night-difference.ts';
import type { ScoreByGroup, ShiftScore } from './shift-score.ts';

/** What one night came to under both rules, and what nobody could have beaten. */
export interface WindNight {
  readonly today: ScoreByGroup;
  readonly changed: ScoreByGroup;
  readonly boundLate: { readonly today: number; readonly changed: number };
}

interface Measure {
  readonly of: (score: ShiftScore) => number;
  /** Summed below the line: nights, or people. */
  readonly per: (score: ShiftScore) => number;
  /** +1 = more is better. */
  readonly good: 1 | -1;
}

const MEASURES: Readonly<Record<WindMeasure, Measure>> = {
  late: { of: (score) => 100 * score.late, per: (score) => score.real, good: -1 },
  saved: { of: (score) => score.real - score.late, per: () => 1, good: 1 },
  lost: { of: (score) => score.lostFen, per: () => 1, good: -1 },
  response: { of: (score) => score.responseS, per: (score) => score.real, good: -1 },
};

type Groups = WindReport['groups'];
type Figures = Readonly<Record<WindMeasure, WindFigure>>;

/** What can be said after these nights; verdicts only once all that were planned are played. */
export function windReport(
  nights: readonly WindNight[],
  planned: number,
  state: WindReport['state'],
): WindReport {
  const isDone = nights.length === planned;
  const all = groupOf(nights, 'all', isDone, undefined);
  const rest = (group: WindGroup): Groups[WindGroup] => groupOf(nights, group, isDone, all.figures);
  const sum = (of: (night: WindNight) => number): number =>
    nights.reduce((total, night) => total + of(night), 0);
  return {
    state,
    played: nights.length,
    planned,
    groups: { all, town: rest('town'), suburb: rest('suburb'), elderly: rest('elderly') },
    bound:
      all.people === 0
        ? undefined
        : {
            today: (100 * sum(({ boundLate }) => boundLate.today)) / all.people,
            changed: (100 * sum(({ boundLate }) => boundLate.changed)) / all.people,
          },
  };
}

/** Groups with something clearly worse, and what: whoever pays for the change. */
export function whoPays(report: WindReport): { readonly group: WindGroup; readonly what: WindMeasure[] }[] {
  return WIND_GROUPS.map((group) => {
    const figures = report.groups[group].figures;
    return { group, what: WIND_MEASURES.filter((one) => figures?.[one].verdict === 'worse') };
  }).filter(({ what }) => what.length > 0);
}

function groupOf(
  nights: readonly WindNight[],
  group: WindGroup,
  isDone: boolean,
  all: Figures | undefined,
): Groups[WindGroup] {
  const people = nights.reduce((total, { today }) => total + today[group].real, 0);
  if (people === 0) return { people };
  const figure = (what: WindMeasure): WindFigure => {
    const { of, per, good } = MEASURES[what];
    const under = nights.map(({ today }) => per(today[group]));
    const below = under.reduce((total, one) => total + one, 0);
    const [before, after] = [
      nights.map(({ today }) => of(today[group])),
      nights.map(({ changed }) => of(changed[group])),
    ];
    const mean = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0) / below;
    const { value, interval } = nightDifference(
      after.map((one, i) => one - (before[i] ?? 0)),
      under,
    );
    return {
      today: mean(before),
      changed: mean(after),
      difference: value,
      interval,
      verdict: isDone ? verdictOf(interval, good, all?.[what].verdict) : 'pending',
    };
  };
  return {
    people,
    figures: {
      late: figure('late'),
      saved: figure('saved'),
      lost: figure('lost'),
      response: figure('response'),
    },
  };
}

/**
 * Among a dozen figures one will look better by chance alone, so a part counts as better only where the whole is; worse
 * counts wherever it shows.
 */
function verdictOf(
  interval: WindFigure['interval'],
  good: 1 | -1,
  whole: WindVerdict | undefined,
): WindVerdict {
  if (interval === undefined) return 'none';
  const [low, high] = interval;
  if (low === 0 && high === 0) return 'same';
  if (low <= 0 && high >= 0) return 'none';
  if (low > 0 !== good > 0) return 'worse';
  return whole === undefined || whole === 'better' ? 'better' : 'none';
}
