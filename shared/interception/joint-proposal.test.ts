import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RaceEntry } from '../contract/planner.ts';
import type { Habits } from './habits.ts';
import { decideTogether, type TogetherQuestion } from './decide-together.ts';
import { jointProposal } from './joint-proposal.ts';
import type { Reach } from './reach.ts';
import { contextOf, dueIn, entryOf, fixAt, NOON_MS, orderOf, placeAt, unitAt } from './small-world.ts';

const HABITS: Habits = {
  realRate: 0,
  othersOn: 1,
  realShare: { L0: 1, L1: 1, L2: 0.2, L3: 0 },
  serveS: 1800,
  lasts: (s) => Math.max(0, 1 - s / 1200),
};

/** Seconds by slot to each place; a place's latitude names its column. */
function reachOf(seconds: readonly (readonly number[])[]): Reach<number> {
  return {
    topMps: Infinity,
    stand: (slot, _fix, onFoot) => ({ point: slot, offRoadS: 0, onFoot }),
    place: ({ lat }) => {
      const to = ({ point }: { readonly point: number }): number =>
        seconds[point]?.[Math.round(lat)] ?? Infinity;
      return {
        expectedS: to,
        travel: (stand) => (to(stand) === Infinity ? undefined : { expectedS: to(stand), worstS: to(stand) }),
        groups: () => undefined,
        way: (stand) => ({ roadM: to(stand) * 10, lonLat: [] }),
      };
    },
  };
}

const waitsAt = (nth: number, dueS: number, changes: Partial<RaceEntry> = {}): RaceEntry =>
  entryOf({ id: `I${nth}`, place: placeAt(117, nth), clock: dueIn(dueS, 60), ...changes });

function ask(
  seconds: readonly (readonly number[])[],
  entries: readonly RaceEntry[],
  changes: Readonly<Record<number, Parameters<typeof unitAt>[1]>> = {},
): TogetherQuestion<number> {
  const units = seconds.map((_, slot) => unitAt(slot, changes[slot]));
  const context = contextOf(units, () => fixAt(117, 36), reachOf(seconds));
  return { entries, context, habits: HABITS, awayCost: () => 0 };
}

