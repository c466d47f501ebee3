import { equirectM } from '../../shared/geo/distance.ts';
import type { LonLat } from '../../shared/geo/point.ts';
import type { DrillPlace, ExitPoint } from '../../shared/roads/pack.ts';
import { placeOnRoute, type RoutePlace } from '../../shared/roads/route.ts';
import { placeByReach } from './race.ts';
import type { Trip } from './roads.ts';
import type { World } from './world.ts';

/** Where script D plays: the bank the cash was drawn at, the exit he drives to, and his road between them. */
export interface ScriptDPlan {
  readonly branch: DrillPlace;
  readonly exit: ExitPoint;
  readonly trip: Trip;
}

/** The nearest unit should need about so long to the exit: far enough to be a race, near enough to be won. */
const WANTED_REACH_S = 230;
/** His own drive: long enough for two checkpoints on the way. */
const WANTED_DRIVE_S = 600;
/** Exits farther than this from every station are another county's business. */
const EXIT_REACH_M = 9000;

/** Picks the stage from the region and where the units stand now; undefined when the region has no such exit. */
export function planScriptD(world: World): ScriptDPlan | undefined {
  const exits = world.exits.filter((exit) =>
    world.places.stations.some((s) => equirectM(s.lon, s.lat, exit.lon, exit.lat) < EXIT_REACH_M),
  );
  const chosen = placeByReach(world, exits, WANTED_REACH_S);
  if (chosen === undefined) return undefined;
  const exit = chosen.place;
  let best: { branch: DrillPlace; trip: Trip; off: number } | undefined;
  for (const branch of world.places.branches) {
    const trip = world.roads.plan('car', [branch.lon, branch.lat], [exit.lon, exit.lat]);
    const off = trip === undefined ? Infinity : Math.abs(trip.seconds - WANTED_DRIVE_S);
    if (trip !== undefined && off < (best?.off ?? Infinity)) best = { branch, trip, off };
  }
  return best === undefined ? undefined : { exit, branch: best.branch, trip: best.trip };
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
