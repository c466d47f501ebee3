import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MARGIN_STAGES, type MarginStage } from '../../domain/margin-account.ts';
import { createRng, type Rng } from '../../kit/rng.ts';
import { bookMargin } from './book-margin.ts';
import {
  lastWinnableMs,
  type MarginOrder,
  type MarginRace,
  type MarginReach,
  marksOf,
} from './margin-marks.ts';

const FACT_MS = 1_772_431_200_000;
const V_MPS = 12;

/** Units on one long road, she at metre 0. A closed road costs everybody a detour from then on. */
interface Road {
  readonly unit: (unitId: string, atMs: number) => number | undefined;
  readonly unitIds: readonly string[];
  readonly closed?: { readonly atMs: number; readonly detourS: number } | undefined;
}

function reachOn(road: Road): MarginReach {
  const unitS = (unitId: string, atMs: number): number | undefined => {
    const x = road.unit(unitId, atMs);
    const detourS = road.closed !== undefined && atMs >= road.closed.atMs ? road.closed.detourS : 0;
    return x === undefined ? undefined : Math.abs(x) / V_MPS + (Math.abs(x) > 1 ? detourS : 0);
  };
  return {
    unitS,
    bestS: (atMs) => {
      const all = road.unitIds.flatMap((unitId) => unitS(unitId, atMs) ?? []);
      return all.length === 0 ? undefined : Math.min(...all);
    },
    ...(road.closed === undefined ? {} : { closedAtMs: [road.closed.atMs] }),
  };
}

const PLANTED = [
  'model-delay',
  'ring',
  'desk',
  'unsigned',
  'rolling',
  'wrong-way',
  'closed-road',
  'wrong-place',
] as const satisfies readonly MarginStage[];

/** A race with ordinary delays and one planted one. */
function raceWith(rng: Rng, planted: (typeof PLANTED)[number]): { race: MarginRace; reach: MarginReach } {
  const plantedS = rng.between(90, 300);
  const spend = (stage: MarginStage, low: number, high: number): number =>
    1000 * (rng.between(low, high) + (stage === planted ? plantedS : 0));
  const raisedAtMs = FACT_MS + spend('model-delay', 2, 15);
  const acknowledgedAtMs = raisedAtMs + spend('ring', 3, 12);
  const issuedAtMs = acknowledgedAtMs + spend('desk', 8, 40);
  const signedAtMs = issuedAtMs + spend('unsigned', 4, 25);
  const rollingAtMs = signedAtMs + spend('rolling', 10, 40);
  const startM = rng.between(3000, 9000);
  // hidden pace of this driver, a stretch in the wrong direction or towards the wrong end, a detour
  const pace = rng.between(0.85, 1.1);
  const lostMs = 1000 * plantedS;
  const awayMs = planted === 'wrong-way' || planted === 'wrong-place' ? lostMs / 2 : 0;
  const turnMs = rollingAtMs + 20_000;
  const detourMs = planted === 'closed-road' ? lostMs : 0;
  const speed = (V_MPS * pace) / 1000;
  const at = (atMs: number): number => {
    const droveMs = Math.max(0, atMs - rollingAtMs);
    if (atMs < turnMs || awayMs === 0)
      return Math.max(0, startM - speed * Math.max(0, droveMs - standingMs(atMs)));
    const beforeTurn = startM - speed * 20_000;
    const sinceTurn = atMs - turnMs;
    return sinceTurn < awayMs
      ? beforeTurn + speed * sinceTurn
      : Math.max(0, beforeTurn + speed * awayMs - speed * (sinceTurn - awayMs));
  };
  // the detour is driven where the road model does not see it: standing in front of the closed bridge
  const standingMs = (atMs: number): number => Math.min(detourMs, Math.max(0, atMs - turnMs));
  const onSceneAtMs = rollingAtMs + startM / speed + 2 * awayMs + detourMs;
  const metAtMs = onSceneAtMs + spend('meeting', 10, 40);
  const order: MarginOrder = {
    unitId: 'A',
    issuedAtMs,
    signedAtMs,
    rollingAtMs,
    onSceneAtMs,
    metAtMs,
    wrongPlaceMs: planted === 'wrong-place' ? [[issuedAtMs, turnMs + 2 * awayMs]] : [],
  };
  const road: Road = {
    unitIds: ['A', 'B'],
    unit: (unitId, atMs) => (unitId === 'A' ? at(atMs) : startM + rng.fork('B').between(100, 900)),
    closed: planted === 'closed-road' ? { atMs: turnMs, detourS: plantedS } : undefined,
  };
  const race: MarginRace = {
    factAtMs: FACT_MS,
    raisedAtMs: Math.round(raisedAtMs),
    acknowledgedAtMs: Math.round(acknowledgedAtMs),
    dueMs: FACT_MS + 1_500_000,
    orders: [rounded(order)],
    untilMs: FACT_MS + 3_000_000,
  };
  return { race, reach: reachOn(road) };
}

function rounded(order: MarginOrder): MarginOrder {
  const whole = (ms: number | undefined): number | undefined =>
    ms === undefined ? undefined : Math.round(ms);
  return {
    ...order,
    issuedAtMs: Math.round(order.issuedAtMs),
    signedAtMs: whole(order.signedAtMs),
    rollingAtMs: whole(order.rollingAtMs),
    onSceneAtMs: whole(order.onSceneAtMs),
    metAtMs: whole(order.metAtMs),
  };
}

