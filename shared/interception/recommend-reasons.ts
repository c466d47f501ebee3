import type { PlannerUnit, RaceEntry } from '../contract/planner.ts';
import type { RecommendationReason } from '../domain/race.ts';
import { equirectM } from '../geo/distance.ts';
import { ARRIVAL_MODEL } from './arrival-model.ts';
import type { Ranked } from './ranking.ts';

/** A road this much longer than the straight line is worth a word: a river, a motorway without a crossing. */
const DETOUR_RATIO = 1.6;
/** A crew back for less than this has hardly sat down. */
const REST_S = 900;
/** Orders in a duty from which a crew counts as much used. */
const MANY_ORDERS = 4;

/** Why row `i` stands where it stands, and why not above. `rows` in order, `ranks` beside them. */
export function reasonsFor<P>(
  rows: readonly Ranked<P>[],
  ranks: readonly number[],
  i: number,
  entry: RaceEntry,
  nowMs: number,
): RecommendationReason[] {
  const row = rows[i];
  if (row === undefined) return [];
  const above = rows[i - 1];
  const roadM = row.roadM === undefined ? undefined : Math.round(row.roadM);
  const reasons: RecommendationReason[] = [];
  if (row.isLast) reasons.push({ code: 'auxiliary-alone' });
  if (i === 0 && roadM !== undefined && rows.every((other) => (other.roadM ?? Infinity) >= (row.roadM ?? 0)))
    reasons.push({ code: 'nearest-by-road', roadM });
  if (above !== undefined && above.isLast === row.isLast) {
    const rank = ranks[i - 1] ?? i;
    // a rank holds what equals its first, so it is the first that this row is slower than; the last may be a second away
    const first = rows[rank - 1] ?? above;
    const byS = Math.round(row.drive.medianS - first.drive.medianS);
    reasons.push(ranks[i] === rank ? { code: 'equal-to-above' } : { code: 'slower-than-above', byS, rank });
  }
  return [...reasons, ...placeReasons(row, roadM, entry), ...crewReasons(row.candidate.unit, entry, nowMs)];
}

/** What speaks for and against a row whoever stands above it. */
export function standingReasons<P>(row: Ranked<P>, entry: RaceEntry, nowMs: number): RecommendationReason[] {
  const roadM = row.roadM === undefined ? undefined : Math.round(row.roadM);
  return [...placeReasons(row, roadM, entry), ...crewReasons(row.candidate.unit, entry, nowMs)];
}

function placeReasons<P>(
  row: Ranked<P>,
  roadM: number | undefined,
  { place }: RaceEntry,
): RecommendationReason[] {
  const { fix, ageS, unit } = row.candidate;
  const reasons: RecommendationReason[] = [];
  if (row.closed !== undefined) reasons.push({ code: 'closed-road', ...row.closed });
  const straightM = Math.round(place === undefined ? 0 : equirectM(fix.lon, fix.lat, place.lon, place.lat));
  if (roadM !== undefined && straightM > 0 && roadM / straightM > DETOUR_RATIO)
    reasons.push({ code: 'detour', straightM, roadM });
  reasons.push({
    code: ageS > ARRIVAL_MODEL.staleFixS ? 'stale-fix' : 'fix-age',
    ageS: Math.round(ageS),
  });
  const outM = outsideM(unit, place);
  if (outM !== undefined)
    reasons.push(outM > 0 ? { code: 'outside-area', byM: Math.round(outM) } : { code: 'own-area' });
  return reasons;
}

function crewReasons(unit: PlannerUnit, entry: RaceEntry, nowMs: number): RecommendationReason[] {
  const reasons: RecommendationReason[] = [{ code: unit.hasVehicle ? 'has-vehicle' : 'on-foot' }];
  reasons.push(unit.crew === 1 ? { code: 'crew-alone' } : { code: 'crew', crew: unit.crew });
  const needs = entry.needs ?? [];
  for (const skill of unit.skills)
    reasons.push({ code: needs.includes(skill) ? 'needed-skill' : 'skill', skill });
  for (const skill of needs) if (!unit.skills.includes(skill)) reasons.push({ code: 'lacks-skill', skill });
  const { orders = 0, freeSinceMs } = unit.duty ?? {};
  const restS = freeSinceMs === undefined ? Infinity : Math.max(0, (nowMs - freeSinceMs) / 1000);
  if (restS < REST_S) reasons.push({ code: 'just-back', sinceS: Math.round(restS) });
  if (orders >= MANY_ORDERS) reasons.push({ code: 'many-orders', orders });
  return reasons;
}

/** Metres by which a place lies outside the unit's own ground, 0 inside; undefined when it answers for none. */
export function outsideM(unit: PlannerUnit, place: RaceEntry['place']): number | undefined {
  if (unit.area === undefined || place === undefined) return undefined;
  const { lon, lat, radiusM } = unit.area;
  return Math.max(0, equirectM(lon, lat, place.lon, place.lat) - radiusM);
}
