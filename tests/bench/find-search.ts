import { createRng, type Rng } from '../../shared/kit/rng.ts';
import { FIND_PLACE_KINDS, type FindPlaceKind } from '../../shared/domain/find-board.ts';
import { median } from './bench.ts';
import { believeWhere, type FindEvidence } from '../../shared/interception/find/find-belief.ts';
import { FIND_KIND_MODEL, type FindPlace } from '../../shared/interception/find/find-places.ts';
import { assignLooks } from '../../shared/interception/find/look-plan.ts';

/** A made-up search: who looks, where she may be, where she is. Nothing of it is known to a policy but what it is handed. */
export interface SearchCase {
  readonly places: readonly FindPlace[];
  /** Index of the place she is at. */
  readonly truth: number;
  readonly evidence: readonly FindEvidence[];
  /** Seconds from each unit's start to each place. */
  readonly starts: readonly (readonly number[])[];
  /** Seconds between places. */
  readonly between: readonly (readonly number[])[];
}

/** What a case is drawn from. Kinds of the truth are the world's, never the estimator's own table. */
export interface SearchWorld {
  /** A random point somebody may stand at, within reach of the case's middle. */
  point(rng: Rng): { readonly lon: number; readonly lat: number };
  secondsBetween(places: readonly { lon: number; lat: number }[]): readonly (readonly number[])[];
}

/** How the truth is drawn: as a town like ours might be, against the estimator's weights, or with no regard to kinds. */
export type Truth = 'likely' | 'contrary' | 'any';

export type Policy = 'by-probability' | 'nearest-first';

const START_MS = 1_772_431_200_000;
const GIVE_UP_S = 4 * 3600;
const COUNTS: Readonly<Record<FindPlaceKind, number>> = {
  home: 1,
  car: 1,
  bank: 4,
  'cash-machine': 4,
  hotel: 4,
  'tea-house': 3,
  park: 2,
  station: 1,
  shop: 3,
  named: 0,
  'last-cell': 1,
};

/** One seeded case. With `contrary` and `any` what the family and the phone say is as wrong as the weights: there is none. */
export function drawCase(rng: Rng, world: SearchWorld, truthKind: Truth, units: number): SearchCase {
  const places: FindPlace[] = FIND_PLACE_KINDS.flatMap((kind) =>
    Array.from({ length: COUNTS[kind] }, (_, i) => {
      const at = world.point(rng);
      const placeId = `${kind}-${i}`;
      return { placeId, kind, label: { zh: placeId }, ...at };
    }),
  );
  const truth = drawTruth(rng, places, truthKind);
  const starts = Array.from({ length: units }, () => world.point(rng));
  const seconds = world.secondsBetween([...starts, ...places]);
  return {
    places,
    truth,
    evidence: truthKind === 'likely' ? drawEvidence(rng, places, truth) : [],
    starts: seconds.slice(0, units).map((row) => row.slice(units)),
    between: seconds.slice(units).map((row) => row.slice(units)),
  };
}

function drawTruth(rng: Rng, places: readonly FindPlace[], truth: Truth): number {
  // each case has a town of its own: the weights of the table hold on average, in no single case
  const weights = places.map(({ kind }) => {
    const weight = FIND_KIND_MODEL[kind].weight / COUNTS[kind];
    if (truth === 'any') return 1;
    return truth === 'contrary' ? 1 / weight : weight * rng.exponential(1);
  });
  return rng.weighted(weights);
}

function drawEvidence(rng: Rng, places: readonly FindPlace[], truth: number): FindEvidence[] {
  const at = places[truth];
  if (at === undefined) return [];
  const evidence: FindEvidence[] = [];
  const near = (place: FindPlace, radiusM: number): { lon: number; lat: number } => ({
    lon: place.lon + rng.normal(0, radiusM / 2 / 90_000),
    lat: place.lat + rng.normal(0, radiusM / 2 / 111_000),
  });
  if (rng.chance(0.6)) {
    const seen = rng.chance(0.85) ? at : rng.pick(places);
    evidence.push({ kind: 'cell', ...near(seen, 1500), radiusM: 1500, atMs: START_MS - 600_000 });
  }
  if (rng.chance(0.25)) {
    const seen = rng.chance(0.9) ? at : rng.pick(places);
    evidence.push({ kind: 'payment', ...near(seen, 800), radiusM: 800, atMs: START_MS - 1_200_000 });
  }
  if (rng.chance(0.5)) {
    const named = rng.chance(0.5) ? at : rng.pick(places);
    evidence.push({ kind: 'family', placeId: named.placeId, reliability: 0.5, atMs: START_MS - 300_000 });
  }
  return evidence;
}

