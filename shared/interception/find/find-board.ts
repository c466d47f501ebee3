import type { PlannerOrder, RaceEntry } from '../../contract/planner.ts';
import type { PlaceBelief } from '../../domain/belief.ts';
import {
  FIND_BOARD,
  type FindBoard,
  type FindPlaceKind,
  type FindReason,
  type FindRow,
  type FindUnit,
  type PersonSearch,
} from '../../domain/find-board.ts';
import { isOrderOpen } from '../../domain/state-machines.ts';
import type { BeliefKind } from '../../domain/vocabulary.ts';
import { equirectM } from '../../geo/distance.ts';
import { delayIfSentNow, driftS } from '../arrival-model.ts';
import { mayGoTo } from '../best-candidate.ts';
import type { Candidate } from '../candidates.ts';
import { driveTo, forecastStanding } from '../forecast.ts';
import { fromNow } from '../margin.ts';
import type { RaceContext } from '../race.ts';
import type { PlaceReach } from '../reach.ts';
import { believeWhere, type FindBelief } from './find-belief.ts';
import { leadsOf } from './find-leads.ts';
import type { FindPlace } from './find-places.ts';
import { assignLooks, type Look, lookAt, rankLooks } from './look-plan.ts';
import { absentKinds, type FindGround, placesAround, unlistedKinds } from './pack-places.ts';

/** Looks that are planned at once: more units than this on one search is a decision of its own. */
const MOST_LOOKS = 6;
/** An order this near to a place is an order to it. */
const AT_PLACE_M = 150;
/** A unit this near to its place has arrived, give or take a yard. */
const ON_SCENE_M = 400;
/** Places that roads are searched to, the likeliest; a longer list must not keep everybody else's races waiting. */
const MOST_REACHED = 80;
/** Evidence that changed a place by less than this is not worth a word. */
const LEAST_FACTOR = 0.1;
const MOST_REASONS = 3;
const DOOR_M = 60;

/** A unit that could look, and the order it is sent on by when it already stands at a place where nobody was found. */
interface Seeker<P> {
  readonly candidate: Candidate<P>;
  readonly orderId: string | undefined;
}

/**
 * Where the person may be, and who looks where next: probability by `believeWhere` from folded facts alone, looks by probability
 * per minute of road and look. Units on foot are not planned with. The same moment gives the same board, in replay as well.
 */
export function findBoard<P>(
  entry: RaceEntry,
  search: PersonSearch,
  ground: FindGround,
  context: RaceContext<P>,
): FindBoard {
  const { nowMs } = context;
  const around = placesAround(ground.places, search);
  const { places: told, evidence, lookedIds } = leadsOf(search, around);
  const places = [...told, ...around];
  const belief = believeWhere(places, evidence, nowMs);
  const foundAt = search.looks.at(-1)?.found === true ? lookedIds.at(-1) : undefined;
  const reached = likeliest(belief, MOST_REACHED);
  const reaches = places.map((place, i) =>
    reached.has(i) ? context.reach.place(beliefOf(place, nowMs), false) : undefined,
  );
  const orders = ordersByPlace(places, entry.orders);
  const taken = new Set([...orders.keys()].filter((i) => orders[i] !== undefined));
  const seekers = foundAt === undefined ? seekersOf(entry, search, context) : [];
  const plan = nextLooks(belief, seekers, reaches, taken, delayIfSentNow(entry.level).mid, context);
  const turns = plan.looks.toSorted((a, b) => b.perMinute - a.perMinute);
  const rows = places.map((place, i): FindRow => {
    const turn = turns.findIndex((look) => look.place === i);
    const look = turns[turn] ?? plan.soonest[i];
    const order = orders[i];
    return {
      placeId: place.placeId,
      kind: place.kind,
      also: place.also,
      place: beliefOf(place, nowMs),
      chance: belief.probability[i] ?? 0,
      reasons: reasonsOf(belief, i),
      looked: lookedAt(search, lookedIds, place.placeId),
      order: order === undefined ? undefined : progressOf(order, context),
      unit:
        order !== undefined || look === undefined
          ? undefined
          : unitOf(look, seekers, reaches[i], entry, context),
      turn: turn < 0 ? undefined : turn + 1,
    };
  });
  return {
    targetId: search.targetId,
    atMs: nowMs,
    facts: search.trail.length + search.looks.length + (search.departure === undefined ? 0 : 1),
    rows: rows.toSorted((a, b) => b.chance - a.chance || (a.placeId < b.placeId ? -1 : 1)),
    elsewhere: belief.elsewhere,
    unlisted: unlistedKinds(ground),
    absent: absentKinds(ground),
    looksChance: turns.reduce((sum, look) => sum + look.findProbability, 0),
    foundAt,
  };
}