describe('jointProposal', () => {
  it('says nothing while one waits and nothing is exchanged', () => {
    expect(jointProposal(ask([[100, 100]], [waitsAt(0, 600)]))).toBeUndefined();
    expect(jointProposal(ask([[100, 100]], []))).toBeUndefined();
  });

  it('keeps the only unit that makes the tight race for it, and says so where it stood first', () => {
    const found = jointProposal(
      ask(
        [
          [60, 100],
          [400, 2000],
        ],
        [waitsAt(0, 900), waitsAt(1, 1200)],
      ),
    );
    expect(found?.lines.map(({ targetId, unitId }) => [targetId, unitId])).toEqual([
      ['I0', 'U0001'],
      ['I1', 'U0000'],
    ]);
    expect(found?.lines[0]?.first).toEqual({ unitId: 'U0000', keptFor: 'I1' });
    expect(found?.lines[1]?.first).toBeUndefined();
    expect(found?.together).toBeGreaterThan((found?.oneByOne ?? 2) + 0.5);
    expect(found).toMatchObject({ waiting: 2, races: 2, held: [] });
  });

  it('leaves a choice between units that cannot be told apart, and offers nobody twice', () => {
    const found = jointProposal(
      ask(
        [
          [200, 900],
          [204, 900],
          [900, 200],
          [900, 700],
        ],
        [waitsAt(0, 900), waitsAt(1, 900)],
      ),
    );
    expect(found?.lines.find(({ targetId }) => targetId === 'I0')?.equals).toHaveLength(1);
    expect(found?.lines.find(({ targetId }) => targetId === 'I1')?.equals).toEqual([]);
  });

  it('takes a unit off a lower race, says what that costs, and who goes there instead', () => {
    const order = orderOf('U0000', 'rolling', { place: placeAt(117, 1) });
    const lower = waitsAt(1, 2400, { level: 'L2', orders: [order] });
    const busy = { 0: { state: 'en-route', orderId: order.orderId } as const };
    const found = jointProposal(
      ask(
        [
          [60, 300],
          [2000, 500],
        ],
        [waitsAt(0, 400), lower],
        busy,
      ),
    );
    expect(found?.lines.map(({ targetId, unitId }) => [targetId, unitId])).toEqual([
      ['I0', 'U0000'],
      ['I1', 'U0001'],
    ]);
    expect(found?.lines[0]?.takes).toMatchObject({ incidentId: 'I1', insteadUnitId: 'U0001' });
    expect(found).toMatchObject({ waiting: 1, races: 2 });
  });

  it('exchanges units between races as urgent as each other where both gain', () => {
    const order = orderOf('U0000', 'rolling', { place: placeAt(117, 1) });
    const busy = { 0: { state: 'en-route', orderId: order.orderId } as const };
    const table = [
      [60, 300],
      [700, 200],
    ];
    const found = jointProposal(ask(table, [waitsAt(0, 400), waitsAt(1, 900, { orders: [order] })], busy));
    expect(found?.lines.map(({ targetId, unitId }) => [targetId, unitId])).toEqual([
      ['I0', 'U0000'],
      ['I1', 'U0001'],
    ]);
    expect(found?.lines[0]?.takes).toMatchObject({ incidentId: 'I1', insteadUnitId: 'U0001' });
    expect(found?.together).toBeGreaterThan((found?.oneByOne ?? 2) + 0.5);
  });

  it('takes nobody off an urgent race for one that is not', () => {
    const order = orderOf('U0000', 'rolling', { place: placeAt(117, 1) });
    const busy = { 0: { state: 'en-route', orderId: order.orderId } as const };
    const lost = waitsAt(1, 30, { orders: [order] });
    const routine = waitsAt(0, 400, { level: 'L2' });
    expect(jointProposal(ask([[60, 900]], [routine, lost], busy))).toBeUndefined();
    const asUrgent = { ...routine, level: 'L0' as const };
    expect(jointProposal(ask([[60, 900]], [asUrgent, lost], busy))?.lines).toMatchObject([
      { targetId: 'I0', unitId: 'U0000', takes: { incidentId: 'I1' } },
    ]);
  });

  it('names those nobody can be sent to', () => {
    const found = jointProposal(
      ask([[100, 100, Infinity]], [waitsAt(0, 900), waitsAt(1, 900), waitsAt(2, 900)]),
    );
    expect(found?.lines).toHaveLength(1);
    expect(found?.held).toContain('I2');
  });

  it('is as good as trying everything', () => {
    const seconds = fc.array(fc.array(fc.integer({ min: 30, max: 1500 }), { minLength: 3, maxLength: 3 }), {
      minLength: 1,
      maxLength: 4,
    });
    const dues = fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: 100, max: 1500 })));
    fc.assert(
      fc.property(
        seconds,
        dues,
        fc.array(fc.double({ min: 0, max: 0.3, noNaN: true }), { minLength: 4, maxLength: 4 }),
        (table, due, away) => {
          const question = {
            ...ask(
              table,
              due.map((s, i) => waitsAt(i, s)),
            ),
            awayCost: ({ unit }: { readonly unit: { readonly slot: number } }) => away[unit.slot] ?? 0,
          };
          const rows = decideTogether(question);
          const worth = (sent: readonly (string | undefined)[]): number =>
            rows.reduce((total, { options }, i) => {
              const option = options.get(sent[i] ?? '');
              if (option === undefined) return total;
              return total + option.chance + 0.32 - (away[option.row.candidate.unit.slot] ?? 0);
            }, 0);
          const best = (sent: readonly (string | undefined)[]): number => {
            const row = rows[sent.length];
            if (row === undefined) return worth(sent);
            const free = [...row.options.keys()].filter((unitId) => !sent.includes(unitId));
            return Math.max(...[undefined, ...free].map((unitId) => best([...sent, unitId])));
          };
          expect(worth(rows.map(({ unitId }) => unitId))).toBeCloseTo(best([]), 9);
          const used = rows.flatMap(({ unitId }) => unitId ?? []);
          expect(new Set(used).size).toBe(used.length);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is never worse than one after the other by more than its own rules cost', () => {
    const found = jointProposal(
      ask(
        [
          [100, 200],
          [150, 160],
        ],
        [waitsAt(0, 500), waitsAt(1, 500)],
      ),
    );
    expect(found?.together ?? 0).toBeGreaterThanOrEqual((found?.oneByOne ?? 0) - 1e-9);
    expect(found?.atMs).toBe(NOON_MS);
  });
});
