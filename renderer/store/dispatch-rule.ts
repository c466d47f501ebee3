import { MOST_ROWS, type Recommendation, type RecommendationList } from '../../shared/domain/race.ts';

/** One line of the list a digit means; `row` is undefined while its unit cannot be sent. */
export interface Slot {
  readonly unitId: string;
  readonly row: Recommendation | undefined;
}

/**
 * The rows as shown, nine at most: while a target is open its rows keep the places they had (`frozen`, unit ids), so that a
 * digit or Enter never means another unit than the one that was read. A unit that can no longer be sent leaves its place
 * empty; units that join later come after. Values stay live.
 */
export function shownSlots(list: RecommendationList, frozen: readonly string[]): readonly Slot[] {
  const byUnit = new Map(list.rows.map((row) => [row.unitId, row]));
  const joined = list.rows.map(({ unitId }) => unitId).filter((unitId) => !frozen.includes(unitId));
  return [...frozen, ...joined].slice(0, MOST_ROWS).map((unitId) => ({ unitId, row: byUnit.get(unitId) }));
}

/**
 * Whom the row of a slot cannot be told from, when that is not who stands above it on screen: the place above may be empty, or
 * hold somebody who was read there before. Undefined = the one above, or it has no equal before it.
 */
export function equalElsewhere(
  list: RecommendationList,
  slots: readonly Slot[],
  index: number,
): string | undefined {
  const row = slots[index]?.row;
  const before = list.rows[list.rows.findIndex(({ unitId }) => unitId === row?.unitId) - 1];
  if (row === undefined || before?.rank !== row.rank) return undefined;
  return slots[index - 1]?.row?.rank === row.rank ? undefined : before.unitId;
}

/** Whether the best unit found no place among the rows that are being read. */
export function isBestUnseen(list: RecommendationList, slots: readonly Slot[]): boolean {
  const best = list.rows[0]?.unitId;
  return best !== undefined && !slots.some(({ unitId }) => unitId === best);
}

/**
 * The unit Enter sends: the picked one while it is still listed, else the first row when it leads by more than the uncertainty,
 * shares its rank with nobody and stands first on screen. Undefined = a digit is needed; nothing is preselected among equals.
 */
export function dispatchChoice(
  list: RecommendationList | undefined,
  frozen: readonly string[],
  pickedUnitId: string | undefined,
): string | undefined {
  if (list === undefined) return undefined;
  if (pickedUnitId !== undefined) return list.rows.find((row) => row.unitId === pickedUnitId)?.unitId;
  const [first, second] = list.rows;
  if (first === undefined || !list.isClear || second?.rank === first.rank) return undefined;
  return shownSlots(list, frozen)[0]?.unitId === first.unitId ? first.unitId : undefined;
}