function likeliest({ probability }: FindBelief, most: number): ReadonlySet<number> {
  const order = [...probability.keys()];
  if (order.length <= most) return new Set(order);
  return new Set(
    order.toSorted((a, b) => (probability[b] ?? 0) - (probability[a] ?? 0) || a - b).slice(0, most),
  );
}

function seekersOf<P>(entry: RaceEntry, { looks }: PersonSearch, context: RaceContext<P>): Seeker<P>[] {
  const mayGo = mayGoTo(entry, context.unitOf);
  const free = context.candidates.candidates
    .filter(({ unit }) => unit.hasVehicle && mayGo(unit))
    .map((candidate) => ({ candidate, orderId: undefined }));
  const done = entry.orders.flatMap((order): Seeker<P>[] => {
    const unit = context.unitOf(order.unitId);
    const sinceMs = order.enteredAtMs['on-scene'];
    if (order.state !== 'on-scene' || sinceMs === undefined || unit?.hasVehicle !== true) return [];
    const isDone = looks.some(({ place, atMs, found }) => !found && atMs >= sinceMs && isAt(order, place));
    const fix = isDone ? context.fixOf(unit.slot) : undefined;
    const stand = fix === undefined ? undefined : context.reach.stand(unit.slot, fix, false);
    if (fix === undefined || stand === undefined) return [];
    const drift = driftS(fix, context.nowMs);
    return [{ candidate: { unit, fix, ageS: 0, driftS: drift, stand }, orderId: order.orderId }];
  });
  return [...done, ...free];
}

/** The looks of the plan, and for every place the look of whoever would be there first. */
function nextLooks<P>(
  belief: FindBelief,
  seekers: readonly Seeker<P>[],
  reaches: readonly (PlaceReach<P> | undefined)[],
  taken: ReadonlySet<number>,
  delayS: number,
  context: RaceContext<P>,
): { readonly looks: readonly Look[]; readonly soonest: readonly (Look | undefined)[] } {
  const units = seekers.map(({ candidate, orderId }) => ({
    unitId: candidate.unit.unitId,
    toPlaceS: reaches.map(
      (reach) => (reach?.expectedS(candidate.stand) ?? Infinity) + (orderId === undefined ? delayS : 0),
    ),
  }));
  const soonest = reaches.map((_, place) => {
    let best: (typeof units)[number] | undefined;
    for (const unit of units)
      if ((unit.toPlaceS[place] ?? Infinity) < (best?.toPlaceS[place] ?? Infinity)) best = unit;
    return best === undefined ? undefined : lookAt(belief, best, place);
  });
  const first = units
    .map((unit) => ({ unit, perMinute: rankLooks(belief, unit, taken)[0]?.perMinute ?? 0 }))
    .toSorted((a, b) => b.perMinute - a.perMinute)
    .slice(0, MOST_LOOKS)
    .map(({ unit }) => unit);
  return {
    looks: assignLooks(belief, first, secondsBetween(belief.places, reaches, context), taken),
    soonest,
  };
}

/** Road seconds from place to place. Places take slots no unit has. */
function secondsBetween<P>(
  places: readonly FindPlace[],
  reaches: readonly (PlaceReach<P> | undefined)[],
  { reach, nowMs }: RaceContext<P>,
): Float64Array[] {
  return places.map(({ lon, lat }, i) => {
    const stand =
      reaches[i] === undefined ? undefined : reach.stand(-1 - i, { lon, lat, atMs: nowMs }, false);
    return Float64Array.from(reaches, (to) =>
      stand === undefined || to === undefined ? Infinity : to.expectedS(stand),
    );
  });
}

