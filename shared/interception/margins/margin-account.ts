import type { MarginAnswer, MarginSample, FixColumns } from '../../contract/planner.ts';
import type { MarginAccount } from '../../domain/margin-account.ts';
import type { State } from '../../domain/state.ts';
import { closedRoadsAt } from '../../domain/road-closure.ts';
import { isDispatchable } from '../../domain/state-machines.ts';
import { UNIT_KINDS } from '../../domain/vocabulary.ts';
import { ARRIVAL_MODEL } from '../arrival-model.ts';
import { columnsFromFixes, type FixOf } from '../fix-source.ts';
import { FREE, KIND_SHIFT, ON_FOOT } from './answer-margins.ts';
import { bookMargin } from './book-margin.ts';
import type { MarginCase } from './margin-case.ts';
import { lastWinnableMs, type MarginReach, marksOf } from './margin-marks.ts';

const STEP_MS = 5000;
/** A fix that seems to lie on the other carriageway, or under the bridge, for less than this does not make a wrong way... */
const STEADY_MS = 20_000;
/** ...when it puts the arrival off by more than this. */
const SPIKE_S = 20;
/** A race of hours is looked at in longer steps. */
const MOST_STEPS = 720;

/** The moments that must be known for an account, ascending: those its marks ask for, and the way to the end in steps. */
export function marginTimes({ race, closedAtMs }: MarginCase): number[] {
  const times = new Set<number>();
  const note = (atMs: number): undefined => {
    times.add(Math.round(atMs));
    return undefined;
  };
  marksOf(race, { bestS: note, unitS: (_unitId, atMs) => note(atMs), closedAtMs });
  const spanMs = Math.max(0, race.dueMs - race.factAtMs);
  const stepMs = Math.max(STEP_MS, Math.ceil(spanMs / MOST_STEPS));
  const endMs = Math.min(race.dueMs, Math.max(race.untilMs, race.factAtMs));
  for (let atMs = race.factAtMs; atMs <= endMs; atMs += stepMs) note(atMs);
  return [...times].toSorted((a, b) => a - b);
}

/** One moment as the planner is asked about it: who was free then, and where everybody was. Units of the incident count as free. */
export function marginSample(state: State, incidentId: string, fixOf: FixOf, atMs: number): MarginSample {
  const units = Object.values(state.units);
  const slots = units.reduce((most, { slot }) => Math.max(most, slot + 1), 0);
  const flags = new Uint8Array(slots);
  const fixes: FixColumns = columnsFromFixes(slots, fixOf);
  for (const { slot, state: doing, orderId, hasVehicle, kind } of units) {
    const isOurs = orderId !== undefined && state.orders[orderId]?.incidentId === incidentId;
    const isIdle = isDispatchable(doing) && orderId === undefined && kind !== 'auxiliary';
    const isHeard = atMs - (fixes.atMs[slot] ?? Number.NaN) <= ARRIVAL_MODEL.lostFixS * 1000;
    flags[slot] = ((isOurs || isIdle) && isHeard ? FREE : 0) | (hasVehicle ? 0 : ON_FOOT);
    flags[slot] |= UNIT_KINDS.indexOf(kind) << KIND_SHIFT;
  }
  return { atMs, fixes, flags, closed: closedRoadsAt(state.closures, atMs) };
}

/**
 * Draws up the account. `answers` are of `marginTimes`, ascending; undefined = the place is off the road network. `drives`: how
 * many drives their times were learned from.
 */
export function marginAccountOf(
  theCase: MarginCase,
  answers: readonly MarginAnswer[] | undefined,
  drives?: number,
): MarginAccount {
  if (answers === undefined) return { kind: 'none', why: 'no-road' };
  const { race, end, placeFrom } = theCase;
  const reach = reachOf(theCase, answers);
  const marks = marksOf(race, reach);
  const ledger = bookMargin(marks, race.dueMs);
  const [first] = marks;
  const last = marks.at(-1);
  if (ledger === undefined || first === undefined || last === undefined)
    return { kind: 'none', why: 'no-positions' };
  return {
    kind: 'ledger',
    ledger,
    dueMs: race.dueMs,
    factAtMs: race.factAtMs,
    fromMs: first.atMs,
    untilMs: last.atMs,
    end,
    lastWinnableMs: lastWinnableMs(race, reach),
    placeFrom,
    drives,
  };
}

/** Between two moments that were looked at, the earlier one's answer stands. */
function reachOf({ slotOf, closedAtMs }: MarginCase, answers: readonly MarginAnswer[]): MarginReach {
  const slots = new Set(answers.flatMap(({ slotS }) => slotS.map(([slot]) => slot)));
  const wayOf = new Map([...slots].map((slot) => [slot, steadied(answers, slot, closedAtMs)]));
  return {
    closedAtMs,
    bestS: (atMs) => newest(answers, atMs)?.bestS,
    unitS: (unitId, atMs) => {
      const slot = slotOf(unitId);
      return slot === undefined ? undefined : newest(wayOf.get(slot) ?? [], atMs)?.seconds;
    },
  };
}

/** The last entry at or before a moment. */
function newest<T extends { readonly atMs: number }>(entries: readonly T[], atMs: number): T | undefined {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle]?.atMs ?? Infinity) <= atMs) low = middle + 1;
    else high = middle;
  }
  return entries[low - 1];
}

interface Way {
  readonly atMs: number;
  readonly seconds: number;
}

/** One unit's seconds; an arrival far off those around it is put to their median. What a closed road does to it is no slip. */
function steadied(answers: readonly MarginAnswer[], slot: number, closedAtMs: readonly number[]): Way[] {
  const seen = answers.flatMap(({ atMs, slotS }): Way[] => {
    const seconds = slotS.find(([of]) => of === slot)?.[1];
    return seconds === undefined ? [] : [{ atMs, seconds }];
  });
  let from = 0;
  let to = 0;
  return seen.map((way) => {
    const { atMs } = way;
    while ((seen[from]?.atMs ?? Infinity) < atMs - STEADY_MS) from++;
    while ((seen[to]?.atMs ?? Infinity) <= atMs + STEADY_MS) to++;
    const turns = closedAtMs.filter((turn) => Math.abs(turn - atMs) <= STEADY_MS);
    const isAlike = (one: Way): boolean => turns.every((turn) => one.atMs < turn === atMs < turn);
    const alike = seen.slice(from, to).filter(isAlike);
    const arrivals = alike.map((one) => one.atMs / 1000 + one.seconds);
    arrivals.sort((a, b) => a - b);
    const middle = arrivals[arrivals.length >> 1] ?? 0;
    const steady = Math.max(0, middle - atMs / 1000);
    return Math.abs(way.seconds - steady) > SPIKE_S ? { atMs, seconds: steady } : way;
  });
}