describe('margin ledger', () => {
  it('the stages sum to the margin exactly, whatever the marks', () => {
    const mark = fc.record({
      atMs: fc.integer({ min: 0, max: 1e9 }),
      arrivalMs: fc.integer({ min: 0, max: 2e9 }),
      stage: fc.constantFrom(...MARGIN_STAGES),
    });
    fc.assert(
      fc.property(fc.array(mark, { minLength: 1 }), fc.integer({ min: 0, max: 2e9 }), (marks, dueMs) => {
        const ledger = bookMargin(marks, dueMs);
        if (ledger === undefined) throw new Error('marks make a ledger');
        const lostMs = ledger.stages.reduce((sum, stage) => sum + stage.lostMs, 0);
        expect(ledger.startMs - ledger.endMs).toBe(lostMs);
      }),
    );
  });

  it('the stages sum to the margin exactly with roads closing and opening at any moment', () => {
    const turns = fc.array(fc.integer({ min: -10, max: 3000 }), { maxLength: 6 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), turns, (seed, atS) => {
        const rng = createRng(seed);
        const { race, reach } = raceWith(rng, rng.pick(PLANTED));
        const closedAtMs = atS.map((s) => FACT_MS + 1000 * s).toSorted((a, b) => a - b);
        const isShut = (atMs: number): boolean => closedAtMs.filter((turn) => turn <= atMs).length % 2 === 1;
        const around = (seconds: number | undefined, atMs: number): number | undefined =>
          seconds === undefined ? undefined : seconds + (isShut(atMs) && seconds > 0 ? 150 : 0);
        const closing: MarginReach = {
          closedAtMs,
          unitS: (unitId, atMs) => around(reach.unitS(unitId, atMs), atMs),
          bestS: (atMs) => around(reach.bestS(atMs), atMs),
        };
        const ledger = bookMargin(marksOf(race, closing), race.dueMs);
        if (ledger === undefined) throw new Error('marks make a ledger');
        const lostMs = ledger.stages.reduce((sum, stage) => sum + stage.lostMs, 0);
        expect(ledger.startMs - ledger.endMs).toBe(lostMs);
        expect(ledger.endMs).toBe(race.dueMs - (race.orders[0]?.metAtMs ?? Number.NaN));
      }),
      { numRuns: 200 },
    );
  });

  it('names a planted delay first', () => {
    const wrong: string[] = [];
    for (let seed = 0; seed < 200; seed++) {
      const rng = createRng(seed);
      const planted = rng.pick(PLANTED);
      const { race, reach } = raceWith(rng, planted);
      const ledger = bookMargin(marksOf(race, reach), race.dueMs);
      const metAtMs = race.orders[0]?.metAtMs ?? Number.NaN;
      expect(ledger?.endMs).toBe(race.dueMs - metAtMs);
      const first = ledger?.stages[0]?.stage;
      if (first !== planted) wrong.push(`${seed}: ${planted} read as ${first ?? 'nothing'}`);
    }
    expect(wrong.length, wrong.join('\n')).toBeLessThanOrEqual(10);
  });

  it('an order that came to nothing is booked as such, and a nearer unit passed over as well', () => {
    const race: MarginRace = {
      factAtMs: FACT_MS,
      raisedAtMs: FACT_MS,
      acknowledgedAtMs: FACT_MS + 10_000,
      dueMs: FACT_MS + 900_000,
      orders: [
        { unitId: 'B', issuedAtMs: FACT_MS + 20_000, endedAtMs: FACT_MS + 140_000, wrongPlaceMs: [] },
        {
          unitId: 'C',
          issuedAtMs: FACT_MS + 150_000,
          signedAtMs: FACT_MS + 150_000,
          rollingAtMs: FACT_MS + 150_000,
          onSceneAtMs: FACT_MS + 450_000,
          metAtMs: FACT_MS + 450_000,
          wrongPlaceMs: [],
        },
      ],
      untilMs: FACT_MS + 900_000,
    };
    const far: Record<string, number> = { B: 1200, C: 3600 };
    const reach = reachOn({
      unitIds: ['B', 'C'],
      unit: (unitId, atMs) =>
        unitId === 'C' && atMs > FACT_MS + 150_000
          ? Math.max(0, 3600 - (V_MPS * (atMs - FACT_MS - 150_000)) / 1000)
          : far[unitId],
    });
    const ledger = bookMargin(marksOf(race, reach), race.dueMs);
    const lostS = Object.fromEntries(ledger?.stages.map(({ stage, lostMs }) => [stage, lostMs / 1000]) ?? []);
    expect(lostS).toEqual({ ring: 10, desk: 20, 'other-order': 120, 'unit-choice': 200 });
  });

  it('knows the last moment at which anybody could still have made it', () => {
    const reach = reachOn({ unitIds: ['A'], unit: () => 3600 });
    const race: MarginRace = {
      factAtMs: FACT_MS,
      raisedAtMs: FACT_MS,
      dueMs: FACT_MS + 900_000,
      orders: [],
      untilMs: FACT_MS + 900_000,
    };
    expect(lastWinnableMs(race, reach)).toBeGreaterThan(FACT_MS + 598_999);
    expect(lastWinnableMs(race, reach)).toBeLessThanOrEqual(FACT_MS + 600_000);
    expect(lastWinnableMs({ ...race, dueMs: FACT_MS + 200_000 }, reach)).toBeUndefined();
    expect(lastWinnableMs(race, { bestS: () => undefined, unitS: () => undefined })).toBeUndefined();
    expect(marksOf(race, { bestS: () => undefined, unitS: () => undefined })).toEqual([]);
  });
});
