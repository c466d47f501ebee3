import type { Sighting } from '../../domain/moving-target.ts';
import { angleBetweenDeg, bearingDeg, equirectM } from '../../geo/distance.ts';
import { RAD_PER_DEG } from '../../geo/point.ts';
import { secondsToHead, type SnapPoint } from '../../roads/fastest.ts';
import { type RoadGraph, twinEdge } from '../../roads/road-graph.ts';
import type { RoadNet } from '../../roads/road-net.ts';
import { pointOnEdge, snapCandidates } from '../../roads/snap.ts';
import type { Goal, Ground } from './ground.ts';

/** One way somebody may have been standing or driving when seen: on this directed edge, with this weight. */
export interface Start {
  readonly point: SnapPoint;
  readonly weight: number;
}

/** Up to this radius a sighting is a place on a known road; beyond it, every junction inside is possible. */
const POINT_RADIUS_M = 200;
const ROADS_TRIED = 3;
/** Roads this much farther than the nearest are not what the camera stands at. */
const ROAD_SLACK_M = 25;
/** How far a reported heading may be off the road's (one standard deviation). */
const HEADING_SIGMA_DEG = 35;
const AREA_STARTS = 16;

/** Ways a sighting may be read, weights summing to 1; empty when there is no road near it. */
export function startsOf(ground: Ground, sighting: Sighting): Start[] {
  const found = sighting.radiusM <= POINT_RADIUS_M ? onRoads(ground, sighting) : inArea(ground, sighting);
  const starts = found.length > 0 ? found : onRoads(ground, sighting);
  const total = starts.reduce((sum, { weight }) => sum + weight, 0);
  return total > 0 ? starts.map((start) => ({ ...start, weight: start.weight / total })) : [];
}

/** Free-flow seconds from a start to a goal, leaving along the start's own direction. */
export function secondsToGoal(net: RoadNet, { point }: Start, goal: Goal): number {
  return (
    secondsToHead(net, point, point.edge) + (goal.seconds[net.graph.edgeHead[point.edge] ?? 0] ?? Infinity)
  );
}

function onRoads({ net, index }: Ground, sighting: Sighting): Start[] {
  const { lon, lat, headingDeg, radiusM } = sighting;
  const near = snapCandidates(index, net, lon, lat, ROADS_TRIED, Math.max(500, radiusM));
  const nearestM = near[0]?.distanceM ?? 0;
  return near.flatMap((point) => {
    if (point.distanceM > nearestM + ROAD_SLACK_M) return [];
    const ways = [point, { ...point, edge: twinEdge(point.edge), fraction: 1 - point.fraction }];
    return ways
      .filter((way) => (net.edgeSeconds[way.edge] ?? Infinity) < Infinity)
      .map((way) => ({
        point: way,
        weight:
          Math.exp(-(way.distanceM - nearestM) / ROAD_SLACK_M) * headingWeight(net.graph, way, headingDeg),
      }));
  });
}

function headingWeight(graph: RoadGraph, point: SnapPoint, headingDeg: number | undefined): number {
  if (headingDeg === undefined) return 1;
  const before = pointOnEdge(graph, point.edge, Math.max(0, point.fraction - 0.05));
  const after = pointOnEdge(graph, point.edge, Math.min(1, point.fraction + 0.05));
  const off = angleBetweenDeg(bearingDeg(before.lon, before.lat, after.lon, after.lat), headingDeg);
  // a reported heading can be plainly wrong: no direction is ruled out
  return Math.exp(-((off / HEADING_SIGMA_DEG) ** 2) / 2) + 0.01;
}

/** Every k-th junction of the area, k such that at most AREA_STARTS remain; deterministic. */
function inArea({ net }: Ground, { lon, lat, radiusM }: Sighting): Start[] {
  const { graph } = net;
  const latMargin = radiusM / 111_000;
  const lonMargin = latMargin / Math.cos(lat * RAD_PER_DEG);
  const edges: number[] = [];
  for (let node = 0; node < graph.nodeCount; node++) {
    const x = graph.nodeLon[node] ?? 0;
    const y = graph.nodeLat[node] ?? 0;
    if (Math.abs(y - lat) > latMargin || Math.abs(x - lon) > lonMargin) continue;
    if (equirectM(lon, lat, x, y) > radiusM) continue;
    const row = net.forward.first[node] ?? 0;
    if (row < (net.forward.first[node + 1] ?? 0)) edges.push(net.forward.edge[row] ?? 0);
  }
  const every = Math.max(1, Math.ceil(edges.length / AREA_STARTS));
  return edges.flatMap((road, i) => {
    if (i % every !== 0) return [];
    return [road, twinEdge(road)]
      .filter((edge) => (net.edgeSeconds[edge] ?? Infinity) < Infinity)
      .map((edge) => ({ point: pointOnEdge(graph, edge, 0.5), weight: 1 }));
  });
}
