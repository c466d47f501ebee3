import { cheapestAssignment } from './plan/kernels/assignment.ts';

/** One race that wants somebody. */
export interface Want {
  /** Chance in time of each unit; undefined = it cannot or may not go. */
  readonly chance: readonly (number | undefined)[];
  /** What being in time is worth: the chance that anything is at stake, times what. */
  readonly worth: number;
  /** What it costs to send nobody now; 0 = it can wait. */
  readonly unansweredCost: number;
  /** The unit that is under way to it. */
  readonly has?: number | undefined;
  /** The unit that is on the screen for it. */
  readonly shown?: number | undefined;
}

/** A unit is not turned round for less than this. */
const TURN_COST = 0.05;
/** A unit on the screen does not give way for less than this: lines that dance cannot be read. */
const SHOWN_COST = 0.02;

/**
 * Who goes where when several wait at once: the sum over races of chance times worth, less what is lost elsewhere while
 * each unit is away (`awayCost`), as large as can be. Answers a unit for each race, -1 = nobody now.
 */
export function sendTogether(wants: readonly Want[], awayCost: readonly number[]): Int32Array {
  const units = awayCost.length;
  const cost = new Float64Array(wants.length * units).fill(Infinity);
  for (const [row, { chance, worth, unansweredCost, has, shown }] of wants.entries())
    for (const [unit, away] of awayCost.entries()) {
      const p = chance[unit];
      if (p === undefined) continue;
      const turn = has === unit ? -TURN_COST : shown === unit ? -SHOWN_COST : 0;
      cost[row * units + unit] = SHIFT_UP + away + turn - p * worth - unansweredCost;
    }
  return cheapestAssignment(wants.length, units, cost, SHIFT_UP);
}

/** The assignment wants costs of at least nothing. */
const SHIFT_UP = 100;
