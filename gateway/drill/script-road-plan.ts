import type { Itinerary } from '../../shared/domain/moving-target.ts';
import { equirectM } from '../../shared/geo/distance.ts';
import type { LonLat } from '../../shared/geo/point.ts';
import type { DrillPlace } from '../../shared/roads/pack.ts';
import { placeOnRoute } from '../../shared/roads/route.ts';
import type { Trip } from './roads.ts';
import { ROAD_TEXT, type RoadScript } from './script-road-text.ts';
import type { World } from './world.ts';

/** Where a script on the road plays: where the money got into the vehicle, its way, and what is said of it. */
export interface RoadPlan {
  readonly from: DrillPlace;
  readonly trip: Trip;
  /** The timetable or the stated destination; undefined when nobody says where it goes. */
  stops(nowMs: number, arrivesMs: number): Itinerary | undefined;
}

/** Free-flow seconds the way should take: long enough for a call, an answer and a unit. */
const WANTED_S: Readonly<Record<RoadScript, number>> = { c: 900, d: 780, e: 720 };
/** A way without a place to stop somebody counts as so many seconds off. */
const NO_GATE_S = 400;
const GATE_M = 10;
/** Where on the way such a place lies: a coach leaves the expressway by a toll plaza before it is where it is bound for. */
const GATES: Readonly<Record<RoadScript, { readonly from: number; readonly to: number }>> = {
  c: { from: 0.5, to: 0.85 },
  d: { from: 0.5, to: 1 },
  e: { from: 0.5, to: 1 },
};
/** Share of the way at which a coach has its stop in town. */
const STOP_SHARE = 0.45;

/** Picks the stage: the branch or teahouse and the place far off whose way is nearest to the wanted length. */
export function planRoad(world: World, script: RoadScript): RoadPlan | undefined {
  const froms = world.places.branches;
  const ends = script === 'c' ? [...borderPlaces(world), ...farPlaces(world)] : farPlaces(world);
  let best: { from: DrillPlace; trip: Trip; off: number } | undefined;
  for (const from of froms.slice(0, 10)) {
    for (const end of ends) {
      const trip = world.roads.plan('car', [from.lon, from.lat], end);
      if (trip === undefined) continue;
      const lengthOff = Math.abs(trip.seconds - WANTED_S[script]);
      if (lengthOff >= (best?.off ?? Infinity)) continue;
      const off = lengthOff + (passesGate(world, trip, script) ? 0 : NO_GATE_S);
      if (off < (best?.off ?? Infinity)) best = { from, trip, off };
    }
  }
  if (best === undefined) return undefined;
  const { from, trip } = best;
  return { from, trip, stops: (nowMs, arrivesMs) => itineraryOf(script, trip, nowMs, arrivesMs) };
}

/** Whether somebody can be stopped on the later part of the way: where there is no such place, the exits are no back-up. */
function passesGate(world: World, { geometry, seconds }: Trip, script: RoadScript): boolean {
  // a foot of an exit is passed by many who never were on its ramp
  const gates = [...world.stoppable, ...world.places.stoppable].filter(({ kind }) =>
    script === 'c' ? kind === 'toll-plaza' : kind !== 'exit-foot',
  );
  const { from, to } = GATES[script];
  for (let s = seconds * from; s < seconds * to; s += 1) {
    const { lon, lat } = placeOnRoute(geometry, s);
    if (gates.some((gate) => equirectM(gate.lon, gate.lat, lon, lat) < GATE_M)) return true;
  }
  return false;
}

function itineraryOf(
  script: RoadScript,
  { geometry, seconds }: Trip,
  nowMs: number,
  arrivesMs: number,
): Itinerary | undefined {
  const words = ROAD_TEXT[script];
  if (words.itinerary === undefined) return undefined;
  const end = placeOnRoute(geometry, seconds);
  const halt = placeOnRoute(geometry, seconds * STOP_SHARE);
  const [haltName, endName] = words.itinerary.stops;
  const last = { name: endName, lon: end.lon, lat: end.lat };
  if (script !== 'c')
    return { vehicle: 'car', label: words.itinerary.label, stops: [last], source: words.source };
  const haltMs = Math.round(nowMs + (arrivesMs - nowMs) * STOP_SHARE);
  return {
    vehicle: 'coach',
    label: words.itinerary.label,
    stops: [
      { name: haltName, lon: halt.lon, lat: halt.lat, atMs: haltMs },
      { ...last, atMs: Math.round(arrivesMs) },
    ],
    source: words.source,
  };
}

/** Points of the county line, the ones nearest to the stations first. */
function borderPlaces(world: World): LonLat[] {
  const { countyLine, stations } = world.places;
  const awayM = ([lon, lat]: LonLat): number =>
    Math.min(...stations.map((station) => equirectM(station.lon, station.lat, lon, lat)));
  return (countyLine?.line ?? []).toSorted((a, b) => awayM(a) - awayM(b)).slice(0, 4);
}

/** Exits and shops at the other end of town. */
function farPlaces(world: World): LonLat[] {
  return [...world.exits.filter(({ class: kind }) => kind === 'motorway'), ...world.places.goldShops].map(
    ({ lon, lat }): LonLat => [lon, lat],
  );
}
