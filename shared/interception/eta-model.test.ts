import { describe, expect, it } from 'vitest';
import { eventHash } from '../contract/views.ts';
import type { DriveSample } from '../contract/planner.ts';
import type { EventDraft, LedgerEvent } from '../domain/event.ts';
import { emptyState, type State } from '../domain/state.ts';
import { createRng } from '../kit/rng.ts';
import { applyEvent } from '../timeline/fold.ts';
import { driveSamples } from './drive-samples.ts';
import { freeFlowS, logRatio, ratedS, ratesAt } from './drive-fit.ts';
import { driveAtoms, DRIVES_TO_CALIBRATE, learnEta, waitAtoms } from './eta-model.ts';
import { raceOf } from './race.ts';
import { recommend } from './recommend.ts';
import { contextOf, dueIn, entryOf, fixAt, NOON_MS, placeAt, tableReach, unitAt } from './small-world.ts';

const HOUR_MS = 3_600_000;
/** Main streets take twice as long from 8 to 10, patrols are a tenth faster than stations. */
function drives(count: number, seed = 1): DriveSample[] {
  const rng = createRng(seed);
  return Array.from({ length: count }, (_, i) => {
    const groupS = [rng.between(0, 200), rng.between(60, 400), rng.between(10, 90), 0];
    const rollingAtMs = NOON_MS + rng.int(20 * 24) * HOUR_MS + HOUR_MS / 2;
    const kind = rng.pick(['patrol', 'station'] as const);
    const hour = Math.floor(rollingAtMs / HOUR_MS) % 24;
    const rush = hour === 8 || hour === 9 ? 2 : 1.2;
    const plainS = (groupS[0] ?? 0) + rush * (groupS[1] ?? 0) + (groupS[2] ?? 0);
    const drivenS = plainS * (kind === 'patrol' ? 0.95 : 1.05) * Math.exp(rng.normal(0, 0.08));
    return {
      orderId: `O${i}`,
      kind,
      level: 'L0',
      groupS,
      rollingAtMs,
      arrivedAtMs: rollingAtMs + drivenS * 1000,
      drivenS,
      waitedS: 40 * Math.exp(rng.normal(0, 0.3)),
      rolledAfterS: 25,
    };
  });
}

describe('learnEta', () => {
  it('claims nothing before there are drives enough', () => {
    expect(learnEta(drives(DRIVES_TO_CALIBRATE - 1))).toEqual({ drives: 199, learned: undefined });
  });

  const { learned } = learnEta(drives(400));
  const at = (hour: number): number =>
    Math.floor(NOON_MS / (24 * HOUR_MS)) * 24 * HOUR_MS + (hour + 0.5) * HOUR_MS;

  it('learns the hour, the road and the unit kind', () => {
    if (learned === undefined) throw new Error('400 drives are enough');
    const onMain = [0, 300, 0, 0];
    const onFast = [300, 0, 0, 0];
    const seconds = (groupS: number[], hour: number, kind: 'patrol' | 'station' = 'patrol'): number =>
      ratedS(ratesAt(learned.fit, at(hour)), groupS, kind);
    // 300 s of main street: 570 in the rush, 342 at night; the expressway stays near its 285
    expect(seconds(onMain, 8)).toBeGreaterThan(1.25 * seconds(onMain, 3));
    expect(seconds(onMain, 3)).toBeGreaterThan(310);
    expect(seconds(onMain, 3)).toBeLessThan(375);
    expect(seconds(onFast, 3)).toBeLessThan(320);
    expect(seconds(onMain, 3, 'station')).toBeGreaterThan(1.04 * seconds(onMain, 3));
    const waits = waitAtoms(learned, 'L0', 'patrol');
    expect(waits[7]).toBeGreaterThan(36);
    expect(waits[7]).toBeLessThan(44);
  });

  it('has one answer, however it is asked', () => {
    if (learned === undefined) throw new Error('400 drives are enough');
    for (const { groupS, kind, rollingAtMs } of drives(30, 2)) {
      const slow = freeFlowS(groupS) * Math.exp(logRatio(learned.fit, { groupS, kind, rollingAtMs }));
      expect(ratedS(ratesAt(learned.fit, rollingAtMs), groupS, kind)).toBeCloseTo(slow, 6);
      expect(slow).toBeGreaterThan(freeFlowS(groupS) * ratesAt(learned.fit, rollingAtMs).least);
    }
    expect(learnEta(drives(400))).toEqual(learnEta(drives(400)));
  });

  it('has a band that new drives stay in as often as it says', () => {
    if (learned === undefined) throw new Error('400 drives are enough');
    const fresh = drives(400, 3);
    const inside = fresh.filter(({ groupS, kind, rollingAtMs, drivenS }) => {
      const atoms = driveAtoms(learned, ratedS(ratesAt(learned.fit, rollingAtMs), groupS, kind), groupS, 1);
      return drivenS >= (atoms[3] ?? 0) && drivenS <= (atoms[27] ?? 0);
    });
    // quantiles 0.11 and 0.89 of 31
    expect(inside.length / fresh.length).toBeGreaterThan(0.7);
    expect(inside.length / fresh.length).toBeLessThan(0.86);
  });

  it('says in rows and races how many drives they rest on', () => {
    const model = learnEta(drives(400));
    const context = contextOf([unitAt(0)], () => fixAt(117, 36.6), tableReach([300]), NOON_MS, model);
    const entry = entryOf({ clock: dueIn(500, 60) });
    const [row] = recommend(entry, context).rows;
    expect(row?.estimate).toMatchObject({ calibrated: true, drives: 400 });
    expect(row?.win).toMatchObject({ drives: 400 });
    expect(raceOf(entry, context).win).toEqual(row?.win);
    const judged = contextOf([unitAt(0)], () => fixAt(117, 36.6), tableReach([300]));
    const { win } = raceOf(entry, judged);
    expect(win?.drives).toBeUndefined();
    expect(win?.p).toBeGreaterThan(0);
  });
});

