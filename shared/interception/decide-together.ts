import type { RaceEntry } from '../contract/planner.ts';
import type { Band, WinChance } from '../domain/race.ts';
import { auxiliaryHasCompany, mayGoTo } from './best-candidate.ts';
import type { Candidate } from './candidates.ts';
import type { Habits } from './habits.ts';
import { dueBand, fromNow } from './margin.ts';
import { raceOf, type RaceContext } from './race.ts';
import { rankAll, type Ranked } from './ranking.ts';
import type { PlaceReach } from './reach.ts';
import { forecastOf } from './recommend.ts';
import { sendTogether, type Want } from './send-together.ts';
import { winChance } from './win-chance.ts';

/** What an unanswered L0 or L1 costs even when the money is probably gone: somebody should come. */
const UNANSWERED = 0.3;
/** The same for being there at all. */
const ARRIVAL = 0.02;
/** Units looked at for one race, free ones and others: the nearest by road. Among no more races none further off is wanted. */
const NEAREST = 12;

/** One moment with everything that is on. */
export interface TogetherQuestion<P> {
  /** What waits, and what somebody is under way to. */
  readonly entries: readonly RaceEntry[];
  readonly context: RaceContext<P>;
  readonly habits: Habits;
  /** What is lost elsewhere, in people, while a free unit is on a job. */
  readonly awayCost: (candidate: Candidate<P>) => number;
  /** Unit by race as shown last; nobody is exchanged for little. */
  readonly shown?: ReadonlyMap<string, string> | undefined;
}

/** One unit that could go to a race. */
export interface TogetherOption<P> {
  readonly row: Ranked<P>;
  readonly arrivalMs: Band;
  /** Chance to be in time. */
  readonly chance: number;
  readonly win: WinChance | undefined;
  /** Set when it is under way to another race. */
  readonly taking: Taking | undefined;
}

/** The order a unit is under, and where to. */
export interface Taking {
  readonly orderId: string;
  readonly incidentId: string;
}

/** One race with who could go, best first, and who shall. */
export interface TogetherRow<P> {
  readonly entry: RaceEntry;
  readonly options: ReadonlyMap<string, TogetherOption<P>>;
  /** Who is under way there, and its chance. */
  readonly has?: { readonly unitId: string; readonly chance: number } | undefined;
  /** Undefined = nobody now. */
  readonly unitId?: string | undefined;
}

/** Who goes where, all at once (see `sendTogether`). Rows in the order of the entries. */
export function decideTogether<P>(question: TogetherQuestion<P>): TogetherRow<P>[] {
  const { entries, habits, awayCost, shown } = question;
  const rows = entries.map((entry) => rowOf(entry, question));
  const away = new Map<string, number>();
  for (const { options, has } of rows) {
    if (has !== undefined) away.set(has.unitId, 0);
    for (const [unitId, { row, taking }] of options)
      if (!away.has(unitId)) away.set(unitId, taking === undefined ? awayCost(row.candidate) : 0);
  }
  const ids = [...away.keys()].toSorted();
  const wants = rows.map(({ entry, options, has }): Want => {
    const chance = ids.map((id): number | undefined => {
      const p = id === has?.unitId ? has.chance : options.get(id)?.chance;
      return p === undefined ? undefined : ARRIVAL + p;
    });
    const at = (unitId: string | undefined): number | undefined =>
      unitId === undefined || !ids.includes(unitId) ? undefined : ids.indexOf(unitId);
    return {
      chance,
      worth: habits.realShare[entry.level],
      unansweredCost: isUrgent(entry) ? UNANSWERED : 0,
      has: at(has?.unitId),
      shown: at(shown?.get(entry.id)),
    };
  });
  const sent = sendTogether(
    wants,
    ids.map((id) => away.get(id) ?? 0),
  );
  return rows.map((row, i) => ({ ...row, unitId: ids[sent[i] ?? -1] }));
}

