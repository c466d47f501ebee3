import type { LedgerEvent } from '../domain/event.ts';
import type { Looked } from '../domain/find-board.ts';

type LookedFact = Extract<LedgerEvent, { kind: 'incident/looked' }>;

/** A look as the incident remembers it: what was reported, when and by whom. */
export function lookedFrom({ data, atMs, actor }: LookedFact): Looked {
  const { incidentId: _incident, ...report } = data;
  return { ...report, atMs, by: actor };
}
