import type { RaceEntry } from '../contract/planner.ts';
import type { PlaceBelief } from '../domain/belief.ts';
import type { Band } from '../domain/race.ts';
import { bestCandidate, mayGoTo } from './best-candidate.ts';
import { driveTo, forecastStanding } from './forecast.ts';
import type { RaceContext } from './race.ts';

/**
 * The unit with a vehicle that would be first at a place by the road, were it sent this second, and its arrival in seconds from now.
 * Undefined when there is no road to the place or nobody can come. For places nobody is sent to on foot: exits, meetings.
 */
export function bestVehicle<P>(
  entry: RaceEntry,
  at: PlaceBelief,
  context: RaceContext<P>,
): { readonly unitId: string; readonly seconds: Band } | undefined {
  const { nowMs, eta } = context;
  const place = context.reach.place(at, false);
  if (place === undefined) return undefined;
  const mayGo = mayGoTo(entry, context.unitOf);
  const best = bestCandidate(context, at, place, (unit) => unit.hasVehicle && mayGo(unit));
  const drive = best === undefined ? undefined : driveTo(place, best.stand, best.unit.kind, best.driftS, eta);
  if (best === undefined || drive === undefined) return undefined;
  const moment = { level: entry.level, drift: best.driftS, nowMs };
  return { unitId: best.unit.unitId, seconds: forecastStanding(drive, best.unit, moment, eta).seconds };
}
