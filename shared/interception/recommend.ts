import type { PlannerUnit, RaceEntry } from '../contract/planner.ts';
import type { LocalText } from '../domain/belief.ts';
import type { Band, Recommendation, RecommendationList, RecommendationReason } from '../domain/race.ts';
import { equirectM } from '../geo/distance.ts';
import {
  ARRIVAL_MODEL,
  arrivalFromStanding,
  delayIfSentNow,
  estimateOf,
  ownUncertaintyS,
  type Travel,
} from './arrival-model.ts';
import { auxiliaryHasCompany } from './best-candidate.ts';
import type { Candidate, CandidateSet, Unavailable } from './candidates.ts';
import { dueBand, fromNow, marginBand } from './margin.ts';
import type { PlaceReach, Reach } from './reach.ts';

/** Rows a dispatcher can choose with one digit. */
export const MAX_ROWS = 9;
/** A road this much longer than the straight line is worth a word: a river, a motorway without a crossing. */
const DETOUR_RATIO = 1.6;

/** One moment, prepared for recommending. */
export interface RecommendContext<P> {
  readonly nowMs: number;
  readonly unitOf: (unitId: string) => PlannerUnit | undefined;
  readonly reach: Reach<P>;
  readonly candidates: CandidateSet<P>;
}

interface Ranked<P> {
  readonly candidate: Candidate<P>;
  readonly travel: Travel;
  readonly ownS: number;
  /** An auxiliary that would be alone: listed after everybody else. */
  readonly isLast: boolean;
  /** Only read out for the rows that are shown. */
  roadM: number | undefined;
}

/**
 * Who should go, best first by road time to the belief, at most nine rows. Rows that are no further from the first of
 * their group than the uncertainty of both share its rank. Rank = 1 + number of rows before the group.
 */
export function recommend<P>(entry: RaceEntry, context: RecommendContext<P>): RecommendationList {
  const { nowMs, candidates } = context;
  const base = { targetId: entry.id, atMs: nowMs };
  const refuse = (why: LocalText): RecommendationList => ({
    ...base,
    rows: [],
    isClear: false,
    unavailable: counts(candidates.unavailable, 0),
    why,
  });
  if (entry.place === undefined) return refuse(NO_PLACE);
  const place = context.reach.place(entry.place, true);
  if (place === undefined) return refuse(OFF_THE_MAP);

  const withAuxiliary = auxiliaryHasCompany(entry, context.unitOf);
  const all = rankAll(candidates.candidates, place, withAuxiliary);
  const top = all.slice(0, MAX_ROWS);
  for (const row of top) row.roadM = place.way(row.candidate.stand)?.roadM;
  const ranks = sharedRanks(top);
  const due = dueBand(entry.clock);
  const delay = delayIfSentNow(entry.level);
  const rows = top.map((row, i): Recommendation => {
    const seconds = arrivalFromStanding(row.travel, row.candidate.driftS, delay);
    return {
      unitId: row.candidate.unit.unitId,
      rank: ranks[i] ?? i + 1,
      estimate: estimateOf(seconds, nowMs, row.roadM),
      marginS: due === undefined ? undefined : marginOf(due, nowMs, seconds),
      reasons: reasonsFor(top, ranks, i, entry.place ?? row.candidate.fix),
    };
  });
  const unreachable = candidates.candidates.length - all.length;
  return {
    ...base,
    rows,
    isClear: isClear(top),
    unavailable: counts(candidates.unavailable, unreachable),
    why: rows.length === 0 ? NOBODY : undefined,
  };
}

function rankAll<P>(
  candidates: readonly Candidate<P>[],
  place: PlaceReach<P>,
  withAuxiliary: boolean,
): Ranked<P>[] {
  const rows: Ranked<P>[] = [];
  for (const candidate of candidates) {
    const travel = place.travel(candidate.stand);
    if (travel === undefined) continue;
    const isLast = candidate.unit.kind === 'auxiliary' && !withAuxiliary;
    rows.push({
      candidate,
      travel,
      ownS: ownUncertaintyS(travel, candidate.driftS),
      isLast,
      roadM: undefined,
    });
  }
  // the sort is stable and candidates come in order of id, so equal times keep one order
  return rows.sort((a, b) => Number(a.isLast) - Number(b.isLast) || a.travel.expectedS - b.travel.expectedS);
}

