import type { PlannerUnit, RaceEntry } from '../contract/planner.ts';
import { isOrderOpen } from '../domain/state-machines.ts';
import type { Candidate } from './candidates.ts';
import type { PlaceReach } from './reach.ts';

/** The candidate with the least expected road time, by unit id on a tie; auxiliaries only when they would not be alone. */
export function bestCandidate<P>(
  candidates: readonly Candidate<P>[],
  place: PlaceReach<P>,
  withAuxiliary: boolean,
): Candidate<P> | undefined {
  let best: Candidate<P> | undefined;
  let bestS = Infinity;
  for (const candidate of candidates) {
    if (!withAuxiliary && candidate.unit.kind === 'auxiliary') continue;
    const seconds = place.expectedS(candidate.stand);
    if (seconds < bestS) {
      best = candidate;
      bestS = seconds;
    }
  }
  return best;
}

/** Whether a police unit is already under order there: auxiliaries are never alone. */
export function auxiliaryHasCompany(
  entry: RaceEntry,
  unitOf: (unitId: string) => PlannerUnit | undefined,
): boolean {
  return entry.orders.some((order) => {
    const unit = unitOf(order.unitId);
    return isOrderOpen(order.state) && unit !== undefined && unit.kind !== 'auxiliary';
  });
}