function unitOf<P>(
  look: Look,
  seekers: readonly Seeker<P>[],
  reach: PlaceReach<P> | undefined,
  entry: RaceEntry,
  { eta, nowMs }: RaceContext<P>,
): FindUnit | undefined {
  const seeker = seekers.find(({ candidate }) => candidate.unit.unitId === look.unitId);
  if (seeker === undefined || reach === undefined) return undefined;
  const { unit, stand, driftS: drift } = seeker.candidate;
  const drive = driveTo(reach, stand, unit.kind, drift, eta);
  if (drive === undefined) return undefined;
  const seconds =
    seeker.orderId === undefined
      ? forecastStanding(drive, unit, { level: entry.level, drift, nowMs }, eta).seconds
      : {
          low: drive.travel.expectedS,
          mid: drive.medianS,
          high: Math.max(drive.medianS, drive.travel.worstS),
        };
  return {
    unitId: unit.unitId,
    arrivalMs: fromNow(nowMs, seconds),
    orderId: seeker.orderId,
    findChance: look.findProbability,
    perMinute: look.perMinute,
  };
}

/** Why a place is as likely as it is: what its kind is worth, then the evidence that moved it most. */
function reasonsOf({ places, prior, steps }: FindBelief, i: number): FindReason[] {
  const place = places[i];
  if (place === undefined) return [];
  const told = steps
    .map(({ evidence, factor }): FindReason => {
      const kind =
        evidence.kind === 'looked-not-here' ? 'looked' : evidence.kind === 'area' ? 'family' : evidence.kind;
      const awayM =
        'lon' in evidence ? equirectM(evidence.lon, evidence.lat, place.lon, place.lat) : undefined;
      return { kind, factor: factor[i] ?? 1, atMs: evidence.atMs, awayM };
    })
    .filter(({ factor }) => Math.abs(Math.log(Math.max(1e-9, factor))) >= LEAST_FACTOR)
    .toSorted((a, b) => Math.abs(Math.log(b.factor)) - Math.abs(Math.log(a.factor)))
    .slice(0, MOST_REASONS);
  return [{ kind: 'prior', factor: prior[i] ?? 0 }, ...told];
}

function lookedAt({ looks }: PersonSearch, lookedIds: readonly string[], placeId: string): FindRow['looked'] {
  const here = looks.filter((_, i) => lookedIds[i] === placeId);
  const last = here.at(-1);
  return last === undefined
    ? undefined
    : { atMs: last.atMs, care: last.care, found: last.found, count: here.length };
}

/** The open order to each place. In a street full of doors an order is to the nearest one, not to its neighbours. */
function ordersByPlace(
  places: readonly FindPlace[],
  orders: readonly PlannerOrder[],
): (PlannerOrder | undefined)[] {
  const byPlace: (PlannerOrder | undefined)[] = places.map(() => undefined);
  for (const order of orders) {
    if (!isOrderOpen(order.state)) continue;
    const awayM = places.map(({ lon, lat }) => equirectM(order.place.lon, order.place.lat, lon, lat));
    const nearest = awayM.indexOf(Math.min(...awayM));
    if ((awayM[nearest] ?? Infinity) <= AT_PLACE_M) byPlace[nearest] ??= order;
  }
  return byPlace;
}

/** Who is on it. Sent on from elsewhere it is there when its own fix says so: the order was on scene before. */
function progressOf<P>(order: PlannerOrder, context: RaceContext<P>): FindRow['order'] {
  const { orderId, unitId, place, state } = order;
  const slot = context.unitOf(unitId)?.slot;
  const fix = slot === undefined ? undefined : context.fixOf(slot);
  const isNear = fix === undefined || equirectM(fix.lon, fix.lat, place.lon, place.lat) <= ON_SCENE_M;
  return { orderId, unitId, isThere: (state === 'on-scene' || state === 'met') && isNear };
}

function isAt(order: PlannerOrder, { lon, lat }: { readonly lon: number; readonly lat: number }): boolean {
  return equirectM(order.place.lon, order.place.lat, lon, lat) <= AT_PLACE_M;
}

const BELIEF_OF: Readonly<Partial<Record<FindPlaceKind, BeliefKind>>> = {
  home: 'registered-address',
  bank: 'branch',
  named: 'family-says',
  'last-cell': 'last-cell',
};

/** A place as an order or a report names it. */
function beliefOf({ kind, label, lon, lat }: FindPlace, nowMs: number): PlaceBelief {
  const radiusM = kind === 'last-cell' ? 3 * DOOR_M : DOOR_M;
  return {
    kind: BELIEF_OF[kind] ?? 'pinned',
    lon,
    lat,
    radiusM,
    atMs: Math.floor(nowMs),
    source: FIND_BOARD,
    label,
  };
}
