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

/** Margin in milliseconds: positive = in time. Losses are positive, gains negative. */
export interface MarginLedger {
  /** Margin there was to begin with. */
  readonly startMs: number;
  /** Margin at the end: what the race was won or lost by. */
  readonly endMs: number;
  /** Only stages that lost or won something, the greatest loss first. They sum to startMs - endMs exactly. */
  readonly stages: readonly { readonly stage: MarginStage; readonly lostMs: number }[];
}

/**
 * The account of one incident's margin, drawn up afterwards from the whole log, or why there is none. no-clock: nobody ever
 * knew when the money goes. no-place: nobody ever knew where she was. no-positions: no unit's position of that time is kept.
 * no-road: the place is off the road network, or nobody had a way there.
 */
export type MarginAccount =
  | { readonly kind: 'none'; readonly why: 'no-clock' | 'no-place' | 'no-positions' | 'no-road' }
  | {
      readonly kind: 'ledger';
      readonly ledger: MarginLedger;
      /** When the money went, or would have gone, as last known. Epoch ms like all of these. */
      readonly dueMs: number;
      readonly factAtMs: number;
      /** The account begins here: later than the fact when no position is known from before. */
      readonly fromMs: number;
      /** The account ends here: met, closed, or the newest moment of the log. */
      readonly untilMs: number;
      /** met: she was reached. closed: the incident ended without a meeting. running: neither yet. */
      readonly end: 'met' | 'closed' | 'running';
      /** The last moment at which somebody could still have made it; undefined = there was none. */
      readonly lastWinnableMs?: number | undefined;
      /** Arrivals are reckoned to where she was met, by the unit's own position, or to the last place she was believed at. */
      readonly placeFrom: 'met' | 'order' | 'belief';
      /** Drives that had taught the road times when the race began; undefined = the road's own, free-flow times. */
      readonly drives?: number | undefined;
    };
