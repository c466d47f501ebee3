import { describe, expect, it } from 'vitest';
import { type FindBoard, isUnfound, searchOf } from '../../shared/domain/find-board.ts';
import { plannerUnit, raceEntryOf } from '../../shared/interception/entries.ts';
import { emptyFixColumns, putFix } from '../../shared/interception/fix-source.ts';
import { must } from '../../shared/kit/invariant.ts';
import { type MemoryRig, startMemoryRig } from './memory-rig.ts';
import { regionPlanner, submitFromRoom } from './room-rig.ts';

const core = regionPlanner();

/** The alert, and later the incident, of the person who left home. */
const targetIdOf = (rig: MemoryRig): string => {
  const alert = must(
    Object.values(rig.state().alerts).find(({ sourceId }) => sourceId === 'script-missing'),
    'nobody is missing',
  );
  return alert.incidentId ?? alert.alertId;
};

/** What a dispatcher sees after pressing Q at this moment. */
function boardOf(rig: MemoryRig): FindBoard | undefined {
  const state = rig.state();
  const targetId = targetIdOf(rig);
  const search = searchOf(targetId, state.incidents[targetId], state.alerts[targetId]);
  if (search === undefined) return undefined;
  const units = Object.values(state.units).map(plannerUnit);
  const fixes = emptyFixColumns(units.length);
  for (const fix of rig.fixes) putFix(fixes, fix.slot, fix);
  const entry = must(raceEntryOf(state, targetId), 'no entry');
  const situation = { epoch: 1, nowMs: rig.drill.clock.nowMs(), entries: [entry], units, fixes };
  return core.find(situation, search, 'drill');
}

/** One press of Enter on the next look of the plan. */
async function sendNext(rig: MemoryRig): Promise<boolean> {
  const { rows = [] } = boardOf(rig) ?? {};
  const row = rows
    .filter(({ turn }) => turn !== undefined)
    .toSorted((a, b) => (a.turn ?? 0) - (b.turn ?? 0))[0];
  if (row?.unit === undefined) return false;
  const { unitId, orderId } = row.unit;
  const text = { zh: '请前往寻找' };
  const targetId = targetIdOf(rig);
  const isIncident = rig.state().incidents[targetId] !== undefined;
  const target = isIncident ? { incidentId: targetId } : { alertId: targetId };
  await submitFromRoom(
    rig,
    orderId === undefined
      ? { kind: 'order/assign', payload: { target, unitId, approach: 'plain', place: row.place, text } }
      : { kind: 'order/redirect', payload: { orderId, place: row.place, text } },
  );
  return true;
}

describe('somebody who left home for nobody knows where', () => {
  it('is found by a room that sends the next look whenever there is one, and the crews tell what they saw', {
    timeout: 60_000,
  }, async () => {
    const rig = await startMemoryRig('race', 5);
    await rig.advance(60);
    expect(isUnfound(rig.state().alerts[targetIdOf(rig)]?.place, undefined)).toBe(true);
    for (let i = 0; i < 3; i++) expect(await sendNext(rig)).toBe(true);
    const incident = () => must(rig.state().incidents[targetIdOf(rig)], 'not promoted');
    let found = false;
    for (let minute = 0; minute < 24 && !found; minute++) {
      await rig.advance(60);
      found = incident().looks?.at(-1)?.found === true;
      if (!found && minute % 2 === 1) await sendNext(rig);
    }
    expect(found).toBe(true);
    expect(incident().trail.map(({ kind }) => kind)).toContain('last-cell');
    expect(incident().looks?.some((look) => !look.found)).toBe(true);
    expect(boardOf(rig)?.foundAt).toBeDefined();
    expect(isUnfound(incident().place, incident())).toBe(false);
    await rig.advance(120);
    expect(incident().milestones.map(({ milestone }) => milestone)).toContain('dissuaded');
    expect(rig.complaints).toEqual([]);
  });
});
