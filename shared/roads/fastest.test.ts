import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LonLat } from '../geo/point.ts';
import { buildRoadGraph } from './build-graph.ts';
import { etaFromField } from './eta.ts';
import { createSearchWorkspace, fastestFrom, fastestTo, keepField, type SnapPoint } from './fastest.ts';
import { createNodeHeap, popNode, pushNode } from './kernels/node-heap.ts';
import { CAR, EMERGENCY, FOOT } from './profiles.ts';
import type { RoadClass } from './road-class.ts';
import type { RoadGraph } from './road-graph.ts';
import { prepareMainNet, prepareRoadNet, type RoadNet } from './road-net.ts';
import { fastestRoute, placeOnRoute, routeGeometry } from './route.ts';
import { gridGraph, road } from './small-graphs.ts';
import { pointOnEdge } from './snap.ts';

/** Seconds between every pair of nodes by Floyd-Warshall: slow, short, obviously right. */
function allPairs(net: RoadNet): number[][] {
  const { graph } = net;
  const n = graph.nodeCount;
  const d = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (__, j) => (i === j ? 0 : Infinity)),
  );
  net.edgeSeconds.forEach((s, e) => {
    const row = d[graph.edgeTail[e] ?? 0];
    const head = graph.edgeHead[e] ?? 0;
    if (row !== undefined) row[head] = Math.min(row[head] ?? Infinity, s);
  });
  for (let k = 0; k < n; k++)
    for (const row of d)
      for (let j = 0; j < n; j++)
        row[j] = Math.min(row[j] ?? Infinity, (row[k] ?? Infinity) + (d[k]?.[j] ?? Infinity));
  return d;
}

/** Seconds between two points on edges, from the table: every way off the first edge, every way onto the second. */
function bruteForce(net: RoadNet, table: number[][], a: SnapPoint, b: SnapPoint): number {
  const { graph, edgeSeconds } = net;
  const share = (s: number, part: number): number => (part === 0 ? 0 : s === Infinity ? Infinity : s * part);
  let best = Infinity;
  for (const out of [a.edge, a.edge ^ 1]) {
    const leave = share(edgeSeconds[out] ?? Infinity, out === a.edge ? 1 - a.fraction : a.fraction);
    for (const into of [b.edge, b.edge ^ 1]) {
      const arrive = share(edgeSeconds[into] ?? Infinity, into === b.edge ? b.fraction : 1 - b.fraction);
      best = Math.min(
        best,
        leave + (table[graph.edgeHead[out] ?? 0]?.[graph.edgeTail[into] ?? 0] ?? Infinity) + arrive,
      );
    }
  }
  for (const e of [a.edge, a.edge ^ 1]) {
    const fa = e === a.edge ? a.fraction : 1 - a.fraction;
    const fb = e === b.edge ? b.fraction : 1 - b.fraction;
    if (a.edge >> 1 === b.edge >> 1 && fb >= fa)
      best = Math.min(best, share(edgeSeconds[e] ?? Infinity, fb - fa));
  }
  return best;
}

const CLASSES: readonly RoadClass[] = ['motorway', 'primary', 'residential', 'footway'];
// shares are 64ths, so that f and 1 - f are exact and 'the same place' means the same in every formula
const randomGraph = fc
  .integer({ min: 2, max: 9 })
  .chain((n) =>
    fc.record({
      nodes: fc.array(fc.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 900 })), {
        minLength: n,
        maxLength: n,
      }),
      roads: fc.array(
        fc.tuple(fc.nat(n - 1), fc.nat(n - 1), fc.constantFrom(...CLASSES), fc.boolean(), fc.boolean()),
        { minLength: 1, maxLength: 16 },
      ),
      picks: fc.array(
        fc.tuple(
          fc.nat(1000),
          fc.nat(64).map((k) => k / 64),
        ),
        {
          minLength: 4,
          maxLength: 4,
        },
      ),
    }),
  )
  .map(({ nodes, roads, picks }) => {
    const at = (i: number): LonLat => [117 + (nodes[i]?.[0] ?? 0) / 1e4, 36.6 + (nodes[i]?.[1] ?? 0) / 1e4];
    const graph = buildRoadGraph(
      nodes.map((_, i) => at(i)),
      roads.map(([a, b, cls, oneWay, bent]) =>
        road(a, b, cls, oneWay, bent ? [[(at(a)[0] + at(b)[0]) / 2 + 0.001, (at(a)[1] + at(b)[1]) / 2]] : []),
      ),
    );
    return { graph, points: picks.map(([e, f]) => pointOnEdge(graph, e % graph.edgeCount, f)) };
  });

