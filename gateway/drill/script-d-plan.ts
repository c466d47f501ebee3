import { equirectM } from '../../shared/geo/distance.ts';
import type { LonLat } from '../../shared/geo/point.ts';
import type { BilingualText, DrillPlace } from '../../shared/roads/pack.ts';
import { placeOnRoute, type RoutePlace } from '../../shared/roads/route.ts';
import { placesByReach } from './race.ts';
import type { Trip } from './roads.ts';
import type { World } from './world.ts';

/** Where script D plays: the bank the cash was drawn at, the exit he drives to, and his road between them. */
export interface ScriptDPlan {
  readonly branch: DrillPlace;
  readonly exit: MeetingPlace;
  readonly trip: Trip;
}

/** Where he is to hand over the cash: an expressway exit, or, in a region without one, one of its invented teahouses. */
export interface MeetingPlace {
  readonly name: BilingualText;
  readonly lon: number;
  readonly lat: number;
  readonly isExit: boolean;
}

/** The nearest unit should need about so long to the exit: far enough to be a race, near enough to be won. */
const WANTED_REACH_S = 230;
/** His own drive: long enough for two checkpoints on the way. */
const WANTED_DRIVE_S = 480;
/** Exits farther than this from every station are another county's business. */
const EXIT_REACH_M = 9000;
/** A branch nearer or farther than this from the exit makes no story. */
const BRANCH_M = [1500, 9000] as const;
/** Police within this distance man an exit. */
const MANNED_M = 500;
/** How many exits, best first, are looked at closely. */
const EXITS_TRIED = 6;
/** The stretch before the exit he should drive on city roads, so that a unit sent early can be near him too. */
const CITY_STRETCH_S = 300;
/** Faster than this is an expressway. */
const CITY_MPS = 18.5;

/**
 * Picks the stage from the region and from where the units stand now; undefined when the region has no such place.
 * Compares reach, drive and the share of expressway on the last stretch.
 */
export function planScriptD(world: World): ScriptDPlan | undefined {
  const teahouses = world.places.teahouses.map((place) => ({ ...place, isExit: false }));
  return (
    bestPlan(world, exitsByReach(world)) ?? bestPlan(world, placesByReach(world, teahouses, WANTED_REACH_S))
  );
}

function bestPlan(
  world: World,
  places: readonly { readonly place: MeetingPlace; readonly off: number }[],
): ScriptDPlan | undefined {
  let best: { plan: ScriptDPlan; off: number } | undefined;
  for (const { place: exit, off: reachOff } of places.slice(0, EXITS_TRIED)) {
    for (const branch of world.places.branches) {
      const awayM = equirectM(branch.lon, branch.lat, exit.lon, exit.lat);
      if (awayM < BRANCH_M[0] || awayM > BRANCH_M[1]) continue;
      const trip = world.roads.plan('car', [branch.lon, branch.lat], [exit.lon, exit.lat]);
      if (trip === undefined || trip.seconds < CITY_STRETCH_S) continue;
      const off = reachOff / 40 + Math.abs(trip.seconds - WANTED_DRIVE_S) / 60 + 20 * expresswayShare(trip);
      if (off < (best?.off ?? Infinity)) best = { plan: { exit, branch, trip }, off };
    }
  }
  return best?.plan;
}

function exitsByReach(world: World): { place: MeetingPlace; off: number }[] {
  const exits = world.exits.map((exit) => ({ ...exit, isExit: true }));
  const near = exits.filter((exit) =>
    world.places.stations.some((s) => equirectM(s.lon, s.lat, exit.lon, exit.lat) < EXIT_REACH_M),
  );
  const free = near.filter((exit) => !isManned(world, exit));
  const motorway = free.filter((exit) => exit.class === 'motorway');
  return placesByReach(world, motorway.length > 0 ? motorway : free, WANTED_REACH_S);
}

/** Where police already stand, or are based, there is no race. */
function isManned(world: World, exit: MeetingPlace): boolean {
  return world.fleet.agents.some((agent) => {
    const { lon, lat } = agent.truth();
    const { base } = agent.unit;
    return (
      equirectM(lon, lat, exit.lon, exit.lat) < MANNED_M ||
      equirectM(base.lon, base.lat, exit.lon, exit.lat) < MANNED_M
    );
  });
}

function expresswayShare(trip: Trip): number {
  let fast = 0;
  const steps = CITY_STRETCH_S / 10;
  for (let i = 1; i <= steps; i++) {
    if (placeOnRoute(trip.geometry, trip.seconds - i * 10).speedMps > CITY_MPS) fast++;
  }
  return fast / steps;
}

/** Somebody driving a trip whose pace can change on the way. */
export interface Traveller {
  /** Free-flow seconds still to drive at `atMs`. */
  leftS(atMs: number): number;
  placeAt(atMs: number): RoutePlace;
  lonLatAt(atMs: number): LonLat;
  /** From `atMs` on he drives so that the rest takes `seconds`. */
  arriveIn(atMs: number, seconds: number): void;
}

/** A traveller who has `leftS` free-flow seconds to go at `atMs`, driving at `pace`. */
export function createTraveller(trip: Trip, atMs: number, leftS: number, pace: number): Traveller {
  let base = { atMs, doneS: Math.max(0, trip.seconds - leftS), pace };
  const doneS = (nowMs: number): number =>
    Math.min(trip.seconds, base.doneS + Math.max(0, nowMs - base.atMs) / 1000 / base.pace);
  const placeAt = (nowMs: number): RoutePlace => placeOnRoute(trip.geometry, doneS(nowMs));
  return {
    leftS: (nowMs) => trip.seconds - doneS(nowMs),
    placeAt,
    lonLatAt(nowMs) {
      const { lon, lat } = placeAt(nowMs);
      return [lon, lat];
    },
    arriveIn(nowMs, seconds) {
      const done = doneS(nowMs);
      base = { atMs: nowMs, doneS: done, pace: Math.max(0.5, seconds / Math.max(1, trip.seconds - done)) };
    },
  };
}
