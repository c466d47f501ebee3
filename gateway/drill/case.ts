import type { LocalText } from '../../shared/domain/belief.ts';
import type { MoneyAccount } from '../../shared/domain/vocabulary.ts';
import type { LonLat } from '../../shared/geo/point.ts';

/** What is really going on behind an alert; the room knows only what the alert says. */
export interface CaseTruth {
  /** Source key of the alert. */
  readonly sourceId: string;
  readonly amountFen: number | undefined;
  /** Account the money moves to when the person is reached in time. */
  readonly savedAccount: Extract<MoneyAccount, 'intercepted' | 'stop-paid' | 'loss-avoided'>;
  /** Where the person is now; undefined = nowhere near. */
  locate(): LonLat | undefined;
  /** Radius of the belief when it was raised: how long one has to look. */
  readonly radiusM: number;
  /** Whether a unit on the spot finds the person at all. */
  readonly isFindable: boolean;
  /** Nobody knows where the person is: who looks somewhere reports what came of it. */
  readonly isSearchedFor?: boolean | undefined;
  /** Seconds from meeting to convinced. */
  readonly convinceS: number;
  readonly words: {
    readonly met: LocalText;
    readonly convinced: LocalText;
    readonly secured: LocalText;
    readonly lost: LocalText;
  };
  /** Sighting and talk end here: called once when the person was met, or the money was gone. */
  readonly onEnd?: (() => void) | undefined;
}

/** A running case. */
export interface Case {
  readonly truth: CaseTruth;
  readonly alertId: string;
  incidentId: string | undefined;
  status: 'open' | 'met' | 'lost' | 'ended';
  /** When the money goes unless somebody meets the person before; undefined = not by itself. */
  goneAtMs: number | undefined;
}
