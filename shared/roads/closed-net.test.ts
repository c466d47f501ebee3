import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildRoadGraph } from './build-graph.ts';
import { closedShares, closeNet } from './closed-net.ts';
import { etaFromField, etaToPoint } from './eta.ts';
import { createSearchWorkspace } from './fastest.ts';
import { EMERGENCY } from './profiles.ts';
import type { RoadGraph } from './road-graph.ts';
import { prepareMainNet, prepareRoadNet } from './road-net.ts';
import { roadStretch } from './road-stretch.ts';
import { fastestRoute } from './route.ts';
import { gridGraph, road } from './small-graphs.ts';
import { buildSnapIndex, snapNearest } from './snap.ts';

const KM_LON = 1 / 89.4;

/** Junctions 1 km apart on one straight road, each piece two-way. */
function straight(pieces: number): RoadGraph {
  return buildRoadGraph(
    Array.from({ length: pieces + 1 }, (_, i) => [117 + i * KM_LON, 36.6] as const),
    Array.from({ length: pieces }, (_, i) => road(i, i + 1, 'primary')),
  );
}

/** Metres from the west end as a place on that road. */
const at = (m: number) => ({ lon: 117 + (m / 1000) * KM_LON, lat: 36.6 });

/** Seconds from one place of a graph to another with lines closed; Infinity = no way. */
function seconds(
  graph: RoadGraph,
  lines: Parameters<typeof closedShares>[1],
  from: { lon: number; lat: number },
  to: { lon: number; lat: number },
): number {
  const index = buildSnapIndex(graph);
  const net = closeNet(prepareRoadNet(graph, EMERGENCY), closedShares(index, lines, false));
  const workspace = createSearchWorkspace(graph.nodeCount);
  const [a, b] = [snapNearest(index, net, from.lon, from.lat), snapNearest(index, net, to.lon, to.lat)];
  if (a === undefined || b === undefined) return Infinity;
  const field = etaFromField(etaToPoint(net, workspace, b), a);
  const route = fastestRoute(net, workspace, a, b)?.seconds ?? Infinity;
  expect(route).toBeCloseTo(field, 6);
  return field;
}

