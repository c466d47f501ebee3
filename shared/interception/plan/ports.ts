import type { MipSolver } from './mip.ts';

/** Asked between two pieces of work: lets the thread breathe when it is time to; false = stop now. */
export type MayGoOn = () => Promise<boolean>;

/** What solving needs of the program it runs in. */
export interface PlanPorts<Answer> {
  /** Monotonic milliseconds; only ever subtracted. */
  readonly nowMs: () => number;
  /** False = stop now and keep what there is. Asked every few milliseconds of work. */
  readonly mayGoOn: MayGoOn;
  /** As `mayGoOn`, for a first plan and its bound, which may get a moment even when time is up. */
  readonly mayBegin: MayGoOn;
  readonly mip: MipSolver;
  /** Called with every better answer or tighter bound, from the quick one on. */
  readonly onAnswer: (answer: Answer) => void;
}
