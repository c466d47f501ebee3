import { bearingDeg } from '../geo/distance.ts';
import { RAD_PER_DEG } from '../geo/point.ts';
import type { SnapPoint } from './fastest.ts';
import { buildCellGrid, type CellGrid, cellsAround } from './kernels/cell-grid.ts';
import { projectToShape } from './kernels/project-shape.ts';
import { boxGapM, type SegmentBoxes, segmentBoxes } from './kernels/segment-boxes.ts';
import { EDGE_FLAGS } from './road-class.ts';
import { edgePoints, type RoadGraph, segmentOfEdge, twinEdge } from './road-graph.ts';
import type { RoadNet } from './road-net.ts';

/** Spatial index over the segments of one graph; immutable, made once, shared by all profiles. */
export interface SnapIndex {
  readonly graph: RoadGraph;
  readonly grid: CellGrid;
  readonly boxes: SegmentBoxes;
}

/** Default search radius in metres: farther from any road than this, a place is not "on" the network. */
export const SNAP_RADIUS_M = 500;

/** Indexes a graph (about 10 ms for a city). */
export function buildSnapIndex(graph: RoadGraph): SnapIndex {
  return { graph, grid: buildCellGrid(graph), boxes: segmentBoxes(graph) };
}

/**
 * Nearest point of a road open to the net's profile (of any road when only a graph is given), within `radiusM` metres;
 * undefined when there is none. On a two-way road the edge in drawing direction is named.
 */
export function snapNearest(
  index: SnapIndex,
  net: RoadNet | undefined,
  lon: number,
  lat: number,
  radiusM: number = SNAP_RADIUS_M,
): SnapPoint | undefined {
  const cosLat = Math.cos(lat * RAD_PER_DEG);
  for (let reachM = Math.min(radiusM, FIRST_REACH_M); ; reachM = Math.min(radiusM, reachM * 2)) {
    let best: SnapPoint | undefined;
    for (const segment of cellsAround(index.grid, lon, lat, reachM)) {
      const leastM = boxGapM(index.boxes, segment, lon, lat, cosLat);
      if (best !== undefined && leastM > best.distanceM + ROUNDING_M) continue;
      const point = snapToSegment(index.graph, net, segment, lon, lat);
      if (point !== undefined && isNearer(point, best)) best = point;
    }
    // what lies within reachM has been seen completely, so nothing nearer can turn up later
    if (best !== undefined && best.distanceM <= reachM) return best;
    if (reachM >= radiusM) return undefined;
  }
}

function isNearer(a: SnapPoint, b: SnapPoint | undefined): boolean {
  return b === undefined || a.distanceM < b.distanceM || (a.distanceM === b.distanceM && a.edge < b.edge);
}

/** A box and a shape are measured by other steps of arithmetic. */
const ROUNDING_M = 1e-6;
/** Most places asked about lie this near a road: a quarter of the segments of a wider first look. */
const FIRST_REACH_M = 50;

/** The `count` nearest roads, one point each, nearest first; ties by segment number. */
export function snapCandidates(
  index: SnapIndex,
  net: RoadNet | undefined,
  lon: number,
  lat: number,
  count: number,
  radiusM: number = SNAP_RADIUS_M,
): SnapPoint[] {
  const found: SnapPoint[] = [];
  const cosLat = Math.cos(lat * RAD_PER_DEG);
  let reachM = Math.min(radiusM, FIRST_REACH_M);
  const seen = new Set<number>();
  for (;;) {
    for (const segment of cellsAround(index.grid, lon, lat, reachM)) {
      if (seen.has(segment)) continue;
      seen.add(segment);
      if (boxGapM(index.boxes, segment, lon, lat, cosLat) > radiusM + ROUNDING_M) continue;
      const point = snapToSegment(index.graph, net, segment, lon, lat);
      if (point !== undefined && point.distanceM <= radiusM) found.push(point);
    }
    found.sort((a, b) => a.distanceM - b.distanceM || a.edge - b.edge);
    // what lies within reachM has been seen completely, so nothing nearer can turn up later
    const kth = found[count - 1];
    if (reachM >= radiusM || (kth !== undefined && kth.distanceM <= reachM)) return found.slice(0, count);
    reachM = Math.min(radiusM, reachM * 2);
  }
}

