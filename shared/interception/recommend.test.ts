import { describe, expect, it } from 'vitest';
import type { PlannerUnit } from '../contract/planner.ts';
import { buildRoadGraph } from '../roads/build-graph.ts';
import { road } from '../roads/small-graphs.ts';
import { recommend } from './recommend.ts';
import { createRoadReach } from './road-reach.ts';
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

const LON = 117;
const LAT = 36.6;
const codes = (row: { readonly reasons: readonly { readonly code: string }[] } | undefined): string[] =>
  row?.reasons.map(({ code }) => code) ?? [];

/**
 * A river along the equator of the picture: a road on each bank, 400 m apart, and one bridge 4 km east.
 *   0 --- 1 --- 2 (north bank, 2 km apart)
 *               | bridge
 *   3 --- 4 --- 5 (south bank)
 */
const KM_LON = 1 / 89.35;
const river = buildRoadGraph(
  [
    [LON, LAT + 0.0018],
    [LON + 2 * KM_LON, LAT + 0.0018],
    [LON + 4 * KM_LON, LAT + 0.0018],
    [LON, LAT - 0.0018],
    [LON + 2 * KM_LON, LAT - 0.0018],
    [LON + 4 * KM_LON, LAT - 0.0018],
  ],
  [
    road(0, 1, 'secondary'),
    road(1, 2, 'secondary'),
    road(2, 5, 'secondary'),
    road(3, 4, 'secondary'),
    road(4, 5, 'secondary'),
  ],
);

describe('recommend across a river with one bridge', () => {
  // the person stands on the south bank at the western end; unit 0 is straight across the water
  const target = entryOf({ place: placeAt(LON, LAT - 0.0018), clock: dueIn(600, 30) });
  const fixes = [fixAt(LON, LAT + 0.0018), fixAt(LON + 3 * KM_LON, LAT - 0.0018)];
  const units = [unitAt(0), unitAt(1)];
  const list = recommend(
    target,
    contextOf(units, (slot) => fixes[slot], createRoadReach(river)),
  );

  it('sends the one on the right bank, although the other is nearer by air', () => {
    expect(list.rows.map(({ unitId, rank }) => [unitId, rank])).toEqual([
      ['U0001', 1],
      ['U0000', 2],
    ]);
    expect(list.isClear).toBe(true);
    expect(codes(list.rows[0])).toContain('nearest-by-road');
  });

  it('says why: how long the way round is', () => {
    const detour = list.rows[1]?.reasons.find(({ code }) => code === 'detour');
    expect(detour).toMatchObject({ code: 'detour' });
    if (detour?.code === 'detour') {
      expect(detour.straightM).toBeGreaterThan(380);
      expect(detour.straightM).toBeLessThan(420);
      expect(detour.roadM).toBeGreaterThan(8200);
      expect(detour.roadM).toBeLessThan(8600);
    }
    expect(codes(list.rows[0])).not.toContain('detour');
  });

  it('gives every row an uncalibrated estimate by road and a margin', () => {
    for (const { estimate, marginS } of list.rows) {
      expect(estimate).toMatchObject({ method: 'road', calibrated: false, madeAtMs: NOON_MS });
      expect(estimate.lowS).toBeLessThan(estimate.expectedS);
      expect(marginS?.mid).toBe(600 - estimate.expectedS);
    }
    // 3 km at 47.5 km/h and 90 s until it rolls
    expect(list.rows[0]?.estimate.expectedS).toBe(Math.round(90 + 3000 / (47.5 / 3.6)));
  });

  it('leaves out whom no road brings there', () => {
    const island = buildRoadGraph(
      [
        [LON, LAT],
        [LON + KM_LON, LAT],
        [LON, LAT + 0.02],
        [LON + KM_LON, LAT + 0.02],
      ],
      [road(0, 1, 'secondary'), road(2, 3, 'secondary')],
    );
    const far = [fixAt(LON, LAT), fixAt(LON, LAT + 0.02), fixAt(LON + 1, LAT)];
    const context = contextOf(
      [unitAt(0), unitAt(1), unitAt(2)],
      (slot) => far[slot],
      createRoadReach(island),
    );
    const answer = recommend(entryOf({ place: placeAt(LON + KM_LON, LAT) }), context);
    expect(answer.rows.map(({ unitId }) => unitId)).toEqual(['U0000']);
    expect(answer.unavailable).toEqual([{ reason: 'no-road', count: 2 }]);
  });
});

