import type { MovingTarget, Sighting } from '../../domain/moving-target.ts';
import type { Rng } from '../../kit/rng.ts';
import { secondsToHead } from '../../roads/fastest.ts';
import { fastestRoute } from '../../roads/route.ts';
import type { Goal, Ground } from './ground.ts';
import {
  drawPace,
  type FreeSeconds,
  type Leg,
  type PaceBelief,
  paceAfter,
  paceGroup,
  type PaceModel,
} from './pace.ts';
import { secondsToGoal, type Start, startsOf } from './starts.ts';
import { type LastPiece, shareAhead, type Stop, stopsAhead } from './stops.ts';
import { type Walk, walkTo } from './walk.ts';

/** One way the target may have gone since the last sighting. Times are seconds after it. */
export interface Future {
  readonly edges: Int32Array;
  /** Real seconds at the end of each edge, ascending. */
  readonly endS: Float32Array;
  /** Gates passed, in order, first time each: index into ground.gates, and when. */
  readonly passes: readonly { readonly gate: number; readonly atS: number }[];
  /** Real seconds per free-flow second over the whole way. */
  readonly pace: number;
}

/** Equally likely ways, all from the last sighting on. */
export interface Futures {
  readonly fromMs: number;
  readonly ways: readonly Future[];
  /** Drives the pace was learned from; 0 = assumption. */
  readonly learnedFrom: number;
}

export interface FuturesOptions {
  readonly count?: number | undefined;
  readonly pace: PaceModel;
  /** Seeded by the caller; the same target and rng give the same ways. */
  readonly rng: Rng;
}

const WAYS = 400;
/** Seconds of detour that make a goal a third as likely: of a turn taken, and of the way driven so far. */
const TURN_REGRET_S = 60;
const TRAIL_REGRET_S = 150;
/** Most a goal can lose by evidence (natural log): sightings can be wrong. */
const MOST_AGAINST = 9;
/** Trips this long are a third as common. */
const TRIP_SCALE_S = 2400;
/** Share of those who say where they go who go there. */
const STATED_SHARE = 0.85;
/** A coach leaves a stop so long after its time: mean and spread of the delay, seconds. */
const COACH_DELAY_S = { mean: 60, sigma: 90 } as const;

/**
 * Where the target may have gone since it was last seen: destinations weighed by what the way so far says about them,
 * routes by the time they lose, pace by the model and by how this driver drove. Empty when there is no road.
 */
export function possibleFutures(ground: Ground, target: MovingTarget, options: FuturesOptions): Futures {
  const { count = WAYS, pace, rng } = options;
  const last = target.sightings.at(-1) ?? target.sightings[0];
  const empty = { fromMs: last.atMs, ways: [], learnedFrom: pace.n };
  const starts = startsOf(ground, last);
  if (starts.length === 0) return empty;
  const paces = paceAfter(pace, legsOf(ground, target.sightings));
  const stops = stopsAhead(ground, target.stops, starts, last.atMs);
  const ends = weighEnds(ground, ground.goals, starts, target.sightings);
  const first = stops[0];
  const stated = first === undefined ? undefined : weighEnds(ground, [goalOf(first)], starts, []);
  if (ends.total === 0 && stated === undefined) return empty;
  const ways: Future[] = [];
  for (let i = 0; i < count; i++) {
    const keepsWord =
      stated !== undefined && stated.total > 0 && (isTimed(stops) || rng.chance(STATED_SHARE));
    const way = keepsWord
      ? statedWay(ground, drawEnd(stated, rng), stops, paces, rng)
      : freeWay(ground, ends.total > 0 ? drawEnd(ends, rng) : undefined, paces, rng);
    if (way !== undefined) ways.push(way);
  }
  return { fromMs: last.atMs, ways, learnedFrom: pace.n };
}

/** Real and free-flow seconds between consecutive sightings. */
function legsOf(ground: Ground, sightings: readonly Sighting[]): Leg[] {
  const legs: Leg[] = [];
  for (let i = 1; i < sightings.length; i++) {
    const leg = legBetween(ground, sightings[i - 1], sightings[i]);
    if (leg !== undefined) legs.push(leg);
  }
  return legs;
}

