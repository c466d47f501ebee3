import { eventHash } from '../../shared/contract/views.ts';
import type { EventDraft, LedgerEvent } from '../../shared/domain/event.ts';
import type { LedgerDeps } from './ledger.ts';

/** Turns drafts into numbered, hashed events that follow `headSeq`; receipt time never runs backwards. */
export function numberEvents(
  stream: string,
  headSeq: number,
  headReceivedAtMs: number,
  drafts: readonly EventDraft[],
  deps: LedgerDeps,
): LedgerEvent[] {
  const receivedAtMs = Math.max(headReceivedAtMs, deps.nowMs());
  return drafts.map((draft, index) => {
    const unhashed = { ...draft, stream, seq: headSeq + 1 + index, id: deps.newId(), receivedAtMs, hash: '' };
    return { ...unhashed, hash: eventHash(unhashed) };
  });
}
