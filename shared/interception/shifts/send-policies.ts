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

/**
 * A desk that follows the console to the letter: the tightest race first, its first free unit; a unit under way elsewhere
 * only where the console offers it and the race it leaves still has somebody who makes it, or is lost already.
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
      const row = rows.find(({ reasons }) => {
        const reason = reasons.find(({ code }) => code === 'committed');
        if (reason?.code !== 'committed') return true;
        return (reason.marginAfterS ?? -1) > 0 || (reason.marginBeforeS ?? 0) < 0;
      });
      if (row !== undefined) return { incidentId: entry.id, unitId: row.unitId };
    }
    return undefined;
  };
}
