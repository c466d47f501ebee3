import type { FindPlaceKind } from '../../domain/find-board.ts';
import { haversineM } from '../../geo/distance.ts';
import { FIND_KIND_MODEL, type FindPlace, kindsOf } from './find-places.ts';

/** What speaks for or against a place. Times are epoch ms of the fact, not of its arrival. */
export type FindEvidence =
  /** Somebody looked and she was not there. `detection` replaces the kind's own when the look was better or worse than usual. */
  | {
      readonly kind: 'looked-not-here';
      readonly placeId: string;
      readonly atMs: number;
      readonly detection?: number | undefined;
    }
  /** The phone was seen by a cell: she is within `radiusM` of it, seldom outside. */
  | {
      readonly kind: 'cell';
      readonly lon: number;
      readonly lat: number;
      readonly radiusM: number;
      readonly atMs: number;
    }
  /** She paid here: she was within `radiusM` then. */
  | {
      readonly kind: 'payment';
      readonly lon: number;
      readonly lat: number;
      readonly radiusM: number;
      readonly atMs: number;
    }
  /** A relative names the place; `reliability` = how often such a word is right, 0..1. */
  | { readonly kind: 'family'; readonly placeId: string; readonly reliability: number; readonly atMs: number }
  /** A relative names an area rather than a place. */
  | {
      readonly kind: 'area';
      readonly lon: number;
      readonly lat: number;
      readonly radiusM: number;
      readonly atMs: number;
    }
  /** Somebody stood before her at this place. */
  | { readonly kind: 'found'; readonly placeId: string; readonly atMs: number }
  /** Footage shows her near this point. */
  | {
      readonly kind: 'footage';
      readonly lon: number;
      readonly lat: number;
      readonly radiusM: number;
      readonly atMs: number;
    };

/** Where she may be. `probability[i]` belongs to `places[i]`; with `elsewhere` they sum to 1. */
export interface FindBelief {
  readonly places: readonly FindPlace[];
  readonly probability: Float64Array;
  /** At none of the listed places. Never zero: a list is never complete. */
  readonly elsewhere: number;
  /** How far what was found so far speaks for the kinds' weights rather than for "they say nothing", 0..1. */
  readonly priorTrust: number;
  /** What each place was worth before any evidence, beside `places`. */
  readonly prior: Float64Array;
  /** What each piece of evidence did, in the order of its time: by how much it multiplied each place. */
  readonly steps: readonly { readonly evidence: FindEvidence; readonly factor: Float64Array }[];
}

/** Before anything is known: at none of the listed places. */
const ELSEWHERE = 0.1;
/**
 * Before anything is known: how far the kinds' weights are believed. As much as costs less than a tenth when they are wrong
 * altogether (searches in a flat town, seeds of their own).
 */
const PRIOR_TRUST = 0.1;
/** Mean time until somebody who waits for a call moves on to another place, ms. */
const MOVES_AFTER_MS = 3 * 3_600_000;
/** How fast the area of an old observation grows, metres a second: mostly standing, sometimes driving. */
const SPREAD_MPS = 1.5;
/** Likelihood far away from where something was observed: observations are wrong too. */
const FLOOR: Readonly<Record<'cell' | 'payment' | 'footage' | 'area', number>> = {
  cell: 0.08,
  payment: 0.05,
  footage: 0.1,
  area: 0.4,
};
/** That somebody who reports to have found her is mistaken. */
const MISTAKEN = 0.01;

/**
 * Bayes over places under two hypotheses ("the kinds' weights hold" and "they say nothing"), evidence in the order of its
 * time; between two facts she may move on. Pure: the same facts give the same belief, in replay as well. Evidence about
 * an unknown place, or after `nowMs`, changes nothing.
 */
export function believeWhere(
  places: readonly FindPlace[],
  evidence: readonly FindEvidence[],
  nowMs: number,
): FindBelief {
  const informed = withElsewhere(kindWeights(places));
  const flat = withElsewhere(places.map(() => 1));
  const joint = [scale(informed, PRIOR_TRUST), scale(flat, 1 - PRIOR_TRUST)] as const;
  const rest = [informed, flat] as const;
  const known = evidence.filter((one) => one.atMs <= nowMs).toSorted((a, b) => a.atMs - b.atMs);
  const prior = totals(joint, places.length);
  const steps: { readonly evidence: FindEvidence; readonly factor: Float64Array }[] = [];
  let atMs = known[0]?.atMs ?? nowMs;
  for (const one of known) {
    joint.forEach((mass, h) => {
      moveOn(mass, rest[h] ?? mass, one.atMs - atMs);
    });
    const before = totals(joint, places.length);
    for (const mass of joint) {
      for (let i = 0; i < mass.length; i++) {
        const place = places[i];
        mass[i] =
          (mass[i] ?? 0) *
          (place === undefined ? likelihoodElsewhere(one, places) : likelihood(one, place, nowMs, places));
      }
    }
    normalise(joint);
    const after = totals(joint, places.length);
    steps.push({ evidence: one, factor: after.map((value, i) => value / Math.max(1e-12, before[i] ?? 0)) });
    atMs = one.atMs;
  }
  joint.forEach((mass, h) => moveOn(mass, rest[h] ?? mass, nowMs - atMs));
  const [trusted, doubted] = joint;
  return {
    places,
    probability: totals(joint, places.length),
    elsewhere: (trusted.at(-1) ?? 0) + (doubted.at(-1) ?? 0),
    priorTrust: sum(trusted),
    prior,
    steps,
  };
}

