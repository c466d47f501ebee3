import type { MipSolver } from './mip.ts';

/** What solving needs of the program it runs in. */
export interface PlanPorts<Answer> {
  /** Monotonic milliseconds; only ever subtracted. */
  readonly nowMs: () => number;
  /**
   * Lets the thread breathe when it is time to (cheap otherwise); false = stop now and keep what there is. Called every
   * few milliseconds of work.
   */
  readonly mayGoOn: () => Promise<boolean>;
  readonly mip: MipSolver;
  /** Called with every better answer or tighter bound, from the quick one on. */
  readonly onAnswer: (answer: Answer) => void;
}
