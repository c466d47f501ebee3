import type { PlannerUnit, RaceEntry } from '../contract/planner.ts';
import { isOrderOpen } from '../domain/state-machines.ts';
import type { PlaceBelief } from '../domain/belief.ts';
import { EARTH_RADIUS_M, RAD_PER_DEG } from '../geo/point.ts';
import { ARRIVAL_MODEL } from './arrival-model.ts';
import type { Candidate, CandidateSet } from './candidates.ts';
import { ratedS } from './drive-fit.ts';
import type { EtaAt } from './forecast.ts';
import type { PlaceReach, Reach } from './reach.ts';

/** What the search for the best unit needs of a moment. */
interface Moment<P> {
  readonly candidates: CandidateSet<P>;
  readonly reach: Reach<P>;
  readonly eta: EtaAt;
}

/**
 * The candidate with the least expected road time (as learned, once something is) of those who may go, by unit id on a tie. Exact, and cheap for thousands: whoever could not make it on a straight road at the
 * greatest speed there is needs no look at the roads, and the nearest by air is tried first.
 */
export function bestCandidate<P>(
  { candidates: set, reach, eta }: Moment<P>,
  at: PlaceBelief,
  place: PlaceReach<P>,
  mayGo: (unit: PlannerUnit) => boolean,
): Candidate<P> | undefined {
  const least = Math.min(1, eta.now?.rates.least ?? 1);
  let best = -1;
  let bestS = Infinity;
  const consider = (i: number): void => {
    const candidate = set.candidates[i];
    if (candidate === undefined || !mayGo(candidate.unit)) return;
    const freeS = place.expectedS(candidate.stand);
    if (freeS === Infinity || freeS * least > bestS) return;
    const groupS = eta.now === undefined ? undefined : place.groups(candidate.stand);
    const seconds =
      eta.now === undefined || groupS === undefined
        ? freeS
        : freeS - groupS.reduce((sum, s) => sum + s, 0) + ratedS(eta.now.rates, groupS, candidate.unit.kind);
    if (seconds < bestS || (seconds === bestS && i < best)) {
      best = i;
      bestS = seconds;
    }
  };
  const squares = airSquares(set, at);
  consider(nearestOf(squares));
  // the way between a fix or a place and its road is free up to here
  const freeM = ARRIVAL_MODEL.offRoadFreeM + Math.max(ARRIVAL_MODEL.offRoadFreeM, at.radiusM);
  const mpsLeast = reach.topMps / least;
  let boundM = freeM + bestS * mpsLeast;
  for (let i = 0; i < squares.length; i++) {
    if ((squares[i] ?? 0) > boundM * boundM * ROUNDING) continue;
    consider(i);
    boundM = freeM + bestS * mpsLeast;
  }
  return set.candidates[best];
}

/** A flat earth measures a few kilometres to a fraction of a per mille; the bound may err on the far side only. */
const ROUNDING = 1.01;
const M_PER_DEG = EARTH_RADIUS_M * RAD_PER_DEG;

function airSquares<P>(set: CandidateSet<P>, at: PlaceBelief): Float64Array {
  const mPerLon = M_PER_DEG * Math.cos(at.lat * RAD_PER_DEG);
  const squares = new Float64Array(set.lon.length);
  for (let i = 0; i < squares.length; i++) {
    const x = ((set.lon[i] ?? 0) - at.lon) * mPerLon;
    const y = ((set.lat[i] ?? 0) - at.lat) * M_PER_DEG;
    squares[i] = x * x + y * y;
  }
  return squares;
}

function nearestOf(squares: Float64Array): number {
  let nearest = 0;
  for (let i = 1; i < squares.length; i++)
    if ((squares[i] ?? Infinity) < (squares[nearest] ?? Infinity)) nearest = i;
  return nearest;
}

/** Who may go to an entry: everybody, auxiliaries only where they would not be alone. */
export function mayGoTo(
  entry: RaceEntry,
  unitOf: (unitId: string) => PlannerUnit | undefined,
): (unit: PlannerUnit) => boolean {
  const withAuxiliary = auxiliaryHasCompany(entry, unitOf);
  return ({ kind }) => withAuxiliary || kind !== 'auxiliary';
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
