import type { RaceEntry } from '../contract/planner.ts';
import type { LocalText } from '../domain/belief.ts';
import {
  type Band,
  MOST_ROWS,
  type Recommendation,
  type RecommendationList,
  type RecommendationReason,
} from '../domain/race.ts';
import type { ClosedRoad } from '../domain/road-closure.ts';
import { ARRIVAL_MODEL } from './arrival-model.ts';
import { auxiliaryHasCompany } from './best-candidate.ts';
import type { Candidate, Unavailable } from './candidates.ts';
import { type DriveTo, estimateOf, type Forecast, forecastRolling, forecastStanding } from './forecast.ts';
import { dueBand, fromNow, marginBand } from './margin.ts';
import { takeable } from './pre-empt.ts';
import type { RaceContext } from './race.ts';
import { areEqual, rankAll, type Ranked, sharedRanks } from './ranking.ts';
import type { PlaceReach } from './reach.ts';
import { reasonsFor, standingReasons } from './recommend-reasons.ts';
import { winChance } from './win-chance.ts';

/** One moment, prepared for recommending. */
export interface RecommendContext<P> extends RaceContext<P> {
  /** The other races, to know what taking a unit from them would cost. */
  readonly others?: readonly RaceEntry[] | undefined;
  /** Units somebody is reading: they stay in the list while they can be sent, whoever else came nearer. */
  readonly keep?: ReadonlySet<string> | undefined;
}

/**
 * Who should go, best first by road time to the belief (see `rankAll`), at most nine rows and those to keep. Rows that are no further from
 * the first of their group than the uncertainty of both share its rank: rank = 1 + number of rows before the group. Units
 * that could be taken from a lower race stand last, whatever their time, each with what it would cost; they never make
 * the list unclear, because nobody is taken away without a person saying so.
 */
export function recommend<P>(entry: RaceEntry, context: RecommendContext<P>): RecommendationList {
  const { nowMs, candidates, eta } = context;
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
  const all = rankAll(entry, candidates.candidates, place, eta, withAuxiliary);
  const busy = rankAll(entry, candidates.committed, place, eta, withAuxiliary);
  const taken = takeable(entry, busy, all[0], context.others ?? [], context);
  const best = MOST_ROWS - taken.length;
  const top = all.filter((row, i) => i < best || context.keep?.has(row.candidate.unit.unitId) === true);
  for (const row of [...top, ...taken.map((one) => one.row)]) {
    row.roadM = place.way(row.candidate.stand)?.roadM;
    row.closed = place.detour?.(row.candidate.stand);
  }
  const ranks = sharedRanks(top);
  const free = top.map((row, i) =>
    rowOf(entry, context, place, row, ranks[i] ?? i + 1, reasonsFor(top, ranks, i, entry, nowMs)),
  );
  const fromOthers = taken.map(({ row, reason }, i) => {
    const lead = all[0] === undefined ? undefined : Math.round(all[0].drive.medianS - row.drive.medianS);
    const faster: RecommendationReason[] =
      lead === undefined ? [] : [{ code: 'faster-than-free', byS: lead }];
    const reasons = [...faster, reason, ...standingReasons(row, entry, nowMs)];
    return rowOf(entry, context, place, row, top.length + i + 1, reasons);
  });
  const rows = [...free, ...fromOthers];
  const unreachable = candidates.candidates.length - all.length;
  return {
    ...base,
    rows,
    isClear: isClear(top),
    unavailable: counts(candidates.unavailable, unreachable),
    why: rows.length === 0 ? whyNobody(candidates.candidates, place) : undefined,
  };
}

function rowOf<P>(
  entry: RaceEntry,
  context: RecommendContext<P>,
  place: PlaceReach<P>,
  row: Ranked<P>,
  rank: number,
  reasons: readonly RecommendationReason[],
): Recommendation {
  const { nowMs, eta } = context;
  const due = dueBand(entry.clock);
  const forecast = forecastOf(entry, context, row);
  const way = { place, stand: row.candidate.stand, roadM: row.roadM };
  return {
    unitId: row.candidate.unit.unitId,
    rank,
    estimate: estimateOf(forecast, eta, nowMs, way),
    marginS: due === undefined ? undefined : marginOf(due, nowMs, forecast.seconds),
    win:
      due === undefined
        ? undefined
        : {
            p: Math.round(winChance(forecast.atoms, due, nowMs) * 1000) / 1000,
            drives: forecast.isCalibrated ? eta.drives : undefined,
          },
    reasons,
  };
}

/** A unit that is already rolling somewhere only has to turn; everybody else has to be told and set off. */
export function forecastOf<P>(
  { level }: Pick<RaceEntry, 'level'>,
  { nowMs, eta }: Pick<RaceContext<P>, 'nowMs' | 'eta'>,
  { drive, candidate }: { readonly drive: DriveTo; readonly candidate: Omit<Candidate<P>, 'stand' | 'ageS'> },
): Forecast {
  const { unit, fix, driftS } = candidate;
  return unit.state === 'en-route'
    ? forecastRolling(drive, fix, nowMs, eta)
    : forecastStanding(drive, unit, { level, drift: driftS, nowMs }, eta);
}

function isClear<P>(rows: readonly Ranked<P>[]): boolean {
  const [first, second] = rows;
  if (first === undefined || first.isLast || first.candidate.ageS > ARRIVAL_MODEL.staleFixS) return false;
  return second === undefined || !areEqual(first, second);
}

function marginOf(due: Band, nowMs: number, seconds: Band): Band {
  return marginBand(due, fromNow(nowMs, seconds));
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

/** A closed road that keeps everybody out is named: opening it again is in the same hands. */
function whyNobody<P>(candidates: readonly Candidate<P>[], place: PlaceReach<P>): LocalText {
  for (const { stand } of candidates) {
    const road = place.closedOff?.(stand);
    if (road !== undefined) return closedOff(road);
  }
  return NOBODY;
}

function closedOff({ name }: ClosedRoad): LocalText {
  const [zh, en] = name === undefined ? ['', ''] : [`（${name.zh}）`, ` (${name.en ?? name.zh})`];
  return {
    zh: `车辆进不去：必经的道路已封闭${zh}。能通行就恢复道路（O），或手动选择警力步行进入。`,
    en: `No way in: the road there is closed${en}. Open it (O) if it can be passed, or choose a unit by hand to walk in.`,
  };
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
