import type { WinChance } from '../../domain/race.ts';
import { raceOf } from '../race.ts';
import { recommend } from '../recommend.ts';
import { sendTogether, type Want } from '../send-together.ts';
import { coverOfEach } from '../standby.ts';
import { consoleView } from './console-view.ts';
import { busyShare, chanceFrom, type PastNights } from './past-nights.ts';
import type { Desk, SendPolicy } from './run-shift.ts';

/** What an unanswered L0 or L1 costs even when the money is probably gone: somebody should come. */
const UNANSWERED = 0.3;
/** The same for being there at all. */
const ARRIVAL = 0.02;

/** Everything that waits at once, with what the district would lack meanwhile (see `sendTogether`). */
export function together(past: PastNights): SendPolicy {
  return (desk) => {
    if (desk.waiting.length === 0) return undefined;
    const { context, open, taken } = consoleView(desk);
    const ids = [
      ...desk.free.map(({ unit }) => unit.unitId),
      ...desk.underWay.map(({ unit }) => unit.unitId),
    ];
    const entries = [...open, ...taken];
    const wants = entries.map((entry): Want => {
      const ageS = (context.nowMs - entry.lastEventAtMs) / 1000;
      const chance = ids.map((): number | undefined => undefined);
      const reckon = (unit: number, arrivalS: number, win: WinChance | undefined): void => {
        chance[unit] = ARRIVAL + (win?.p ?? past.lasts(arrivalS, ageS));
      };
      for (const { unitId, win, estimate } of recommend(entry, { ...context, others: entries }).rows)
        reckon(ids.indexOf(unitId), estimate.expectedS, win);
      const own = entry.orders[0]?.unitId;
      const has = own === undefined ? undefined : ids.indexOf(own);
      if (has !== undefined) {
        const { arrivalMs, win } = raceOf(entry, context);
        if (arrivalMs !== undefined) reckon(has, (arrivalMs.mid - context.nowMs) / 1000, win);
      }
      const unansweredCost = entry.level === 'L0' || entry.level === 'L1' ? UNANSWERED : 0;
      return { chance, worth: past.realShare[entry.level], unansweredCost, has };
    });
    const away = awayCosts(desk, past);
    const sent = sendTogether(
      wants,
      ids.map((_, i) => away[i] ?? 0),
    );
    // units change hands one at a time: the next question sees the world after it
    const first = wants.findIndex(({ has }, i) => has === undefined && (sent[i] ?? -1) >= 0);
    const [entry, unitId] = [entries[first], ids[sent[first] ?? -1]];
    return entry === undefined || unitId === undefined ? undefined : { incidentId: entry.id, unitId };
  };
}

/** What is lost while each of the free units is on a job; units already on one are missing either way. */
function awayCosts({ free, shift }: Desk, past: PastNights): number[] {
  const chance = Float64Array.from(free.flatMap(({ node }) => chanceFrom(past, node)));
  const busy = busyShare(past, shift.units.length);
  const adds = coverOfEach({ weight: past.weight, chance, busy }, free.length);
  return Array.from(adds, (share) => share * past.realRate * past.serveS);
}
