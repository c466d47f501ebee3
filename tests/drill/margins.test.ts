import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { jinan, type MemoryRig, startMemoryRig } from '../../gateway/drill/memory-rig.ts';
import { PlannerCore } from '../../gateway/planner/planner-core.ts';
import { columnsOf } from '../../gateway/positions/fix-columns.ts';
import type { PlannerPort } from '../../main/data/planner-port.ts';
import { readMargins } from '../../main/data/read-margins.ts';
import { Tracks } from '../../main/data/tracks.ts';
import type { Incident } from '../../shared/domain/entities.ts';
import type { MarginAccount } from '../../shared/domain/margin-account.ts';
import { must } from '../../shared/kit/invariant.ts';
import { memoryShelf } from '../../shared/timeline/memory-shelf.ts';
import { EventLog } from '../../shared/timeline/keyframes.ts';

const roadsBytes = new Uint8Array(
  readFileSync(resolve(import.meta.dirname, '../../regions/jinan/roads.bin')),
);

/** Draws up the account of an incident of a drill as a console would, over the same roads. */
async function accountOf(rig: MemoryRig, incidentId: string): Promise<MarginAccount | undefined> {
  const core = new PlannerCore(roadsBytes);
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
  const log = new EventLog('test-drill');
  for (const event of rig.events) log.append(event);
  const tracks = new Tracks();
  tracks.open(memoryShelf(Number.POSITIVE_INFINITY));
  tracks.applyHistory(columnsOf(rig.fixes));
  while (!tracks.past.tidy(rig.drill.clock.nowMs()));
  const input = {
    planner,
    log,
    tracks,
    nowMs: rig.drill.clock.nowMs(),
    positionsSince: () => Promise.resolve(),
  };
  return (await readMargins(input, incidentId)).account;
}

function leadOf(rig: MemoryRig): Incident {
  return must(
    Object.values(rig.state().incidents).find(({ source }) => source === 'case-lead'),
    'no script D',
  );
}

describe('margin ledger of a drill', () => {
  it('accounts for every second between the first margin and the meeting', async () => {
    const rig = await startMemoryRig('race-auto', 9, 1, jinan());
    await rig.advance(560);
    const incident = leadOf(rig);
    const metAtMs = incident.orderIds.map((id) => rig.state().orders[id]?.enteredAtMs.met).find(Boolean);
    const account = must(await accountOf(rig, incident.incidentId), 'the planner answered');
    if (account.kind !== 'ledger') throw new Error(account.why);
    const { ledger } = account;
    const lostMs = ledger.stages.reduce((sum, stage) => sum + stage.lostMs, 0);
    expect(ledger.startMs - ledger.endMs).toBe(lostMs);
    expect(account).toMatchObject({ end: 'met', placeFrom: 'met', untilMs: metAtMs });
    expect(ledger.endMs).toBe(account.dueMs - (metAtMs ?? 0));
    const lostS = Object.fromEntries(ledger.stages.map(({ stage, lostMs: ms }) => [stage, ms / 1000]));
    expect(ledger.stages[0]?.stage).toBe('desk');
    // the log's own times, but for a standing car's position that dances by a few metres
    const order = must(rig.state().orders[incident.orderIds[0] ?? ''], 'an order');
    const { signed = 0, rolling = 0 } = order.enteredAtMs;
    expect(Math.abs((lostS['unsigned'] ?? 0) - (signed - order.issuedAtMs) / 1000)).toBeLessThan(3);
    expect(Math.abs((lostS['rolling'] ?? 0) - (rolling - signed) / 1000)).toBeLessThan(3);
    // nobody near drove off, nobody lost the way: what positions make of it stays small
    expect(Math.abs(lostS['units-moved'] ?? 0)).toBeLessThan(30);
    expect(lostS['wrong-way'] ?? 0).toBeLessThan(30);
    expect(Math.abs(lostS['slow-road'] ?? 0)).toBeLessThan(90);
  });

  it('books a race nobody was sent to, and knows until when it could be won', async () => {
    const rig = await startMemoryRig('race', 1, 1, jinan());
    await rig.advance(640);
    const incident = leadOf(rig);
    const account = must(await accountOf(rig, incident.incidentId), 'the planner answered');
    if (account.kind !== 'ledger') throw new Error(account.why);
    expect(account.ledger.endMs).toBeLessThan(0);
    expect(['desk', 'ring']).toContain(account.ledger.stages[0]?.stage);
    expect(account.lastWinnableMs).toBeGreaterThan(account.factAtMs);
    expect(account.lastWinnableMs).toBeLessThan(account.dueMs);
  });
});
