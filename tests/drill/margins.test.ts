import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { jinan, type MemoryRig, startMemoryRig } from '../../gateway/drill/memory-rig.ts';
import { PlannerCore } from '../../gateway/planner/planner-core.ts';
import type { Incident } from '../../shared/domain/entities.ts';
import { must } from '../../shared/kit/invariant.ts';
import { EventLog } from '../../shared/timeline/keyframes.ts';
import { readLedger } from './read-ledger.ts';

const roadsBytes = new Uint8Array(
  readFileSync(resolve(import.meta.dirname, '../../regions/jinan/roads.bin')),
);

function accountOf(rig: MemoryRig, incidentId: string): ReturnType<typeof readLedger> {
  const log = new EventLog('test-drill');
  for (const event of rig.events) log.append(event);
  return readLedger(new PlannerCore(roadsBytes), log, rig.fixes, rig.drill.clock.nowMs(), incidentId);
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
    const account = await accountOf(rig, incident.incidentId);
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
    const account = await accountOf(rig, incident.incidentId);
    expect(account.ledger.endMs).toBeLessThan(0);
    expect(['desk', 'ring']).toContain(account.ledger.stages[0]?.stage);
    expect(account.lastWinnableMs).toBeGreaterThan(account.factAtMs);
    expect(account.lastWinnableMs).toBeLessThan(account.dueMs);
  });
});
