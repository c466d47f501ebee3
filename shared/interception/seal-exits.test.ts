import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SealExit, SealPlan, SealQuery } from '../domain/seal-plan.ts';
import type { Reach } from './reach.ts';
import { sealExits } from './seal-exits.ts';
import { contextOf, entryOf, fixAt, NOON_MS, unitAt } from './small-world.ts';

/** Travel seconds by exit and slot; an exit's longitude is its number. */
function tableOf(seconds: readonly (readonly (number | undefined)[])[]): Reach<number> {
  return {
    topMps: Infinity,
    stand: (slot, _fix, onFoot) => ({ point: slot, offRoadS: 0, onFoot }),
    place: ({ lon }) => {
      const at = (slot: number): number => seconds[lon]?.[slot] ?? Infinity;
      return {
        expectedS: (stand) => at(stand.point),
        travel: (stand) =>
          at(stand.point) === Infinity ? undefined : { expectedS: at(stand.point), worstS: at(stand.point) },
        groups: () => undefined,
        way: () => undefined,
      };
    },
  };
}

/** An exit the target is at `inS` from now, give or take a minute; undefined = nobody can tell. */
function exitAt(index: number, inS: number | undefined, chance?: number): SealExit {
  const mid = NOON_MS + (inS ?? 0) * 1000;
  const targetMs = inS === undefined ? undefined : { low: mid - 60_000, mid, high: mid + 60_000 };
  return { exitId: `E${index}`, name: { zh: `出口${index}` }, lon: index, lat: 0, chance, targetMs };
}

function plan(
  seconds: readonly (readonly (number | undefined)[])[],
  exits: readonly SealExit[],
  edits: Partial<SealQuery> = {},
): SealPlan {
  const units = (seconds[0] ?? []).map((_, slot) => unitAt(slot));
  const query: SealQuery = { targetId: 'I1', exits, pins: [], bans: [], held: [], ...edits };
  return sealExits(
    entryOf(),
    query,
    contextOf(units, () => fixAt(117, 36.6), tableOf(seconds)),
  );
}
const pairs = ({ rows }: SealPlan): (string | undefined)[] => rows.map(({ unitId }) => unitId);

