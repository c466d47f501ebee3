import type { Candidate } from '../candidates.ts';
import { decideTogether } from '../decide-together.ts';
import { busyShare } from '../habits.ts';
import { coverOfEach } from '../standby.ts';
import { consoleView } from './console-view.ts';
import { chanceFrom, type PastNights } from './past-nights.ts';
import type { Desk, Run, SendPolicy } from './run-shift.ts';

/** A desk that does what the console's joint proposal says (see `decideTogether`). */
export function together(past: PastNights): SendPolicy {
  return (desk) => {
    if (desk.waiting.length === 0) return undefined;
    const { context, open, taken } = consoleView(desk);
    const away = awayCosts(desk, past);
    const awayCost = ({ unit }: Candidate<Run | number>): number => away.get(unit.unitId) ?? 0;
    const rows = decideTogether({ entries: [...open, ...taken], context, habits: past, awayCost });
    // units change hands one at a time: the next question sees the world after it
    const first = rows.find(({ entry, unitId }) => entry.orders.length === 0 && unitId !== undefined);
    return first?.unitId === undefined ? undefined : { incidentId: first.entry.id, unitId: first.unitId };
  };
}

/** What is lost while each of the free units is on a job; units already on one are missing either way. */
function awayCosts({ free, shift }: Desk, past: PastNights): Map<string, number> {
  const chance = Float64Array.from(free.flatMap(({ node }) => chanceFrom(past, node)));
  const busy = busyShare(past, shift.units.length);
  const adds = coverOfEach({ weight: past.weight, chance, busy }, free.length);
  return new Map(
    free.map(({ unit }, i) => [unit.unitId, (adds[i] ?? 0) * past.realRate * past.serveS] as const),
  );
}
