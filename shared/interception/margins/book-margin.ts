/**
 * Where a second of margin went. Before the order: model-delay (fact to alert) · ring (alert to acknowledged) · desk
 * (acknowledged to order) · other-order (an order that came to nothing) · units-moved (who was near drove away, or came).
 * With the order: unit-choice (another was nearer) · unsigned · rolling (signed, not yet on the way) · wrong-place ·
 * wrong-way · closed-road · slow-road (slower than the road's own time) · meeting (there, not yet met).
 */
export const MARGIN_STAGES = [
  'model-delay',
  'ring',
  'desk',
  'other-order',
  'units-moved',
  'unit-choice',
  'unsigned',
  'rolling',
  'wrong-place',
  'wrong-way',
  'closed-road',
  'slow-road',
  'meeting',
] as const;
export type MarginStage = (typeof MARGIN_STAGES)[number];

/** How soon the person could be reached, as it stood at a moment. Integer epoch ms; two marks may share one `atMs`. */
export interface MarginMark {
  readonly atMs: number;
  /** Arrival if everything went right from here on. */
  readonly arrivalMs: number;
  /** What the change of the arrival since the mark before is booked to. The first mark's is not used. */
  readonly stage: MarginStage;
}

/** Margin in milliseconds: positive = in time. Losses are positive, gains negative. */
export interface MarginLedger {
  /** Margin there was to begin with. */
  readonly startMs: number;
  /** Margin at the end: what the race was won or lost by. */
  readonly endMs: number;
  /** Only stages that lost or won something, the greatest loss first. They sum to startMs - endMs exactly. */
  readonly stages: readonly { readonly stage: MarginStage; readonly lostMs: number }[];
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
