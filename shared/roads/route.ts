import { bearingDeg, equirectM } from '../geo/distance.ts';
import {
  directEdge,
  fastestFrom,
  type SearchWorkspace,
  secondsFromTail,
  secondsToHead,
  type SnapPoint,
} from './fastest.ts';
import { edgePoints, twinEdge } from './road-graph.ts';
import type { RoadNet } from './road-net.ts';

/** A way from one point on the road to another: the directed edges driven in order, first and last only in part. */
export interface Route {
  readonly from: SnapPoint;
  readonly to: SnapPoint;
  readonly edges: readonly number[];
  /** Share of the first edge where it begins, and of the last edge where it ends. */
  readonly startShare: number;
  readonly endShare: number;
  readonly seconds: number;
  readonly lengthM: number;
}

/** A route as a line with a clock: point i is lonLat[2i], lonLat[2i + 1] (degrees), passed after cumulativeSeconds[i]. */
export interface RouteGeometry {
  readonly lonLat: Float64Array;
  readonly cumulativeSeconds: Float64Array;
  /** Metres from the start at each point. */
  readonly cumulativeM: Float64Array;
}

/** Where somebody following a route is at a moment. */
export interface RoutePlace {
  readonly lon: number;
  readonly lat: number;
  readonly headingDeg: number;
  /** Speed on the current piece, m/s; 0 at and after the end. */
  readonly speedMps: number;
  readonly arrived: boolean;
}

/** The fastest route, or undefined when there is none. Uses (and overwrites) the workspace. */
export function fastestRoute(
  net: RoadNet,
  workspace: SearchWorkspace,
  from: SnapPoint,
  to: SnapPoint,
): Route | undefined {
  const direct = directEdge(net, from, to);
  const field = fastestFrom(net, workspace, [from], { until: [to] });
  let best = direct?.seconds ?? Infinity;
  let lastEdge: number | undefined;
  for (const edge of [to.edge, twinEdge(to.edge)]) {
    const seconds =
      (field.seconds[net.graph.edgeTail[edge] ?? 0] ?? Infinity) + secondsFromTail(net, to, edge);
    if (seconds < best) {
      best = seconds;
      lastEdge = edge;
    }
  }
  if (best === Infinity) return undefined;
  const edges =
    lastEdge === undefined
      ? [direct?.edge ?? from.edge]
      : traceBack(net, field.parentEdge, field.seconds, from, lastEdge);
  return routeAlong(net, from, to, edges, best);
}

/** The route over known edges: `edges` lead from the edge `from` lies on to the edge `to` lies on and take `seconds`. */
export function routeAlong(
  net: RoadNet,
  from: SnapPoint,
  to: SnapPoint,
  edges: readonly number[],
  seconds: number,
): Route {
  const driven = trimEnds(edges, shareOn(from, edges[0]), shareOn(to, edges.at(-1)));
  const lengthM = driven.edges.reduce((sum, edge, i) => {
    const [start, end] = shareDriven(driven, i);
    return sum + (net.graph.edgeLengthM[edge] ?? 0) * (end - start);
  }, 0);
  return { from, to, ...driven, seconds, lengthM };
}

/** The line of a route, following the shape of every road; consecutive points differ, times and metres never fall. */
export function routeGeometry(net: RoadNet, route: Route): RouteGeometry {
  const line: number[] = [route.from.lon, route.from.lat];
  const seconds: number[] = [0];
  const metres: number[] = [0];
  let baseSeconds = 0;
  let baseM = 0;
  for (const [i, edge] of route.edges.entries()) {
    const [start, end] = shareDriven(route, i);
    const points = edgePoints(net.graph, edge);
    const shares = sharesAlong(points);
    const edgeSeconds = finite(net.edgeSeconds[edge]);
    const edgeM = net.graph.edgeLengthM[edge] ?? 0;
    const push = (lon: number, lat: number, share: number): void => {
      if (lon === line.at(-2) && lat === line.at(-1)) return;
      line.push(lon, lat);
      seconds.push(baseSeconds + edgeSeconds * (share - start));
      metres.push(baseM + edgeM * (share - start));
    };
    for (const [k, [lon, lat]] of points.entries()) {
      const share = shares[k] ?? 1;
      if (share > start && share < end) push(lon, lat, share);
    }
    const last = i === route.edges.length - 1 ? ([route.to.lon, route.to.lat] as const) : points.at(-1);
    if (last !== undefined) push(last[0], last[1], end);
    baseSeconds += edgeSeconds * (end - start);
    baseM += edgeM * (end - start);
  }
  return {
    lonLat: Float64Array.from(line),
    cumulativeSeconds: Float64Array.from(seconds),
    cumulativeM: Float64Array.from(metres),
  };
}