const near = (a: number, b: number): boolean => a === b || Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(b));

describe('fastest times against brute force', () => {
  it.each([CAR, EMERGENCY, FOOT])(
    '$id: one-to-all, all-to-one and routes agree with Floyd-Warshall',
    (profile) => {
      fc.assert(
        fc.property(randomGraph, ({ graph, points }) => {
          const net = prepareRoadNet(graph, profile);
          const table = allPairs(net);
          const workspace = createSearchWorkspace(graph.nodeCount);
          for (const a of points) {
            const from = keepField(fastestFrom(net, workspace, [a]));
            const to = keepField(fastestTo(net, workspace, [a]));
            for (const b of points) {
              const want = bruteForce(net, table, a, b);
              expect(near(etaFromField(from, b), want)).toBe(true);
              expect(near(etaFromField(to, b), bruteForce(net, table, b, a))).toBe(true);
              const route = fastestRoute(net, workspace, a, b);
              expect(near(route?.seconds ?? Infinity, want)).toBe(true);
              if (route !== undefined) expectContinuous(net, route, a, b);
            }
          }
        }),
        { numRuns: 150 },
      );
    },
  );

  it('several places: the nearest one counts', () => {
    fc.assert(
      fc.property(randomGraph, ({ graph, points }) => {
        const net = prepareRoadNet(graph, CAR);
        const table = allPairs(net);
        const [unit, ...places] = points;
        if (unit === undefined) return;
        const field = fastestTo(net, createSearchWorkspace(graph.nodeCount), places);
        const want = Math.min(...places.map((p) => bruteForce(net, table, unit, p)));
        expect(near(etaFromField(field, unit), want)).toBe(true);
      }),
    );
  });

  it('a limit in seconds gives the same answers below it and Infinity above', () => {
    const graph = gridGraph(12, 12, 5);
    const net = prepareRoadNet(graph, EMERGENCY);
    const workspace = createSearchWorkspace(graph.nodeCount);
    const start = pointOnEdge(graph, 40, 0.3);
    const whole = keepField(fastestFrom(net, workspace, [start]));
    const cut = fastestFrom(net, workspace, [start], { limitSeconds: 120 });
    expect(cut.settledCount).toBeGreaterThan(5);
    expect(cut.settledCount).toBeLessThan(whole.settledCount);
    whole.seconds.forEach((s, n) => expect(cut.seconds[n]).toBe(s <= 120 ? s : Infinity));
  });

  it('stopping at targets settles them and never leaks a tentative time', () => {
    const graph = gridGraph(20, 20, 7);
    const net = prepareRoadNet(graph, CAR);
    const workspace = createSearchWorkspace(graph.nodeCount);
    const start = pointOnEdge(graph, 10, 0.5);
    const target = pointOnEdge(graph, 200, 0.25);
    const whole = keepField(fastestFrom(net, workspace, [start]));
    const cut = fastestFrom(net, workspace, [start], { until: [target] });
    expect(etaFromField(cut, target)).toBe(etaFromField(whole, target));
    expect(cut.settledCount).toBeLessThan(graph.nodeCount / 2);
    cut.seconds.forEach((s, n) => expect(s === Infinity || s === whole.seconds[n]).toBe(true));
  });

  it('refuses a workspace of another size', () => {
    const net = prepareRoadNet(gridGraph(3, 3), CAR);
    expect(() => fastestFrom(net, createSearchWorkspace(4), [])).toThrow(/4 nodes, the graph has 9/);
  });
});

