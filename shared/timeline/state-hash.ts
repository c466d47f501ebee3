import type { State } from '../domain/state.ts';
import { hashOf } from '../kit/hash.ts';

/**
 * Hash of the domain facts: equal for equal logs within one view, at any speed, batching or source.
 * Positions, receipts and certificates are not in State and therefore not in it.
 */
export function stateHash(state: State): string {
  return hashOf(state);
}
