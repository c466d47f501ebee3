import type { AcceptedFix } from '../../gateway/ingest/ingest-deps.ts';
import type { PlannerCore } from '../../gateway/planner/planner-core.ts';
import { columnsOf } from '../../gateway/positions/fix-columns.ts';
import type { PlannerPort } from '../../main/data/planner-port.ts';
import { readMargins } from '../../main/data/read-margins.ts';
import { Tracks } from '../../main/data/tracks.ts';
import type { MarginAccount } from '../../shared/domain/margin-account.ts';
import { must } from '../../shared/kit/invariant.ts';
import type { EventLog } from '../../shared/timeline/keyframes.ts';
import { memoryShelf } from '../../shared/timeline/memory-shelf.ts';

/** The margin ledger of an incident as a console draws it up, from the log, everybody's fixes and the roads. */
export async function readLedger(
  core: PlannerCore,
  log: EventLog,
  fixes: readonly AcceptedFix[],
  nowMs: number,
  incidentId: string,
): Promise<Extract<MarginAccount, { kind: 'ledger' }>> {
  const tracks = new Tracks();
  tracks.open(memoryShelf(Number.POSITIVE_INFINITY));
  tracks.applyHistory(columnsOf(fixes));
  while (!tracks.past.tidy(nowMs));
  const unused = (): Promise<undefined> => Promise.resolve(undefined);
  const planner: PlannerPort = {
    races: unused,
    recommend: unused,
    exits: unused,
    find: unused,
    joint: unused,
    standby: unused,
    seal: unused,
    margins: (place, slots, samples, drives) =>
      Promise.resolve({ answers: core.margins(place, slots, samples, drives) }),
    stretch: unused,
    close: () => undefined,
  };
  const input = { planner, log, tracks, nowMs, positionsSince: () => Promise.resolve() };
  const account = must((await readMargins(input, incidentId)).account, 'the planner did not answer');
  if (account.kind !== 'ledger') throw new Error(account.why);
  return account;
}
