import type { Log } from '../../shared/kit/log.ts';
import type { Rng } from '../../shared/kit/rng.ts';

export interface RowContext {
  readonly rounds: number;
  readonly rng: Rng;
  readonly log: Log;
  /** Told after every round, for the person who waits. */
  readonly note: (text: string) => void;
}

/** What a row found out. `blindMs`: one figure a round. `violations`: broken promises; the row fails when there is one. */
export interface RowResult {
  readonly blindMs: readonly number[];
  readonly violations: readonly string[];
  /** What was lost, as measured. */
  readonly lost: string;
  /** Anything else that was measured, for the table. */
  readonly measured?: string | undefined;
}

/** One kind of fault and what becomes of a room that meets it. */
export interface FaultRow {
  readonly name: string;
  /** What is done to the product. */
  readonly fault: string;
  /** What the person at the desk can do meanwhile; each row checks it, not merely says it. */
  readonly canStill: string;
  /** Rounds of the full command, and of the slice in the unit tests. */
  readonly rounds: number;
  readonly sliceRounds: number;
  run(context: RowContext): Promise<RowResult>;
}
