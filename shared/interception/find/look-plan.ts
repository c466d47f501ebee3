import type { FindBelief } from './find-belief.ts';
import { FIND_KIND_MODEL } from './find-places.ts';
import { tourOfLooks } from './look-tour.ts';

/** Who can look, and how long each way takes. Seconds; Infinity = no way. */
export interface LookUnit {
  readonly unitId: string;
  /** Seconds from where the unit is to `places[i]`. */
  readonly toPlaceS: ArrayLike<number>;
}

/** One look one unit could do. */
export interface Look {
  readonly unitId: string;
  /** Index into the belief's places. */
  readonly place: number;
  readonly travelS: number;
  readonly lookS: number;
  /** That the look finds her: being there times seeing her. */
  readonly findProbability: number;
  /** `findProbability` per minute of way and look. */
  readonly perMinute: number;
}

/** Every look one unit could do now, best first by probability per minute; places it cannot reach, or in `taken`, are left out. */
export function rankLooks(
  belief: FindBelief,
  unit: LookUnit,
  taken: ReadonlySet<number> = new Set(),
): Look[] {
  return belief.places
    .flatMap((_, place) => (taken.has(place) ? [] : (lookAt(belief, unit, place) ?? [])))
    .toSorted((a, b) => b.perMinute - a.perMinute || a.place - b.place);
}

/**
 * The next look for every unit that has somewhere to go, no place twice: each unit's is the first of the order of looks that
 * finds her soonest on average, which passes by what lies on the way. `taken` = places somebody is at or on the way to.
 */
export function assignLooks(
  belief: FindBelief,
  units: readonly LookUnit[],
  betweenS: readonly ArrayLike<number>[],
  taken: ReadonlySet<number> = new Set(),
): Look[] {
  const busy = new Set(taken);
  const free = new Set(units);
  const assigned: Look[] = [];
  while (free.size > 0) {
    const firsts = [...free].flatMap((unit) => {
      const [place] = tourOfLooks(belief, unit, betweenS, busy);
      const look = place === undefined ? undefined : lookAt(belief, unit, place);
      return look === undefined ? [] : [{ unit, look }];
    });
    const best = firsts.toSorted((a, b) => b.look.perMinute - a.look.perMinute)[0];
    if (best === undefined) break;
    assigned.push(best.look);
    busy.add(best.look.place);
    free.delete(best.unit);
  }
  return assigned;
}

/** One look of one unit; undefined = no way, or no such place. */
export function lookAt(belief: FindBelief, unit: LookUnit, place: number): Look | undefined {
  const kind = belief.places[place]?.kind;
  const travelS = unit.toPlaceS[place] ?? Infinity;
  if (kind === undefined || !Number.isFinite(travelS)) return undefined;
  const { lookMin, detection } = FIND_KIND_MODEL[kind];
  const findProbability = (belief.probability[place] ?? 0) * detection;
  const lookS = lookMin * 60;
  const perMinute = (60 * findProbability) / (travelS + lookS);
  return { unitId: unit.unitId, place, travelS, lookS, findProbability, perMinute };
}
