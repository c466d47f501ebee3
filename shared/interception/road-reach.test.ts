import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equirectM } from '../geo/distance.ts';
import { buildRoadGraph, type SegmentInput } from '../roads/build-graph.ts';
import { etaToPoint } from '../roads/eta.ts';
import { createSearchWorkspace } from '../roads/fastest.ts';
import { EMERGENCY, FOOT } from '../roads/profiles.ts';
import type { RoadGraph } from '../roads/road-graph.ts';
import { prepareMainNet, prepareRoadNet } from '../roads/road-net.ts';
import { fastestRoute, routeGeometry } from '../roads/route.ts';
import { gridGraph, road } from '../roads/small-graphs.ts';
import { buildSnapIndex, snapNearest } from '../roads/snap.ts';
import { ARRIVAL_MODEL } from './arrival-model.ts';
import { routeInField } from './field-route.ts';
import { recommend } from './recommend.ts';
import { createRoadReach } from './road-reach.ts';
import { FixChains } from './fix-chains.ts';
import { must } from '../kit/invariant.ts';
import { contextOf, entryOf, fixAt, placeAt, unitAt } from './small-world.ts';

const CLASSES = ['secondary', 'residential', 'primary'] as const;

/** Random junctions in a box of about 4 km, random roads between them, some one-way. */
const anyGraph: fc.Arbitrary<RoadGraph> = fc
  .integer({ min: 4, max: 14 })
  .chain((count) =>
    fc.record({
      at: fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 })), {
        minLength: count,
        maxLength: count,
      }),
      roads: fc.array(
        fc.record({
          from: fc.integer({ min: 0, max: count - 1 }),
          to: fc.integer({ min: 0, max: count - 1 }),
          kind: fc.constantFrom(...CLASSES),
          oneWay: fc.boolean(),
        }),
        { minLength: count, maxLength: 3 * count },
      ),
    }),
  )
  .map(({ at, roads }) => {
    const segments: SegmentInput[] = roads
      .filter(({ from, to }) => from !== to)
      .map(({ from, to, kind, oneWay }) => road(from, to, kind, oneWay));
    return buildRoadGraph(
      at.map(([x, y], i) => [117 + x * 1e-4 + i * 1e-6, 36.6 + y * 1e-4]),
      segments.length > 0 ? segments : [road(0, 1, 'primary')],
    );
  });
const anySpot = fc
  .tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 }))
  .map(([x, y]) => [117 + x * 1e-4, 36.6 + y * 1e-4] as const);