function expectContinuous(
  net: RoadNet,
  route: NonNullable<ReturnType<typeof fastestRoute>>,
  a: SnapPoint,
  b: SnapPoint,
): void {
  route.edges.forEach((edge, i) => {
    const next = route.edges[i + 1];
    if (next !== undefined) expect(net.graph.edgeTail[next]).toBe(net.graph.edgeHead[edge]);
  });
  const line = routeGeometry(net, route);
  const count = line.cumulativeSeconds.length;
  expect([line.lonLat[0], line.lonLat[1]]).toEqual([a.lon, a.lat]);
  expect(Math.hypot((line.lonLat.at(-2) ?? 0) - b.lon, (line.lonLat.at(-1) ?? 0) - b.lat)).toBeLessThan(1e-9);
  for (let i = 1; i < count; i++) {
    expect((line.cumulativeSeconds[i] ?? 0) - (line.cumulativeSeconds[i - 1] ?? 0)).toBeGreaterThanOrEqual(
      -1e-9,
    );
    expect((line.cumulativeM[i] ?? 0) - (line.cumulativeM[i - 1] ?? 0)).toBeGreaterThanOrEqual(-1e-9);
  }
  expect(Math.abs((line.cumulativeSeconds.at(-1) ?? 0) - route.seconds)).toBeLessThan(
    1e-6 * Math.max(1, route.seconds) + 1e-6,
  );
  expect(Math.abs((line.cumulativeM.at(-1) ?? 0) - route.lengthM)).toBeLessThan(
    1e-3 * Math.max(1, route.lengthM),
  );
  const middle = placeOnRoute(line, route.seconds / 2);
  expect(Number.isFinite(middle.lon + middle.lat + middle.headingDeg + middle.speedMps)).toBe(true);
}

describe('main network', () => {
  it('keeps exactly a largest set of nodes that reach one another', () => {
    fc.assert(
      fc.property(randomGraph, ({ graph }) => {
        const table = allPairs(prepareRoadNet(graph, CAR));
        const mutual = (a: number, b: number): boolean =>
          (table[a]?.[b] ?? Infinity) < Infinity && (table[b]?.[a] ?? Infinity) < Infinity;
        const nodes = [...table.keys()];
        const sizes = nodes.map((a) => nodes.filter((b) => mutual(a, b)).length);
        const net = prepareMainNet(graph, CAR);
        const used = new Set<number>();
        net.edgeSeconds.forEach((s, e) => {
          if (s < Infinity) used.add(graph.edgeTail[e] ?? -1).add(graph.edgeHead[e] ?? -1);
        });
        for (const a of used) {
          expect(sizes[a]).toBe(Math.max(...sizes));
          for (const b of used) expect(mutual(a, b)).toBe(true);
        }
        if (Math.max(...sizes) > 1) expect(used.size).toBe(Math.max(...sizes));
      }),
    );
  });
});

describe('node heap', () => {
  it('pops in key order, also after keys were lowered', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: 0, max: 100, noNaN: true }), fc.boolean()), { maxLength: 60 }),
        (items) => {
          const key = Float64Array.from(items, ([k]) => k);
          const heap = createNodeHeap(items.length);
          items.forEach((_, n) => pushNode(heap, key, n));
          items.forEach(([k, lower], n) => {
            if (!lower) return;
            key[n] = k / 2;
            pushNode(heap, key, n);
          });
          const popped: number[] = [];
          for (let n = popNode(heap, key); n >= 0; n = popNode(heap, key)) popped.push(key[n] ?? -1);
          expect(popped).toEqual(Array.from(key).toSorted((x, y) => x - y));
        },
      ),
    );
  });
});