/** Seconds until somebody finds her, or the time everybody gives up. `rng` decides only which looks miss her. */
export function searchFor(one: SearchCase, policy: Policy, rng: Rng): number {
  const evidence = [...one.evidence];
  const units = one.starts.map((toPlaceS, i) => ({ unitId: `U${i}`, toPlaceS, freeS: 0, at: -1 }));
  const looked = new Map<number, number>();
  for (;;) {
    const unit = units.reduce((first, other) => (other.freeS < first.freeS ? other : first));
    const nowS = unit.freeS;
    if (nowS >= GIVE_UP_S) return GIVE_UP_S;
    if (unit.at >= 0) {
      const place = one.places[unit.at];
      if (place !== undefined) {
        const isFound = unit.at === one.truth && rng.chance(FIND_KIND_MODEL[place.kind].detection);
        if (isFound) return nowS;
        evidence.push({ kind: 'looked-not-here', placeId: place.placeId, atMs: START_MS + nowS * 1000 });
        looked.set(unit.at, (looked.get(unit.at) ?? 0) + 1);
        unit.toPlaceS = one.between[unit.at] ?? unit.toPlaceS;
      }
    }
    const taken = new Set(units.filter((other) => other !== unit && other.at >= 0).map(({ at }) => at));
    const next =
      policy === 'nearest-first'
        ? nearest(unit.toPlaceS, looked, taken)
        : assignLooks(
            believeWhere(one.places, evidence, START_MS + nowS * 1000),
            [unit],
            one.between,
            taken,
          )[0]?.place;
    if (next === undefined) return GIVE_UP_S;
    unit.at = next;
    unit.freeS =
      nowS + (unit.toPlaceS[next] ?? 0) + 60 * FIND_KIND_MODEL[one.places[next]?.kind ?? 'home'].lookMin;
  }
}

/** The nearest of the places looked at least often: all once, then all again. */
function nearest(
  seconds: readonly number[],
  looked: ReadonlyMap<number, number>,
  taken: ReadonlySet<number>,
): number | undefined {
  let best: number | undefined;
  const cost = (place: number): number => (looked.get(place) ?? 0) * 1e9 + (seconds[place] ?? Infinity);
  for (let place = 0; place < seconds.length; place++) {
    if (taken.has(place)) continue;
    if (best === undefined || cost(place) < cost(best)) best = place;
  }
  return best;
}

/** A flat town: straight lines at 30 km/h with a third more for corners. */
export const FLAT_TOWN: SearchWorld = {
  point: (rng) => ({ lon: 117 + rng.normal(0, 0.03), lat: 36.65 + rng.normal(0, 0.025) }),
  secondsBetween: (points) =>
    points.map((a) =>
      points.map((b) => (1.33 * Math.hypot((a.lon - b.lon) * 89_300, (a.lat - b.lat) * 111_200)) / 8.3),
    ),
};

/** Medians of the time to find her, seconds, over seeded cases. Both policies search the same cases with the same luck. */
export function compareSearches(
  world: SearchWorld,
  truth: Truth,
  units: number,
  seeds: readonly number[],
): Readonly<Record<Policy, number>> {
  const found: Record<Policy, number[]> = { 'by-probability': [], 'nearest-first': [] };
  for (const seed of seeds) {
    const one = drawCase(createRng(seed), world, truth, units);
    for (const policy of ['by-probability', 'nearest-first'] as const)
      found[policy].push(searchFor(one, policy, createRng(seed).fork('luck')));
  }
  return {
    'by-probability': median(found['by-probability']),
    'nearest-first': median(found['nearest-first']),
  };
}
