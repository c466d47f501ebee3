import { sendTogether, type Want } from '../send-together.ts';
import type { SendPolicy } from './run-shift.ts';

/** Nobody is sent for nothing, yet one that is not lost wants somebody rather than nobody. */
const AWAY = 0.05;

/**
 * A desk that knows of everything that has come up what nobody can know: whether anything is at stake, when the money goes and
 * how each drive will turn out. It does not know what comes next. What it still loses no rule for sending could have saved
 * without looking ahead; it sends to what can be saved only, so its response times mean nothing.
 */
export function hindsight(): SendPolicy {
  return ({ nowS, waiting, free, underWay, shift }) => {
    const units = [
      ...free.map(({ unit, node }) => ({ unit, node })),
      ...underWay.map(({ unit, fromNode }) => ({ unit, node: fromNode })),
    ];
    const underWayTo = new Map(underWay.map((run) => [run.incident.id, run]));
    const incidents = [...waiting, ...underWay.map(({ incident }) => incident)];
    const wants = incidents.map((incident): Want => {
      const run = underWayTo.get(incident.id);
      const has = run === undefined ? undefined : units.findIndex(({ unit }) => unit === run.unit);
      const chance = units.map(({ unit, node }, i) => {
        if (i === has) return run !== undefined && run.arriveS <= incident.dueS ? 1 : 0;
        const { waitS, slowness } = shift.luck(unit.unitId, incident.id);
        const arriveS = nowS + waitS + (incident.site.secondsFrom[node] ?? Infinity) * slowness;
        return arriveS <= incident.dueS ? 1 : undefined;
      });
      return { chance, worth: incident.fen > 0 ? 1 : 0, unansweredCost: 0, has };
    });
    const sent = sendTogether(
      wants,
      units.map(() => AWAY),
    );
    const first = waiting.findIndex((_, i) => (sent[i] ?? -1) >= 0);
    const [incident, unit] = [waiting[first], units[sent[first] ?? -1]?.unit];
    return incident === undefined || unit === undefined
      ? undefined
      : { incidentId: incident.id, unitId: unit.unitId };
  };
}
