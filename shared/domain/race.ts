import type { LocalText } from './belief.ts';
import type { ArrivalEstimate } from './entities.ts';
import type { Detour } from './road-closure.ts';
import type { AlertLevel } from './vocabulary.ts';

/** low <= mid <= high. */
export interface Band {
  readonly low: number;
  readonly mid: number;
  readonly high: number;
}

/**
 * One line of the queue: an unpromoted alert or an open incident, with its race when there is one. Derived, never an event.
 * marginS = money clock - arrival, seconds, as a band; undefined when the clock is unknown, there is no place, or nobody can get there.
 */
export interface Race {
  readonly id: string;
  readonly kind: 'alert' | 'incident';
  readonly level: AlertLevel;
  /** Epoch ms band of the money clock; undefined = 期限未知. */
  readonly dueMs?: Band | undefined;
  /** Epoch ms band of the arrival. */
  readonly arrivalMs?: Band | undefined;
  readonly marginS?: Band | undefined;
  /** assigned = the unit under order; if-sent-now = the best unit, were it sent this second; none = nobody or no place. */
  readonly basis: 'assigned' | 'if-sent-now' | 'on-scene' | 'none';
  readonly unitId?: string | undefined;
  readonly outlook: 'ahead' | 'tight' | 'behind' | 'too-late' | 'unknown' | 'met';
  /** Chance of arriving before the money goes; undefined when the clock or the arrival is unknown, or there is nothing left to win. */
  readonly win?: WinChance | undefined;
  readonly covered: boolean;
  /** Seconds since anything happened on it. */
  readonly silenceS: number;
  /** Road geometry of the unit under order to the place: lon, lat pairs. */
  readonly route?: readonly number[] | undefined;
  /** Closed roads the unit under order goes round. */
  readonly detour?: Detour | undefined;
}

/** A chance between 0 and 1. `drives` = the arrived orders it was calibrated on; undefined = judgement, not calibrated. */
export interface WinChance {
  readonly p: number;
  readonly drives?: number | undefined;
}

/** Why a unit stands where it stands in the list; rendered in words by the console. */
export type RecommendationReason =
  | { readonly code: 'nearest-by-road'; readonly roadM: number }
  | { readonly code: 'fix-age'; readonly ageS: number }
  | { readonly code: 'has-vehicle' }
  | { readonly code: 'on-foot' }
  | { readonly code: 'crew'; readonly crew: number }
  | { readonly code: 'skill'; readonly skill: string }
  | { readonly code: 'detour'; readonly straightM: number; readonly roadM: number }
  | { readonly code: 'equal-to-above' }
  /** Slower than the first of the rank above by more than the uncertainty of both. */
  | { readonly code: 'slower-than-above'; readonly byS: number; readonly rank: number }
  /** Under order to a lower race; its margin then, undefined = nobody else could come or it has no clock. */
  | {
      readonly code: 'committed';
      readonly incidentId: string;
      readonly orderId: string;
      readonly marginBeforeS?: number | undefined;
      readonly marginAfterS?: number | undefined;
      /** Who would take over there; undefined = nobody free can come. */
      readonly insteadUnitId?: string | undefined;
    }
  | { readonly code: 'faster-than-free'; readonly byS: number }
  /** The person needs it and the crew has it, or has not. */
  | { readonly code: 'needed-skill'; readonly skill: string }
  | { readonly code: 'lacks-skill'; readonly skill: string }
  /** One officer alone. */
  | { readonly code: 'crew-alone' }
  | { readonly code: 'just-back'; readonly sinceS: number }
  | { readonly code: 'many-orders'; readonly orders: number }
  | { readonly code: 'own-area' }
  | { readonly code: 'outside-area'; readonly byM: number }
  /** A closed road makes its way longer. */
  | ({ readonly code: 'closed-road' } & Detour)
  | { readonly code: 'stale-fix'; readonly ageS: number }
  | { readonly code: 'auxiliary-alone' };

/** One candidate. Rows closer than their uncertainty share `rank`; Enter dispatches only an unshared first rank. */
export interface Recommendation {
  readonly unitId: string;
  readonly rank: number;
  readonly estimate: ArrivalEstimate;
  readonly marginS?: Band | undefined;
  readonly win?: WinChance | undefined;
  readonly reasons: readonly RecommendationReason[];
}

/** Rows a dispatcher can choose with one digit. */
export const MOST_ROWS = 9;

/** The list for one target, best first, with what was left out and why. */
export interface RecommendationList {
  readonly targetId: string;
  readonly atMs: number;
  readonly rows: readonly Recommendation[];
  /** True when row 1 leads by more than the uncertainty of both. */
  readonly isClear: boolean;
  readonly unavailable: readonly {
    readonly reason: 'committed' | 'out-of-service' | 'lost-contact' | 'no-fix' | 'no-road';
    readonly count: number;
  }[];
  /** Set when nothing can be ranked: no place, off the map. */
  readonly why?: LocalText | undefined;
}
