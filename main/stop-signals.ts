/** Signals this close together are one wish to stop. */
const BURST_MS = 2_000;

export interface StopSignalsInput {
  /** Monotonic milliseconds. */
  readonly monoMs: () => number;
  /** Ends in an orderly way; called once. */
  readonly stop: () => void;
  /** Ends at once: the user asked again. */
  readonly exitNow: () => void;
}

/**
 * The listener of SIGINT, SIGTERM and SIGHUP. The first one stops us; one that comes later than two seconds after it ends
 * us at once. In between they are the same wish: killing a process group reaches us directly and again through the
 * programs that started us, which pass signals on.
 */
export function createStopSignals(input: StopSignalsInput): () => void {
  let firstAtMs: number | undefined;
  return () => {
    const nowMs = input.monoMs();
    if (firstAtMs === undefined) {
      firstAtMs = nowMs;
      input.stop();
    } else if (nowMs - firstAtMs >= BURST_MS) input.exitNow();
  };
}
