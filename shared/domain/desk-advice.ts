import type { LocalText } from './belief.ts';
import type { Band, WinChance } from './race.ts';

/** What is lost elsewhere when a unit under way is taken: chances of the race it leaves, with it and after. */
export interface JointTaking {
  readonly orderId: string;
  readonly incidentId: string;
  readonly before: number;
  readonly after: number;
  /** Who goes there in its place, by another line; undefined = nobody now. */
  readonly insteadUnitId?: string | undefined;
}

/** One line of a joint proposal: who goes where. Chances between 0 and 1. */
export interface JointLine {
  readonly targetId: string;
  readonly unitId: string;
  readonly arrivalMs: Band;
  /** Chance to be there in time; judged by what is usual where nobody knows the money clock. */
  readonly chance: number;
  /** Set where the money clock is known. */
  readonly win?: WinChance | undefined;
  /** Who cannot be told apart from the unit: with any in it a person chooses. */
  readonly equals: readonly string[];
  readonly takes?: JointTaking | undefined;
  /** The row's own first, when it is another: kept for that race, or (undefined) where it stands, for cover. */
  readonly first?: { readonly unitId: string; readonly keptFor?: string | undefined } | undefined;
}

/** Everything that waits, decided at once. Derived, never an event. */
export interface JointProposal {
  readonly atMs: number;
  /** In queue order. */
  readonly lines: readonly JointLine[];
  /** Races nobody is sent to now. */
  readonly held: readonly string[];
  /** How many wait. */
  readonly waiting: number;
  /** Races the sums are over: those that wait, and those a unit is taken from. */
  readonly races: number;
  /** How many of them are reached in time, expected: all at once, and each with its own first in queue order. */
  readonly together: number;
  readonly oneByOne: number;
}

/** Where a car is sent to wait. */
export interface StandbyPost {
  readonly id: string;
  readonly name: LocalText;
  readonly lon: number;
  readonly lat: number;
}

/** A car that would do more good elsewhere. Shares of alerts that are met in time, between 0 and 1. */
export interface StandbyMove {
  readonly unitId: string;
  readonly post: StandbyPost;
  /** Seconds to get there without blue lights. */
  readonly driveS: number;
  /** The district that gains most; undefined = the region has no districts. */
  readonly area?: LocalText | undefined;
  readonly before: number;
  readonly after: number;
  /** What all districts together gain. */
  readonly gain: number;
}

/** Where free cars had better wait. Derived, never an event. */
export interface StandbyPlan {
  readonly atMs: number;
  /** Best first. */
  readonly moves: readonly StandbyMove[];
  /** What it rests on: alerts of this ledger, or (too few of them) places of the map that may see some. */
  readonly basis: { readonly kind: 'alerts' | 'assumed'; readonly n: number };
}
