import type { MarginLedger, MarginStage } from '../../domain/margin-account.ts';

/** How soon the person could be reached, as it stood at a moment. Integer epoch ms; two marks may share one `atMs`. */
export interface MarginMark {
  readonly atMs: number;
  /** Arrival if everything went right from here on. */
  readonly arrivalMs: number;
  /** What the change of the arrival since the mark before is booked to. The first mark's is not used. */
  readonly stage: MarginStage;
}

/** Books the change from mark to mark. `marks` in order of time; undefined when there are none. */
export function bookMargin(marks: readonly MarginMark[], dueMs: number): MarginLedger | undefined {
  const first = marks[0];
  const last = marks.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const lost = new Map<MarginStage, number>();
  let arrivalMs = first.arrivalMs;
  for (const mark of marks.slice(1)) {
    lost.set(mark.stage, (lost.get(mark.stage) ?? 0) + (mark.arrivalMs - arrivalMs));
    arrivalMs = mark.arrivalMs;
  }
  return {
    startMs: dueMs - first.arrivalMs,
    endMs: dueMs - last.arrivalMs,
    stages: [...lost]
      .filter(([, lostMs]) => lostMs !== 0)
      .map(([stage, lostMs]) => ({ stage, lostMs }))
      .toSorted((a, b) => b.lostMs - a.lostMs),
  };
}
