import { describe, expect, it } from 'vitest';
import { DEFAULT_DRILL_SEED } from '../../shared/domain/drill-names.ts';
import type { Incident, Order } from '../../shared/domain/entities.ts';
import { isDispatchable } from '../../shared/domain/state-machines.ts';
import { FixChains } from '../../shared/interception/fix-chains.ts';
import type { LonLat } from '../../shared/geo/point.ts';
import { must } from '../../shared/kit/invariant.ts';
import { buildSnapIndex, snapNearest } from '../../shared/roads/snap.ts';
import { jinan, type MemoryRig, startMemoryRig } from './memory-rig.ts';
import { createDrillRoads } from './roads.ts';

const ALARM_S = 8;
const { region } = jinan();
const roads = createDrillRoads(region.graph);

function scriptD(rig: MemoryRig): Incident {
  const incident = Object.values(rig.state().incidents).find((i) => i.source === 'case-lead');
  return must(incident, 'script D has no incident');
}

/** Sends the unit a dispatcher would see first: nearest by road from its last sane fix to the newest belief. */
async function dispatch(rig: MemoryRig, commandId: string): Promise<void> {
  const { incidentId, place } = scriptD(rig);
  const target = must(place, 'no belief');
  const units = Object.values(rig.state().units).filter(
    (u) => isDispatchable(u.state) && u.hasVehicle && u.kind !== 'auxiliary',
  );
  // as the planner does: a fix no vehicle can have driven to is not believed
  const chains = new FixChains();
  const seen = new Map<number, LonLat>();
  for (const fix of rig.fixes) {
    chains.take(fix.slot, { headingDeg: 0, speedMps: 0, ...fix });
    const believed = chains.at(fix.slot, fix.atMs);
    if (believed !== undefined) seen.set(fix.slot, [believed.lon, believed.lat]);
  }
  const from = units.map((u): LonLat => seen.get(u.slot) ?? [0, 0]);
  const seconds = roads.secondsTo([target.lon, target.lat], from);
  const best = must(units[seconds.indexOf(Math.min(...seconds))], 'nobody can go');
  const answer = await rig.port.submit({
    commandId,
    kind: 'order/assign',
    payload: { target: { incidentId }, unitId: best.unitId, approach: 'plain' },
    actor: { type: 'seat', id: 'dispatcher' },
    issuedAtMs: rig.drill.clock.nowMs(),
    ttlMs: 60_000,
  });
  expect(answer).toMatchObject({ state: 'accepted' });
}

/** Runs the race with one dispatch so many seconds after the alarm. */
async function race(
  seed: number,
  dispatchS: number,
): Promise<{ rig: MemoryRig; incident: Incident; order: Order; marginS: number }> {
  const rig = await startMemoryRig('race', seed);
  await rig.advance(ALARM_S + dispatchS);
  await dispatch(rig, 'test-assign');
  await rig.advance(900 - dispatchS);
  const incident = scriptD(rig);
  const order = must(rig.state().orders[incident.orderIds[0] ?? ''], 'no order');
  const dueAtMs = incident.clock.kind === 'unknown' ? 0 : incident.clock.dueAtMs;
  expect(rig.complaints).toEqual([]);
  return { rig, incident, order, marginS: (dueAtMs - (order.enteredAtMs['on-scene'] ?? Infinity)) / 1000 };
}

describe('script D', () => {
  it.each([
    [DEFAULT_DRILL_SEED, 30],
    [DEFAULT_DRILL_SEED, 60],
    [DEFAULT_DRILL_SEED, 90],
    [2, 75],
    [4, 75],
  ])('is won narrowly when the nearest unit is sent at once (seed %i, %i s)', async (seed, dispatchS) => {
    const { incident, order, marginS } = await race(seed, dispatchS);
    expect(marginS).toBeGreaterThan(0);
    expect(marginS).toBeLessThan(130);
    expect(order.state).toBe('closed');
    expect(incident.milestones.map((m) => m.milestone)).toEqual(
      expect.arrayContaining(['lead', 'in-position', 'sighted', 'dissuaded', 'secured']),
    );
    expect(incident.money).toEqual({ 'at-risk': 0, intercepted: 14_000_000 });
    expect(incident.disposition).toBe('dissuaded');
    expect(incident.phase).toBe('follow-up');
    expect(incident.closedAtMs).toBeDefined();
    expect(incident.clock.kind).toBe('stated');
  });

  it.each([DEFAULT_DRILL_SEED, 4])('is lost when nobody is sent for five minutes (seed %i)', async (seed) => {
    const { incident, marginS } = await race(seed, 300);
    expect(marginS).toBeLessThan(0);
    expect(incident.milestones.map((m) => m.milestone)).toContain('lost');
    expect(incident.milestones.map((m) => m.milestone)).not.toContain('dissuaded');
    expect(incident.money).toEqual({ 'at-risk': 0, lost: 14_000_000 });
    expect(incident.phase).toBe('recover');
    expect(incident.disposition).toBe('defrauded');
  });

  it('sends a unit already under way on to the exit, and tells the story in the log', async () => {
    const { rig, incident } = await race(DEFAULT_DRILL_SEED, 30);
    const redirected = rig.events.filter((e) => e.kind === 'order/redirected');
    expect(redirected.length).toBe(1);
    expect(incident.trail.map((p) => p.kind)).toEqual([
      'last-payment',
      'plate-hit',
      'plate-hit',
      'family-says',
    ]);
    for (const lane of ['call', 'family', 'unit', 'account'] as const) {
      expect(incident.lanes[lane].state).not.toBe('idle');
    }
    expect(incident.notes.length).toBeGreaterThan(9);
    expect(incident.notes.every((n) => n.text.en !== undefined && !/\p{Script=Han}/u.test(n.text.en))).toBe(
      true,
    );
  });

  it('drives the unit over real roads from rolling to the scene', async () => {
    const { rig, order } = await race(DEFAULT_DRILL_SEED, 60);
    const slot = rig.state().units[order.unitId]?.slot;
    const [from, to] = [order.enteredAtMs.rolling ?? 0, order.enteredAtMs['on-scene'] ?? 0];
    const drive = rig.fixes.filter((fix) => fix.slot === slot && fix.atMs > from && fix.atMs < to);
    expect(drive.length).toBeGreaterThan(10);
    const index = buildSnapIndex(region.graph);
    const offRoad = drive.filter((fix) => snapNearest(index, undefined, fix.lon, fix.lat, 25) === undefined);
    expect(offRoad.length / drive.length).toBeLessThan(0.1);
  });
});
