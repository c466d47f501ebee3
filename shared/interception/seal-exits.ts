import type { RaceEntry } from '../contract/planner.ts';
import type { PlaceBelief } from '../domain/belief.ts';
import type { Band } from '../domain/race.ts';
import type { SealExit, SealPlan, SealQuery, SealRow } from '../domain/seal-plan.ts';
import { auxiliaryHasCompany } from './best-candidate.ts';
import type { Candidate } from './candidates.ts';
import { driveTo, forecastStanding } from './forecast.ts';
import { fromNow, marginBand } from './margin.ts';
import { cheapestAssignment } from './plan/kernels/assignment.ts';
import { matchUnits } from './plan/match-units.ts';
import type { RaceContext } from './race.ts';
import type { PlaceReach } from './reach.ts';

/** An exit whose hour nobody knows is taken as needed this long after now (s), and comes after all whose hour is known. */
const UNCLOCKED_S = 6 * 3600;
const UNCLOCKED_CHANCE = 0.005;
/** Weight of a whole exit met, in seconds: no margin and no lateness outweighs the smallest chance listed. */
const EXIT_WEIGHT_S = 1e8;
const LATENESS_CAP_S = 1e4;
/** More units a place than places are looked at, for the forecast may order them otherwise than the bare road time. */
const SPARE_UNITS = 8;

/** Every arrival worth considering, exit by exit. */
interface Arrivals<P> {
  readonly exits: readonly SealExit[];
  readonly units: readonly Candidate<P>[];
  /** Seconds from now, exit by exit; undefined = no way. */
  readonly seconds: readonly (Band | undefined)[];
}

/**
 * Sends one unit to each of the query's exits, were they sent this second: units with a vehicle that are free, and those
 * the query names. As much chance of being there before the target as can be had; among such plans, when every exit can
 * be closed in time, the one whose smallest margin is widest. With E exits only the first E units at each can matter: a
 * plan that used a later one could swap it for one of those that is left over.
 */
export function sealExits<P>(entry: RaceEntry, query: SealQuery, context: RaceContext<P>): SealPlan {
  const arrivals = arrivalsAt(entry, query, context);
  const chosen = assign(arrivals, query, context.nowMs);
  const row = (exit: SealExit, unitId: string | undefined): SealRow =>
    rowOf(arrivals, exit, unitId, query, context.nowMs);
  return {
    targetId: entry.id,
    atMs: context.nowMs,
    rows: query.exits.map((exit, e) => row(exit, arrivals.units[chosen[e] ?? -1]?.unit.unitId)),
    held: query.held.length === 0 ? [] : judgeHeld(),
  };

  /** The plan that stands, as things are now. Exits nobody was chosen for get who is left over: what was decided stays. */
  function judgeHeld(): SealRow[] {
    const left = assign(arrivals, { ...query, pins: query.held }, context.nowMs);
    return query.exits.map((exit, e) => {
      const held = query.held.find(({ exitId }) => exitId === exit.exitId);
      return row(exit, held?.unitId ?? arrivals.units[left[e] ?? -1]?.unit.unitId);
    });
  }
}

function arrivalsAt<P>(entry: RaceEntry, query: SealQuery, context: RaceContext<P>): Arrivals<P> {
  const { nowMs, eta } = context;
  const withAuxiliary = auxiliaryHasCompany(entry, context.unitOf);
  const free = context.candidates.candidates.filter(
    ({ unit }) => unit.hasVehicle && (withAuxiliary || unit.kind !== 'auxiliary'),
  );
  const named = new Set([...query.pins, ...query.held].map(({ unitId }) => unitId));
  const committed = context.candidates.committed.filter(({ unit }) => named.has(unit.unitId));
  const reaches = query.exits.map((exit) => context.reach.place(placeOf(exit, nowMs), false));
  const units = worthSending([...free, ...committed], reaches, query, named);
  const seconds = reaches.flatMap((place) =>
    units.map((candidate): Band | undefined => {
      if (place === undefined) return undefined;
      const drive = driveTo(place, candidate.stand, candidate.unit.kind, candidate.driftS, eta);
      if (drive === undefined) return undefined;
      const moment = { level: entry.level, drift: candidate.driftS, nowMs };
      return forecastStanding(drive, candidate.unit, moment, eta).seconds;
    }),
  );
  return { exits: query.exits, units, seconds };
}