function rowOf<P>(entry: RaceEntry, { entries, context, habits }: TogetherQuestion<P>): TogetherRow<P> {
  const options = new Map<string, TogetherOption<P>>();
  const ageS = (context.nowMs - entry.lastEventAtMs) / 1000;
  const place = entry.place === undefined ? undefined : context.reach.place(entry.place, true);
  if (place !== undefined) {
    const { candidates, committed } = context.candidates;
    const withAuxiliary = auxiliaryHasCompany(entry, context.unitOf);
    const may = mayGoTo(entry, context.unitOf);
    const near = nearest(candidates, place, ({ unit }) => may(unit));
    const free = rankAll(entry, near, place, context.eta, withAuxiliary);
    const busy = rankAll(
      entry,
      nearest(committed, place, ({ unit }) => may(unit)),
      place,
      context.eta,
      withAuxiliary,
    );
    for (const row of free)
      options.set(row.candidate.unit.unitId, optionOf(entry, context, row, habits, ageS));
    for (const row of busy) {
      const taking = row.isLast ? undefined : takingOf(row.candidate, entry, entries);
      if (taking === undefined) continue;
      const option = optionOf(entry, context, row, habits, ageS);
      options.set(row.candidate.unit.unitId, { ...option, taking });
    }
  }
  return { entry, options, has: underWay(entry, context, habits, ageS) };
}

/**
 * The order a unit would be taken off. Races of one kind may exchange their units, for all are decided at once and whoever loses
 * one may be given another; nobody on the way to an urgent race is taken for one that is not.
 */
function takingOf<P>(
  { unit }: Candidate<P>,
  entry: RaceEntry,
  entries: readonly RaceEntry[],
): Taking | undefined {
  const { orderId } = unit;
  const other =
    orderId === undefined
      ? undefined
      : entries.find((one) => one.orders.some((order) => order.orderId === orderId));
  if (orderId === undefined || other === undefined || other === entry) return undefined;
  return isUrgent(other) && !isUrgent(entry) ? undefined : { orderId, incidentId: other.id };
}

/** Somebody should come whether or not the money is still there. */
function isUrgent({ level }: RaceEntry): boolean {
  return level === 'L0' || level === 'L1';
}

function optionOf<P>(
  entry: RaceEntry,
  context: RaceContext<P>,
  row: Ranked<P>,
  habits: Habits,
  ageS: number,
): TogetherOption<P> {
  const { nowMs, eta } = context;
  const due = dueBand(entry.clock);
  const { seconds, atoms, isCalibrated } = forecastOf(entry, context, row);
  const p = due === undefined ? habits.lasts(seconds.mid, ageS) : winChance(atoms, due, nowMs);
  return {
    row,
    arrivalMs: fromNow(nowMs, seconds),
    chance: p,
    win: due === undefined ? undefined : { p, drives: isCalibrated ? eta.drives : undefined },
    taking: undefined,
  };
}

function underWay<P>(
  entry: RaceEntry,
  context: RaceContext<P>,
  habits: Habits,
  ageS: number,
): TogetherRow<P>['has'] {
  if (entry.orders.length === 0) return undefined;
  const { basis, unitId, arrivalMs, win } = raceOf(entry, context);
  if (basis !== 'assigned' || unitId === undefined || arrivalMs === undefined) return undefined;
  const chance = win?.p ?? habits.lasts(Math.max(0, (arrivalMs.mid - context.nowMs) / 1000), ageS);
  return { unitId, chance };
}

/** The nearest by road, nearest first. */
function nearest<P>(
  candidates: readonly Candidate<P>[],
  place: PlaceReach<P>,
  may: (candidate: Candidate<P>) => boolean,
): readonly Candidate<P>[] {
  const seconds = new Float64Array(NEAREST).fill(Infinity);
  const kept: Candidate<P>[] = [];
  for (const candidate of candidates) {
    const s = place.expectedS(candidate.stand);
    if (s >= (seconds[NEAREST - 1] ?? Infinity) || !may(candidate)) continue;
    let at = NEAREST - 1;
    for (; at > 0 && (seconds[at - 1] ?? Infinity) > s; at--) seconds[at] = seconds[at - 1] ?? Infinity;
    seconds[at] = s;
    kept.splice(at, 0, candidate);
    if (kept.length > NEAREST) kept.pop();
  }
  return kept;
}
