import type { LocalText } from './belief.ts';
import type { Band } from './race.ts';

/** A place to close, and when the target is reckoned there. */
export interface SealExit {
  readonly exitId: string;
  readonly name: LocalText;
  readonly lon: number;
  readonly lat: number;
  /** That the target comes past, 0..1; undefined = chosen by hand, counts in full. */
  readonly chance?: number | undefined;
  /** Epoch ms; undefined = nobody can tell. */
  readonly targetMs?: Band | undefined;
}

/** One unit bound to one exit. */
export interface SealPair {
  readonly exitId: string;
  readonly unitId: string;
}

/** What a room asks to have closed, with its own edits. */
export interface SealQuery {
  readonly targetId: string;
  readonly exits: readonly SealExit[];
  /** Pairs somebody has fixed. */
  readonly pins: readonly SealPair[];
  /** Pairs somebody has ruled out. */
  readonly bans: readonly SealPair[];
  /** The plan that was decided on, to be judged again as things are now; empty = none yet. */
  readonly held: readonly SealPair[];
}

/**
 * One exit of a plan. `holds` = the latest arrival is before the target's earliest; `tight` = the bands overlap and the
 * expected arrival is in time; `late` = expected after the target; `open` = nobody can be sent; `unclocked` = a unit goes,
 * but nobody can tell when the target comes.
 */
export interface SealRow {
  readonly exitId: string;
  readonly unitId?: string | undefined;
  /** Were it sent now; epoch ms. */
  readonly arrivalMs?: Band | undefined;
  /** Target minus unit, seconds. */
  readonly marginS?: Band | undefined;
  readonly state: 'holds' | 'tight' | 'late' | 'open' | 'unclocked';
  readonly isPinned: boolean;
}

/** Who closes what, proven best under the edits: the most chance of meeting the target, then the widest smallest margin. */
export interface SealPlan {
  readonly targetId: string;
  readonly atMs: number;
  /** In the order of the query's exits. */
  readonly rows: readonly SealRow[];
  /** The plan that was decided on, as things are now, with who is left over for exits it has nobody for; empty = no plan. */
  readonly held: readonly SealRow[];
}
