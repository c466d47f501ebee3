import type { Cancel, Clock } from '../../shared/kit/clock.ts';

/**
 * A drill's time. It stands still until `advanceTo` moves it, and moves past a timer only when that timer's promise has
 * settled (lockstep): however slow the machine or fast the drill, everything happens in the same order at the same times.
 * Timers fire by (due time, order of scheduling); a timer scheduled for the past fires at the present moment.
 */
export interface VirtualClock extends Clock {
  /**
   * Fires every timer due at or before `atMs`, one after the other, then stands at `atMs`. A target in the past does
   * nothing. Calls queue up: a second one starts when the first has finished. Rejects with the first error a timer
   * threw when no `onTimerError` was given; time then stands at that timer.
   */
  advanceTo(atMs: number): Promise<void>;
  /** Due time of the next timer, epoch ms; undefined when none is waiting. */
  nextDueMs(): number | undefined;
  /** Timers waiting. */
  pendingCount(): number;
}

interface Timer {
  readonly dueMs: number;
  readonly order: number;
  readonly run: () => void | Promise<void>;
  isCancelled: boolean;
}

/** A clock that stands at `startMs`. With `onTimerError` a failing timer is reported and time goes on. */
export function createVirtualClock(startMs: number, onTimerError?: (error: unknown) => void): VirtualClock {
  let nowMs = startMs;
  let scheduled = 0;
  let live = 0;
  const heap: Timer[] = [];
  let tail: Promise<void> = Promise.resolve();

  const dropCancelled = (): Timer | undefined => {
    while (heap[0]?.isCancelled === true) popTimer(heap);
    return heap[0];
  };

  const runDue = async (untilMs: number): Promise<void> => {
    for (
      let timer = dropCancelled();
      timer !== undefined && timer.dueMs <= untilMs;
      timer = dropCancelled()
    ) {
      popTimer(heap);
      timer.isCancelled = true;
      live--;
      nowMs = Math.max(nowMs, timer.dueMs);
      try {
        await timer.run();
      } catch (error) {
        if (onTimerError === undefined) throw error;
        onTimerError(error);
      }
    }
    nowMs = Math.max(nowMs, untilMs);
  };

  return {
    nowMs: () => nowMs,
    schedule(atMs: number, run: () => void | Promise<void>): Cancel {
      const timer: Timer = { dueMs: Math.max(nowMs, atMs), order: scheduled++, run, isCancelled: false };
      live++;
      pushTimer(heap, timer);
      return () => {
        if (timer.isCancelled) return;
        timer.isCancelled = true;
        live--;
      };
    },
    advanceTo(atMs) {
      const mine = tail.then(() => (atMs > nowMs ? runDue(atMs) : undefined));
      tail = mine.catch(() => undefined);
      return mine;
    },
    nextDueMs: () => dropCancelled()?.dueMs,
    pendingCount: () => live,
  };
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order);
}

function pushTimer(heap: Timer[], timer: Timer): void {
  let at = heap.length;
  heap.push(timer);
  while (at > 0) {
    const parentAt = (at - 1) >> 1;
    const parent = heap[parentAt];
    if (parent === undefined || isBefore(parent, timer)) break;
    heap[at] = parent;
    at = parentAt;
  }
  heap[at] = timer;
}

function popTimer(heap: Timer[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    let childAt = 2 * at + 1;
    let child = heap[childAt];
    if (child === undefined) break;
    const right = heap[childAt + 1];
    if (right !== undefined && isBefore(right, child)) {
      child = right;
      childAt++;
    }
    if (isBefore(last, child)) break;
    heap[at] = child;
    at = childAt;
  }
  heap[at] = last;
}