/** Of each place under both hypotheses together. */
function totals([trusted, doubted]: readonly [Float64Array, Float64Array], count: number): Float64Array {
  const total = new Float64Array(count);
  for (let i = 0; i < count; i++) total[i] = (trusted[i] ?? 0) + (doubted[i] ?? 0);
  return total;
}

/** The kinds' weights spread over the places of each kind: a second bank halves what each bank is worth. */
function kindWeights(places: readonly FindPlace[]): number[] {
  const count = new Map<FindPlaceKind, number>();
  for (const place of places) for (const kind of kindsOf(place)) count.set(kind, (count.get(kind) ?? 0) + 1);
  return places.map((place) =>
    kindsOf(place).reduce((all, kind) => all + FIND_KIND_MODEL[kind].weight / (count.get(kind) ?? 1), 0),
  );
}

/** Appends the mass of "elsewhere" and makes the whole sum to 1. */
function withElsewhere(weights: readonly number[]): Float64Array {
  const total = weights.reduce((a, b) => a + b, 0);
  const mass = new Float64Array(weights.length + 1);
  for (const [i, weight] of weights.entries()) mass[i] = ((1 - ELSEWHERE) * weight) / total;
  mass[weights.length] = weights.length === 0 ? 1 : ELSEWHERE;
  return mass;
}

/** Of an observation at `place`, given that she is there now: what was seen then says the less the longer ago it was. */
function likelihood(
  one: FindEvidence,
  place: FindPlace,
  nowMs: number,
  places: readonly FindPlace[],
): number {
  switch (one.kind) {
    case 'looked-not-here':
      return one.placeId === place.placeId ? 1 - (one.detection ?? FIND_KIND_MODEL[place.kind].detection) : 1;
    case 'family':
      return familyLikelihood(one, place.placeId, places);
    case 'found':
      return one.placeId === place.placeId ? 1 : foundElsewhere(one, places);
    case 'area':
    case 'cell':
    case 'payment':
    case 'footage': {
      const reachM = one.radiusM + (SPREAD_MPS * Math.max(0, nowMs - one.atMs)) / 1000;
      const beyond = haversineM(one.lon, one.lat, place.lon, place.lat) / reachM;
      return FLOOR[one.kind] + (1 - FLOOR[one.kind]) * Math.exp(-0.5 * beyond * beyond);
    }
    default:
      return one satisfies never;
  }
}

/** Found at a place nobody lists says nothing of those that are listed. */
function foundElsewhere(one: Extract<FindEvidence, { kind: 'found' }>, places: readonly FindPlace[]): number {
  return places.some((place) => place.placeId === one.placeId) ? MISTAKEN : 1;
}

/** A relative who is wrong names any place alike. An unknown place says nothing. */
function familyLikelihood(
  one: Extract<FindEvidence, { kind: 'family' }>,
  placeId: string | undefined,
  places: readonly FindPlace[],
): number {
  if (!places.some((place) => place.placeId === one.placeId)) return 1;
  const byChance = (1 - one.reliability) / (places.length + 1);
  return placeId === one.placeId ? one.reliability + byChance : byChance;
}

/** Somewhere not on the list is as near to an observation as the list is on average: half-way between floor and 1. */
function likelihoodElsewhere(one: FindEvidence, places: readonly FindPlace[]): number {
  if (one.kind === 'looked-not-here') return 1;
  if (one.kind === 'family') return familyLikelihood(one, undefined, places);
  if (one.kind === 'found') return foundElsewhere(one, places);
  return FLOOR[one.kind] + 0.5 * (1 - FLOOR[one.kind]);
}

function moveOn(mass: Float64Array, rest: Float64Array, elapsedMs: number): void {
  if (elapsedMs <= 0) return;
  const moved = 1 - Math.exp(-elapsedMs / MOVES_AFTER_MS);
  const total = sum(mass);
  const restTotal = sum(rest);
  for (let i = 0; i < mass.length; i++)
    mass[i] = (mass[i] ?? 0) * (1 - moved) + (moved * total * (rest[i] ?? 0)) / restTotal;
}

function normalise(joint: readonly Float64Array[]): void {
  const total = joint.reduce((all, mass) => all + sum(mass), 0);
  for (const mass of joint) for (let i = 0; i < mass.length; i++) mass[i] = (mass[i] ?? 0) / total;
}

function scale(mass: Float64Array, by: number): Float64Array {
  return mass.map((value) => value * by);
}

function sum(mass: Float64Array): number {
  return mass.reduce((all, value) => all + value, 0);
}
