import type { RecommendationList } from '../../shared/domain/race.ts';

/** Why somebody else than the first was sent: one key each, in the order of OVERRIDE_KEYS; the words are the console's. */
export const OVERRIDE_REASONS = ['knows-person', 'skill', 'radio-nearer', 'first-needed'] as const;
export type OverrideReason = (typeof OVERRIDE_REASONS)[number] | 'unsaid';

/** Keys that send the picked unit with a reason, as printed on them. Without one an override is logged as unsaid. */
export const OVERRIDE_KEYS = ['Z', 'X', 'C', 'V'] as const;

/**
 * Whether sending this unit goes against the list: it does not share the first rank, or it is taken from another race. A
 * pick among equals is a choice, not an override.
 */
export function isOverride(list: RecommendationList | undefined, unitId: string): boolean {
  const row = list?.rows.find((one) => one.unitId === unitId);
  if (list === undefined || row === undefined) return false;
  return row.rank !== list.rows[0]?.rank || row.reasons.some(({ code }) => code === 'committed');
}
