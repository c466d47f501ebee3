/** Hand-made situations for tests and benches: nothing here is used by a running program. */
import type { Fix, PlannerOrder, PlannerUnit, RaceEntry } from '../contract/planner.ts';
import type { MoneyClock, PlaceBelief } from '../domain/belief.ts';
import type { OrderState } from '../domain/vocabulary.ts';
import { type Candidate, gatherCandidates } from './candidates.ts';
import { type EtaModel, NOTHING_LEARNED } from './eta-model.ts';
import { etaAt } from './forecast.ts';
import type { FixOf } from './fix-source.ts';
import type { RaceContext } from './race.ts';
import type { Reach } from './reach.ts';

/** A round moment: 2026-03-02 14:00 in China. */
export const NOON_MS = 1_772_431_200_000;

/** A belief at a point; a measured fix unless told. */
export function placeAt(lon: number, lat: number, radiusM = 10): PlaceBelief {
  return { kind: 'measured-fix', lon, lat, radiusM, atMs: NOON_MS, source: 'test' };
}

/** A stated clock `dueInS` after NOON_MS, give or take `bandS`. */
export function dueIn(dueInS: number, bandS = 0): MoneyClock {
  const dueAtMs = NOON_MS + dueInS * 1000;
  return {
    kind: 'stated',
    earliestMs: dueAtMs - bandS * 1000,
    dueAtMs,
    latestMs: dueAtMs + bandS * 1000,
    source: 'test',
    what: { zh: '交接', en: 'hand-over' },
    setAtMs: NOON_MS,
  };
}

/** A free patrol car with two officers. */
export function unitAt(slot: number, changes: Partial<PlannerUnit> = {}): PlannerUnit {
  return {
    unitId: `U${String(slot).padStart(4, '0')}`,
    slot,
    kind: 'patrol',
    crew: 2,
    hasVehicle: true,
    skills: [],
    state: 'available',
    orderId: undefined,
    ...changes,
  };
}

/** A fix of a standing unit, eight seconds old. */
export function fixAt(lon: number, lat: number, changes: Partial<Fix> = {}): Fix {
  return { lon, lat, atMs: NOON_MS - 8000, speedMps: 0, headingDeg: 0, ...changes };
}

/** An L0 incident with a clock of ten minutes, nobody under order, last touched a minute ago. */
export function entryOf(changes: Partial<RaceEntry> = {}): RaceEntry {
  return {
    id: 'I1',
    kind: 'incident',
    level: 'L0',
    place: placeAt(117, 36.6),
    clock: dueIn(600),
    lastEventAtMs: NOON_MS - 60_000,
    orders: [],
    ...changes,
  };
}

/** An order that reached `state` ten seconds ago and was issued fifteen seconds ago. */
export function orderOf(
  unitId: string,
  state: OrderState,
  changes: Partial<PlannerOrder> = {},
): PlannerOrder {
  return {
    orderId: `O-${unitId}`,
    unitId,
    state,
    place: placeAt(117, 36.6),
    issuedAtMs: NOON_MS - 15_000,
    enteredAtMs: { issued: NOON_MS - 15_000, [state]: NOON_MS - 10_000 },
    estimate: undefined,
    ...changes,
  };
}

/** A whole moment over any Reach. */
export function contextOf<P>(
  units: readonly PlannerUnit[],
  fixOf: FixOf,
  reach: Reach<P>,
  nowMs: number = NOON_MS,
  eta: EtaModel = NOTHING_LEARNED,
): RaceContext<P> {
  const byId = new Map(units.map((unit) => [unit.unitId, unit]));
  return {
    nowMs,
    eta: etaAt(eta, nowMs),
    unitOf: (unitId) => byId.get(unitId),
    fixOf,
    reach,
    candidates: gatherCandidates(units, fixOf, nowMs, reach),
  };
}

/** A Reach that is a table: seconds by slot to the one place there is; undefined = no way. */
export function tableReach(secondsBySlot: readonly (number | undefined)[]): Reach<number> {
  const secondsOf = (stand: Candidate<number>['stand']): number => secondsBySlot[stand.point] ?? Infinity;
  return {
    topMps: Infinity,
    stand: (slot, _fix, onFoot) => ({ point: slot, offRoadS: 0, onFoot }),
    place: () => ({
      expectedS: secondsOf,
      travel: (stand) => {
        const seconds = secondsOf(stand);
        return seconds === Infinity ? undefined : { expectedS: seconds, worstS: seconds };
      },
      groups: (stand) => [0, secondsOf(stand), 0, 0],
      way: (stand) => ({ roadM: secondsOf(stand) * 10, lonLat: [117, 36.6, 117.001, 36.6] }),
    }),
  };
}
