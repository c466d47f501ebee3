import type { BBox } from '../../shared/geo/bbox.ts';
import { localProjection, toLocal } from '../../shared/geo/projection.ts';
import { convexHull } from '../../shared/geo/polygon.ts';
import type { LonLat } from '../../shared/geo/point.ts';
import type { CoreArea } from '../../shared/roads/pack.ts';
import type { RoadGraph } from '../../shared/roads/road-graph.ts';
import { insideOf } from './core-area.ts';
import { ringSize } from './rings.ts';
import { roundDeg } from './round.ts';

/** Where the region is and where its data is dense. */
export interface RegionOutline {
  readonly bounds: BBox;
  readonly centre: LonLat;
  readonly coreOutline: readonly LonLat[];
  readonly coverage: readonly LonLat[];
}

/** Cells of `cellM` metres that hold at least `junctions` junctions count as covered. */
interface Grain {
  readonly cellM: number;
  readonly junctions: number;
}

const CORE: Grain = { cellM: 1000, junctions: 8 };
const COVERAGE: Grain = { cellM: 3000, junctions: 20 };

/**
 * Core and coverage are the hulls of the largest patch of covered cells (side by side), fine-grained for the core: the
 * built-up area and the area with a road network, found without place polygons, which many extracts lack. Single roads
 * that run on beyond them are in the graph and within `bounds`, but make no network. A core that was asked for is taken as it
 * is: its largest ring, as far as there are roads at all, lies in the coverage.
 */
export function outlineOf(graph: RoadGraph, area?: Pick<CoreArea, 'rings'>): RegionOutline {
  const bounds = boundsOf(graph);
  const members = largestPatch(graph, bounds, CORE);
  const core = convexHull(members);
  const coverage = convexHull([...largestPatch(graph, bounds, COVERAGE), ...members]);
  const mean = (k: 0 | 1): number => members.reduce((sum, p) => sum + p[k], 0) / members.length;
  const ring = (points: readonly LonLat[]): LonLat[] =>
    points.map(([x, y]) => [roundDeg(x, 5), roundDeg(y, 5)]);
  if (area !== undefined) return withArea(graph, area, bounds, [...coverage]);
  return {
    bounds,
    centre: [roundDeg(mean(0), 5), roundDeg(mean(1), 5)],
    coreOutline: ring(core.length > 0 ? core : boxRing(bounds)),
    coverage: ring(coverage.length > 0 ? coverage : boxRing(bounds)),
  };
}

function withArea(
  graph: RoadGraph,
  { rings }: Pick<CoreArea, 'rings'>,
  bounds: BBox,
  dense: readonly LonLat[],
): RegionOutline {
  const core = rings.toSorted((a, b) => ringSize(b) - ringSize(a))[0] ?? boxRing(bounds);
  const within = core.map(
    ([lon, lat]): LonLat => [
      Math.min(bounds[2], Math.max(bounds[0], lon)),
      Math.min(bounds[3], Math.max(bounds[1], lat)),
    ],
  );
  const inside = insideOf(rings);
  const junctions: LonLat[] = [];
  for (const [n, lon] of graph.nodeLon.entries())
    if (inside(lon, graph.nodeLat[n] ?? 0)) junctions.push([lon, graph.nodeLat[n] ?? 0]);
  const middle = junctions.length > 0 ? junctions : within;
  const mean = (k: 0 | 1): number => middle.reduce((sum, p) => sum + p[k], 0) / middle.length;
  const round = ([lon, lat]: LonLat): LonLat => [roundDeg(lon, 5), roundDeg(lat, 5)];
  const coverage = convexHull([...dense, ...within]);
  return {
    bounds,
    centre: round([mean(0), mean(1)]),
    coreOutline: core.map(round),
    coverage: (coverage.length > 0 ? coverage : boxRing(bounds)).map(round),
  };
}

function boundsOf(graph: RoadGraph): BBox {
  const box: [number, number, number, number] = [180, 90, -180, -90];
  for (const lon of graph.shapeLon) [box[0], box[2]] = [Math.min(box[0], lon), Math.max(box[2], lon)];
  for (const lat of graph.shapeLat) [box[1], box[3]] = [Math.min(box[1], lat), Math.max(box[3], lat)];
  return box;
}

function boxRing([west, south, east, north]: BBox): LonLat[] {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}

function largestPatch(graph: RoadGraph, bounds: BBox, grain: Grain): LonLat[] {
  const frame = localProjection(bounds[0], bounds[1]);
  const cells = new Map<string, LonLat[]>();
  for (let n = 0; n < graph.nodeCount; n++) {
    const at: LonLat = [graph.nodeLon[n] ?? 0, graph.nodeLat[n] ?? 0];
    const [x, y] = toLocal(frame, at[0], at[1]);
    const key = `${Math.floor(x / grain.cellM)},${Math.floor(y / grain.cellM)}`;
    const cell = cells.get(key);
    if (cell === undefined) cells.set(key, [at]);
    else cell.push(at);
  }
  const dense = new Map([...cells].filter(([, points]) => points.length >= grain.junctions));
  let best: LonLat[] = [];
  for (const key of dense.keys()) {
    const patch = takePatch(dense, key);
    if (patch.length > best.length) best = patch;
  }
  return best.length > 0 ? best : [...cells.values()].flat();
}

/** Removes the patch from `dense` and returns its junctions. */
function takePatch(dense: Map<string, LonLat[]>, start: string): LonLat[] {
  const queue = [start];
  const patch: LonLat[] = [];
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    const points = dense.get(key);
    if (points === undefined) continue;
    dense.delete(key);
    patch.push(...points);
    const [x = 0, y = 0] = key.split(',').map(Number);
    queue.push(`${x - 1},${y}`, `${x + 1},${y}`, `${x},${y - 1}`, `${x},${y + 1}`);
  }
  return patch;
}