/** The stretch between two sightings over the fastest way, each read in its likeliest direction; undefined = no way. */
export function legBetween(
  ground: Ground,
  a: Sighting | undefined,
  b: Sighting | undefined,
): Leg | undefined {
  if (a === undefined || b === undefined) return undefined;
  // driven before now: what is closed today may have been open then
  const { openNet: net, workspace } = ground;
  const from = likeliest(startsOf(ground, a));
  const to = likeliest(startsOf(ground, b));
  if (from === undefined || to === undefined) return undefined;
  const route = fastestRoute(net, workspace, from.point, to.point);
  if (route === undefined) return undefined;
  const freeS: [number, number, number] = [0, 0, 0];
  for (const edge of route.edges) {
    const seconds = net.edgeSeconds[edge] ?? 0;
    if (seconds < Infinity) freeS[paceGroup(net.graph.edgeClass[edge] ?? 0)] += seconds;
  }
  // the first and last road are driven in part only
  const scale = route.seconds / Math.max(route.seconds, freeS[0] + freeS[1] + freeS[2]);
  const driven: FreeSeconds = [freeS[0] * scale, freeS[1] * scale, freeS[2] * scale];
  return { realS: (b.atMs - a.atMs) / 1000, freeS: driven };
}

function likeliest(starts: readonly Start[]): Start | undefined {
  return starts.reduce<Start | undefined>(
    (best, start) => (best === undefined || start.weight > best.weight ? start : best),
    undefined,
  );
}

/** Nobody is faster over a whole way than this share of free flow. */
const LEAST_PACE = 0.6;

function finite(seconds: number | undefined): number {
  return seconds !== undefined && seconds < Infinity ? seconds : 0;
}

interface End {
  readonly goal: Goal;
  readonly start: Start;
}

interface WeighedEnds {
  readonly ends: readonly End[];
  readonly weights: readonly number[];
  readonly total: number;
}

/** Every pair of goal and reading of the last sighting, with its weight given all sightings. */
function weighEnds(
  ground: Ground,
  goals: readonly Goal[],
  starts: readonly Start[],
  sightings: readonly Sighting[],
): WeighedEnds {
  const origin = sightings.length > 1 && sightings[0] !== undefined ? startsOf(ground, sightings[0]) : [];
  const ends: End[] = [];
  const weights: number[] = [];
  let total = 0;
  for (const goal of goals) {
    const left = starts.map((start) => secondsToGoal(ground.net, start, goal));
    const best = Math.min(...left);
    if (best === Infinity) continue;
    const atOrigin = Math.min(...origin.map((start) => secondsToGoal(ground.net, start, goal)));
    // seconds the way so far has brought the target nearer; the part common to all goals cancels
    const gained = atOrigin < Infinity ? atOrigin - best : 0;
    const prior = goal.prior * Math.exp(-Math.min(best, 2 * TRIP_SCALE_S) / TRIP_SCALE_S);
    for (const [i, start] of starts.entries()) {
      const turn = ((left[i] ?? Infinity) - best) / TURN_REGRET_S;
      if (turn === Infinity) continue;
      const weight = prior * start.weight * Math.exp(gained / TRAIL_REGRET_S - Math.min(MOST_AGAINST, turn));
      ends.push({ goal, start });
      weights.push(weight);
      total += weight;
    }
  }
  return { ends, weights, total };
}

function drawEnd({ ends, weights, total }: WeighedEnds, rng: Rng): End | undefined {
  let left = rng.next() * total;
  for (const [i, end] of ends.entries()) {
    left -= weights[i] ?? 0;
    if (left < 0) return end;
  }
  return ends.at(-1);
}

function freeWay(ground: Ground, end: End | undefined, paces: PaceBelief, rng: Rng): Future | undefined {
  if (end === undefined) return undefined;
  const factorOf = factors(ground, paces);
  const { walk, node } = begin(ground, end.start, factorOf);
  const { node: last, seconds, through } = end.goal;
  const at = walkTo(ground, walk, node, { seconds, isReached: (one) => one === last }, rng, factorOf);
  if (at === last && through !== undefined) driveOn(ground, walk, through, factorOf);
  const pace = drawPace(paces, rng);
  return futureOf(ground, walk, pace);
}

function driveOn({ net }: Ground, walk: Walk, edge: number, factorOf: (edge: number) => number): void {
  walk.endS.push((walk.endS.at(-1) ?? 0) + finite(net.edgeSeconds[edge]) * factorOf(edge));
  walk.edges.push(edge);
}