describe('recommend and uncertainty', () => {
  const list = (table: number[], units: PlannerUnit[], ages: number[] = [], speedMps = 0) =>
    recommend(
      entryOf(),
      contextOf(
        units,
        (slot) => fixAt(LON, LAT, { atMs: NOON_MS - (ages[slot] ?? 8) * 1000, speedMps }),
        tableReach(table),
      ),
    );
  const three = [unitAt(0), unitAt(1), unitAt(2)];

  it('shows equal candidates as equal and preselects nobody', () => {
    const answer = list([200, 210, 400], three);
    expect(answer.rows.map(({ rank }) => rank)).toEqual([1, 1, 3]);
    expect(answer.isClear).toBe(false);
    expect(codes(answer.rows[1])).toContain('equal-to-above');
    expect(answer.rows[2]?.reasons).toContainEqual({ code: 'slower-than-above', byS: 200, rank: 1 });
  });

  it('is clear only when the first leads by more than the uncertainty of both', () => {
    // own uncertainty: a tenth of the road time and a tenth of 8 s, each
    expect(list([100, 123], three.slice(0, 2)).isClear).toBe(false);
    expect(list([100, 125], three.slice(0, 2)).isClear).toBe(true);
    expect(list([100], [unitAt(0)]).isClear).toBe(true);
  });

  it('widens with the age of the fix: the same lead is no lead when nobody knows where the second is', () => {
    const moving = list([100, 200], three.slice(0, 2), [8, 8], 10);
    const stale = list([100, 200], three.slice(0, 2), [8, 100], 10);
    expect(moving.isClear).toBe(true);
    expect(stale.isClear).toBe(false);
    expect(codes(stale.rows[1])).toContain('stale-fix');
    expect(stale.rows[1]?.estimate.highS).toBeGreaterThan(moving.rows[1]?.estimate.highS ?? Infinity);
  });

  it('never puts an auxiliary alone first, however near', () => {
    const answer = list([10, 300], [unitAt(0, { kind: 'auxiliary' }), unitAt(1)]);
    expect(answer.rows.map(({ unitId, rank }) => [unitId, rank])).toEqual([
      ['U0001', 1],
      ['U0000', 2],
    ]);
    expect(codes(answer.rows[1])).toContain('auxiliary-alone');
    const alone = list([10], [unitAt(0, { kind: 'auxiliary' })]);
    expect(alone).toMatchObject({ isClear: false, rows: [{ unitId: 'U0000' }] });
  });

  it('ranks an auxiliary like anybody once a police unit is on its way', () => {
    const units = [
      unitAt(0, { kind: 'auxiliary' }),
      unitAt(1),
      unitAt(2, { state: 'en-route', orderId: 'O' }),
    ];
    const answer = recommend(
      entryOf({ orders: [orderOf('U0002', 'rolling')] }),
      contextOf(units, () => fixAt(LON, LAT), tableReach([10, 300, 50])),
    );
    expect(answer.rows[0]?.unitId).toBe('U0000');
  });

  it('counts the rest by reason', () => {
    const units = [
      unitAt(0, { state: 'en-route', orderId: 'O1' }),
      unitAt(1, { state: 'at-checkpoint' }),
      unitAt(2, { state: 'out-of-service' }),
      unitAt(3, { state: 'lost-contact' }),
      unitAt(4),
      unitAt(5),
      unitAt(6, { state: 'returning' }),
      unitAt(7, { state: 'returning', orderId: 'O7' }),
    ];
    const answer = recommend(
      entryOf(),
      contextOf(
        units,
        (slot) => (slot === 4 ? undefined : fixAt(LON, LAT, slot === 5 ? { atMs: NOON_MS - 301_000 } : {})),
        tableReach(Array<number>(8).fill(60)),
      ),
    );
    expect(answer.rows.map(({ unitId }) => unitId)).toEqual(['U0006']);
    expect(answer.unavailable).toEqual([
      { reason: 'committed', count: 3 },
      { reason: 'out-of-service', count: 1 },
      { reason: 'lost-contact', count: 2 },
      { reason: 'no-fix', count: 1 },
    ]);
  });

  it('says what the person needs and the crew has or has not, rest and ground', () => {
    const area = { lon: LON, lat: LAT - 0.1, radiusM: 1000 };
    const units = [
      unitAt(0, { skills: ['female-officer'], crew: 1 }),
      unitAt(1, { area, duty: { orders: 5, freeSinceMs: NOON_MS - 60_000 } }),
    ];
    const context = contextOf(units, () => fixAt(LON, LAT), tableReach([100, 400]));
    const answer = recommend(entryOf({ needs: ['female-officer'] }), context);
    expect(codes(answer.rows[0])).toEqual(expect.arrayContaining(['needed-skill', 'crew-alone']));
    expect(codes(answer.rows[1])).toEqual(
      expect.arrayContaining(['lacks-skill', 'just-back', 'many-orders', 'outside-area']),
    );
  });

  it('lets kind, crew, skills, car, fix, rest and ground decide only on the same second', () => {
    const order = (table: number[], units: PlannerUnit[], needs: string[] = []) =>
      recommend(
        entryOf({ needs }),
        contextOf(units, () => fixAt(LON, LAT), tableReach(table)),
      ).rows.map(({ unitId }) => unitId);
    const [first, second] = ['U0000', 'U0001'];
    expect(order([100.4, 100], [unitAt(0), unitAt(1, { kind: 'station' })])).toEqual([first, second]);
    expect(order([101.4, 100], [unitAt(0), unitAt(1, { kind: 'station' })])).toEqual([second, first]);
    expect(order([100, 100], [unitAt(0, { crew: 1 }), unitAt(1)])).toEqual([second, first]);
    expect(order([100, 100], [unitAt(0), unitAt(1, { skills: ['dialect'] })], ['dialect'])).toEqual([
      second,
      first,
    ]);
    const tired = { duty: { orders: 1, freeSinceMs: NOON_MS - 1000 } };
    expect(order([100, 100], [unitAt(0, tired), unitAt(1)])).toEqual([second, first]);
  });

  describe('a unit of a lower race', () => {
    const units = [unitAt(0, { state: 'en-route', orderId: 'O-U0000' }), unitAt(1), unitAt(2)];
    const lower = (level: 'L0' | 'L2') =>
      entryOf({ id: 'I2', level, clock: dueIn(900), orders: [orderOf('U0000', 'rolling')] });
    const ask = (table: number[], other: ReturnType<typeof lower>) =>
      recommend(entryOf(), {
        ...contextOf(units, () => fixAt(LON, LAT), tableReach(table)),
        others: [other],
      });

    it('stands last with what it would cost, however near, and does not make the list unclear', () => {
      const answer = ask([40, 300, 900], lower('L2'));
      expect(answer.isClear).toBe(true);
      expect(answer.rows.map(({ unitId, rank }) => [unitId, rank])).toEqual([
        ['U0001', 1],
        ['U0002', 2],
        ['U0000', 3],
      ]);
      expect(answer.rows[2]?.reasons.slice(0, 2)).toEqual([
        { code: 'faster-than-free', byS: 260 },
        {
          code: 'committed',
          incidentId: 'I2',
          orderId: 'O-U0000',
          marginBeforeS: 860,
          // L2 waits 240 s before it rolls
          marginAfterS: 360,
          insteadUnitId: 'U0001',
        },
      ]);
      // it is rolling already and only has to turn
      expect(answer.rows[2]?.estimate.expectedS).toBe(40);
    });

    it('is not offered when its race is no lower, or when it would not be clearly sooner', () => {
      expect(ask([40, 300, 900], lower('L0')).rows).toHaveLength(2);
      expect(ask([290, 300, 900], lower('L2')).rows).toHaveLength(2);
    });
  });

  it('lists nine at most', () => {
    const many = Array.from({ length: 20 }, (_, slot) => unitAt(slot));
    expect(
      list(
        many.map((_, i) => 100 * (i + 1)),
        many,
      ).rows.length,
    ).toBe(9);
  });

  it('keeps whom somebody is reading, behind the nine, and nobody who is gone', () => {
    const many = Array.from({ length: 20 }, (_, slot) => unitAt(slot));
    const reach = tableReach(many.map((_, i) => 100 * (i + 1)));
    const context = contextOf(many, () => fixAt(LON, LAT), reach);
    const kept = recommend(entryOf(), { ...context, keep: new Set(['U0014', 'U0002', 'gone']) }).rows;
    const plain = recommend(entryOf(), context).rows;
    expect(kept.slice(0, 9)).toEqual(plain);
    expect(kept.slice(9).map(({ unitId, rank }) => [unitId, rank])).toEqual([['U0014', 10]]);
  });

  it('says why when nothing can be ranked', () => {
    const context = contextOf([], () => undefined, createRoadReach(river));
    expect(recommend(entryOf({ place: undefined }), context).why?.zh).toContain('地点未知');
    expect(recommend(entryOf({ place: placeAt(LON + 3, LAT) }), context).why?.en).toContain('No road data');
    expect(recommend(entryOf({ place: placeAt(LON, LAT) }), context).why?.en).toContain('No free unit');
  });
});
