import type { PlayheadInfo } from '../../shared/contract/port.ts';

/** How far the live edge may run ahead of the last heartbeat, real milliseconds. */
const EXTRAPOLATE_MS = 1_500;

/**
 * The one playhead of all windows. Live = pinned to the edge of the feed, replay = its own clock. Time never runs
 * backwards within an epoch (I1): seek, step, a return to the edge and a reconnect start a new one.
 * All times are feed milliseconds; `monoMs` arguments are the caller's monotonic clock.
 */
export class Playhead {
  #epoch: number;
  #mode: 'live' | 'replay' = 'live';
  #rate = 1;
  #anchorMs = 0;
  #anchorMonoMs = 0;
  #startMs = 0;
  #edgeMs = 0;
  #beat: { readonly nowMs: number; readonly rate: number; readonly monoMs: number } | undefined;
  #lastMs = 0;

  /** `firstEpoch` is above every epoch of an earlier run, so that a window that outlived it sees a new one. */
  constructor(firstEpoch = 1) {
    this.#epoch = firstEpoch;
  }

  get epoch(): number {
    return this.#epoch;
  }

  get mode(): 'live' | 'replay' {
    return this.#mode;
  }

  /** A heartbeat: feed time and how fast it runs. */
  heard(nowMs: number, rate: number, monoMs: number): void {
    this.#beat = { nowMs, rate, monoMs };
    this.#edgeMs = Math.max(this.#edgeMs, nowMs);
  }

  /** An event or fix was received at this feed time: the edge is at least there. */
  reached(receivedAtMs: number): void {
    if (this.#startMs === 0 || receivedAtMs < this.#startMs) this.#startMs = receivedAtMs;
    this.#edgeMs = Math.max(this.#edgeMs, receivedAtMs);
  }

  /** Another ledger, a reconnect or another view: a new epoch. With `forget`, times start anew as well. */
  restart(forget: boolean): void {
    this.#epoch++;
    if (!forget) return;
    this.#mode = 'live';
    this.#startMs = 0;
    this.#edgeMs = 0;
    this.#lastMs = 0;
    this.#beat = undefined;
  }

  seek(atMs: number, monoMs: number): void {
    const target = Math.min(Math.max(atMs, this.#startMs), this.#edge(monoMs));
    const rate = this.#mode === 'replay' ? this.#rate : 0;
    this.#replayFrom(target, rate, monoMs);
    this.#epoch++;
    this.#lastMs = target;
  }

  /** Runs from here at `rate`; in live mode there is nothing to run. */
  play(rate: number, monoMs: number): void {
    const atMs = this.at(monoMs);
    if (this.#mode === 'replay') this.#replayFrom(atMs, rate, monoMs);
  }

  pause(monoMs: number): void {
    this.#replayFrom(this.at(monoMs), 0, monoMs);
  }

  live(): void {
    if (this.#mode === 'live') return;
    this.#mode = 'live';
    this.#epoch++;
    this.#lastMs = 0;
  }

  /** Where it is now. A replay that reaches the edge becomes live without a jump. */
  at(monoMs: number): number {
    const edge = this.#edge(monoMs);
    if (this.#mode === 'replay') {
      const atMs = this.#anchorMs + (monoMs - this.#anchorMonoMs) * this.#rate;
      if (this.#rate === 0 || atMs < edge) return this.#forward(Math.min(atMs, edge));
      this.#mode = 'live';
    }
    return this.#forward(edge);
  }

  info(monoMs: number): PlayheadInfo {
    const atMs = this.at(monoMs);
    const edgeMs = Math.max(Math.floor(this.#edge(monoMs)), atMs);
    const rate = this.#mode === 'live' ? (this.#beat?.rate ?? 0) : this.#rate;
    return {
      epoch: this.#epoch,
      mode: this.#mode,
      atMs,
      rate,
      startMs: Math.min(this.#startMs, atMs),
      edgeMs,
    };
  }

  #forward(atMs: number): number {
    this.#lastMs = Math.max(this.#lastMs, Math.floor(atMs));
    return this.#lastMs;
  }

  #replayFrom(atMs: number, rate: number, monoMs: number): void {
    this.#mode = 'replay';
    this.#anchorMs = atMs;
    this.#anchorMonoMs = monoMs;
    this.#rate = rate;
  }

  #edge(monoMs: number): number {
    if (this.#beat === undefined) return this.#edgeMs;
    const sinceMs = Math.min(Math.max(0, monoMs - this.#beat.monoMs), EXTRAPOLATE_MS);
    return Math.max(this.#edgeMs, this.#beat.nowMs + sinceMs * this.#beat.rate);
  }
}