/** The first few at each exit, and those somebody named. */
function worthSending<P>(
  candidates: readonly Candidate<P>[],
  reaches: readonly (PlaceReach<P> | undefined)[],
  query: SealQuery,
  named: ReadonlySet<string>,
): Candidate<P>[] {
  const keep = query.exits.length + query.bans.length + SPARE_UNITS;
  const kept = new Set(candidates.filter(({ unit }) => named.has(unit.unitId)));
  for (const place of reaches) {
    if (place === undefined) continue;
    const timed = candidates
      .map((candidate) => ({ candidate, s: place.expectedS(candidate.stand) }))
      .filter(({ s }) => s < Infinity)
      .toSorted((a, b) => a.s - b.s);
    for (const { candidate } of timed.slice(0, keep)) kept.add(candidate);
  }
  return candidates.filter((candidate) => kept.has(candidate));
}

/** The unit of each exit, -1 = nobody. */
function assign<P>({ exits, units, seconds }: Arrivals<P>, query: SealQuery, nowMs: number): Int32Array {
  const count = units.length;
  const lateness = new Float64Array(exits.length * count).fill(Infinity);
  exits.forEach((exit, e) => {
    const neededS = exit.targetMs === undefined ? UNCLOCKED_S : (exit.targetMs.low - nowMs) / 1000;
    units.forEach(({ unit }, u) => {
      const arrival = seconds[e * count + u];
      if (arrival !== undefined && isAllowed(query, exit.exitId, unit.unitId)) {
        lateness[e * count + u] = arrival.mid - neededS;
      }
    });
  });
  const inTime = lateness.map((s) => (s <= 0 ? s : Infinity));
  const earliest = inTime.reduce((least, s) => Math.min(least, s), 0);
  const all = matchUnits(
    exits.length,
    count,
    inTime.map((s) => s - earliest),
  );
  if (all.placed === exits.length) return all.unitOf;
  // what a place costs is told against leaving it open, which then costs every place the same
  const cost = lateness.map((s, i) => {
    if (s === Infinity) return Infinity;
    const exit = exits[Math.floor(i / count)];
    const chance = exit?.targetMs === undefined ? UNCLOCKED_CHANCE : (exit.chance ?? 1);
    const gained = s <= 0 ? chance * EXIT_WEIGHT_S + LATENESS_CAP_S - (s - earliest) / 10 : LATENESS_CAP_S;
    return 2 * EXIT_WEIGHT_S - gained + Math.min(Math.max(s, 0), LATENESS_CAP_S) / 2;
  });
  return cheapestAssignment(exits.length, count, cost, 2 * EXIT_WEIGHT_S);
}

/** A pinned exit takes its unit only, a pinned unit goes to its exit only. */
function isAllowed({ pins, bans }: SealQuery, exitId: string, unitId: string): boolean {
  const isSame = (pair: { readonly exitId: string; readonly unitId: string }): boolean =>
    pair.exitId === exitId && pair.unitId === unitId;
  if (pins.some(isSame)) return true;
  if (pins.some((pin) => pin.exitId === exitId || pin.unitId === unitId)) return false;
  return !bans.some(isSame);
}

function rowOf<P>(
  { exits, units, seconds }: Arrivals<P>,
  exit: SealExit,
  unitId: string | undefined,
  query: SealQuery,
  nowMs: number,
): SealRow {
  const { exitId, targetMs } = exit;
  const isPinned = query.pins.some((pin) => pin.exitId === exitId && pin.unitId === unitId);
  const u = units.findIndex(({ unit }) => unit.unitId === unitId);
  const arrival = u < 0 ? undefined : seconds[exits.indexOf(exit) * units.length + u];
  if (unitId === undefined || arrival === undefined) return { exitId, unitId, state: 'open', isPinned };
  const arrivalMs = fromNow(nowMs, arrival);
  if (targetMs === undefined) return { exitId, unitId, arrivalMs, state: 'unclocked', isPinned };
  const marginS = marginBand(targetMs, arrivalMs);
  const state = marginS.low > 0 ? 'holds' : arrivalMs.mid <= targetMs.low ? 'tight' : 'late';
  return { exitId, unitId, arrivalMs, marginS, state, isPinned };
}

function placeOf({ lon, lat, name }: SealExit, atMs: number): PlaceBelief {
  return { kind: 'pinned', lon, lat, radiusM: 40, atMs, source: 'seal-plan', label: name };
}
