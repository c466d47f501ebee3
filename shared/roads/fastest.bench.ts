import { test } from 'vitest';
import { etaFromField } from './eta.ts';
import { createSearchWorkspace, fastestFrom, fastestTo, type SnapPoint } from './fastest.ts';
import { CAR, EMERGENCY } from './profiles.ts';
import { prepareMainNet, prepareRoadNet } from './road-net.ts';
import { fastestRoute, routeGeometry } from './route.ts';
import { gridGraph } from './small-graphs.ts';
import { buildSnapIndex, pointOnEdge, snapNearest } from './snap.ts';

// 12,769 junctions and 43,000 directed edges: the size of Jinan, with a seventh of the streets missing
const graph = gridGraph(113, 113, 7);
const net = prepareRoadNet(graph, EMERGENCY);
const workspace = createSearchWorkspace(graph.nodeCount);
const index = buildSnapIndex(graph);
const target = pointOnEdge(graph, 20_000, 0.4);
const units: readonly SnapPoint[] = Array.from({ length: 5000 }, (_, i) =>
  pointOnEdge(graph, (i * 7) % graph.edgeCount, 0.3),
);

test('fastest times, city of 12,769 junctions', async ({ bench }) => {
  await bench.compare(
    bench('one search, all nodes', () => {
      fastestFrom(net, workspace, [target]);
    }),
    bench('rank 5,000 units against one target', () => {
      const field = fastestTo(net, workspace, [target]);
      units.map((unit) => etaFromField(field, unit)).sort((a, b) => a - b);
    }),
    bench('one search limited to 10 minutes', () => {
      fastestTo(net, workspace, [target], { limitSeconds: 600 });
    }),
    bench('one route with its geometry', () => {
      const route = fastestRoute(net, workspace, units[1] ?? target, target);
      if (route !== undefined) routeGeometry(net, route);
    }),
    bench('snap one fix', () => {
      snapNearest(index, net, 117.2013, 36.7007);
    }),
    bench('prepare a main network', () => {
      prepareMainNet(graph, CAR);
    }),
  );
});
