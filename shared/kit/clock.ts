/** Stops a timer or a subscription; calling it twice is harmless. */
export type Cancel = () => void;

/**
 * Injected time. In a live gateway it is the machine's clock, in a drill the drill's virtual one.
 * Times are epoch milliseconds (UTC).
 */
export interface Clock {
  nowMs(): number;
  /** Runs `run` once at `atMs` (at once when past). A virtual clock does not advance before its promise settles. */
  schedule(atMs: number, run: () => void | Promise<void>): Cancel;
}
