import type { Fix, PlannerUnit } from '../contract/planner.ts';
import type { RecommendationList } from '../domain/race.ts';
import { isDispatchable } from '../domain/state-machines.ts';
import { ARRIVAL_MODEL, driftS, fixAgeS } from './arrival-model.ts';
import type { FixOf } from './fix-source.ts';
import type { Reach, Stand } from './reach.ts';

/** A unit that can be sent without taking it from something, and where it stands. */
export interface Candidate<P> {
  readonly unit: PlannerUnit;
  readonly fix: Fix;
  readonly ageS: number;
  /** Seconds of travel by which its place may be off. */
  readonly driftS: number;
  readonly stand: Stand<P>;
}

/** Why units were left out. */
export type Unavailable = RecommendationList['unavailable'][number]['reason'];

/** Everybody at one moment, prepared once and asked about many places. */
export interface CandidateSet<P> {
  /** In order of unit id, so that equal times never depend on the order of a map. */
  readonly candidates: readonly Candidate<P>[];
  /** Where the candidates' fixes lie, beside them: degrees. */
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  /** Under order and not yet there: could be taken away, for a price. In order of unit id. */
  readonly committed: readonly Candidate<P>[];
  readonly unavailable: Readonly<Record<Unavailable, number>>;
}

/** Splits units into those that can be sent and counts of the rest by reason. */
export function gatherCandidates<P>(
  units: readonly PlannerUnit[],
  fixOf: FixOf,
  nowMs: number,
  reach: Reach<P>,
): CandidateSet<P> {
  const candidates: Candidate<P>[] = [];
  const committed: Candidate<P>[] = [];
  const unavailable = { committed: 0, 'out-of-service': 0, 'lost-contact': 0, 'no-fix': 0, 'no-road': 0 };
  for (const unit of units.toSorted(byUnitId)) {
    const found = examine(unit, fixOf(unit.slot), nowMs, reach);
    if (typeof found !== 'string') {
      candidates.push(found);
      continue;
    }
    unavailable[found]++;
    if (found !== 'committed' || unit.orderId === undefined || !isOnTheWay(unit.state)) continue;
    const placed = standOf(unit, fixOf(unit.slot), nowMs, reach);
    if (typeof placed !== 'string') committed.push(placed);
  }
  const lon = Float64Array.from(candidates, ({ fix }) => fix.lon);
  const lat = Float64Array.from(candidates, ({ fix }) => fix.lat);
  return { candidates, lon, lat, committed, unavailable };
}

function examine<P>(
  unit: PlannerUnit,
  fix: Fix | undefined,
  nowMs: number,
  reach: Reach<P>,
): Candidate<P> | Unavailable {
  if (unit.state === 'out-of-service' || unit.state === 'lost-contact') return unit.state;
  if (!isDispatchable(unit.state) || unit.orderId !== undefined) return 'committed';
  return standOf(unit, fix, nowMs, reach);
}

function isOnTheWay(state: PlannerUnit['state']): boolean {
  return state === 'dispatched' || state === 'en-route' || isDispatchable(state);
}

function standOf<P>(
  unit: PlannerUnit,
  fix: Fix | undefined,
  nowMs: number,
  reach: Reach<P>,
): Candidate<P> | Unavailable {
  if (fix === undefined) return 'no-fix';
  const ageS = fixAgeS(fix, nowMs);
  if (ageS > ARRIVAL_MODEL.lostFixS) return 'lost-contact';
  const stand = reach.stand(unit.slot, fix, !unit.hasVehicle);
  if (stand === undefined) return 'no-road';
  return { unit, fix, ageS, driftS: driftS(fix, nowMs), stand };
}

function byUnitId(a: PlannerUnit, b: PlannerUnit): number {
  return a.unitId < b.unitId ? -1 : a.unitId > b.unitId ? 1 : 0;
}
