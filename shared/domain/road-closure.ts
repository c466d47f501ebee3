import type { LocalText } from './belief.ts';

/** A place on the road, degrees, WGS-84. */
export interface RoadPlace {
  readonly lon: number;
  readonly lat: number;
}

/**
 * A way that nobody may drive, in the order of its points; closed both ways = the same points twice, once backwards.
 * One point alone: the nearest road is cut there, for both directions.
 */
export type ClosedWay = readonly RoadPlace[];

/** Closed roads as searches need them: nobody drives across; who is inside drives out, who goes to a place inside drives in. */
export interface ClosedRoad {
  readonly closureId: string;
  readonly ways: readonly ClosedWay[];
  /** Water stops walkers too. */
  readonly reason: ClosureReason;
  /** The street, for people. */
  readonly name?: LocalText | undefined;
}

/** What closed roads cost somebody: the first one on the way there would be without them, and the seconds to go round. */
export interface Detour {
  readonly closureId: string;
  readonly reason: ClosureReason;
  readonly byS: number;
}

export const CLOSURE_REASONS = ['flood', 'crash', 'works', 'fire', 'crowd', 'other'] as const;
/** Why a road is closed. */
export type ClosureReason = (typeof CLOSURE_REASONS)[number];

/** What a seat says when it closes a road. */
export interface ClosureReport {
  readonly ways: readonly ClosedWay[];
  readonly reason: ClosureReason;
  /** The street, for people. */
  readonly name?: LocalText | undefined;
  /** It is reckoned open again from here on, epoch ms; absent = until somebody opens it. */
  readonly untilMs?: number | undefined;
}

/** More than this of road in one closure, or in force at once, is no street any more but a mistake or malice. */
export const MOST_CLOSED = { metres: 50_000, roads: 200, points: 20_000 } as const;

/** A road closure in the state. Gone from it when it was opened. */
export interface RoadClosure extends ClosedRoad, ClosureReport {
  readonly closedAtMs: number;
}

/** The closures in force at a moment, in the order of their ids. */
export function closuresAt(
  closures: Readonly<Record<string, RoadClosure>>,
  atMs: number,
): readonly RoadClosure[] {
  return Object.values(closures)
    .filter(({ closedAtMs, untilMs }) => closedAtMs <= atMs && atMs < (untilMs ?? Infinity))
    .toSorted((a, b) => (a.closureId < b.closureId ? -1 : 1));
}

/** The same as searches need them; undefined = none, which costs a message nothing. */
export function closedRoadsAt(
  closures: Readonly<Record<string, RoadClosure>>,
  atMs: number,
): readonly ClosedRoad[] | undefined {
  const inForce = closuresAt(closures, atMs);
  return inForce.length === 0
    ? undefined
    : inForce.map(({ closureId, ways, reason, name }) => ({ closureId, ways, reason, name }));
}

/** A piece of road to be closed: so many metres around a point, both ways or the nearest one only. */
export interface StretchQuery extends RoadPlace {
  readonly lengthM: number;
  readonly bothWays: boolean;
}
