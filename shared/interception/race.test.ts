import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ORDER_STATES, UNIT_STATES } from '../domain/vocabulary.ts';
import { raceOf } from './race.ts';
import {
  contextOf,
  dueIn,
  entryOf,
  fixAt,
  NOON_MS,
  orderOf,
  placeAt,
  tableReach,
  unitAt,
} from './small-world.ts';

const seconds = (ms: number | undefined): number => ((ms ?? Number.NaN) - NOON_MS) / 1000;
const standing = (): ReturnType<typeof fixAt> => fixAt(117, 36.6);

describe('raceOf with nobody under order', () => {
  it('takes the best free unit as if it were sent now, with the wait to sign and to roll', () => {
    const context = contextOf([unitAt(0), unitAt(1)], standing, tableReach([400, 120]));
    const race = raceOf(entryOf(), context);
    expect(race).toMatchObject({ basis: 'if-sent-now', unitId: 'U0001', outlook: 'ahead', covered: false });
    // sign 30 + roll 60 + travel 120
    expect(seconds(race.arrivalMs?.mid)).toBe(210);
    expect(race.marginS?.mid).toBe(390);
    expect(race.silenceS).toBe(60);
    expect(race.route).toBeUndefined();
  });

  it('never counts an auxiliary unit that would be alone', () => {
    const units = [unitAt(0, { kind: 'auxiliary' }), unitAt(1)];
    const race = raceOf(entryOf(), contextOf(units, standing, tableReach([10, 500])));
    expect(race.unitId).toBe('U0001');
  });

  it('has no due time, no margin and no countdown when the clock is unknown', () => {
    const clock = { kind: 'unknown', sinceMs: NOON_MS } as const;
    const race = raceOf(entryOf({ clock }), contextOf([unitAt(0)], standing, tableReach([60])));
    expect(race).toMatchObject({ dueMs: undefined, marginS: undefined, outlook: 'unknown' });
    expect(race.arrivalMs).toBeDefined();
  });

  it('says too late only when the whole band is below zero', () => {
    const context = contextOf([unitAt(0)], standing, tableReach([300]));
    // arrival: low 0.8 * 299.2 + 30, mid 390, high about 541 s
    expect(raceOf(entryOf({ clock: dueIn(200) }), context).outlook).toBe('too-late');
    expect(raceOf(entryOf({ clock: dueIn(300) }), context).outlook).toBe('behind');
    expect(raceOf(entryOf({ clock: dueIn(400) }), context).outlook).toBe('tight');
    expect(raceOf(entryOf({ clock: dueIn(600) }), context).outlook).toBe('ahead');
  });

  it('pretends nothing without a place, without a road, without a unit', () => {
    const context = contextOf([unitAt(0)], standing, tableReach([undefined]));
    for (const entry of [entryOf({ place: undefined }), entryOf()]) {
      const race = raceOf(entry, context);
      expect(race).toMatchObject({
        basis: 'none',
        arrivalMs: undefined,
        marginS: undefined,
        outlook: 'unknown',
      });
    }
    expect(raceOf(entryOf({ place: undefined, clock: dueIn(-5) }), context).outlook).toBe('too-late');
  });
});