function isTimed(stops: readonly Stop[]): boolean {
  return stops.some(({ dueS }) => dueS !== undefined);
}

/** A stop weighed like any other place somebody may be bound for. */
function goalOf({ seconds, last }: Stop): Goal {
  return { node: [...last.keys()][0] ?? 0, prior: 1, seconds };
}

/** Through the stops in order; where a stop has a time, the legs before it are driven so that it is kept, give or take. */
function statedWay(
  ground: Ground,
  end: End | undefined,
  stops: readonly Stop[],
  paces: PaceBelief,
  rng: Rng,
): Future | undefined {
  if (end === undefined) return undefined;
  const factorOf = factors(ground, paces);
  const { walk, node: firstNode } = begin(ground, end.start, factorOf);
  const { point } = end.start;
  let on: LastPiece = { edge: point.edge, share: point.fraction };
  const delayS = rng.normal(COACH_DELAY_S.mean, COACH_DELAY_S.sigma);
  const pace = drawPace(paces, rng);
  /** Expected second and real second of each moment that is known. */
  const knots: { paceS: number; realS: number }[] = [{ paceS: 0, realS: 0 }];
  let node = firstNode;
  for (const stop of stops) {
    const { dueS } = stop;
    const share = shareAhead(stop, on);
    if (share === undefined) {
      node = walkTo(ground, walk, node, stop, rng, factorOf);
      const piece = stop.last.get(node);
      if (piece === undefined) break;
      driveOn(ground, walk, piece.edge, factorOf);
      node = ground.net.graph.edgeHead[piece.edge] ?? 0;
      on = piece;
    } else on = { edge: on.edge, share };
    const wholeS = finite(ground.net.edgeSeconds[on.edge]) * factorOf(on.edge);
    const paceS = (walk.endS.at(-1) ?? 0) - (1 - on.share) * wholeS;
    const before = knots.at(-1) ?? { paceS: 0, realS: 0 };
    const drivenS = paceS - before.paceS;
    // nobody is much faster than usual, whatever a timetable says
    const realS = Math.max(
      before.realS + 0.7 * drivenS,
      dueS === undefined ? before.realS + pace(drivenS) : dueS + delayS,
    );
    knots.push({ paceS, realS });
  }
  return futureOf(ground, walk, (paceS) => {
    const ahead = knots.findIndex((knot) => knot.paceS >= paceS);
    const i = Math.max(1, ahead < 0 ? knots.length - 1 : ahead);
    const a = knots[i - 1];
    const b = knots[i];
    if (a === undefined || b === undefined) return pace(paceS);
    const share = b.paceS > a.paceS ? (paceS - a.paceS) / (b.paceS - a.paceS) : 1;
    return a.realS + share * (b.realS - a.realS);
  });
}

function factors({ net }: Ground, { factor }: PaceBelief): (edge: number) => number {
  return (edge) => factor[paceGroup(net.graph.edgeClass[edge] ?? 0)];
}

function begin(
  { net }: Ground,
  { point }: Start,
  factorOf: (edge: number) => number,
): { walk: Walk; node: number } {
  const toHead = secondsToHead(net, point, point.edge) * factorOf(point.edge);
  return { walk: { edges: [point.edge], endS: [toHead] }, node: net.graph.edgeHead[point.edge] ?? 0 };
}

function futureOf({ gatesOnEdge, net }: Ground, walk: Walk, realOf: (paceS: number) => number): Future {
  const endS = Float32Array.from(walk.endS, realOf);
  const passes: { gate: number; atS: number }[] = [];
  for (const [i, edge] of walk.edges.entries()) {
    // the edge of the sighting itself was driven on before it, at least in part
    if (i === 0) continue;
    for (const gate of gatesOnEdge.get(edge) ?? []) {
      if (passes.some((pass) => pass.gate === gate)) continue;
      passes.push({ gate, atS: ((endS[i - 1] ?? 0) + (endS[i] ?? 0)) / 2 });
    }
  }
  const freeS = walk.edges.reduce((sum, edge) => sum + finite(net.edgeSeconds[edge]), 0);
  const pace = freeS > 0 ? (endS.at(-1) ?? 0) / freeS : 1;
  return { edges: Int32Array.from(walk.edges), endS, passes, pace: Math.max(LEAST_PACE, pace) };
}
