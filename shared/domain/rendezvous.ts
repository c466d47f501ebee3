import type { LocalText, PlaceBelief } from './belief.ts';
import type { Actor } from './entities.ts';
import type { Band } from './race.ts';

/** A meeting as it is put to a willing person or carrier: where, by when, what they were told. */
export interface MeetingProposal {
  /** The stoppable point. */
  readonly pointId: string;
  readonly place: PlaceBelief;
  /** When both can be there, epoch ms, as reckoned when it was proposed. */
  readonly jointMs: Band;
  /** The text that was sent. */
  readonly text: LocalText;
}

export const MEETING_ANSWERS = ['confirmed', 'refused'] as const;
export type MeetingAnswer = (typeof MEETING_ANSWERS)[number];

/** A proposed meeting and the person's answer, when there was one. */
export interface Rendezvous extends MeetingProposal {
  readonly rendezvousId: string;
  readonly proposedAtMs: number;
  readonly proposedBy: Actor;
  readonly answer?: MeetingAnswer | undefined;
  readonly answeredAtMs?: number | undefined;
}

/** What has become of it: `silent` = nobody has answered for longer than one waits. */
export type Receipt = 'sent' | 'silent' | MeetingAnswer;

/** Silence longer than this sends everybody back to the exits. */
export const SILENCE_MS = 90_000;

/** The receipt at a moment; silence is derived, so that replay tells the same story. */
export function receiptOf(rendezvous: Rendezvous, nowMs: number): Receipt {
  if (rendezvous.answer !== undefined) return rendezvous.answer;
  return nowMs - rendezvous.proposedAtMs >= SILENCE_MS ? 'silent' : 'sent';
}

/** A place to meet, as reckoned for one willing person. */
export interface MeetingRow {
  readonly gateId: string;
  readonly kind: 'exit' | 'checkpoint' | 'service-area' | 'station';
  readonly name: LocalText;
  readonly lon: number;
  readonly lat: number;
  /** When the person can be there, when the unit, and when both are; epoch ms. */
  readonly personMs: Band;
  readonly unitMs: Band;
  readonly jointMs: Band;
  readonly unitId: string;
  /** How likely the person comes past it anyway, 0..1. */
  readonly onTheWay: number;
  /** It lies on the side the person arrives on: no turn across oncoming traffic. */
  readonly isRightSide: boolean;
  /** Police are there or within a short walk. */
  readonly hasPost: boolean;
  /** Lit by its nature (toll plaza, service area, station). */
  readonly isLit: boolean;
}
