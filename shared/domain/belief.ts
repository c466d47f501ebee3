import type { BeliefKind, ClockKind } from './vocabulary.ts';

/** Text in the sender's language; `en` where the sender supplied one. */
export interface LocalText {
  readonly zh: string;
  readonly en?: string | undefined;
}

/**
 * Where somebody is believed to be: always an area with an age and a source, WGS-84.
 * A lone pin is drawn only for `measured-fix`.
 */
export interface PlaceBelief {
  readonly kind: BeliefKind;
  readonly lon: number;
  readonly lat: number;
  readonly radiusM: number;
  /** When it was true, not when it arrived. */
  readonly atMs: number;
  readonly source: string;
  readonly label?: LocalText | undefined;
  /** Direction of travel when known, degrees clockwise from north. */
  readonly headingDeg?: number | undefined;
}

/**
 * When the money goes. `unknown` has no times and never renders a countdown digit.
 * The other kinds carry the best estimate and its band (earliest <= due <= latest), epoch ms.
 */
export type MoneyClock =
  | { readonly kind: Extract<ClockKind, 'unknown'>; readonly sinceMs: number }
  | {
      readonly kind: Exclude<ClockKind, 'unknown'>;
      readonly earliestMs: number;
      readonly dueAtMs: number;
      readonly latestMs: number;
      readonly source: string;
      /** What happens then: the hand-over, the end of the teller's hold, reaching the exit. */
      readonly what: LocalText;
      /** Sample size behind a modelled clock. */
      readonly n?: number | undefined;
      readonly setAtMs: number;
    };