describe('closed roads', () => {
  const graph = straight(6);

  it('a line that is no street is read no further than streets go', () => {
    const round = [
      { lon: -180, lat: 36.6 },
      { lon: 180, lat: 36.6 },
    ];
    const index = buildSnapIndex(graph);
    expect(closedShares(index, [round], false).size).toBe(0);
    expect(closedShares(index, [[at(1400), at(1600), ...round]], false)).toEqual(
      closedShares(index, [[at(1400), at(1600)]], false),
    );
  });

  it('nobody drives across a closed stretch, the way it is closed', () => {
    const closed = [[at(1400), at(1600)]];
    expect(seconds(graph, closed, at(1200), at(1800))).toBe(Infinity);
    expect(seconds(graph, closed, at(200), at(3800))).toBe(Infinity);
    expect(seconds(graph, closed, at(3800), at(200))).toBe(seconds(graph, [], at(3800), at(200)));
    expect(seconds(graph, closed, at(200), at(1300))).toBe(seconds(graph, [], at(200), at(1300)));
    expect(seconds(graph, closed, at(1700), at(3800))).toBe(seconds(graph, [], at(1700), at(3800)));
  });

  it('who is inside drives out, who goes to a place inside drives in', () => {
    const closed = [
      [at(1700), at(4300)],
      [at(4300), at(1700)],
    ];
    for (const [from, to] of [
      [2500, 5500],
      [3500, 500],
      [500, 3500],
      [5500, 2500],
      [2500, 3500],
      [1800, 4200],
    ] as const)
      expect(seconds(graph, closed, at(from), at(to)), `${from} to ${to}`).toBeCloseTo(
        seconds(graph, [], at(from), at(to)),
        6,
      );
    expect(seconds(graph, closed, at(500), at(5500))).toBe(Infinity);
  });

  it('a point alone cuts the nearest road both ways; a line off the roads closes nothing', () => {
    expect(seconds(graph, [[at(1500)]], at(1200), at(1800))).toBe(Infinity);
    expect(seconds(graph, [[at(1500)]], at(1800), at(1200))).toBe(Infinity);
    expect(seconds(graph, [[at(1500)]], at(1600), at(2400))).toBeLessThan(Infinity);
    const field = [
      { lon: 117, lat: 36.7 },
      { lon: 117.01, lat: 36.7 },
    ];
    expect(closedShares(buildSnapIndex(graph), [field, [{ lon: 117, lat: 36.7 }]], false).size).toBe(0);
  });

  it('a stretch of a street, drawn, is found again as the same roads, and only those', () => {
    const grid = gridGraph(6, 6);
    const index = buildSnapIndex(grid);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: grid.segmentCount - 1 }),
        fc.double({ min: 0.1, max: 0.9, noNaN: true }),
        fc.integer({ min: 60, max: 1500 }),
        (segment, share, lengthM) => {
          const [first, last] = [grid.shapeFirst[segment] ?? 0, grid.shapeFirst[segment + 1] ?? 0];
          const between = (column: Float64Array): number =>
            (column[first] ?? 0) * (1 - share) + (column[last - 1] ?? 0) * share;
          const spot = { lon: between(grid.shapeLon), lat: between(grid.shapeLat) };
          const stretch = roadStretch(index, spot, lengthM, true);
          const shares = closedShares(index, stretch?.ways ?? [], false);
          expect(stretch?.ways).toHaveLength(2);
          expect(shares.has(2 * segment) && shares.has(2 * segment + 1)).toBe(true);
          let closedM = 0;
          for (const [edge, parts] of shares) {
            expect(grid.edgeClass[edge]).toBe(grid.edgeClass[2 * segment]);
            for (const [from, to] of parts) closedM += (to - from) * (grid.edgeLengthM[edge] ?? 0);
          }
          expect(closedM / 2).toBeLessThan(lengthM + 40);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('closing roads never makes a way shorter, and opening them gives the old times back', () => {
    const grid = gridGraph(5, 5, 7);
    const index = buildSnapIndex(grid);
    const open = prepareMainNet(grid, EMERGENCY);
    const workspace = createSearchWorkspace(grid.nodeCount);
    const spot = fc.record({
      lon: fc.double({ min: 117, max: 117.0224, noNaN: true }),
      lat: fc.double({ min: 36.6, max: 36.618, noNaN: true }),
    });
    fc.assert(
      fc.property(spot, spot, fc.array(spot, { maxLength: 6 }), (from, to, cuts) => {
        const lines = cuts.flatMap((cut) => roadStretch(index, cut, 300, true)?.ways ?? []);
        const net = closeNet(open, closedShares(index, lines, false));
        const [a, b] = [
          snapNearest(index, open, from.lon, from.lat),
          snapNearest(index, open, to.lon, to.lat),
        ];
        if (a === undefined || b === undefined) return;
        const before = etaFromField(etaToPoint(open, workspace, b), a);
        const during = etaFromField(etaToPoint(net, workspace, b), a);
        expect(during).toBeGreaterThanOrEqual(before - 1e-9);
        const route = fastestRoute(net, workspace, a, b);
        expect(route?.seconds ?? Infinity).toBeCloseTo(during, 6);
        // whole closed pieces are driven by nobody but those who begin or end inside
        const middle = route?.edges.slice(1, -1) ?? [];
        const isFree =
          net.closed === undefined || !middle.some((edge) => net.closed?.shares.has(edge) === true);
        expect(isFree || (net.closed?.inside.size ?? 0) > 0).toBe(true);
        expect(etaFromField(etaToPoint(open, workspace, b), a)).toBe(before);
      }),
      { numRuns: 150 },
    );
  });
});
