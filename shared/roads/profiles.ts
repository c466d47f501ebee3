import { EDGE_FLAGS, ROAD_CLASSES, type RoadClass } from './road-class.ts';

/** How somebody moves: which edges are open to them and how fast they go on each class. */
export interface Profile {
  readonly id: 'emergency' | 'car' | 'foot';
  /** EDGE_FLAGS bit an edge must carry. */
  readonly permission: number;
  /** km/h by class, 0 = forbidden. */
  readonly speedKmh: Readonly<Record<RoadClass, number>>;
  /** Applied to a tagged limit instead of the class speed; 0 = tagged limits are ignored. */
  readonly limitFactor: number;
}

/** A ferry without a tagged duration, for everybody aboard: a vehicle ferry at 15 km/h, less the loading (assumption). */
const FERRY_KMH = 8;

/**
 * Typical free-flow speeds by class in a Chinese city. Uncalibrated: an assumption taken from urban design speeds
 * (GB 50220, CJJ 37) less time lost at junctions, not from measured traffic. A deployment replaces the table.
 */
const CAR_KMH: Readonly<Record<RoadClass, number>> = {
  motorway: 100,
  motorway_link: 45,
  trunk: 65,
  trunk_link: 40,
  primary: 45,
  primary_link: 32,
  secondary: 38,
  secondary_link: 28,
  tertiary: 32,
  tertiary_link: 25,
  unclassified: 28,
  residential: 22,
  living_street: 12,
  service: 14,
  pedestrian: 0,
  track: 10,
  footway: 0,
  path: 0,
  cycleway: 0,
  steps: 0,
  ferry: FERRY_KMH,
};

/** Private car (also the default for a person's vehicle, a ride-hail car, a coach). One-way and access respected. */
export const CAR: Profile = { id: 'car', permission: EDGE_FLAGS.CAR, speedKmh: CAR_KMH, limitFactor: 0.8 };

/**
 * Police vehicle on a call: 25 % faster than a private car (uncalibrated assumption), may enter private access and
 * pedestrian streets at walking pace, still respects one-way streets.
 */
export const EMERGENCY: Profile = {
  id: 'emergency',
  permission: EDGE_FLAGS.EMERGENCY,
  speedKmh: { ...scaled(CAR_KMH, 1.25), pedestrian: 10, ferry: FERRY_KMH },
  limitFactor: 1,
};

/** On foot at 5 km/h (slower on tracks and steps): ignores one-way streets; motorways and their links are forbidden. */
export const FOOT: Profile = {
  id: 'foot',
  permission: EDGE_FLAGS.FOOT,
  speedKmh: { ...constant(5), motorway: 0, motorway_link: 0, track: 4.8, steps: 2.5, ferry: FERRY_KMH },
  limitFactor: 0,
};

/** All profiles by id. */
export const PROFILES = { emergency: EMERGENCY, car: CAR, foot: FOOT } as const;

function scaled(table: Readonly<Record<RoadClass, number>>, factor: number): Record<RoadClass, number> {
  return mapClasses((name) => table[name] * factor);
}

function constant(kmh: number): Record<RoadClass, number> {
  return mapClasses(() => kmh);
}

function mapClasses(speedOf: (name: RoadClass) => number): Record<RoadClass, number> {
  const out: Record<RoadClass, number> = { ...CAR_KMH };
  for (const name of ROAD_CLASSES) out[name] = speedOf(name);
  return out;
}