/** Where a traveller is `seconds` after the start, clamped to the ends of the route. */
export function placeOnRoute(geometry: RouteGeometry, seconds: number): RoutePlace {
  const { lonLat, cumulativeSeconds: clock, cumulativeM } = geometry;
  const last = clock.length - 1;
  let low = 0;
  let high = last;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((clock[middle] ?? 0) <= seconds) low = middle;
    else high = middle - 1;
  }
  const arrived = low >= last;
  const a = Math.max(0, arrived ? last - 1 : low);
  const b = Math.min(last, a + 1);
  const span = (clock[b] ?? 0) - (clock[a] ?? 0);
  const f = arrived ? 1 : span > 0 ? Math.max(0, (seconds - (clock[a] ?? 0)) / span) : 0;
  const [ax, ay, bx, by] = [
    lonLat[2 * a] ?? 0,
    lonLat[2 * a + 1] ?? 0,
    lonLat[2 * b] ?? 0,
    lonLat[2 * b + 1] ?? 0,
  ];
  return {
    lon: ax + f * (bx - ax),
    lat: ay + f * (by - ay),
    headingDeg: bearingDeg(ax, ay, bx, by),
    speedMps: arrived || span <= 0 ? 0 : ((cumulativeM[b] ?? 0) - (cumulativeM[a] ?? 0)) / span,
    arrived,
  };
}

function traceBack(
  net: RoadNet,
  parentEdge: Int32Array,
  seconds: Float64Array,
  from: SnapPoint,
  lastEdge: number,
): number[] {
  const edges = [lastEdge];
  let node = net.graph.edgeTail[lastEdge] ?? 0;
  for (let parent = parentEdge[node] ?? -1; parent >= 0; parent = parentEdge[node] ?? -1) {
    edges.push(parent);
    node = net.graph.edgeTail[parent] ?? 0;
  }
  // the start node was reached over part of the first edge: the one of the two directions whose head it is, at that time
  const firsts = [from.edge, twinEdge(from.edge)].filter((edge) => net.graph.edgeHead[edge] === node);
  const first = firsts.toSorted((a, b) => secondsToHead(net, from, a) - secondsToHead(net, from, b))[0];
  if (first !== undefined && secondsToHead(net, from, first) <= (seconds[node] ?? 0)) edges.push(first);
  return edges.reverse();
}

type Driven = Pick<Route, 'edges' | 'startShare' | 'endShare'>;

/** Drops a first or last edge of which nothing is driven: it only names the junction where the route begins or ends. */
function trimEnds(all: readonly number[], startShare: number, endShare: number): Driven {
  let driven: Driven = { edges: all, startShare, endShare };
  if (driven.edges.length > 1 && startShare === 1)
    driven = { ...driven, edges: driven.edges.slice(1), startShare: 0 };
  if (driven.edges.length > 1 && endShare === 0)
    driven = { ...driven, edges: driven.edges.slice(0, -1), endShare: 1 };
  return driven;
}

function shareDriven(route: Driven, i: number): readonly [start: number, end: number] {
  return [i === 0 ? route.startShare : 0, i === route.edges.length - 1 ? route.endShare : 1];
}

function shareOn(point: SnapPoint, edge: number | undefined): number {
  return point.edge === edge ? point.fraction : 1 - point.fraction;
}

function sharesAlong(points: readonly (readonly [number, number])[]): number[] {
  const walked = [0];
  for (const [i, p] of points.entries()) {
    const previous = points[i - 1];
    if (previous !== undefined)
      walked.push((walked.at(-1) ?? 0) + equirectM(previous[0], previous[1], p[0], p[1]));
  }
  const total = walked.at(-1) ?? 0;
  return walked.map((w) => (total > 0 ? w / total : 0));
}

function finite(seconds: number | undefined): number {
  return seconds !== undefined && seconds < Infinity ? seconds : 0;
}
