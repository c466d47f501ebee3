import type { Actor } from '../../shared/domain/entities.ts';
import type { LonLat } from '../../shared/geo/point.ts';
import type { Case } from './case.ts';
import { fastestUnit } from './race.ts';
import { after, submit, type World } from './world.ts';

/** A dispatcher played by the drill, for recordings and tests: at fixed times it sends the unit that gets there first. */
export interface Autopilot {
  /** Dispatches a case so many seconds from now. */
  dispatchLater(running: Case | undefined, inS: number): void;
}

const AUTOPILOT: Actor = { type: 'drill', id: 'autopilot', label: '自动派警（演练）' };

/** The autopilot of one drill. */
export function createAutopilot(world: World): Autopilot {
  const dispatch = async (running: Case): Promise<void> => {
    const state = world.port.state();
    const { alertId, incidentId } = running;
    const target = incidentId === undefined ? { alertId } : { incidentId };
    const place =
      (incidentId === undefined ? undefined : state.incidents[incidentId]?.place) ??
      state.alerts[alertId]?.place;
    if (place === undefined || running.status !== 'open') return;
    const where: LonLat = [place.lon, place.lat];
    const best = fastestUnit(world, where);
    if (best === undefined) return;
    const { unitId, callsign } = best.agent.unit.registered;
    const payload = { target, unitId, approach: 'siren-off' } as const;
    const answer = await submit(world, AUTOPILOT, `drill:${alertId}:assign`, {
      kind: 'order/assign',
      payload,
    });
    if (answer.state === 'rejected')
      world.log.warn('the autopilot was refused', { unitId, callsign, code: answer.code });
  };

  return {
    dispatchLater(running, inS) {
      if (running !== undefined) after(world, inS, () => dispatch(running));
    },
  };
}
