import type { PlaceBelief } from '../../shared/domain/belief.ts';
import type { ArrivalEstimate, Unit } from '../../shared/domain/entities.ts';
import type { State } from '../../shared/domain/state.ts';
import type { AlertLevel } from '../../shared/domain/vocabulary.ts';
import { equirectM } from '../../shared/geo/distance.ts';
import { ARRIVAL_MODEL, delayIfSentNow } from '../../shared/interception/arrival-model.ts';
import { plannerUnit } from '../../shared/interception/entries.ts';
import type { Fix } from '../../shared/contract/planner.ts';
import type { PlannerClient } from '../../shared/interception/planner-client.ts';
import type { Log } from '../../shared/kit/log.ts';

/**
 * The gateway's estimate that goes into order/issued: what we knew then. Undefined when nothing honest can be said (no
 * fix, no road, place off the network). `level` sets the expected wait before the unit rolls.
 */
export type EstimateArrival = (
  state: State,
  unitId: string,
  place: PlaceBelief,
  level?: AlertLevel,
) => Promise<ArrivalEstimate | undefined>;

/** Detour factor of straight lines in a city and the speed driven along them; only used while the planner is down. */
const DETOUR = 1.4;
const CITY_MPS = 10;

/** Makes the estimator from a running planner, the gateway's latest fixes and its clock (feed time). */
export function createEstimateArrival(ports: {
  readonly planner: Pick<PlannerClient, 'estimate'>;
  /** Fixes as they are read at a moment, with those before. */
  readonly fixOf: (slot: number, nowMs: number) => Fix | undefined;
  readonly nowMs: () => number;
  readonly log: Log;
}): EstimateArrival {
  return async (state, unitId, place, level = 'L1') => {
    const unit = state.units[unitId];
    const nowMs = ports.nowMs();
    const fix = unit === undefined ? undefined : ports.fixOf(unit.slot, nowMs);
    if (unit === undefined || fix === undefined) return undefined;
    const query = { unit: plannerUnit(unit), fix, place, level, nowMs };
    const answer = await ports.planner.estimate(query, state);
    if (answer.ok) return answer.value;
    ports.log.warn('no road estimate for an order', { unitId, ...answer.error });
    return byStraightLine(unit, equirectM(fix.lon, fix.lat, place.lon, place.lat), level, nowMs);
  };
}

/** A guess that says it is one: half to three times the time over the straight line. */
function byStraightLine(unit: Unit, straightM: number, level: AlertLevel, nowMs: number): ArrivalEstimate {
  const travelS = (straightM * DETOUR) / (unit.hasVehicle ? CITY_MPS : ARRIVAL_MODEL.walkMps);
  const delay = delayIfSentNow(level);
  return {
    lowS: Math.floor(delay.low + travelS / 2),
    expectedS: Math.round(delay.mid + travelS),
    highS: Math.ceil(delay.high + travelS * 3),
    madeAtMs: nowMs,
    method: 'straight-line',
    calibrated: false,
  };
}
