import type { EventDraft, LedgerEvent } from '../../shared/domain/event.ts';
import { emptyState, type State } from '../../shared/domain/state.ts';
import { applyEvent } from '../../shared/timeline/fold.ts';
import { alertDraft, START_MS, unitDraft } from '../../tests/fixtures/sample-facts.ts';
import type { DecideContext } from './decide-context.ts';

/** Small rooms for tests of commands: drafts in, state out, with ids that count. */

/** Folds drafts as a ledger would number them. */
export function applyDrafts(state: State, drafts: readonly EventDraft[]): State {
  return drafts.reduce((current, draft) => {
    const event: LedgerEvent = {
      ...draft,
      stream: current.stream,
      seq: current.seq + 1,
      id: `e${current.seq + 1}`,
      receivedAtMs: draft.atMs,
      hash: '0'.repeat(64),
    };
    return applyEvent(current, event);
  }, state);
}

/** Two alerts (a1 with a place, a2 without), three patrols and an auxiliary. */
export function sampleRoom(): State {
  return applyDrafts(emptyState('test'), [
    alertDraft('a1'),
    alertDraft('a2', { place: undefined }),
    unitDraft('u1', 0),
    unitDraft('u2', 1),
    unitDraft('u3', 2, { state: 'out-of-service' }),
    unitDraft('x1', 3, { kind: 'auxiliary', crew: 1 }),
  ]);
}

/** A dispatcher's context whose ids are incident-1, order-1 and so on, from `counter`. */
export function sampleContext(counter = new Map<string, number>(), nowMs = START_MS + 1000): DecideContext {
  return {
    nowMs,
    actor: { type: 'seat', id: 'dispatcher' },
    newId: (prefix) => {
      const count = (counter.get(prefix) ?? 0) + 1;
      counter.set(prefix, count);
      return `${prefix}-${count}`;
    },
  };
}
