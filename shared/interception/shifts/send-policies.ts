import type { RaceEntry } from '../../contract/planner.ts';
import type { Recommendation, RecommendationReason } from '../../domain/race.ts';
import { haversineM } from '../../geo/distance.ts';
import { orderQueue } from '../queue.ts';
import { raceOf } from '../race.ts';
import { recommend } from '../recommend.ts';
import { consoleView } from './console-view.ts';
import type { SendPolicy } from './run-shift.ts';
import type { ShiftIncident, ShiftSite } from './shift-world.ts';

/** Nearest in a straight line, alerts in the order they came: what a wall map without roads suggests. */
export function straightLineFirst(): SendPolicy {
  return nearestFirst((from, site) => haversineM(from.lon, from.lat, site.place.lon, site.place.lat));
}

/** Nearest by road, alerts in the order they came. */
export function roadFirst(): SendPolicy {
  return nearestFirst((from, site) => site.secondsFrom[from.node] ?? Infinity);
}

function nearestFirst(
  cost: (
    from: { readonly node: number; readonly lon: number; readonly lat: number },
    site: ShiftSite,
  ) => number,
): SendPolicy {
  return ({ waiting, free, shift }) => {
    const incident = waiting[0];
    if (incident === undefined) return undefined;
    const at = placesOf(shift.incidents);
    const ranked = free
      .filter(({ node }) => (incident.site.secondsFrom[node] ?? Infinity) < Infinity)
      .map(({ unit, node }) => ({
        unit,
        costs: cost({ node, ...(at.get(node) ?? unit.base) }, incident.site),
      }))
      .toSorted((a, b) => a.costs - b.costs);
    const first = ranked[0];
    return first === undefined ? undefined : { incidentId: incident.id, unitId: first.unit.unitId };
  };
}

function placesOf(incidents: readonly ShiftIncident[]): Map<number, { lon: number; lat: number }> {
  return new Map(incidents.map(({ site }) => [site.node, { lon: site.place.lon, lat: site.place.lat }]));
}

/** How much likelier a unit that is taken off another alert must make it than the best free one. */
const TAKE_GAIN = 0.1;

/**
 * A desk that follows the console: the tightest race first, its first free unit. A unit under way elsewhere is taken where
 * the console offers it, makes it clearly likelier, and shows that the race it leaves is L2 or L3, still has somebody who
 * makes it, or is lost already.
 */
export function consoleFirst(): SendPolicy {
  return (desk) => {
    if (desk.waiting.length === 0 || desk.free.length + desk.underWay.length === 0) return undefined;
    const { context, open, taken } = consoleView(desk);
    const others = [...taken, ...open];
    const races = open.map((entry) => raceOf(entry, context));
    for (const race of orderQueue(races, [], context.nowMs)) {
      const entry = open.find(({ id }) => id === race.id);
      if (entry === undefined) continue;
      const { rows } = recommend(entry, { ...context, others });
      const free = rows.find((row) => costOf(row) === undefined);
      const fromOther = rows.find((row) => isCheap(costOf(row), others));
      const isLikelier = (fromOther?.win?.p ?? 0) > (free?.win?.p ?? 0) + TAKE_GAIN;
      const sent = isLikelier ? fromOther : (free ?? fromOther);
      if (sent !== undefined) return { incidentId: entry.id, unitId: sent.unitId };
    }
    return undefined;
  };
}

type TakingCost = Extract<RecommendationReason, { code: 'committed' }>;

function costOf({ reasons }: Recommendation): TakingCost | undefined {
  return reasons.find((reason): reason is TakingCost => reason.code === 'committed');
}

function isCheap(cost: TakingCost | undefined, entries: readonly RaceEntry[]): boolean {
  if (cost === undefined) return false;
  const level = entries.find(({ id }) => id === cost.incidentId)?.level;
  const isRoutine = level === 'L2' || level === 'L3';
  return isRoutine || (cost.marginAfterS ?? -1) > 0 || (cost.marginBeforeS ?? 0) < 0;
}