describe('raceOf with a unit under order', () => {
  const sent = unitAt(0, { state: 'dispatched', orderId: 'O-U0000' });
  const context = contextOf([sent, unitAt(1)], standing, tableReach([200, 10]));

  it('counts that unit, not a nearer free one, and draws its way', () => {
    const race = raceOf(entryOf({ orders: [orderOf('U0000', 'issued')] }), context);
    expect(race).toMatchObject({ basis: 'assigned', unitId: 'U0000', covered: true });
    expect(race.route?.length).toBe(4);
    // 15 of 30 s to sign are left, 60 s to roll, 200 s of road
    expect(seconds(race.arrivalMs?.mid)).toBe(275);
  });

  it('lets the wait shrink as the order is signed and rolls', () => {
    const mid = (state: 'signed' | 'rolling'): number =>
      seconds(raceOf(entryOf({ orders: [orderOf('U0000', state)] }), context).arrivalMs?.mid);
    expect(mid('signed')).toBe(250);
    expect(mid('rolling')).toBe(200);
  });

  it('counts on what a driving unit has driven since its fix, but not on a silent one arriving any second', () => {
    const rolling = entryOf({ orders: [orderOf('U0000', 'rolling')] });
    const arrival = (ageS: number): number => {
      const fix = fixAt(117, 36.6, { speedMps: 12, atMs: NOON_MS - ageS * 1000 });
      return seconds(
        raceOf(
          rolling,
          contextOf([sent], () => fix, tableReach([200])),
        ).arrivalMs?.mid,
      );
    };
    expect(arrival(20)).toBe(180);
    expect(arrival(250)).toBe(140);
  });

  it('never lets an unsigned order arrive without a wait, and shows it uncovered', () => {
    const late = orderOf('U0000', 'issued', { issuedAtMs: NOON_MS - 300_000 });
    const race = raceOf(entryOf({ orders: [late] }), context);
    expect(race.covered).toBe(false);
    expect(seconds(race.arrivalMs?.mid)).toBe(270);
  });

  it('falls back to the estimate in the log when the unit has no fix', () => {
    const estimate = {
      lowS: 60,
      expectedS: 100,
      highS: 150,
      madeAtMs: NOON_MS - 40_000,
      method: 'road',
      calibrated: false,
    } as const;
    const silent = contextOf([sent], () => undefined, tableReach([200]));
    const race = raceOf(entryOf({ orders: [orderOf('U0000', 'rolling', { estimate })] }), silent);
    expect([race.arrivalMs?.low, race.arrivalMs?.mid, race.arrivalMs?.high].map(seconds)).toEqual([
      20, 60, 150,
    ]);
    const nothing = raceOf(entryOf({ orders: [orderOf('U0000', 'rolling')] }), silent);
    expect(nothing).toMatchObject({ basis: 'assigned', arrivalMs: undefined, outlook: 'unknown' });
  });

  it('stays open on scene until they have met, and is over then', () => {
    const onScene = orderOf('U0000', 'on-scene');
    const before = raceOf(entryOf({ orders: [onScene], clock: dueIn(30) }), context);
    expect(before).toMatchObject({ basis: 'on-scene', outlook: 'ahead' });
    const after = raceOf(entryOf({ orders: [onScene], clock: dueIn(-5) }), context);
    expect(after.outlook).toBe('tight');
    const met = raceOf(entryOf({ orders: [orderOf('U0000', 'met')], clock: dueIn(-5) }), context);
    expect(met).toMatchObject({ outlook: 'met', basis: 'on-scene' });
    expect(met.marginS?.mid).toBe(5);
    const fedBack = orderOf('U0000', 'fed-back', { enteredAtMs: { met: NOON_MS - 60_000 } });
    expect(raceOf(entryOf({ orders: [fedBack] }), context).outlook).toBe('met');
  });

  it('goes on without an order that was recalled', () => {
    const race = raceOf(entryOf({ orders: [orderOf('U0000', 'recalled')] }), context);
    expect(race).toMatchObject({ basis: 'if-sent-now', unitId: 'U0001', covered: false });
  });
});

describe('raceOf on anything', () => {
  const anySeconds = fc.integer({ min: -100_000, max: 100_000 });
  const anyOrder = fc.record({
    slot: fc.integer({ min: 0, max: 3 }),
    state: fc.constantFrom(...ORDER_STATES),
    agoS: anySeconds,
  });

  it('gives finite numbers, bands in order, and no arrival in the past that has not happened', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.double({ min: 0, max: 1e5, noNaN: true }), { nil: undefined }), {
          minLength: 4,
          maxLength: 4,
        }),
        fc.array(
          fc.record({ state: fc.constantFrom(...UNIT_STATES), ageS: anySeconds, moving: fc.boolean() }),
          {
            minLength: 4,
            maxLength: 4,
          },
        ),
        fc.array(anyOrder, { maxLength: 3 }),
        fc.option(fc.tuple(anySeconds, fc.integer({ min: 0, max: 5000 })), { nil: undefined }),
        fc.constantFrom('L0', 'L1', 'L2', 'L3'),
        (table, states, orders, clock, level) => {
          const units = states.map(({ state }, slot) => unitAt(slot, { state }));
          const context = contextOf(
            units,
            (slot) =>
              fixAt(117, 36.6, {
                atMs: NOON_MS - (states[slot]?.ageS ?? 0) * 1000,
                speedMps: states[slot]?.moving === true ? 15 : 0,
              }),
            tableReach(table),
          );
          const race = raceOf(
            entryOf({
              level,
              place: placeAt(117, 36.6),
              clock: clock === undefined ? { kind: 'unknown', sinceMs: NOON_MS } : dueIn(...clock),
              orders: orders.map(({ slot, state, agoS }) =>
                orderOf(`U000${slot}`, state, {
                  issuedAtMs: NOON_MS - agoS * 1000,
                  enteredAtMs: { [state]: NOON_MS - agoS * 1000 },
                }),
              ),
            }),
            context,
          );
          for (const band of [race.dueMs, race.arrivalMs, race.marginS]) {
            if (band === undefined) continue;
            expect([band.low, band.mid, band.high].every(Number.isFinite)).toBe(true);
            expect(band.low).toBeLessThanOrEqual(band.mid);
            expect(band.mid).toBeLessThanOrEqual(band.high);
            expect(Object.values(band).some((value) => Object.is(value, -0))).toBe(false);
          }
          expect(race.silenceS).toBeGreaterThanOrEqual(0);
          if (race.basis === 'assigned' || race.basis === 'if-sent-now') {
            expect(race.arrivalMs?.low ?? NOON_MS).toBeGreaterThanOrEqual(NOON_MS);
          }
          if (race.outlook === 'too-late') expect(race.marginS?.high ?? -1).toBeLessThan(0);
          if (race.outlook === 'ahead') expect(race.marginS?.low ?? -1).toBeGreaterThan(0);
        },
      ),
      { numRuns: 500 },
    );
  });
});
