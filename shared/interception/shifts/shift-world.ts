import type { PlaceBelief } from '../../domain/belief.ts';
import type { AlertLevel } from '../../domain/vocabulary.ts';

/** Whom a shift's results are told apart by, so that nobody pays for somebody else's gain unseen. */
export const SHIFT_GROUPS = ['town', 'suburb', 'elderly'] as const;
export type ShiftGroup = (typeof SHIFT_GROUPS)[number];

/** A place where somebody may be about to pay. */
export interface ShiftSite {
  readonly node: number;
  readonly place: PlaceBelief;
  readonly group: ShiftGroup;
  /** Road seconds to it by node; Infinity = no way. */
  readonly secondsFrom: ArrayLike<number>;
}

/** Where a car can wait when nothing is on. */
export interface ShiftPost {
  readonly node: number;
  readonly lon: number;
  readonly lat: number;
  /** Road seconds to it by node; Infinity = no way. */
  readonly secondsFrom: ArrayLike<number>;
}

/** Town, roads and posts that shifts are drawn on. Immutable. */
export interface ShiftWorld {
  readonly sites: readonly ShiftSite[];
  /** Where cars belong. */
  readonly bases: readonly ShiftPost[];
  /** Bases and kerbs: wherever a car may be told to wait. */
  readonly posts: readonly ShiftPost[];
}

/** One alert of a shift. Times in seconds from its start. */
export interface ShiftIncident {
  readonly id: string;
  readonly site: ShiftSite;
  readonly level: AlertLevel;
  readonly raisedS: number;
  /** When the money goes. */
  readonly dueS: number;
  /** How far the stated time may be off either way; undefined = nobody knows when. */
  readonly bandS: number | undefined;
  /** 0 = nothing was ever at stake. */
  readonly fen: number;
  /** How long the unit stays. */
  readonly serveS: number;
}

/** One car of a shift. */
export interface ShiftUnit {
  readonly unitId: string;
  readonly base: ShiftPost;
  /** Only on duty for this long, seconds from the start of the shift; what it has begun it finishes. Undefined = all shift. */
  readonly duty?: { readonly fromS: number; readonly toS: number } | undefined;
}

/** What happens in one shift, the same for every way of sending. */
export interface Shift {
  readonly units: readonly ShiftUnit[];
  readonly incidents: readonly ShiftIncident[];
  /** Seconds before this unit rolls to this incident, and what its drive takes as a multiple of the road time. */
  luck(unitId: string, incidentId: string): { readonly waitS: number; readonly slowness: number };
}

export const SHIFT_S = 8 * 3600;
