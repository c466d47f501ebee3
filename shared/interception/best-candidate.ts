import type { PlannerUnit, RaceEntry } from '../contract/planner.ts';
import { isOrderOpen } from '../domain/state-machines.ts';
import type { Candidate } from './candidates.ts';
import { ratedS } from './drive-fit.ts';
import type { EtaAt } from './forecast.ts';
import type { PlaceReach } from './reach.ts';

/**
 * The candidate with the least expected road time (as learned, once something is), by unit id on a tie; auxiliaries only
 * when they would not be alone.
 */
export function bestCandidate<P>(
  candidates: readonly Candidate<P>[],
  place: PlaceReach<P>,
  withAuxiliary: boolean,
  eta: EtaAt,
): Candidate<P> | undefined {
  // nobody beats the best so far by more than the fastest rate there is: most units cost one array read
  const least = Math.min(1, eta.now?.rates.least ?? 1);
  let best: Candidate<P> | undefined;
  let bestS = Infinity;
  for (const candidate of candidates) {
    if (!withAuxiliary && candidate.unit.kind === 'auxiliary') continue;
    const freeS = place.expectedS(candidate.stand);
    if (freeS * least >= bestS) continue;
    const groupS = eta.now === undefined ? undefined : place.groups(candidate.stand);
    const seconds =
      eta.now === undefined || groupS === undefined
        ? freeS
        : freeS - groupS.reduce((sum, s) => sum + s, 0) + ratedS(eta.now.rates, groupS, candidate.unit.kind);
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
