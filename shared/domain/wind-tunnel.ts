import type { LocalText } from './belief.ts';

/** Whom results are told apart by; `all` is everybody together. */
export const WIND_GROUPS = ['all', 'town', 'suburb', 'elderly'] as const;
export type WindGroup = (typeof WIND_GROUPS)[number];

/**
 * saved = people reached in time, a shift · late = share of people reached too late, % · lost = money gone, fen a shift ·
 * response = mean seconds from alert to arrival (nobody came: to the end of the shift).
 */
export const WIND_MEASURES = ['late', 'saved', 'lost', 'response'] as const;
export type WindMeasure = (typeof WIND_MEASURES)[number];

/** How the desk works today; both sides of a comparison share it but for the one change. */
export interface WindToday {
  /** Cars on duty all shift, dealt out to the stations in their order, round and round. */
  readonly cars: number;
  /** Free cars are told where to wait. */
  readonly isStandby: boolean;
  /** All that wait at once are decided on together. */
  readonly isTogether: boolean;
}

/** The one rule that is changed. Hours count from the start of the shift, 0..8. */
export type WindChange =
  | { readonly kind: 'cars'; readonly cars: number }
  /** One more car, for these hours only, standing at a post. */
  | {
      readonly kind: 'night-car';
      readonly fromH: number;
      readonly toH: number;
      readonly postId: string;
    }
  /** Whoever stands at `fromPostId` stands at `toPostId` instead; without one: another post with a car of its own. */
  | { readonly kind: 'post'; readonly fromPostId?: string | undefined; readonly toPostId: string }
  /** Alerts less grave than `atOnce` wait until more than `keepFree` cars are free. */
  | { readonly kind: 'hold'; readonly atOnce: 'L0' | 'L1'; readonly keepFree: number }
  | { readonly kind: 'standby'; readonly isOn: boolean }
  | { readonly kind: 'together'; readonly isOn: boolean };

/** What a leader asks. */
export interface WindQuery {
  readonly today: WindToday;
  readonly change: WindChange;
  /** Seeded nights played on both sides. */
  readonly shifts: number;
}

/** Somewhere a car can stand: a station of the pack, or a kerb drawn from its roads. */
export interface WindPost {
  readonly postId: string;
  /** Of a station; a kerb is told by the station nearest to it. */
  readonly name?: LocalText | undefined;
  readonly near?:
    | {
        readonly postId: string;
        readonly metres: number;
        /** From the station to the kerb, degrees clockwise from north. */
        readonly bearingDeg: number;
      }
    | undefined;
  readonly lon: number;
  readonly lat: number;
}

/** The town that nights are drawn on, or what its region pack lacks for it. */
export type WindTown =
  | {
      readonly kind: 'town';
      /** Stations first, in the order cars are dealt out. */
      readonly posts: readonly WindPost[];
      /** Places of made-up alerts. */
      readonly sites: number;
    }
  | { readonly kind: 'missing'; readonly what: 'roads' | 'stations' | 'ways' };

/**
 * What can be told: `pending` = not all nights are played, so nothing yet · `none` = the 95 % interval spans nothing ·
 * `same` = no night differs at all.
 */
export type WindVerdict = 'pending' | 'better' | 'worse' | 'none' | 'same';

/** One figure under both rules, over the nights played so far. */
export interface WindFigure {
  readonly today: number;
  readonly changed: number;
  /** changed - today, paired by night. */
  readonly difference: number;
  /** 95 % interval of the difference; absent while too few nights differ for one. */
  readonly interval?: readonly [low: number, high: number] | undefined;
  readonly verdict: WindVerdict;
}

/** Where a run stands. Figures are absent for a group nobody of which was at stake. */
export interface WindReport {
  readonly state: 'waiting' | 'running' | 'done' | 'stopped' | 'failed';
  /** While waiting: the nights of others that are played first. */
  readonly ahead?: number | undefined;
  readonly played: number;
  readonly planned: number;
  readonly groups: Readonly<
    Record<
      WindGroup,
      { readonly people: number; readonly figures?: Readonly<Record<WindMeasure, WindFigure>> | undefined }
    >
  >;
  /** Late share (%) that nobody could go below, knowing every alert beforehand. */
  readonly bound?: { readonly today: number; readonly changed: number } | undefined;
}
