import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LonLat } from '../geo/point.ts';
import { buildRoadGraph } from './build-graph.ts';
import { etaFromField } from './eta.ts';
import { createSearchWorkspace, fastestFrom, fastestTo, type SnapPoint } from './fastest.ts';
import { decodeRoadGraph, encodeRoadGraph, RoadGraphFormatError } from './graph-codec.ts';
import { CAR, EMERGENCY, FOOT, type Profile } from './profiles.ts';
import { EDGE_FLAGS } from './road-class.ts';
import type { RoadGraph } from './road-graph.ts';
import { prepareMainNet, prepareRoadNet, type RoadNet } from './road-net.ts';
import { fastestRoute, routeGeometry } from './route.ts';
import { buildSnapIndex, pointOnEdge, snapNearest } from './snap.ts';
import { gridGraph, road } from './small-graphs.ts';
import { splitBannedTurns, type TurnBan } from './turn-graph.ts';

const NOT_FOOT = EDGE_FLAGS.CAR | EDGE_FLAGS.EMERGENCY;

/** Seconds between two points with turn bans by a search over edges (not nodes): slow, short, obviously right. */
function bruteForce(net: RoadNet, bans: readonly TurnBan[], a: SnapPoint, b: SnapPoint): number {
  const { graph, edgeSeconds, profile } = net;
  const part = (edge: number, share: number): number =>
    share === 0 ? 0 : (edgeSeconds[edge] ?? Infinity) * share;
  const mayTurn = (from: number, to: number): boolean =>
    graph.edgeHead[from] === graph.edgeTail[to] &&
    !bans.some(
      (ban) => ban.fromEdge === from && ban.toEdge === to && (ban.permissions & profile.permission) !== 0,
    );
  // seconds until the head of each edge, having driven it
  const done = Array.from({ length: graph.edgeCount }, () => Infinity);
  done[a.edge] = part(a.edge, 1 - a.fraction);
  done[a.edge ^ 1] = part(a.edge ^ 1, a.fraction);
  for (let changed = true; changed; ) {
    changed = false;
    for (let from = 0; from < graph.edgeCount; from++) {
      for (let to = 0; to < graph.edgeCount; to++) {
        const seconds = (done[from] ?? Infinity) + (edgeSeconds[to] ?? Infinity);
        if (seconds < (done[to] ?? Infinity) && mayTurn(from, to)) {
          done[to] = seconds;
          changed = true;
        }
      }
    }
  }
  let best = Infinity;
  for (const last of [b.edge, b.edge ^ 1]) {
    const share = part(last, last === b.edge ? b.fraction : 1 - b.fraction);
    for (let from = 0; from < graph.edgeCount; from++)
      if (mayTurn(from, last)) best = Math.min(best, (done[from] ?? Infinity) + share);
  }
  for (const edge of [a.edge, a.edge ^ 1]) {
    const from = edge === a.edge ? a.fraction : 1 - a.fraction;
    const to = edge === b.edge ? b.fraction : 1 - b.fraction;
    if (a.edge >> 1 === b.edge >> 1 && to >= from) best = Math.min(best, part(edge, to - from));
  }
  return best;
}

const share = fc.nat(64).map((k) => k / 64);
const anyCase = fc.integer({ min: 2, max: 7 }).chain((n) =>
  fc.record({
    nodes: fc.array(fc.tuple(fc.nat(900), fc.nat(900)), { minLength: n, maxLength: n }),
    roads: fc.array(
      fc.tuple(
        fc.nat(n - 1),
        fc.nat(n - 1),
        fc.constantFrom('primary' as const, 'residential' as const),
        fc.boolean(),
      ),
      { minLength: 2, maxLength: 12 },
    ),
    bans: fc.array(
      fc.tuple(fc.nat(500), fc.nat(500), fc.constantFrom(NOT_FOOT, EDGE_FLAGS.CAR, EDGE_FLAGS.EMERGENCY)),
      {
        minLength: 1,
        maxLength: 10,
      },
    ),
    picks: fc.array(fc.tuple(fc.nat(500), share), { minLength: 4, maxLength: 4 }),
  }),
);

function bansOf(graph: RoadGraph, picks: readonly (readonly [number, number, number])[]): TurnBan[] {
  return picks.flatMap(([a, b, permissions]): TurnBan[] => {
    const fromEdge = a % graph.edgeCount;
    const node = graph.edgeHead[fromEdge] ?? 0;
    const leaving = graph.outEdge.subarray(graph.outFirst[node], graph.outFirst[node + 1]);
    const toEdge = leaving[b % Math.max(1, leaving.length)];
    return toEdge === undefined ? [] : [{ fromEdge, toEdge, permissions }];
  });
}