describe('driveSamples', () => {
  const facts = (...drafts: readonly EventDraft[]): State =>
    drafts.reduce((state, draft) => {
      const head = { ...draft, stream: 's', seq: state.seq + 1, id: `e${state.seq + 1}` };
      const event: LedgerEvent = { ...head, receivedAtMs: draft.atMs, hash: eventHash(head) };
      return applyEvent(state, event);
    }, emptyState('s'));
  const actor = { type: 'system', id: 'test' } as const;
  const place = placeAt(117, 36.6);
  const advanced = (state: 'signed' | 'rolling' | 'on-scene', atS: number): EventDraft => ({
    kind: 'order/advanced',
    atMs: NOON_MS + atS * 1000,
    actor,
    data: { orderId: 'O1', state, via: 'field-device' },
  });
  const before: readonly EventDraft[] = [
    {
      kind: 'unit/registered',
      atMs: NOON_MS,
      actor,
      data: {
        unitId: 'U1',
        slot: 0,
        callsign: '演巡101',
        kind: 'station',
        crew: 2,
        hasVehicle: true,
        skills: [],
        state: 'available',
      },
    },
    {
      kind: 'alert/raised',
      atMs: NOON_MS,
      actor,
      data: {
        alertId: 'A1',
        source: 'bank-alarm',
        sourceId: 'A1',
        level: 'L0',
        scamType: 'investment',
        title: { zh: '取现' },
        reason: { zh: '取现' },
        clock: { kind: 'unknown', sinceMs: NOON_MS },
      },
    },
    { kind: 'alert/promoted', atMs: NOON_MS, actor, data: { alertId: 'A1', incidentId: 'I1' } },
    {
      kind: 'order/issued',
      atMs: NOON_MS,
      actor,
      data: {
        orderId: 'O1',
        incidentId: 'I1',
        unitId: 'U1',
        place,
        text: { zh: '前往' },
        approach: 'plain',
        estimate: {
          lowS: 100,
          expectedS: 200,
          highS: 300,
          madeAtMs: NOON_MS,
          method: 'road',
          calibrated: false,
          groupS: [0, 90, 20, 0],
        },
      },
    },
    advanced('signed', 12),
    advanced('rolling', 50),
  ];

  it('is known from the arrival on, not before', () => {
    expect(driveSamples(facts(...before))).toEqual([]);
    expect(driveSamples(facts(...before, advanced('on-scene', 210)))).toEqual([
      {
        orderId: 'O1',
        kind: 'station',
        level: 'L0',
        groupS: [0, 90, 20, 0],
        rollingAtMs: NOON_MS + 50_000,
        arrivedAtMs: NOON_MS + 210_000,
        drivenS: 160,
        waitedS: 50,
        rolledAfterS: 38,
      },
    ]);
  });

  it('leaves out a drive that was sent elsewhere on the way', () => {
    const redirected: EventDraft = {
      kind: 'order/redirected',
      atMs: NOON_MS + 60_000,
      actor,
      data: { orderId: 'O1', place, text: { zh: '改去' } },
    };
    expect(driveSamples(facts(...before, redirected, advanced('on-scene', 210)))).toEqual([]);
  });
});
