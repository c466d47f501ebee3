import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equirectM } from '../geo/distance.ts';
import { beliefEta, etaFromField, etaToBelief, etaToPoint } from './eta.ts';
import { createSearchWorkspace } from './fastest.ts';
import { projectToShape } from './kernels/project-shape.ts';
import { buildRoadGraph } from './build-graph.ts';
import { CAR, EMERGENCY, FOOT } from './profiles.ts';
import { prepareRoadNet } from './road-net.ts';
import { gridGraph, road } from './small-graphs.ts';
import { buildSnapIndex, pointOnEdge, snapCandidates, snapNearest, snapToEdge } from './snap.ts';

const graph = gridGraph(10, 10, 6);
const index = buildSnapIndex(graph);
const place = fc.tuple(
  fc.double({ min: 116.98, max: 117.08, noNaN: true }),
  fc.double({ min: 36.58, max: 36.67, noNaN: true }),
);

describe('snapping', () => {
  it('finds the same roads as looking at every one of them', () => {
    fc.assert(
      fc.property(
        place,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 3000 }),
        ([lon, lat], count, radiusM) => {
          const want = Array.from(
            { length: graph.segmentCount },
            (_, s) => projectToShape(graph, s, lon, lat).distanceM,
          )
            .filter((d) => d <= radiusM)
            .toSorted((a, b) => a - b)
            .slice(0, count);
          const got = snapCandidates(index, undefined, lon, lat, count, radiusM);
          expect(got.map((p) => p.distanceM)).toEqual(want);
        },
      ),
    );
  });

  it('a point taken on an edge snaps back onto it', () => {
    fc.assert(
      fc.property(fc.nat(graph.edgeCount - 1), fc.double({ min: 0, max: 1, noNaN: true }), (edge, share) => {
        const p = pointOnEdge(graph, edge, share);
        const back = snapToEdge(graph, edge, p.lon, p.lat);
        expect(back.fraction).toBeCloseTo(share, 5);
        expect(back.distanceM).toBeLessThan(0.01);
        const near = snapNearest(index, undefined, p.lon, p.lat);
        expect(near?.distanceM).toBeLessThan(0.01);
        expect(near && equirectM(near.lon, near.lat, p.lon, p.lat)).toBeLessThan(0.05);
      }),
    );
  });

  it('knows who is asking', () => {
    const mixed = buildRoadGraph(
      [
        [117, 36.6],
        [117.01, 36.6],
        [117, 36.601],
        [117.01, 36.601],
      ],
      [road(0, 1, 'motorway', true), road(2, 3, 'residential')],
    );
    const mixedIndex = buildSnapIndex(mixed);
    expect(snapNearest(mixedIndex, prepareRoadNet(mixed, CAR), 117.005, 36.5999)?.edge).toBe(0);
    expect(snapNearest(mixedIndex, prepareRoadNet(mixed, FOOT), 117.005, 36.5999)?.edge).toBe(2);
    expect(snapNearest(mixedIndex, undefined, 117.3, 36.6)).toBeUndefined();
    expect(snapNearest(buildSnapIndex(buildRoadGraph([], [])), undefined, 117, 36)).toBeUndefined();
  });
});

describe('arrival at a point and at a belief', () => {
  const net = prepareRoadNet(graph, EMERGENCY);
  const workspace = createSearchWorkspace(graph.nodeCount);

  it('ranks units by one field that outlives later searches', () => {
    const target = pointOnEdge(graph, 60, 0.5);
    const field = etaToPoint(net, workspace, target);
    const units = [0, 30, 90, 150].map((edge) => pointOnEdge(graph, edge, 0.1));
    const before = units.map((u) => etaFromField(field, u));
    etaToPoint(net, workspace, pointOnEdge(graph, 1, 0.5));
    expect(units.map((u) => etaFromField(field, u))).toEqual(before);
    expect(before.every((s) => s > 0 && s < 3600)).toBe(true);
  });

  it('gives the time to the middle and the worst sampled place of the circle', () => {
    const unit = pointOnEdge(graph, 0, 0);
    const circle = { lon: 117.028, lat: 36.622, radiusM: 900 };
    const field = etaToBelief(net, workspace, index, circle);
    expect(field).toBeDefined();
    if (field === undefined) return;
    expect(field.samples.length).toBeGreaterThanOrEqual(5);
    for (const sample of field.samples) {
      expect(
        equirectM(circle.lon, circle.lat, sample.places[0]?.lon ?? 0, sample.places[0]?.lat ?? 0),
      ).toBeLessThanOrEqual(905);
    }
    const eta = beliefEta(field, unit);
    expect(eta.expectedSeconds).toBe(etaFromField(field.centre, unit));
    expect(eta.worstSeconds).toBe(
      Math.max(eta.expectedSeconds, ...field.samples.map((s) => etaFromField(s, unit))),
    );
    expect(eta.worstSeconds).toBeGreaterThan(eta.expectedSeconds);
    const point = etaToBelief(net, workspace, index, { ...circle, radiusM: 1 });
    expect(point && beliefEta(point, unit)).toMatchObject({
      expectedSeconds: eta.expectedSeconds,
      worstSeconds: eta.expectedSeconds,
    });
  });

  it('answers nothing where there is no road', () => {
    expect(etaToBelief(net, workspace, index, { lon: 118, lat: 36.6, radiusM: 300 })).toBeUndefined();
  });
});
