import type { LocalText } from '../../domain/belief.ts';

/** Kinds of place where somebody who is about to pay may be: 家 车 银行 取款机 宾馆 茶楼 公园 车站 商店 and the last known cell. */
export const FIND_PLACE_KINDS = [
  'home',
  'car',
  'bank',
  'cash-machine',
  'hotel',
  'tea-house',
  'park',
  'station',
  'shop',
  'last-cell',
] as const;
export type FindPlaceKind = (typeof FIND_PLACE_KINDS)[number];

/** One place worth a look, WGS-84. */
export interface FindPlace {
  readonly placeId: string;
  readonly kind: FindPlaceKind;
  readonly label: LocalText;
  readonly lon: number;
  readonly lat: number;
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
  'last-cell': { weight: 0.1, lookMin: 8, detection: 0.5 },
};
