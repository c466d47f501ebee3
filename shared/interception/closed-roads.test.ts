import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClosedRoad } from '../domain/road-closure.ts';
import { closedShares, closeNet } from '../roads/closed-net.ts';
import { etaFromField, etaToPoint } from '../roads/eta.ts';
import { createSearchWorkspace } from '../roads/fastest.ts';
import { EMERGENCY, FOOT } from '../roads/profiles.ts';
import { prepareMainNet } from '../roads/road-net.ts';
import { roadStretch } from '../roads/road-stretch.ts';
import { gridGraph } from '../roads/small-graphs.ts';
import { buildSnapIndex, snapNearest } from '../roads/snap.ts';
import { raceOf } from './race.ts';
import { recommend } from './recommend.ts';
import { createRoadReach } from './road-reach.ts';
import { contextOf, entryOf, fixAt, orderOf, placeAt, unitAt } from './small-world.ts';

const graph = gridGraph(6, 6, 9);
const index = buildSnapIndex(graph);

/** A closed road of so many metres around a place. */
function closedAt(
  lon: number,
  lat: number,
  lengthM: number,
  reason: ClosedRoad['reason'] = 'crash',
): ClosedRoad {
  return { closureId: 'c1', ways: roadStretch(index, { lon, lat }, lengthM, true)?.ways ?? [], reason };
}

const spot = fc.record({
  lon: fc.double({ min: 117, max: 117.028, noNaN: true }),
  lat: fc.double({ min: 36.6, max: 36.6225, noNaN: true }),
});

describe('recommending with roads closed', () => {
  it('orders units as exhaustive search on the roads that are open does', () => {
    const reach = createRoadReach(graph);
    const units = fc.array(fc.tuple(spot, fc.boolean()), { minLength: 2, maxLength: 8 });
    const cuts = fc.array(fc.tuple(spot, fc.constantFrom('crash' as const, 'flood' as const)), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(units, spot, cuts, (stands, place, closings) => {
        const closed = closings.map(([{ lon, lat }, why], i) => ({
          ...closedAt(lon, lat, 400, why),
          closureId: `c${i}`,
        }));
        const all = stands.map(([, hasVehicle], slot) => unitAt(slot, { hasVehicle }));
        const fixOf = (slot: number) => {
          const at = stands[slot]?.[0];
          return at === undefined ? undefined : fixAt(at.lon, at.lat);
        };
        const entry = entryOf({ place: placeAt(place.lon, place.lat) });
        const list = recommend(entry, contextOf(all, fixOf, reach.closedTo(closed)));
        const workspace = createSearchWorkspace(graph.nodeCount);
        const exact = stands.flatMap(([at, hasVehicle], slot) => {
          const shut = hasVehicle ? closed : closed.filter(({ reason }) => reason === 'flood');
          const open = prepareMainNet(graph, hasVehicle ? EMERGENCY : FOOT);
          const lines = shut.flatMap(({ ways }) => ways);
          const net = closeNet(open, closedShares(index, lines, !hasVehicle));
          const [from, to] = [
            snapNearest(index, net, at.lon, at.lat),
            snapNearest(index, net, place.lon, place.lat),
          ];
          if (from === undefined || to === undefined) return [];
          const seconds = etaFromField(etaToPoint(net, workspace, to), from);
          const off = Math.max(0, from.distanceM - 30) / (hasVehicle ? 4 : 1.4);
          const walk = Math.max(0, to.distanceM - 30) / 1.4;
          return seconds === Infinity ? [] : [{ unitId: `U000${slot}`, seconds: seconds + off + walk }];
        });
        const order = list.rows.map(
          ({ unitId }) => exact.find((one) => one.unitId === unitId)?.seconds ?? NaN,
        );
        expect(order).toHaveLength(exact.length);
        for (const [i, seconds] of order.entries()) {
          if (i > 0) expect(seconds).toBeGreaterThan((order[i - 1] ?? 0) - 1);
        }
      }),
      { numRuns: 80 },
    );
  });

  it('says which closed road makes a way longer and by how much; opened, everything is as before', () => {
    const reach = createRoadReach(graph);
    const fixOf = (): ReturnType<typeof fixAt> => fixAt(117.0005, 36.6);
    const units = [unitAt(0, { state: 'en-route', orderId: 'O-U0000' })];
    const entry = entryOf({
      place: placeAt(117.0107, 36.6),
      orders: [orderOf('U0000', 'rolling', { place: placeAt(117.0107, 36.6) })],
    });
    const road = closedAt(117.0084, 36.6, 200);
    const before = raceOf(entry, contextOf(units, fixOf, reach.closedTo([])));
    const during = raceOf(entry, contextOf(units, fixOf, reach.closedTo([road])));
    const free = [unitAt(0)];
    const list = recommend({ ...entry, orders: [] }, contextOf(free, fixOf, reach.closedTo([road])));
    const byS = during.detour?.byS ?? 0;
    expect(before.detour).toBeUndefined();
    expect(during.detour).toMatchObject({ closureId: 'c1', reason: 'crash' });
    expect(byS).toBeGreaterThan(30);
    expect((during.arrivalMs?.mid ?? 0) - (before.arrivalMs?.mid ?? 0)).toBeCloseTo(byS * 1000, -4);
    expect(list.rows[0]?.reasons).toContainEqual({
      code: 'closed-road',
      closureId: 'c1',
      reason: 'crash',
      byS,
    });
    expect(raceOf(entry, contextOf(units, fixOf, reach.closedTo([])))).toEqual(before);
  });

  it('names the closed road when nobody can get in, rather than saying there is none', () => {
    const reach = createRoadReach(graph);
    const name = { zh: '经十路', en: 'Jingshi Road' };
    const both = [closedAt(117.0028, 36.6, 100, 'flood'), closedAt(117, 36.6022, 100, 'flood')];
    const closed = both.map((road, i) => ({ ...road, closureId: `c${i}`, name }));
    const entry = entryOf({ place: placeAt(117, 36.6) });
    const fixOf = (): ReturnType<typeof fixAt> => fixAt(117.02, 36.61);
    const units = [unitAt(0), unitAt(1, { hasVehicle: false })];
    const listOf = (roads: readonly ClosedRoad[]) =>
      recommend(entry, contextOf(units, fixOf, reach.closedTo(roads)));
    expect(listOf(closed).rows).toEqual([]);
    expect(listOf(closed).why?.zh).toContain('必经的道路已封闭（经十路）');
    expect(listOf(closed).why?.en).toContain('the road there is closed (Jingshi Road)');
    // one way left open is a way
    expect(listOf(closed.slice(0, 1)).rows).toHaveLength(2);
    // nobody free is another matter
    const none = recommend(entry, contextOf([], fixOf, reach.closedTo(closed)));
    expect(none.why?.en).toContain('No free unit');
  });

  it('walkers pass everything but water', () => {
    const reach = createRoadReach(graph);
    const place = placeAt(117.0107, 36.6);
    const secondsOf = (reason: ClosedRoad['reason']): number => {
      const closed = reach.closedTo([closedAt(117.0084, 36.6, 200, reason)]);
      const stand = closed.stand(0, fixAt(117.006, 36.6), true);
      return stand === undefined ? NaN : (closed.place(place, false)?.expectedS(stand) ?? NaN);
    };
    expect(secondsOf('works')).toBeLessThan(500);
    expect(secondsOf('flood')).toBeGreaterThan(secondsOf('works') + 60);
  });
});