/** Whether two rows cannot be told apart: their times differ by no more than the uncertainty of both. */
function areEqual<P>(a: Ranked<P>, b: Ranked<P>): boolean {
  return a.isLast === b.isLast && Math.abs(b.travel.expectedS - a.travel.expectedS) <= a.ownS + b.ownS;
}

function sharedRanks<P>(rows: readonly Ranked<P>[]): number[] {
  const ranks: number[] = [];
  let first = 0;
  for (const [i, row] of rows.entries()) {
    const leader = rows[first];
    if (leader !== undefined && !areEqual(leader, row)) first = i;
    ranks.push(first + 1);
  }
  return ranks;
}

function isClear<P>(rows: readonly Ranked<P>[]): boolean {
  const [first, second] = rows;
  if (first === undefined || first.isLast || first.candidate.ageS > ARRIVAL_MODEL.staleFixS) return false;
  return second === undefined || !areEqual(first, second);
}

function marginOf(due: Band, nowMs: number, seconds: Band): Band {
  return marginBand(due, fromNow(nowMs, seconds));
}

function reasonsFor<P>(
  rows: readonly Ranked<P>[],
  ranks: readonly number[],
  i: number,
  target: { readonly lon: number; readonly lat: number },
): RecommendationReason[] {
  const row = rows[i];
  if (row === undefined) return [];
  const { unit, fix, ageS } = row.candidate;
  const above = rows[i - 1];
  const reasons: RecommendationReason[] = [];
  const roadM = row.roadM === undefined ? undefined : Math.round(row.roadM);
  if (row.isLast) reasons.push({ code: 'auxiliary-alone' });
  if (
    i === 0 &&
    roadM !== undefined &&
    rows.every((other) => (other.roadM ?? Infinity) >= (row.roadM ?? 0))
  ) {
    reasons.push({ code: 'nearest-by-road', roadM });
  }
  if (above !== undefined && above.isLast === row.isLast) {
    const byS = Math.round(row.travel.expectedS - above.travel.expectedS);
    reasons.push(ranks[i] === ranks[i - 1] ? { code: 'equal-to-above' } : { code: 'slower-than-above', byS });
  }
  const straightM = Math.round(equirectM(fix.lon, fix.lat, target.lon, target.lat));
  if (roadM !== undefined && straightM > 0 && roadM / straightM > DETOUR_RATIO) {
    reasons.push({ code: 'detour', straightM, roadM });
  }
  reasons.push({ code: ageS > ARRIVAL_MODEL.staleFixS ? 'stale-fix' : 'fix-age', ageS: Math.round(ageS) });
  reasons.push({ code: unit.hasVehicle ? 'has-vehicle' : 'on-foot' });
  reasons.push({ code: 'crew', crew: unit.crew });
  for (const skill of unit.skills) reasons.push({ code: 'skill', skill });
  return reasons;
}

function counts(
  unavailable: Readonly<Record<Unavailable, number>>,
  unreachable: number,
): RecommendationList['unavailable'] {
  const all = { ...unavailable, 'no-road': unavailable['no-road'] + unreachable };
  const reasons: readonly Unavailable[] = [
    'committed',
    'out-of-service',
    'lost-contact',
    'no-fix',
    'no-road',
  ];
  return reasons.map((reason) => ({ reason, count: all[reason] })).filter(({ count }) => count > 0);
}

const NO_PLACE: LocalText = {
  zh: '地点未知，无法按道路排序。请先补充地点（电话核实、亲属、基站），或手动选择警力。',
  en: 'No place known, so nobody can be ranked. Add a place (call, family, cell), or choose a unit by hand.',
};
const OFF_THE_MAP: LocalText = {
  zh: '地点附近没有路网数据，无法估算到达时间。请核对地点，或手动选择警力、联系当地警方。',
  en: 'No road data near this place, so no arrival can be estimated. Check the place, choose a unit by hand, or call the local force.',
};
const NOBODY: LocalText = {
  zh: '没有可派警力能经道路到达。请撤回或调整在途警力，或联系邻区。',
  en: 'No free unit can get there by road. Recall or redirect a unit, or ask a neighbour.',
};
