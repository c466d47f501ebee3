import type { PositionColumns } from '../../shared/contract/position-frame.ts';
import { FixChains, readFromMs } from '../../shared/interception/fix-chains.ts';
import { fixOfRow } from '../../shared/interception/fix-source.ts';
import type { TrackHistory } from '../../shared/timeline/track-history.ts';

/**
 * How everybody's fixes were read at moments of the past: read anew from the history after a jump, read on when time goes
 * on. Equal to what was read live, for a reading is a matter of the fixes alone.
 */
export class PastReading {
  readonly #history: () => TrackHistory;
  #chains = new FixChains();
  /** Everything up to here has been taken; undefined = nothing yet. */
  #untilMs: number | undefined;

  constructor(history: () => TrackHistory) {
    this.#history = history;
  }

  /** Everybody's fixes as they were read at `atMs`, feed time; good until the next call. */
  at(atMs: number): FixChains {
    const history = this.#history();
    const fromMs = readFromMs(atMs);
    let untilMs = this.#untilMs;
    if (untilMs === undefined || atMs < untilMs || untilMs < fromMs) {
      this.#chains = new FixChains();
      untilMs = fromMs;
      takeRows(this.#chains, history.latestAt(fromMs));
    }
    // told again only once it is whole: a shelf that fails in between is read anew
    this.#untilMs = undefined;
    history.between(untilMs, atMs, (fixes) => takeRows(this.#chains, fixes));
    this.#untilMs = atMs;
    return this.#chains;
  }

  /** The history got these too. */
  note(frame: PositionColumns): void {
    for (let row = 0; row < frame.count && this.#untilMs !== undefined; row++) {
      if ((frame.atMs[row] ?? 0) > this.#untilMs) continue;
      if (!this.#chains.take(frame.slot[row] ?? 0, fixOfRow(frame, row))) this.#untilMs = undefined;
    }
  }

  /** It is another history. */
  forget(): void {
    this.#untilMs = undefined;
  }
}

/** Takes a frame's fixes, of every slot in the order of their time. */
export function takeRows(chains: FixChains, fixes: PositionColumns): void {
  for (let row = 0; row < fixes.count; row++) chains.take(fixes.slot[row] ?? 0, fixOfRow(fixes, row));
}