describe('sealExits', () => {
  it('gives the only unit of an exit to it, though it is nearer to another', () => {
    const found = plan(
      [
        [100, 300],
        [200, undefined],
      ],
      [exitAt(0, 3000), exitAt(1, 3000)],
    );
    expect(pairs(found)).toEqual(['U0001', 'U0000']);
    expect(found.rows.map(({ state }) => state)).toEqual(['holds', 'holds']);
  });

  it('does not give up an exit that can be held for one that cannot', () => {
    const exits = [exitAt(0, 200), exitAt(1, 2500)];
    const found = plan(
      [
        [900, 5000],
        [1000, 4000],
      ],
      exits,
    );
    expect(found.rows.map(({ unitId, state }) => [unitId, state])).toEqual([
      ['U0001', 'late'],
      ['U0000', 'holds'],
    ]);
  });

  it('takes the likelier exit when only one can be met', () => {
    const found = plan([[500], [500]], [exitAt(0, 1500, 0.1), exitAt(1, 1500, 0.6)]);
    expect(pairs(found)).toEqual([undefined, 'U0000']);
    expect(found.rows[0]?.state).toBe('open');
  });

  it('keeps to what was pinned and ruled out, and says what becomes of the plan that was decided on', () => {
    const table = [
      [100, 200, 300],
      [150, 160, 400],
    ];
    const exits = [exitAt(0, 2000), exitAt(1, 2000)];
    const pin = { exitId: 'E0', unitId: 'U0002' };
    const ban = { exitId: 'E1', unitId: 'U0000' };
    const found = plan(table, exits, {
      pins: [pin],
      bans: [ban],
      held: [pin, { exitId: 'E1', unitId: 'U0000' }],
    });
    expect(pairs(found)).toEqual(['U0002', 'U0001']);
    expect(found.rows.map(({ isPinned }) => isPinned)).toEqual([true, false]);
    expect(found.held.map(({ unitId, state }) => [unitId, state])).toEqual([
      ['U0002', 'holds'],
      ['U0000', 'holds'],
    ]);
  });

  it('gives exits the standing plan has nobody for who is left over, and takes nobody from another', () => {
    const table = [
      [100, 200, 300],
      [100, 200, 300],
      [100, 200, 300],
      [100, 200, undefined],
    ];
    const exits = [0, 1, 2, 3].map((index) => exitAt(index, 2000));
    const { held } = plan(table, exits, { held: [{ exitId: 'E1', unitId: 'U0000' }] });
    expect(held[1]).toMatchObject({ unitId: 'U0000', state: 'holds' });
    const sent = held.flatMap(({ unitId }) => unitId ?? []);
    expect(sent.toSorted()).toEqual(['U0000', 'U0001', 'U0002']);
    expect(held.filter(({ state }) => state === 'open')).toHaveLength(1);
    expect(held[3]?.unitId).not.toBe('U0002');
  });

  it('sends nobody on foot, and goes to an exit whose hour is unknown after the others', () => {
    const walker = unitAt(0, { hasVehicle: false });
    const context = contextOf(
      [walker, unitAt(1)],
      () => fixAt(117, 36.6),
      tableOf([
        [10, 500],
        [10, 400],
      ]),
    );
    const exits = [exitAt(0, 2000), exitAt(1, undefined)];
    const query: SealQuery = { targetId: 'I1', exits, pins: [], bans: [], held: [] };
    const { rows } = sealExits(entryOf(), query, context);
    expect(rows.map(({ unitId }) => unitId)).toEqual(['U0001', undefined]);
    const alone = sealExits(entryOf(), { ...query, exits: exits.slice(1) }, context);
    expect(alone.rows).toMatchObject([{ unitId: 'U0001', state: 'unclocked' }]);
  });

  it('is as good as any assignment: chance met first, then the smallest margin (property)', () => {
    const times = fc.option(fc.integer({ min: 0, max: 3000 }), { nil: undefined, freq: 5 });
    const cases = fc
      .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 4 }))
      .chain(([exitCount, unitCount]) =>
        fc.record({
          table: fc.array(fc.array(times, { minLength: unitCount, maxLength: unitCount }), {
            minLength: exitCount,
            maxLength: exitCount,
          }),
          due: fc.array(fc.integer({ min: 100, max: 3000 }), { minLength: exitCount, maxLength: exitCount }),
          chance: fc.array(fc.constantFrom(0.1, 0.25, 0.5), { minLength: exitCount, maxLength: exitCount }),
        }),
      );
    fc.assert(
      fc.property(cases, ({ table, due, chance }) => {
        const exits = due.map((inS, i) => exitAt(i, inS, chance[i]));
        const found = plan(table, exits);
        const margins = marginsOf(table, exits);
        const scored = everyAssignment(exits.length, table[0]?.length ?? 0).map((at) =>
          score(at, margins, exits),
        );
        const best = scored.reduce((a, b) => (isBetter(b, a) ? b : a));
        const slots = found.rows.map(({ unitId }) => (unitId === undefined ? -1 : Number(unitId.slice(1))));
        expect(isBetter(best, score(slots, margins, exits))).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

/** Seconds to spare before the target's early bound, one unit alone at one exit. */
function marginsOf(
  table: readonly (readonly (number | undefined)[])[],
  exits: readonly SealExit[],
): (number | undefined)[][] {
  return table.map((row, e) =>
    row.map((_, slot) => {
      const only = table.map((r) => r.map((s, u) => (u === slot ? s : undefined)));
      const alone = plan(only, exits.slice(e, e + 1)).rows[0];
      const due = exits[e]?.targetMs?.low ?? 0;
      return alone?.arrivalMs === undefined ? undefined : (due - alone.arrivalMs.mid) / 1000;
    }),
  );
}

function everyAssignment(exitCount: number, unitCount: number): number[][] {
  if (exitCount === 0) return [[]];
  return everyAssignment(exitCount - 1, unitCount).flatMap((rest) =>
    [-1, ...Array.from({ length: unitCount }, (_, u) => u)]
      .filter((u) => u < 0 || !rest.includes(u))
      .map((u) => [...rest, u]),
  );
}

/** Chance met, and the smallest margin when every exit is met. */
function score(
  at: readonly number[],
  margins: readonly (readonly (number | undefined)[])[],
  exits: readonly SealExit[],
): [number, number] {
  const mine = at.map((u, e) => (u < 0 ? undefined : margins[e]?.[u]));
  const met = mine.map((margin) => margin !== undefined && margin >= 0);
  const chance = met.reduce((sum, isMet, e) => sum + (isMet ? (exits[e]?.chance ?? 1) : 0), 0);
  return [chance, met.every(Boolean) ? Math.min(...mine.map((margin) => margin ?? 0)) : -Infinity];
}

function isBetter(a: readonly [number, number], b: readonly [number, number]): boolean {
  return Math.abs(a[0] - b[0]) > 1e-9 ? a[0] > b[0] : a[1] > b[1] + 1e-6;
}
