import type { AlertRow } from '../../shared/contract/ingest.ts';
import { isDispatchable } from '../../shared/domain/state-machines.ts';
import type { LonLat } from '../../shared/geo/point.ts';
import type { Case, CaseTruth } from './case.ts';
import type { CaseBook } from './case-book.ts';
import type { UnitAgent } from './unit-agent.ts';
import type { World } from './world.ts';

/** What it takes a crew to get going, on average: read, sign, roll (seconds). */
export const TYPICAL_START_S = 55;
/** How much slower than free flow a call usually is. */
export const TYPICAL_PACE = 1.1;

/** Posts a scripted alert and starts its case; undefined when the ingest would not take it. */
export async function raiseRace(
  world: World,
  book: CaseBook,
  row: AlertRow,
  truth: CaseTruth,
  goneAtMs: number | undefined,
): Promise<Case | undefined> {
  const { id } = await world.ingest.alert(row);
  return id === undefined ? undefined : book.open(id, truth, goneAtMs);
}

/** Units that could be sent now and drive, whatever their device says. */
export function sendable(world: World): UnitAgent[] {
  const { units } = world.port.state();
  return world.fleet.agents.filter(({ unit }) => {
    const { unitId, kind, hasVehicle } = unit.registered;
    const known = units[unitId];
    return (
      known !== undefined &&
      known.orderId === undefined &&
      hasVehicle &&
      kind !== 'auxiliary' &&
      isDispatchable(known.state)
    );
  });
}

function placesOf(agents: readonly UnitAgent[]): LonLat[] {
  return agents.map((agent) => {
    const { lon, lat } = agent.truth();
    return [lon, lat];
  });
}

/** The unit that would get there first, free flow; undefined when none can. Equal times: the lower slot. */
export function fastestUnit(world: World, place: LonLat): { agent: UnitAgent; seconds: number } | undefined {
  const agents = sendable(world);
  const seconds = world.roads.secondsTo(place, placesOf(agents));
  let best: { agent: UnitAgent; seconds: number } | undefined;
  for (const [i, agent] of agents.entries()) {
    const s = seconds[i] ?? Infinity;
    if (s < (best?.seconds ?? Infinity)) best = { agent, seconds: s };
  }
  return best;
}

/** A room sends one of so many: which one depends on fixes that are seconds old. */
const LIKELY_FIRST = 1;

/**
 * Free-flow seconds a likely choice of the room would really need from a stand: the slower of the first two by road,
 * each allowed to pull out onto any road beside it. Undefined when none can come.
 */
export function likelySeconds(world: World, place: LonLat): number | undefined {
  const places = placesOf(sendable(world));
  const seconds = world.roads.secondsTo(place, places);
  const firsts = [...places.keys()].toSorted((a, b) => (seconds[a] ?? Infinity) - (seconds[b] ?? Infinity));
  let slowest: number | undefined;
  for (const i of firsts.slice(0, LIKELY_FIRST)) {
    const from = places[i];
    const s = from === undefined ? undefined : world.roads.planFromStand('emergency', from, place)?.seconds;
    if (s !== undefined && s > (slowest ?? 0)) slowest = s;
  }
  return slowest;
}

/** Places somebody can reach, with the seconds of whoever is fastest; those closest to `wantedS` first. */
export function placesByReach<T extends { readonly lon: number; readonly lat: number }>(
  world: World,
  places: readonly T[],
  wantedS: number,
): { place: T; seconds: number; off: number }[] {
  const seconds = world.roads.reach(
    placesOf(sendable(world)),
    places.map(({ lon, lat }): LonLat => [lon, lat]),
  );
  return places
    .map((place, i) => {
      const s = seconds[i] ?? Infinity;
      return { place, seconds: s, off: Math.abs(s - wantedS) };
    })
    .filter(({ off }) => off < Infinity)
    .toSorted((a, b) => a.off - b.off);
}