describe('hand cases', () => {
  // 0 --1-- 1 --2-- 2 : a river between 0-1-2 (south) and 3-4-5 (north) with one bridge 2-5
  const junctions: LonLat[] = [
    [117, 36.6],
    [117.01, 36.6],
    [117.02, 36.6],
    [117, 36.61],
    [117.01, 36.61],
    [117.02, 36.61],
  ];
  const town = (): RoadGraph =>
    buildRoadGraph(junctions, [
      road(0, 1, 'primary'),
      road(1, 2, 'primary'),
      road(3, 4, 'primary'),
      road(4, 5, 'primary', true),
      road(2, 5, 'primary'),
    ]);

  it('crosses the river only at the bridge', () => {
    const graph = town();
    const net = prepareRoadNet(graph, FOOT);
    const route = fastestRoute(
      net,
      createSearchWorkspace(6),
      pointOnEdge(graph, 0, 0),
      pointOnEdge(graph, 4, 0),
    );
    expect(route?.edges.map((e) => e >> 1)).toEqual(expect.arrayContaining([0, 1, 4, 3, 2]));
  });

  it('a car cannot drive against the one-way street, a walker can', () => {
    const graph = town();
    const workspace = createSearchWorkspace(6);
    const north = pointOnEdge(graph, 4, 0.5);
    const south = pointOnEdge(graph, 0, 0.5);
    expect(fastestRoute(prepareRoadNet(graph, CAR), workspace, south, north)).toBeUndefined();
    expect(fastestRoute(prepareRoadNet(graph, EMERGENCY), workspace, south, north)).toBeUndefined();
    expect(fastestRoute(prepareRoadNet(graph, CAR), workspace, north, south)?.seconds).toBeGreaterThan(0);
    expect(fastestRoute(prepareRoadNet(graph, FOOT), workspace, south, north)?.seconds).toBeGreaterThan(0);
  });

  it('counts partial edges: the middle half of one road takes half its time', () => {
    const graph = town();
    const net = prepareRoadNet(graph, CAR);
    const a = pointOnEdge(graph, 0, 0.25);
    const b = pointOnEdge(graph, 1, 0.25); // from the other end: 0.75 of the way
    const route = fastestRoute(net, createSearchWorkspace(6), a, b);
    expect(route?.edges).toEqual([0]);
    expect(route?.seconds).toBeCloseTo((net.edgeSeconds[0] ?? 0) / 2, 9);
    expect(fastestRoute(net, createSearchWorkspace(6), b, a)?.edges).toEqual([1]);
    expect(fastestRoute(net, createSearchWorkspace(6), a, a)?.seconds).toBe(0);
  });

  it('a point at the end of a one-way street is the junction: reached and left by any road', () => {
    const graph = town();
    const net = prepareRoadNet(graph, CAR);
    const workspace = createSearchWorkspace(6);
    const end = pointOnEdge(graph, 6, 1); // head of the one-way 4 -> 5
    const route = fastestRoute(net, workspace, pointOnEdge(graph, 8, 0.5), end);
    expect(route?.edges).toEqual([8]);
    expect(route?.seconds).toBeCloseTo((net.edgeSeconds[8] ?? 0) / 2, 9);
    const back = fastestRoute(net, workspace, end, pointOnEdge(graph, 8, 0.5));
    expect(back?.edges).toEqual([9]);
    expect(etaFromField(fastestTo(net, workspace, [end]), pointOnEdge(graph, 8, 0.5))).toBe(route?.seconds);
  });

  it('on one one-way road, a point behind is reached by going round', () => {
    const ring = buildRoadGraph(junctions.slice(0, 4), [
      road(0, 1, 'primary', true),
      road(1, 3, 'primary', true),
      road(3, 0, 'primary', true),
    ]);
    const net = prepareRoadNet(ring, CAR);
    const route = fastestRoute(
      net,
      createSearchWorkspace(4),
      pointOnEdge(ring, 0, 0.8),
      pointOnEdge(ring, 0, 0.2),
    );
    expect(route?.edges).toEqual([0, 2, 4, 0]);
    const all = (net.edgeSeconds[0] ?? 0) + (net.edgeSeconds[2] ?? 0) + (net.edgeSeconds[4] ?? 0);
    expect(route?.seconds).toBeCloseTo(all - 0.6 * (net.edgeSeconds[0] ?? 0), 9);
  });

  it('places a vehicle along the route at a moment', () => {
    const graph = town();
    const net = prepareRoadNet(graph, CAR);
    const route = fastestRoute(
      net,
      createSearchWorkspace(6),
      pointOnEdge(graph, 0, 0),
      pointOnEdge(graph, 2, 1),
    );
    expect(route).toBeDefined();
    if (route === undefined) return;
    const line = routeGeometry(net, route);
    expect(placeOnRoute(line, -1)).toMatchObject({ lon: 117, arrived: false });
    const half = placeOnRoute(line, route.seconds / 2);
    expect(half.lon).toBeCloseTo(117.01, 6);
    expect(half.headingDeg).toBeCloseTo(90, 1);
    expect(half.speedMps).toBeCloseTo(45 / 3.6, 1);
    expect(placeOnRoute(line, route.seconds + 99)).toMatchObject({ lon: 117.02, arrived: true, speedMps: 0 });
  });

  it('nobody walks on a motorway', () => {
    const graph = buildRoadGraph(junctions.slice(0, 2), [road(0, 1, 'motorway')]);
    expect(prepareRoadNet(graph, FOOT).edgeSeconds[0]).toBe(Infinity);
    expect(prepareRoadNet(graph, CAR).edgeSeconds[0]).toBeLessThan(100);
    expect(prepareRoadNet(graph, EMERGENCY).edgeSeconds[0]).toBeLessThan(
      prepareRoadNet(graph, CAR).edgeSeconds[0] ?? 0,
    );
  });
});
