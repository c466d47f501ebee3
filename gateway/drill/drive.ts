import type { Rng } from '../../shared/kit/rng.ts';
import { placeOnRoute, type RoutePlace } from '../../shared/roads/route.ts';
import type { Trip } from './roads.ts';

/**
 * One drive over a trip. Its pace (how much slower than free flow) and its stop-and-go are known to the drill only: the
 * console must live with its own estimate.
 */
export interface Drive {
  readonly trip: Trip;
  readonly startMs: number;
  readonly arriveMs: number;
  /** Real seconds per free-flow second. */
  readonly pace: number;
  readonly wobbleS: number;
}

/** Seconds of one stop-and-go. */
const WOBBLE_PERIOD_S = 45;

/** A drive that starts at `startMs` and takes trip.seconds x pace. */
export function startDrive(trip: Trip, startMs: number, pace: number): Drive {
  const durationS = trip.seconds * pace;
  return {
    trip,
    startMs,
    pace,
    arriveMs: startMs + Math.round(durationS * 1000),
    // small enough that progress never runs backwards at paces up to 1.6
    wobbleS: Math.min(2.5, durationS / 25),
  };
}

/** Pace of a police vehicle on a call: around free flow plus a tenth, never below 0.95. */
export function callPace(rng: Rng): number {
  return Math.min(1.5, Math.max(0.95, 1.1 * Math.exp(rng.normal(0, 0.1))));
}

/** Pace of a vehicle on its beat, unhurried. */
export function beatPace(rng: Rng): number {
  return rng.between(1.3, 1.9);
}

/** Where the vehicle truly is at `atMs`, clamped to the ends of the trip. */
export function placeOfDrive(drive: Drive, atMs: number): RoutePlace {
  const place = placeOnRoute(drive.trip.geometry, progressS(drive, atMs));
  return place.speedMps === 0 ? place : { ...place, speedMps: place.speedMps / drive.pace };
}

/** Free-flow seconds covered so far; grows with time, 0 at the start, all of it at the arrival. */
export function progressS(drive: Drive, atMs: number): number {
  const elapsedS = (atMs - drive.startMs) / 1000;
  const durationS = (drive.arriveMs - drive.startMs) / 1000;
  if (elapsedS <= 0) return 0;
  if (elapsedS >= durationS) return drive.trip.seconds;
  const wobble =
    Math.sin((Math.PI * elapsedS) / durationS) * Math.sin((2 * Math.PI * elapsedS) / WOBBLE_PERIOD_S);
  return Math.min(
    drive.trip.seconds,
    Math.max(0, elapsedS / drive.pace + (drive.wobbleS * wobble) / drive.pace),
  );
}
