import type { PlannerOrder, PlannerUnit, RaceEntry } from '../../contract/planner.ts';
import type { MoneyClock } from '../../domain/belief.ts';
import { gatherCandidates } from '../candidates.ts';
import { NOTHING_LEARNED } from '../eta-model.ts';
import { etaAt } from '../forecast.ts';
import type { RaceContext } from '../race.ts';
import type { PlaceReach, Reach, Stand } from '../reach.ts';
import type { Desk, Run } from './run-shift.ts';
import type { ShiftIncident, ShiftSite } from './shift-world.ts';

/** A moment to count from; a shift has no date. */
const EPOCH_MS = 1_772_431_200_000;

/** A moment of a shift in the product's own terms. */
export interface ConsoleView {
  readonly context: RaceContext<Run | number>;
  /** What waits. */
  readonly open: readonly RaceEntry[];
  /** What somebody is under way to, in the order of `desk.underWay`. */
  readonly taken: readonly RaceEntry[];
}

/** What the planner would be told of this moment. */
export function consoleView(desk: Desk): ConsoleView {
  const nowMs = EPOCH_MS + desk.nowS * 1000;
  const reach = tableReach(desk);
  const units = plannerUnits(desk);
  const byId = new Map(units.map((unit) => [unit.unitId, unit]));
  // the table goes by slot: where the fix lies does not matter
  const fixOf = (slot: number): { lon: number; lat: number; atMs: number; speedMps: number } | undefined =>
    units[slot] === undefined ? undefined : { lon: 0, lat: 0, atMs: nowMs, speedMps: 0 };
  const context: RaceContext<Run | number> = {
    nowMs,
    eta: etaAt(NOTHING_LEARNED, nowMs),
    unitOf: (unitId) => byId.get(unitId),
    fixOf,
    reach,
    candidates: gatherCandidates(units, fixOf, nowMs, reach),
  };
  return {
    context,
    open: desk.waiting.map((incident) => entryOf(incident, [])),
    taken: desk.underWay.map((run) => entryOf(run.incident, [orderOf(run)])),
  };
}

function plannerUnits({ free, underWay }: Desk): PlannerUnit[] {
  const common = { kind: 'patrol', crew: 2, hasVehicle: true, skills: [] } as const;
  const waiting = free.map(
    ({ unit }): Omit<PlannerUnit, 'slot'> => ({
      ...common,
      unitId: unit.unitId,
      state: 'available',
      orderId: undefined,
    }),
  );
  const rolling = underWay.map(
    (run): Omit<PlannerUnit, 'slot'> => ({
      ...common,
      unitId: run.unit.unitId,
      state: 'en-route',
      orderId: orderOf(run).orderId,
    }),
  );
  return [...waiting, ...rolling].map((unit, slot) => ({ ...unit, slot }));
}

function entryOf(
  { id, level, site, raisedS, dueS, bandS }: ShiftIncident,
  orders: readonly PlannerOrder[],
): RaceEntry {
  const raisedMs = EPOCH_MS + raisedS * 1000;
  return {
    id,
    kind: 'incident',
    level,
    place: site.place,
    clock: bandS === undefined ? { kind: 'unknown', sinceMs: raisedMs } : statedClock(dueS, bandS, raisedMs),
    lastEventAtMs: raisedMs,
    orders,
  };
}

function statedClock(dueS: number, bandS: number, setAtMs: number): MoneyClock {
  const dueAtMs = Math.round(EPOCH_MS + dueS * 1000);
  return {
    kind: 'stated',
    earliestMs: dueAtMs - Math.round(bandS * 1000),
    dueAtMs,
    latestMs: dueAtMs + Math.round(bandS * 1000),
    source: 'shift',
    what: { zh: '交接', en: 'hand-over' },
    setAtMs,
  };
}

function orderOf({ unit, incident, sentS }: Run): PlannerOrder {
  const atMs = EPOCH_MS + sentS * 1000;
  return {
    orderId: `${incident.id}:${unit.unitId}`,
    unitId: unit.unitId,
    state: 'rolling',
    place: incident.site.place,
    issuedAtMs: atMs,
    enteredAtMs: { issued: atMs, signed: atMs, rolling: atMs },
    estimate: undefined,
  };
}

/** Road times out of the world's tables. A unit under way has only its way left: the share of it that time has not used up. */
function tableReach({ free, underWay, nowS, shift }: Desk): Reach<Run | number> {
  const bySlot: readonly (Run | number)[] = [...free.map(({ node }) => node), ...underWay];
  const sites = new Map(shift.incidents.map(({ site }) => [site.place, site] as const));
  return {
    topMps: Infinity,
    stand: (slot, _fix, onFoot) => {
      const point = bySlot[slot];
      return point === undefined ? undefined : { point, offRoadS: 0, onFoot };
    },
    place: (place) => {
      const site = sites.get(place);
      return site === undefined ? undefined : placeReach(site, nowS);
    },
  };
}

function placeReach(site: ShiftSite, nowS: number): PlaceReach<Run | number> {
  const seconds = ({ point }: Stand<Run | number>): number => {
    if (typeof point === 'number') return site.secondsFrom[point] ?? Infinity;
    const gone = Math.min(1, (nowS - point.sentS) / Math.max(1, point.arriveS - point.sentS));
    if (point.incident.site === site) return (site.secondsFrom[point.fromNode] ?? Infinity) * (1 - gone);
    const node = gone > 0.5 ? point.incident.site.node : point.fromNode;
    return site.secondsFrom[node] ?? Infinity;
  };
  return {
    expectedS: seconds,
    travel: (stand) => {
      const expectedS = seconds(stand);
      return expectedS === Infinity ? undefined : { expectedS, worstS: expectedS };
    },
    groups: () => undefined,
    way: (stand) => ({ roadM: seconds(stand) * 10, lonLat: [] }),
  };
}
