import type { RecommendationList } from '../../shared/domain/race.ts';

/**
 * The unit Enter sends: the picked row, else row 1 when it leads by more than the uncertainty and shares its rank with nobody.
 * Undefined = a digit is needed first; nothing is preselected among equals.
 */
export function dispatchChoice(
  list: RecommendationList | undefined,
  pickedRow: number | undefined,
): string | undefined {
  if (list === undefined) return undefined;
  if (pickedRow !== undefined) return list.rows[pickedRow - 1]?.unitId;
  const [first, second] = list.rows;
  if (first === undefined || !list.isClear || second?.rank === first.rank) return undefined;
  return first.unitId;
}
