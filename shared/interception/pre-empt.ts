import type { RaceEntry } from '../contract/planner.ts';
import type { RecommendationReason } from '../domain/race.ts';
import type { Candidate } from './candidates.ts';
import { raceOf, type RaceContext } from './race.ts';
import { areEqual, type Ranked } from './ranking.ts';

/** Units worth taking from a lower race: more of them would be a list of temptations. */
const MAX_TAKEN = 2;

/** A unit under order elsewhere, with what it would cost to take it. */
export interface Taken<P> {
  readonly row: Ranked<P>;
  readonly reason: RecommendationReason;
}

/**
 * Units under order to a lower race that would be there earlier than the best free one by more than the uncertainty of
 * both, best first, each with the margin its race has now and would have without it. A race is lower when its level is,
 * or when it is of the same level and already lost.
 */
export function takeable<P>(
  entry: RaceEntry,
  committed: readonly Ranked<P>[],
  bestFree: Ranked<P> | undefined,
  others: readonly RaceEntry[],
  context: RaceContext<P>,
): Taken<P>[] {
  const taken: Taken<P>[] = [];
  for (const row of committed) {
    if (taken.length === MAX_TAKEN) break;
    const isFaster =
      bestFree === undefined || (row.drive.medianS < bestFree.drive.medianS && !areEqual(row, bestFree));
    const other = isFaster && !row.isLast ? raceUnderOrder(row.candidate, entry, others) : undefined;
    if (other === undefined) continue;
    const reason = consequence(row.candidate, entry, other, context);
    if (reason !== undefined) taken.push({ row, reason });
  }
  return taken;
}

function raceUnderOrder<P>(
  { unit }: Candidate<P>,
  entry: RaceEntry,
  others: readonly RaceEntry[],
): RaceEntry | undefined {
  return others.find(
    (other) => other.id !== entry.id && other.orders.some(({ orderId }) => orderId === unit.orderId),
  );
}

function consequence<P>(
  { unit }: Candidate<P>,
  entry: RaceEntry,
  other: RaceEntry,
  context: RaceContext<P>,
): RecommendationReason | undefined {
  const before = raceOf(other, context);
  const isLower = other.level > entry.level || (other.level === entry.level && before.outlook === 'too-late');
  if (!isLower || unit.orderId === undefined) return undefined;
  const left = { ...other, orders: other.orders.filter(({ orderId }) => orderId !== unit.orderId) };
  const after = raceOf(left, context);
  return {
    code: 'committed',
    incidentId: other.id,
    orderId: unit.orderId,
    marginBeforeS: before.marginS?.mid,
    marginAfterS: after.marginS?.mid,
    insteadUnitId: after.unitId,
  };
}
