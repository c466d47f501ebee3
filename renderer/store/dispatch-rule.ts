import type { Recommendation, RecommendationList } from '../../shared/domain/race.ts';

/**
 * The rows as shown: while a target is open its rows keep the places they had (`frozen`, unit ids), so that a digit or Enter
 * never means another unit than the one that was read; units that join later come after. Values stay live.
 */
export function shownRows(list: RecommendationList, frozen: readonly string[]): readonly Recommendation[] {
  if (frozen.length === 0) return list.rows;
  const byUnit = new Map(list.rows.map((row) => [row.unitId, row]));
  const kept = frozen.flatMap((unitId) => byUnit.get(unitId) ?? []);
  return [...kept, ...list.rows.filter((row) => !frozen.includes(row.unitId))];
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
  return shownRows(list, frozen)[0]?.unitId === first.unitId ? first.unitId : undefined;
}
