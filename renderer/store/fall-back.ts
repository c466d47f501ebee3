import { type Receipt, receiptOf } from '../../shared/domain/rendezvous.ts';
import type { Dock } from './dock.ts';
import type { Target } from './target.ts';

/** A meeting of the selected incident as it was last looked at. */
export interface MeetingSeen {
  readonly rendezvousId: string;
  readonly receipt: Receipt;
}

/** Exits that opened by themselves: what the keys acted on until then, and still do until somebody takes them over. */
export interface Fallen {
  readonly over: Dock | undefined;
}

/** The meeting of a target at a moment of feed time; undefined = none was proposed. */
export function meetingSeen(target: Target | undefined, nowMs: number): MeetingSeen | undefined {
  const rendezvous = target?.incident?.rendezvous;
  if (rendezvous === undefined || target?.isClosed === true) return undefined;
  return { rendezvousId: rendezvous.rendezvousId, receipt: receiptOf(rendezvous, nowMs) };
}

/**
 * Whether a meeting somebody was waiting for has come to nothing between two looks: refused, or silence has lasted. One that
 * had come to nothing before it was looked at opens nothing by itself: walking along the queue stays walking.
 */
export function hasFallenThrough(before: MeetingSeen | undefined, now: MeetingSeen | undefined): boolean {
  if (before === undefined || now?.rendezvousId !== before.rendezvousId) return false;
  return before.receipt === 'sent' && (now.receipt === 'silent' || now.receipt === 'refused');
}
