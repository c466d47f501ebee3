import type { WindQuery, WindReport } from '../../domain/wind-tunnel.ts';
import { drawShift } from './draw-shift.ts';
import type { PastNights } from './past-nights.ts';
import { runShift } from './run-shift.ts';
import { changedSide, type PostOf, type ShiftSide, todaySide } from './shift-rules.ts';
import { clairvoyantOutcomes, type ScoreByGroup, scoreShift } from './shift-score.ts';
import type { Shift } from './shift-world.ts';
import { type WindNight, windReport } from './wind-report.ts';

/** Nights nobody chose rules on, and which earlier nights are not drawn from. */
const FIRST_SEED = 200_000;

/** One comparison under way: the same nights under both rules, one at a time. */
export interface WindRun {
  /** Plays the next night on both sides; false = all are played. */
  play(): boolean;
  report(state: WindReport['state']): WindReport;
}

/** Sets up a comparison. Throws RangeError when it names a post that does not exist. */
export function createWindRun(past: PastNights, query: WindQuery, postOf: PostOf): WindRun {
  const { world } = past;
  const sides = [todaySide(past, query.today), changedSide(past, query.today, query.change, postOf)] as const;
  const nights: WindNight[] = [];
  return {
    play: () => {
      if (nights.length >= query.shifts) return false;
      const night = drawShift(FIRST_SEED + nights.length, world, sides[0].units);
      const [today, changed] = sides.map((side) => playSide(night, side));
      if (today === undefined || changed === undefined) return false;
      nights.push({
        today: today.score,
        changed: changed.score,
        boundLate: { today: today.boundLate, changed: changed.boundLate },
      });
      return nights.length < query.shifts;
    },
    report: (state) => windReport(nights, query.shifts, state),
  };
}

/** The same alerts and the same luck, met by this side's cars under this side's rules. */
function playSide(
  night: Shift,
  side: ShiftSide,
): { readonly score: ScoreByGroup; readonly boundLate: number } {
  const shift = { ...night, units: side.units };
  return {
    score: scoreShift(runShift(shift, side.send, side.wait)),
    boundLate: scoreShift(clairvoyantOutcomes(shift, side.anywhere)).all.late,
  };
}
