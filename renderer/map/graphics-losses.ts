/** So many losses in so short a time are a broken driver: drawing again would only take the window with it. */
const MOST_LOSSES = 5;
const WITHIN_MS = 60_000;

/** Times (monotonic milliseconds) at which the graphics device was lost lately. */
export type Losses = readonly number[];

/** Adds a loss; older ones than a minute count no more, so that a shift of eight hours never runs out of attempts. */
export function addLoss(losses: Losses, nowMs: number): Losses {
  return [...losses.filter((atMs) => nowMs - atMs < WITHIN_MS), nowMs];
}

/** Whether drawing again is worth no further attempt. */
export function isHopeless(losses: Losses): boolean {
  return losses.length > MOST_LOSSES;
}