describe('ranking against exhaustive search', () => {
  it('orders units as one route search per unit does', () => {
    fc.assert(
      fc.property(
        anyGraph,
        fc.array(fc.tuple(anySpot, fc.boolean()), { minLength: 1, maxLength: 9 }),
        anySpot,
        (graph, spots, [lon, lat]) => {
          const units = spots.map(([, hasVehicle], slot) => unitAt(slot, { hasVehicle }));
          const fixOf = (slot: number) => {
            const spot = spots[slot]?.[0];
            return spot === undefined ? undefined : fixAt(spot[0], spot[1]);
          };
          const entry = entryOf({ place: placeAt(lon, lat) });
          const context = contextOf(units, fixOf, createRoadReach(graph));
          const list = recommend(entry, context);

          const index = buildSnapIndex(graph);
          const workspace = createSearchWorkspace(graph.nodeCount);
          const exact = new Map<string, number>();
          for (const [slot, [[x, y], hasVehicle]] of spots.entries()) {
            const net = prepareMainNet(graph, hasVehicle ? EMERGENCY : FOOT);
            const from = snapNearest(index, net, x, y);
            const to = snapNearest(index, net, lon, lat);
            const route = from && to && fastestRoute(net, workspace, from, to);
            if (from === undefined || to === undefined || route === undefined) continue;
            const off = Math.max(0, from.distanceM - 30) / (hasVehicle ? 4 : 1.4);
            const walk = Math.max(0, to.distanceM - 30) / 1.4;
            // so near, a crew walks over instead of driving round the block
            const overM = equirectM(from.lon, from.lat, to.lon, to.lat);
            const overS = overM <= ARRIVAL_MODEL.walkOverM ? overM / 1.4 : Infinity;
            exact.set(`U000${slot}`, Math.min(route.seconds, overS) + off + walk);
          }
          expect(list.rows.map(({ unitId }) => unitId).toSorted()).toEqual([...exact.keys()].toSorted());
          const times = list.rows.map(({ unitId }) => exact.get(unitId) ?? Number.NaN);
          for (const [i, seconds] of times.entries()) {
            // on the same whole second other things than time decide
            expect(seconds).toBeGreaterThan((times[i - 1] ?? 0) - 1);
            // 90 s until it rolls (L0)
            expect(list.rows[i]?.estimate.expectedS).toBe(Math.round(seconds + 90));
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('routeInField', () => {
  it('is a connected way of the same time as the route search finds, ending at the place', () => {
    fc.assert(
      fc.property(anyGraph, anySpot, anySpot, fc.constantFrom(EMERGENCY, FOOT), (graph, a, b, profile) => {
        const net = prepareRoadNet(graph, profile);
        const index = buildSnapIndex(graph);
        const workspace = createSearchWorkspace(graph.nodeCount);
        const [from, to] = [snapNearest(index, net, ...a, 1e6), snapNearest(index, net, ...b, 1e6)];
        if (from === undefined || to === undefined) return;
        const route = routeInField(etaToPoint(net, workspace, to), from);
        const exact = fastestRoute(net, workspace, from, to);
        expect(route === undefined).toBe(exact === undefined);
        if (route === undefined || exact === undefined) return;
        expect(route.seconds).toBeCloseTo(exact.seconds, 6);
        for (const [i, edge] of route.edges.slice(1).entries()) {
          expect(graph.edgeTail[edge]).toBe(graph.edgeHead[route.edges[i] ?? -1]);
        }
        const line = routeGeometry(net, route);
        expect(line.cumulativeSeconds.at(-1)).toBeCloseTo(route.seconds, 3);
        expect(line.cumulativeM.at(-1)).toBeCloseTo(route.lengthM, 3);
        expect(Array.from(line.lonLat.slice(0, 2))).toEqual([from.lon, from.lat]);
        expect(equirectM(line.lonLat.at(-2) ?? 0, line.lonLat.at(-1) ?? 0, to.lon, to.lat)).toBeLessThan(0.1);
      }),
      { numRuns: 300 },
    );
  });
});

describe('createRoadReach', () => {
  const graph = gridGraph(12, 12);
  const reach = createRoadReach(graph);
  const fix = fixAt(117.0012, 36.6);

  it('draws the way from the unit to the place, as long as it says it is', () => {
    const place = placeAt(117.045, 36.632);
    const stand = reach.stand(0, fix, false);
    if (stand === undefined) throw new Error('no stand');
    const way = reach.place(place, true)?.way(stand);
    const line = way?.lonLat ?? [];
    expect(equirectM(line[0] ?? 0, line[1] ?? 0, fix.lon, fix.lat)).toBeLessThan(5);
    expect(equirectM(line.at(-2) ?? 0, line.at(-1) ?? 0, place.lon, place.lat)).toBeLessThan(260);
    let drawnM = 0;
    for (let i = 2; i + 1 < line.length; i += 2) {
      drawnM += equirectM(line[i - 2] ?? 0, line[i - 1] ?? 0, line[i] ?? 0, line[i + 1] ?? 0);
    }
    expect(Math.abs(drawnM - (way?.roadM ?? 0))).toBeLessThan(10);
  });

  it('makes the worst case grow with the radius of the belief', () => {
    const stand = reach.stand(0, fix, false);
    if (stand === undefined) throw new Error('no stand');
    const worst = (radiusM: number, inDetail: boolean): number =>
      reach.place(placeAt(117.03, 36.62, radiusM), inDetail)?.travel(stand)?.worstS ?? Number.NaN;
    expect(worst(1200, true)).toBeGreaterThan(worst(20, true) + 30);
    expect(worst(1200, false)).toBeGreaterThan(worst(20, false) + 30);
  });

  it('gives the same answer from its caches as afresh', () => {
    const places = Array.from({ length: 200 }, (_, i) => placeAt(117 + i * 2e-4, 36.61, 200));
    const ask = (from: ReturnType<typeof createRoadReach>, place: ReturnType<typeof placeAt>) => {
      const stand = from.stand(0, fix, false);
      return stand === undefined ? undefined : from.place(place, true)?.travel(stand);
    };
    const first = places.slice(0, 12).map((place) => ask(reach, place));
    for (const place of places) ask(reach, place);
    expect(places.slice(0, 12).map((place) => ask(reach, place))).toEqual(first);
    expect(ask(createRoadReach(graph), places[3] ?? placeAt(0, 0))).toEqual(first[3]);
  });

  // two one-way carriageways 20 m apart, 1.8 km long, joined at their ends
  const dual = buildRoadGraph(
    [
      [117, 36.6],
      [117.02, 36.6],
      [117.02, 36.60018],
      [117, 36.60018],
    ],
    [
      road(0, 1, 'trunk', true),
      road(1, 2, 'trunk', true),
      road(2, 3, 'trunk', true),
      road(3, 0, 'trunk', true),
    ],
  );
  const SOUTH = 36.6;
  const NORTH = 36.60018;

  it('puts a driving unit on the carriageway that runs its way', () => {
    const own = createRoadReach(dual);
    const eastbound = fixAt(117.01, 36.6001, { speedMps: 15, headingDeg: 90 });
    expect(own.stand(0, eastbound, false)?.point.snap.lat).toBeCloseTo(SOUTH, 6);
    const standing = fixAt(117.01, 36.6001);
    expect(own.stand(1, standing, false)?.point.snap.lat).toBeCloseTo(NORTH, 6);
  });

  it('leaves a unit on its carriageway when it stops to read its order, whatever the noise of its fixes', () => {
    const own = createRoadReach(dual);
    const place = own.place(placeAt(117.015, SOUTH), false);
    const chains = new FixChains();
    const seconds = (seen: ReturnType<typeof fixAt>): number => {
      chains.take(0, seen);
      const stand = own.stand(0, must(chains.at(0, seen.atMs), 'a fix'), false);
      return stand === undefined ? Number.NaN : (place?.expectedS(stand) ?? Number.NaN);
    };
    const atMs = fixAt(0, 0).atMs;
    const driving = seconds(fixAt(117.01, 36.60003, { speedMps: 20, headingDeg: 90, atMs }));
    for (const [nth, lat] of [36.60012, 36.60005, 36.60014, 36.59996, 36.60011].entries()) {
      const standing = fixAt(117.0103, lat, { atMs: atMs + (nth + 1) * 15_000 });
      expect(Math.abs(seconds(standing) - driving)).toBeLessThan(10);
    }
    // what was measured too long ago says nothing: the nearest road it is
    const later = own.stand(0, fixAt(117.0103, 36.60012, { atMs: atMs + 600_000 }), false);
    expect(later?.point.snap.lat).toBeCloseTo(NORTH, 6);
  });

  it('lets whoever stands a few metres past a place of a one-way road walk back', () => {
    const own = createRoadReach(dual);
    const place = own.place(placeAt(117.01, SOUTH), false);
    const ask = (lon: number) => {
      const stand = own.stand(0, fixAt(lon, SOUTH, { atMs: 0 }), false);
      return stand === undefined || place === undefined
        ? undefined
        : { seconds: place.expectedS(stand), way: place.way(stand), groups: place.groups(stand) };
    };
    const past = ask(117.0103);
    expect(past?.seconds).toBeLessThan(40);
    expect(past?.way?.roadM).toBeLessThan(40);
    expect(past?.groups).toBeUndefined();
    // a hundred metres of expressway are not walked
    expect(ask(117.0115)?.seconds).toBeGreaterThan(100);
  });
});