/** The point on one directed edge nearest to a place; for markers that must lie on a known road. */
export function snapToEdge(graph: RoadGraph, edge: number, lon: number, lat: number): SnapPoint {
  const forward = edge % 2 === 0 ? edge : twinEdge(edge);
  const hit = projectToShape(graph, forward / 2, lon, lat);
  return {
    edge,
    fraction: edge === forward ? hit.fraction : 1 - hit.fraction,
    lon: hit.lon,
    lat: hit.lat,
    distanceM: hit.distanceM,
  };
}

/** The point a given share (0..1) of the way along a directed edge. */
export function pointOnEdge(graph: RoadGraph, edge: number, share: number): SnapPoint {
  const fraction = Math.min(1, Math.max(0, share));
  const points = edgePoints(graph, edge);
  const metric = Math.cos((points[0]?.[1] ?? 0) * RAD_PER_DEG);
  const lengths = points
    .slice(1)
    .map((p, i) => Math.hypot((p[0] - (points[i]?.[0] ?? 0)) * metric, p[1] - (points[i]?.[1] ?? 0)));
  let left = lengths.reduce((sum, l) => sum + l, 0) * fraction;
  for (const [i, length] of lengths.entries()) {
    const a = points[i];
    const b = points[i + 1];
    if (a === undefined || b === undefined) break;
    if (left <= length || i === lengths.length - 1) {
      const f = length === 0 ? 0 : Math.min(1, left / length);
      return { edge, fraction, lon: a[0] + f * (b[0] - a[0]), lat: a[1] + f * (b[1] - a[1]), distanceM: 0 };
    }
    left -= length;
  }
  return { edge, fraction, lon: points[0]?.[0] ?? 0, lat: points[0]?.[1] ?? 0, distanceM: 0 };
}

/** The way a directed edge runs at a point of it, degrees clockwise from north. */
export function edgeHeadingDeg(graph: RoadGraph, { edge, fraction }: SnapPoint): number {
  const segment = segmentOfEdge(edge);
  const { shapeFirst, shapeLon, shapeLat } = graph;
  const start = shapeFirst[segment] ?? 0;
  const end = shapeFirst[segment + 1] ?? start;
  const isForward = edge % 2 === 0;
  const squash = Math.cos(((shapeLat[start] ?? 0) * Math.PI) / 180);
  const pieceLength = (i: number): number =>
    Math.hypot(
      ((shapeLon[i] ?? 0) - (shapeLon[i - 1] ?? 0)) * squash,
      (shapeLat[i] ?? 0) - (shapeLat[i - 1] ?? 0),
    );
  let left = 0;
  for (let i = start + 1; i < end; i++) left += pieceLength(i);
  left *= isForward ? fraction : 1 - fraction;
  let at = start + 1;
  while (at < end - 1 && left > pieceLength(at)) left -= pieceLength(at++);
  const bearing = bearingDeg(
    shapeLon[at - 1] ?? 0,
    shapeLat[at - 1] ?? 0,
    shapeLon[at] ?? 0,
    shapeLat[at] ?? 0,
  );
  return isForward ? bearing : bearing + 180;
}

function snapToSegment(
  graph: RoadGraph,
  net: RoadNet | undefined,
  segment: number,
  lon: number,
  lat: number,
): SnapPoint | undefined {
  const forward = 2 * segment;
  if (((graph.edgeFlags[forward] ?? 0) & EDGE_FLAGS.TURN) !== 0) return undefined;
  const openForward = net === undefined || (net.edgeSeconds[forward] ?? Infinity) < Infinity;
  const openBack = net === undefined || (net.edgeSeconds[forward + 1] ?? Infinity) < Infinity;
  if (!openForward && !openBack) return undefined;
  return snapToEdge(graph, openForward ? forward : forward + 1, lon, lat);
}
