import { eventHash } from '../../shared/contract/views.ts';
import type { LedgerEvent } from '../../shared/domain/event.ts';

/** What to do with an event that arrived. `forged`: same seq with other content, or content that is not its hash (I8). */
export type Verdict = 'apply' | 'duplicate' | 'gap' | 'forged';

/** Judges one event against what is already held. `held` gives the hash of a held sequence number. */
export function judgeEvent(
  event: LedgerEvent,
  lastSeq: number,
  held: (seq: number) => string | undefined,
): Verdict {
  if (event.hash !== eventHash(event)) return 'forged';
  if (event.seq <= lastSeq) {
    const known = held(event.seq);
    return known === undefined || known === event.hash ? 'duplicate' : 'forged';
  }
  return event.seq === lastSeq + 1 ? 'apply' : 'gap';
}
