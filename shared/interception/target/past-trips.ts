import type { Sighting } from '../../domain/moving-target.ts';
import type { State } from '../../domain/state.ts';
import { legBetween } from './futures.ts';
import type { Ground } from './ground.ts';
import { ASSUMED_PACE, ENOUGH_DRIVES, learnPace, type Leg, type PaceModel } from './pace.ts';
import { movingTargetOf } from './sightings.ts';

/** One search a leg: so many trips, newest first, and so many legs of each cost a third of a second, once. */
const MOST_TRIPS = 80;
const MOST_SIGHTINGS = 4;
/** A stretch driven so much slower or faster than free flow was no drive: a halt, a meal, a misread plate. */
const RATIO = { least: 0.5, most: 4 } as const;

/** A way somebody was seen to drive: at least two sightings, oldest first. */
export type PastTrip = readonly Sighting[];

/**
 * The ways of everybody else who was on the move, as this state knows them: in a replay what was known then. What came after a
 * proposed meeting is left out, for whoever turns to a place and waits does not drive as usual.
 */
export function pastTrips(state: State, exceptId: string): PastTrip[] {
  return Object.values(state.incidents)
    .flatMap((incident) => {
      if (incident.incidentId === exceptId) return [];
      const untilMs = incident.rendezvous?.proposedAtMs ?? Infinity;
      const seen = movingTargetOf(incident)?.sightings.filter(({ atMs }) => atMs < untilMs) ?? [];
      return seen.length < 2 ? [] : [seen.slice(-MOST_SIGHTINGS)];
    })
    .toSorted((a, b) => (b.at(-1)?.atMs ?? 0) - (a.at(-1)?.atMs ?? 0))
    .slice(0, MOST_TRIPS);
}

/** The pace of people on the move as these trips show it; the assumption (n = 0) while they are too few. */
export function paceOfTrips(ground: Ground, trips: readonly PastTrip[]): PaceModel {
  if (trips.length < ENOUGH_DRIVES) return ASSUMED_PACE;
  return learnPace(
    trips.map((seen) => ({
      legs: seen.slice(1).flatMap((to, i) => {
        const leg = legBetween(ground, seen[i], to);
        return leg === undefined || !isDriven(leg) ? [] : [leg];
      }),
    })),
  );
}

function isDriven({ realS, freeS }: Leg): boolean {
  const ratio = realS / (freeS[0] + freeS[1] + freeS[2]);
  return ratio >= RATIO.least && ratio <= RATIO.most;
}
