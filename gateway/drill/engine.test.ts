import { describe, expect, it } from 'vitest';
import { DEFAULT_DRILL_SEED, DRILL_NAMES } from '../../shared/domain/drill-names.ts';
import type { CommandPayload } from '../../shared/domain/command.ts';
import { equirectM } from '../../shared/geo/distance.ts';
import { must } from '../../shared/kit/invariant.ts';
import { stateHash } from '../../shared/timeline/state-hash.ts';
import { type MemoryRig, startMemoryRig } from './memory-rig.ts';

async function command<K extends keyof CommandPayload>(
  rig: MemoryRig,
  id: string,
  kind: K,
  payload: CommandPayload[K],
): Promise<Readonly<Record<string, string>>> {
  const answer = await rig.port.submit({
    commandId: id,
    kind,
    payload,
    actor: { type: 'seat', id: 'dispatcher' },
    issuedAtMs: rig.drill.clock.nowMs(),
    ttlMs: 60_000,
  });
  expect(answer).toMatchObject({ state: 'accepted' });
  return answer.state === 'accepted' ? answer.ids : {};
}

const openAlerts = (rig: MemoryRig): number =>
  Object.values(rig.state().alerts).filter((a) => a.state === 'raised' || a.state === 'acknowledged').length;

describe('drills', () => {
  it.each(DRILL_NAMES)(
    '%s registers 300 units and complains about nothing in three minutes',
    async (name) => {
      const rig = await startMemoryRig(name, 5);
      await rig.advance(180);
      expect(rig.complaints).toEqual([]);
      expect(Object.keys(rig.state().units).length).toBe(300);
      expect(new Set(rig.fixes.map((fix) => fix.slot)).size).toBe(300);
    },
  );

  it('give the same facts for the same seed however time is cut, and others for another seed', async () => {
    const run = async (seed: number, stepS: number): Promise<string> => {
      const rig = await startMemoryRig('race-auto', seed);
      for (let s = 0; s < 420; s += stepS) await rig.advance(Math.min(stepS, 420 - s));
      return `${rig.events.length} ${stateHash(rig.state())}`;
    };
    const whole = await run(7, 420);
    expect(await run(7, 0.7)).toBe(whole);
    expect(await run(7, 13)).toBe(whole);
    expect(await run(8, 420)).not.toBe(whole);
  });

  it('warm: three open alerts within ten seconds, more than a hundred units on the move', async () => {
    const rig = await startMemoryRig('warm', DEFAULT_DRILL_SEED);
    await rig.advance(10);
    expect(openAlerts(rig)).toBe(3);
    expect(
      Object.values(rig.state().alerts).filter((a) => a.place !== undefined).length,
    ).toBeGreaterThanOrEqual(2);
    await rig.advance(2);
    const first = new Map<number, { lon: number; lat: number }>();
    const moved = new Set<number>();
    for (const fix of rig.fixes) {
      const start = first.get(fix.slot);
      if (start === undefined) first.set(fix.slot, fix);
      else if (equirectM(start.lon, start.lat, fix.lon, fix.lat) > 30) moved.add(fix.slot);
    }
    expect(moved.size).toBeGreaterThan(100);
  });

  it('quiet: units only', async () => {
    const rig = await startMemoryRig('quiet', 1);
    await rig.advance(300);
    expect(rig.state().alerts).toEqual({});
  });

  it('burst: more than sixty open alerts after a minute', async () => {
    const rig = await startMemoryRig('burst', 1);
    await rig.advance(60);
    expect(openAlerts(rig)).toBeGreaterThan(60);
  });

  it('close ambient load by themselves: the queue does not grow without end', async () => {
    const rig = await startMemoryRig('race', 9);
    await rig.advance(7200);
    const { tally } = rig.state();
    expect(tally.warned).toBeGreaterThan(40);
    expect(tally.called / tally.warned).toBeGreaterThan(0.7);
    expect(openAlerts(rig)).toBeLessThan(30);
    expect(rig.complaints).toEqual([]);
  });

  it('a unit sent to wait drives there, stands there, and goes back to its day when let go', async () => {
    const rig = await startMemoryRig('quiet', 3);
    await rig.advance(5);
    const unitId = 'unit-003';
    const at = (): { lon: number; lat: number } =>
      must(
        rig.fixes.findLast(({ slot }) => slot === rig.state().units[unitId]?.slot),
        'no fix',
      );
    const other = must(
      rig.fixes.find(({ lon, lat }) => {
        const m = equirectM(lon, lat, at().lon, at().lat);
        return m > 1500 && m < 3000;
      }),
      'nobody at that distance',
    );
    const atMs = rig.drill.clock.nowMs();
    const { lon, lat } = other;
    const post = { kind: 'pinned', lon, lat, radiusM: 40, atMs, source: 'standby' } as const;
    await command(rig, 'p1', 'unit/post', { unitId, post });
    await rig.advance(600);
    expect(rig.state().units[unitId]).toMatchObject({ state: 'standby', post });
    expect(equirectM(at().lon, at().lat, lon, lat)).toBeLessThan(300);
    await command(rig, 'p2', 'unit/set-state', { unitId, state: 'available', via: 'console' });
    await rig.advance(300);
    expect(equirectM(at().lon, at().lat, lon, lat)).toBeGreaterThan(300);
    expect(rig.complaints).toEqual([]);
  });

  it('a recalled unit goes back to its beat, an unreachable place is handed back with a reason', async () => {
    const rig = await startMemoryRig('warm', 2);
    await rig.advance(12);
    const alert = must(
      Object.values(rig.state().alerts).find((a) => a.place !== undefined),
      'no alert',
    );
    const { orderId = '', incidentId = '' } = await command(rig, 'c1', 'order/assign', {
      target: { alertId: alert.alertId },
      unitId: 'unit-003',
      approach: 'plain',
    });
    await rig.advance(100);
    expect(rig.state().orders[orderId]?.state).not.toBe('issued');
    await command(rig, 'c2', 'order/recall', { orderId, reason: { zh: '改派' } });
    expect(rig.state().units['unit-003']).toMatchObject({ state: 'available' });
    const place = {
      kind: 'pinned',
      lon: 118.9,
      lat: 36,
      radiusM: 50,
      atMs: rig.drill.clock.nowMs(),
      source: 'test',
    } as const;
    const second = await command(rig, 'c3', 'order/assign', {
      target: { incidentId },
      unitId: 'unit-004',
      approach: 'plain',
      place,
    });
    await rig.advance(100);
    expect(rig.state().orders[second['orderId'] ?? '']?.state).toBe('returned');
    expect(rig.state().incidents[incidentId]?.notes.at(-1)?.text.en).toContain('No road');
    expect(rig.complaints).toEqual([]);
  });
});
