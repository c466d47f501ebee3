import type { PackedRows } from '../../roads/road-net.ts';

/**
 * Interception problems and their answers: the neutral file format of `rampart plan`, in memory. Times are seconds from
 * the target's start, nodes are indices; every answer is plain JSON.
 */

/** How far two instants may differ and still count as the same (s): a tie is in time, whatever the order of the additions. */
export const TIE_S = 1e-6;

/** Directed roads with their seconds; parallel edges stay, searches take the fastest. */
export interface PlanGraph {
  readonly nodeCount: number;
  readonly rows: PackedRows;
}

/** Visits of all routes, one after another: route r owns first[r] .. first[r + 1]. */
export interface RouteVisits {
  readonly first: Uint32Array;
  readonly node: Uint32Array;
  readonly seconds: Float64Array;
}

/** A unit by name, and where it stands. */
export interface PlanUnit {
  readonly id: string;
  readonly node: number;
}

/** Where to put units so that most of the possible routes are met. */
export interface CoverProblem {
  readonly kind: 'cover';
  readonly graph: PlanGraph;
  readonly units: readonly number[];
  readonly routes: RouteVisits;
}

/** Close every exit, the latest arrival as early as can be, then the total. */
export interface SealProblem {
  readonly kind: 'seal';
  readonly graph: PlanGraph;
  readonly units: readonly PlanUnit[];
  readonly exits: readonly number[];
}

/** Shut a moving target in. */
export interface ContainProblem {
  readonly kind: 'contain';
  readonly graph: PlanGraph;
  readonly units: readonly PlanUnit[];
  readonly target: { readonly node: number; readonly headStartSeconds: number };
  readonly exits: readonly number[];
  readonly objective: 'earliest' | 'fewest';
}

export type PlanProblem = CoverProblem | SealProblem | ContainProblem;

/** A node per unit, null = stays; met is counted from the plan, upperBound is proven. */
export interface CoverAnswer {
  readonly kind: 'cover';
  readonly plan: readonly (number | null)[];
  readonly met: number;
  readonly upperBound: number;
  readonly optimal: boolean;
}

/** One unit at one exit. */
export interface SealAssignment {
  readonly unit: string;
  readonly exit: number;
  readonly seconds: number;
}

/** `infeasible` says why not every exit is closed; the assignments then close as many as can be, and no bound is given. */
export interface SealAnswer {
  readonly kind: 'seal';
  readonly infeasible?: string;
  readonly assignments: readonly SealAssignment[];
  readonly maxSeconds: number;
  readonly totalSeconds: number;
  readonly optimal: boolean;
  readonly lowerBound?: { readonly maxSeconds: number; readonly totalSeconds: number };
}

/** One unit at one node; unitSeconds includes the head start, targetSeconds is when the target can be there at the earliest. */
export interface ContainAssignment {
  readonly unit: string;
  readonly node: number;
  readonly unitSeconds: number;
  readonly targetSeconds: number;
}

/** `infeasible` says why the target is not contained; the assignments then shut as many exits as were found. */
export interface ContainAnswer {
  readonly kind: 'contain';
  readonly infeasible?: string;
  readonly assignments: readonly ContainAssignment[];
  readonly closedAtSeconds: number;
  readonly seals: number;
  readonly optimal: boolean;
  readonly lowerBound?: { readonly closedAtSeconds: number; readonly seals: number };
}

export type PlanAnswer = CoverAnswer | SealAnswer | ContainAnswer;
