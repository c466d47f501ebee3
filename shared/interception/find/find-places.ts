import type { LocalText } from '../../domain/belief.ts';
import type { FindPlaceKind, LookCare } from '../../domain/find-board.ts';

/** One place worth a look, WGS-84. */
export interface FindPlace {
  readonly placeId: string;
  readonly kind: FindPlaceKind;
  /** What else is behind the same door: a bank's cash machine. One look serves both. */
  readonly also?: FindPlaceKind | undefined;
  readonly label: LocalText;
  readonly lon: number;
  readonly lat: number;
}

/** Everything that a place is. */
export function kindsOf({ kind, also }: Pick<FindPlace, 'kind' | 'also'>): readonly FindPlaceKind[] {
  return also === undefined ? [kind] : [kind, also];
}

interface KindModel {
  /** Relative weight before anything is known of this person; spread over the places of the kind. */
  readonly weight: number;
  /** Minutes a look takes once there. */
  readonly lookMin: number;
  /** Probability that a look finds somebody who is there. */
  readonly detection: number;
}

/**
 * What is assumed of a kind until a district has counted its own cases. The weights are judgement, not measurement:
 * the belief therefore holds a second hypothesis, "these weights say nothing", and lets looks decide between them.
 */
export const FIND_KIND_MODEL: Readonly<Record<FindPlaceKind, KindModel>> = {
  home: { weight: 0.3, lookMin: 3, detection: 0.9 },
  car: { weight: 0.08, lookMin: 1, detection: 0.9 },
  bank: { weight: 0.22, lookMin: 2, detection: 0.95 },
  'cash-machine': { weight: 0.1, lookMin: 1, detection: 0.9 },
  hotel: { weight: 0.12, lookMin: 5, detection: 0.8 },
  'tea-house': { weight: 0.05, lookMin: 3, detection: 0.8 },
  park: { weight: 0.03, lookMin: 6, detection: 0.6 },
  station: { weight: 0.05, lookMin: 5, detection: 0.7 },
  shop: { weight: 0.05, lookMin: 3, detection: 0.8 },
  named: { weight: 0.08, lookMin: 4, detection: 0.8 },
  'last-cell': { weight: 0.1, lookMin: 8, detection: 0.5 },
};

/** How much of a usual look's misses is left: a glance misses more, a thorough search less. */
const MISSES: Readonly<Record<LookCare, number>> = { glance: 2.5, usual: 1, thorough: 0.35 };

/** Probability that a look of this care finds somebody who is there. */
export function detectionOf(kind: FindPlaceKind, care: LookCare): number {
  return Math.max(0.3, 1 - (1 - FIND_KIND_MODEL[kind].detection) * MISSES[care]);
}
