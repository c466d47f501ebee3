import type { Outcome } from './run-shift.ts';
import { SHIFT_S, type Shift, type ShiftGroup, type ShiftPost } from './shift-world.ts';

/** Sums of one shift, or of many. Only alerts with something at stake count. */
export interface ShiftScore {
  readonly real: number;
  readonly late: number;
  readonly lostFen: number;
  readonly savedFen: number;
  /** Seconds from alert to arrival; nobody came = to the end of the shift. */
  readonly responseS: number;
}

export type ScoreByGroup = Readonly<Record<ShiftGroup | 'all', ShiftScore>>;

const NOTHING: ShiftScore = { real: 0, late: 0, lostFen: 0, savedFen: 0, responseS: 0 };

/** What came of a shift. */
export function scoreShift(outcomes: readonly Outcome[]): ScoreByGroup {
  const scores: Record<ShiftGroup | 'all', ShiftScore> = {
    all: NOTHING,
    town: NOTHING,
    suburb: NOTHING,
    elderly: NOTHING,
  };
  for (const { incident, arriveS } of outcomes) {
    if (incident.fen === 0) continue;
    const isLate = arriveS === undefined || arriveS > incident.dueS;
    const one: ShiftScore = {
      real: 1,
      late: isLate ? 1 : 0,
      lostFen: isLate ? incident.fen : 0,
      savedFen: isLate ? 0 : incident.fen,
      responseS: (arriveS ?? SHIFT_S) - incident.raisedS,
    };
    scores.all = addScores(scores.all, one);
    scores[incident.site.group] = addScores(scores[incident.site.group], one);
  }
  return scores;
}

/**
 * What nobody could beat, knowing everything beforehand: every alert answered at once by whichever car, from its post or
 * from any earlier alert, would be there first, as if it were needed nowhere else. `posts` = wherever else a car may have
 * been told to wait; without any it bounds only those who leave their cars at their own posts.
 */
export function clairvoyantOutcomes(
  { incidents, units, luck }: Shift,
  posts: readonly ShiftPost[] = [],
): Outcome[] {
  return incidents.map((incident) => {
    const before = incidents.filter((other) => other.raisedS < incident.raisedS).map(({ site }) => site.node);
    const nodes = [...posts.map(({ node }) => node), ...before];
    const anywhereS = Math.min(...nodes.map((node) => incident.site.secondsFrom[node] ?? Infinity));
    let arriveS: number | undefined;
    for (const { unitId, base, duty } of units) {
      const sentS = Math.max(incident.raisedS, duty?.fromS ?? 0);
      if (sentS >= (duty?.toS ?? Infinity)) continue;
      const { waitS, slowness } = luck(unitId, incident.id);
      const roadS = Math.min(anywhereS, incident.site.secondsFrom[base.node] ?? Infinity);
      const at = sentS + waitS + roadS * slowness;
      if (at < (arriveS ?? Infinity)) arriveS = at;
    }
    return { incident, arriveS };
  });
}

export function addScores(a: ShiftScore, b: ShiftScore): ShiftScore {
  return {
    real: a.real + b.real,
    late: a.late + b.late,
    lostFen: a.lostFen + b.lostFen,
    savedFen: a.savedFen + b.savedFen,
    responseS: a.responseS + b.responseS,
  };
}