describe('turn restrictions', () => {
  it('give the times of a search over edges, both ways round, for every profile', () => {
    let detours = 0;
    fc.assert(
      fc.property(anyCase, ({ nodes, roads, bans: banPicks, picks }) => {
        const plain = buildRoadGraph(
          nodes.map(([x, y]): LonLat => [117 + x / 1e5, 36.6 + y / 1e5]),
          roads.map(([from, to, roadClass, oneWay]) => road(from, to, roadClass, oneWay)),
        );
        const bans = bansOf(plain, banPicks);
        const graph = decodeRoadGraph(encodeRoadGraph(splitBannedTurns(plain, bans)));
        const points = picks.map(([edge, f]) => pointOnEdge(plain, edge % plain.edgeCount, f));
        for (const profile of [CAR, EMERGENCY, FOOT] satisfies readonly Profile[]) {
          const plainNet = prepareRoadNet(plain, profile);
          const net = prepareRoadNet(graph, profile);
          const workspace = createSearchWorkspace(graph.nodeCount);
          for (const a of points) {
            for (const b of points) {
              const expected = bruteForce(plainNet, bans, a, b);
              if (expected !== bruteForce(plainNet, [], a, b)) detours++;
              const close: unknown = expected === Infinity ? Infinity : expect.closeTo(expected, 6);
              expect(etaFromField(fastestFrom(net, workspace, [a]), b)).toEqual(close);
              expect(etaFromField(fastestTo(net, workspace, [b]), a)).toEqual(close);
              const route = fastestRoute(net, workspace, a, b);
              expect(route?.seconds ?? Infinity).toEqual(close);
              if (route !== undefined) expectDrivable(net, bans, route.edges);
            }
          }
        }
      }),
      { numRuns: 250, seed: 11 },
    );
    // the property would hold of bans that change nothing: many of these changed a time
    expect(detours).toBeGreaterThan(150);
  });

  function expectDrivable(net: RoadNet, bans: readonly TurnBan[], edges: readonly number[]): void {
    const { graph, profile } = net;
    for (const [i, edge] of edges.entries())
      if (i > 0) expect(graph.edgeTail[edge]).toBe(graph.edgeHead[edges[i - 1] ?? -1]);
    const roads = edges.filter((edge) => ((graph.edgeFlags[edge] ?? 0) & EDGE_FLAGS.TURN) === 0);
    for (const [i, toEdge] of roads.entries())
      expect(
        bans.some(
          (ban) =>
            ban.fromEdge === roads[i - 1] &&
            ban.toEdge === toEdge &&
            (ban.permissions & profile.permission) !== 0,
        ),
      ).toBe(false);
  }

  // 3 x 3 streets; driving east along the bottom row (edge of segment 0), no left turn north at its second junction
  const plain = gridGraph(3, 3);
  const edgeBetween = (tail: number, head: number): number =>
    plain.edgeTail.findIndex((node, edge) => node === tail && plain.edgeHead[edge] === head);
  const ban: TurnBan = { fromEdge: edgeBetween(0, 1), toEdge: edgeBetween(1, 4), permissions: NOT_FOOT };
  const graph = splitBannedTurns(plain, [ban]);

  it('leave a network without bans, its bytes and all its numbers as they are', () => {
    expect(splitBannedTurns(plain, [])).toBe(plain);
    expect(new DataView(encodeRoadGraph(plain).buffer).getUint32(4, true)).toBe(1);
    expect(new DataView(encodeRoadGraph(graph).buffer).getUint32(4, true)).toBe(2);
    expect(graph.nodeLon.subarray(0, plain.nodeCount)).toEqual(plain.nodeLon);
    expect(graph.edgeLengthM.subarray(0, plain.edgeCount)).toEqual(plain.edgeLengthM);
  });

  it('send cars another way and walkers straight round the corner, over a line a marker can follow', () => {
    const workspace = createSearchWorkspace(graph.nodeCount);
    const [a, b] = [pointOnEdge(plain, ban.fromEdge, 0.5), pointOnEdge(plain, ban.toEdge, 0.5)];
    const way = (profile: Profile, g: RoadGraph) => {
      const net = prepareMainNet(g, profile);
      const route = fastestRoute(net, createSearchWorkspace(g.nodeCount), a, b);
      return { seconds: route?.seconds ?? Infinity, line: route && routeGeometry(net, route) };
    };
    expect(way(FOOT, graph).seconds).toBeCloseTo(way(FOOT, plain).seconds, 6);
    expect(way(CAR, graph).seconds).toBeGreaterThan(way(CAR, plain).seconds + 30);
    const { line } = way(CAR, graph);
    expect(line?.cumulativeSeconds.every((s, i, all) => i === 0 || s > (all[i - 1] ?? 0))).toBe(true);
    expect(workspace.nodeCount).toBeGreaterThan(plain.nodeCount);
  });

  it('are never snapped to', () => {
    const index = buildSnapIndex(graph);
    const at = snapNearest(index, undefined, plain.nodeLon[1] ?? 0, plain.nodeLat[1] ?? 0);
    expect(at?.edge).toBeLessThan(plain.edgeCount);
  });

  it('refuse edges that do not meet, and files whose extra ends are damaged', () => {
    expect(() => splitBannedTurns(plain, [{ ...ban, toEdge: edgeBetween(7, 8) }])).toThrow(/do not meet/);
    const bytes = encodeRoadGraph(graph);
    expect(() => decodeRoadGraph(bytes.subarray(0, bytes.length - 12))).toThrow(RoadGraphFormatError);
    const wild = bytes.slice();
    new DataView(wild.buffer).setUint32(wild.length - 4, 1e6, true);
    expect(() => decodeRoadGraph(wild)).toThrow(/ends at node 1000000/);
    new DataView(wild.buffer).setUint32(wild.length - 12, 4, true);
    expect(() => decodeRoadGraph(wild)).toThrow(/no back edge 4/);
  });
});
