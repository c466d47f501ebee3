import type { PlaceBelief } from './belief.ts';
import type { Actor, Alert, Incident } from './entities.ts';
import type { Band } from './race.ts';

/** Kinds of place where somebody who is about to pay may be: 家 车 银行 取款机 宾馆 茶楼 公园 车站 商店, what somebody named, and the last known cell. */
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
  'named',
  'last-cell',
] as const;
export type FindPlaceKind = (typeof FIND_PLACE_KINDS)[number];

/** Source of a place that somebody is sent to look at. */
export const FIND_BOARD = 'find-board';

/** How thorough a look was: 粗看 in passing, 看过 as usual, 细搜 every corner. */
export const LOOK_CARES = ['glance', 'usual', 'thorough'] as const;
export type LookCare = (typeof LOOK_CARES)[number];

/** What somebody who looked has to tell. It carries the place whole, so that a log needs no other file to be read again. */
export interface LookReport {
  /** Of the find board; the same place has the same id as long as the region pack is the same. */
  readonly placeId: string;
  readonly kind: FindPlaceKind;
  readonly place: PlaceBelief;
  readonly found: boolean;
  readonly care: LookCare;
  /** Who looked there, where it was one of our units; else whoever reports it saw or heard it. */
  readonly unitId?: string | undefined;
}

/** A look that was done. */
export interface Looked extends LookReport {
  readonly atMs: number;
  readonly by: Actor;
}

/** Everything the room knows of somebody who has to be found. */
export interface PersonSearch {
  readonly targetId: string;
  /** Every belief, oldest first, as it was reported. */
  readonly trail: readonly PlaceBelief[];
  readonly looks: readonly Looked[];
  /** Seen to leave with the money. */
  readonly departure?: Incident['departure'];
}

/** The search for the person of an incident or of an alert that waits; undefined = nobody has to be found any more. */
export function searchOf(
  targetId: string,
  incident: Incident | undefined,
  alert: Alert | undefined,
): PersonSearch | undefined {
  if (incident !== undefined) {
    if (incident.closedAtMs !== undefined) return undefined;
    const { trail, looks = [], departure } = incident;
    return { targetId, trail, looks, departure };
  }
  if (alert === undefined || (alert.state !== 'raised' && alert.state !== 'acknowledged')) return undefined;
  return { targetId, trail: alert.place === undefined ? [] : [alert.place], looks: [] };
}

const GUESSES: ReadonlySet<PlaceBelief['kind']> = new Set([
  'registered-address',
  'last-cell',
  'last-payment',
  'family-says',
]);
/** A wider area is no place to knock at. */
const WIDE_M = 400;

/** Whether nobody can say where the person is now: the moment for the find board. */
export function isUnfound(
  place: PlaceBelief | undefined,
  incident: Pick<Incident, 'looks' | 'phase'> | undefined,
): boolean {
  const last = incident?.looks?.at(-1);
  if (last !== undefined) return !last.found;
  return (
    incident?.phase === 'find' || place === undefined || GUESSES.has(place.kind) || place.radiusM > WIDE_M
  );
}

/**
 * One thing that speaks for or against a place. `factor` over 1 = it made the place likelier, under 1 less likely; of the prior it is
 * what the place was worth before anything was known, 0..1.
 */
export interface FindReason {
  readonly kind: 'prior' | 'cell' | 'payment' | 'family' | 'footage' | 'found' | 'looked';
  readonly factor: number;
  readonly atMs?: number | undefined;
  /** From the place to where something was observed, metres. */
  readonly awayM?: number | undefined;
}

/** A unit that could look there, and when it would be there were it sent this second; epoch ms. */
export interface FindUnit {
  readonly unitId: string;
  readonly arrivalMs: Band;
  /** It stands at a place where nobody was found: it is sent on by this order. */
  readonly orderId?: string | undefined;
  /** That its look finds the person: being there times being seen, 0..1. */
  readonly findChance: number;
  /** `findChance` per minute of way and look. */
  readonly perMinute: number;
}

/** One place worth a look. */
export interface FindRow {
  readonly placeId: string;
  readonly kind: FindPlaceKind;
  /** What else is behind the same door. */
  readonly also?: FindPlaceKind | undefined;
  readonly place: PlaceBelief;
  /** That the person is there now, 0..1; all rows and `elsewhere` sum to 1. */
  readonly chance: number;
  /** The prior first, then what weighed most. */
  readonly reasons: readonly FindReason[];
  /** The newest look and how many there were. */
  readonly looked?:
    | { readonly atMs: number; readonly care: LookCare; readonly found: boolean; readonly count: number }
    | undefined;
  /** A unit under order to it. */
  readonly order?:
    | { readonly orderId: string; readonly unitId: string; readonly isThere: boolean }
    | undefined;
  /** The unit to send: the one the plan sends here, or else the soonest. */
  readonly unit?: FindUnit | undefined;
  /** Place in the plan of next looks, from 1; undefined = not one of them. */
  readonly turn?: number | undefined;
}

/** Where the person may be, and who looks where next. */
export interface FindBoard {
  readonly targetId: string;
  readonly atMs: number;
  /** Beliefs, looks and departures it is reckoned from: between two boards of the same number only time has passed. */
  readonly facts: number;
  /** Likeliest first. */
  readonly rows: readonly FindRow[];
  /** At none of the rows. Never zero: a list is never complete. */
  readonly elsewhere: number;
  /** Kinds of place that no list of this region holds, for nobody looked for them: somebody may well be at one of them. */
  readonly unlisted: readonly FindPlaceKind[];
  /** Kinds of place that were looked for in the region's map, which has none. */
  readonly absent: readonly FindPlaceKind[];
  /** That the next looks together find the person, 0..1. */
  readonly looksChance: number;
  /** The person was found at this place and nothing newer says otherwise. */
  readonly foundAt?: string | undefined;
}
