import type { FindBelief } from './find-belief.ts';
import { FIND_KIND_MODEL } from './find-places.ts';
import type { LookUnit } from './look-plan.ts';

/** Rounds of improvement after the greedy order. */
const MAX_ROUNDS = 3;
/** Looks ahead that are put in order: the next one hardly depends on what comes after ten others. */
const LOOKS_AHEAD = 10;

/**
 * An order of looks for one unit that finds her soon on average: greedy by probability per minute, then improved by turning
 * stretches round and by moving single looks, as long as the expected time falls. `betweenS[i][j]` = seconds from place i
 * to place j. Places without a way, or in `taken`, are left out. Returns indices into the belief's places, at most ten.
 */
export function tourOfLooks(
  belief: FindBelief,
  unit: LookUnit,
  betweenS: readonly ArrayLike<number>[],
  taken: ReadonlySet<number> = new Set(),
): number[] {
  const tour = greedyTour(belief, unit, betweenS, taken);
  let cost = expectedS(belief, unit, betweenS, tour);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const before = cost;
    for (let from = 0; from < tour.length; from++) {
      for (let to = 0; to < tour.length; to++) {
        if (from === to) continue;
        for (const changed of to > from
          ? [turned(tour, from, to), moved(tour, from, to)]
          : [moved(tour, from, to)]) {
          const changedCost = expectedS(belief, unit, betweenS, changed);
          if (changedCost >= cost - 1e-9) continue;
          tour.splice(0, tour.length, ...changed);
          cost = changedCost;
        }
      }
    }
    if (cost === before) break;
  }
  return tour;
}

/** Sum over looks of their finding probability times the moment they end; seconds times probability. */
function expectedS(
  belief: FindBelief,
  unit: LookUnit,
  betweenS: readonly ArrayLike<number>[],
  tour: readonly number[],
): number {
  let nowS = 0;
  let cost = 0;
  let at = -1;
  for (const place of tour) {
    nowS += (at < 0 ? unit.toPlaceS : betweenS[at])?.[place] ?? Infinity;
    nowS += lookS(belief, place);
    cost += findProbability(belief, place) * nowS;
    at = place;
  }
  return cost;
}

function greedyTour(
  belief: FindBelief,
  unit: LookUnit,
  betweenS: readonly ArrayLike<number>[],
  taken: ReadonlySet<number>,
): number[] {
  const left = new Set(
    [...belief.places.keys()].filter((place) => !taken.has(place) && Number.isFinite(unit.toPlaceS[place])),
  );
  const tour: number[] = [];
  let way: ArrayLike<number> = unit.toPlaceS;
  while (left.size > 0 && tour.length < LOOKS_AHEAD) {
    let best = -1;
    let bestScore = -1;
    for (const place of left) {
      const score = findProbability(belief, place) / ((way[place] ?? Infinity) + lookS(belief, place));
      if (score > bestScore) [best, bestScore] = [place, score];
    }
    if (best < 0) break;
    tour.push(best);
    left.delete(best);
    way = betweenS[best] ?? way;
  }
  return tour;
}

function findProbability(belief: FindBelief, place: number): number {
  const kind = belief.places[place]?.kind;
  return kind === undefined ? 0 : (belief.probability[place] ?? 0) * FIND_KIND_MODEL[kind].detection;
}

function lookS(belief: FindBelief, place: number): number {
  const kind = belief.places[place]?.kind;
  return kind === undefined ? 0 : FIND_KIND_MODEL[kind].lookMin * 60;
}

function turned(tour: readonly number[], from: number, to: number): number[] {
  return [...tour.slice(0, from), ...tour.slice(from, to + 1).toReversed(), ...tour.slice(to + 1)];
}

function moved(tour: readonly number[], from: number, to: number): number[] {
  const rest = tour.toSpliced(from, 1);
  return rest.toSpliced(to, 0, ...tour.slice(from, from + 1));
}
