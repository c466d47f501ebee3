import { angleBetweenDeg, equirectM } from '../geo/distance.ts';
import type { RoadLine } from './closed-net.ts';
import type { SnapPoint } from './fastest.ts';
import { EDGE_FLAGS } from './road-class.ts';
import { edgePoints, type RoadGraph, segmentOfEdge, twinEdge } from './road-graph.ts';
import { edgeHeadingDeg, pointOnEdge, snapCandidates, type SnapIndex } from './snap.ts';

/** How far from a road a point may be picked, and how far apart the two carriageways of one road may lie. */
const PICK_REACH_M = 80;
const CARRIAGEWAYS_M = 50;
const ROADS_TRIED = 12;
/** A road goes on where the next piece turns less than this. */
const GOES_ON_DEG = 45;
const MOST_EDGES = 80;
const DRIVEN = EDGE_FLAGS.CAR | EDGE_FLAGS.EMERGENCY;

/** A piece of road around a point: a line for each direction it may be driven in, the nearest first. */
export interface RoadStretch {
  readonly ways: readonly [RoadLine, ...RoadLine[]];
}

/**
 * The `lengthM` metres of road around the road nearest to a point, straight on over junctions, as lines in the order of
 * driving: both directions (also where they are two carriageways), or only the nearest. Undefined = no road for vehicles near.
 */
export function roadStretch(
  index: SnapIndex,
  at: { readonly lon: number; readonly lat: number },
  lengthM: number,
  bothWays: boolean,
): RoadStretch | undefined {
  const { graph } = index;
  const near = snapCandidates(index, undefined, at.lon, at.lat, ROADS_TRIED, PICK_REACH_M);
  const own = near.flatMap(readings).find((way) => isDriven(graph, way.edge));
  if (own === undefined) return undefined;
  const line = lineAround(graph, own, lengthM);
  if (!bothWays) return { ways: [line] };
  if (isDriven(graph, twinEdge(own.edge))) return { ways: [line, line.toReversed()] };
  const headingDeg = edgeHeadingDeg(graph, own);
  const other = snapCandidates(index, undefined, own.lon, own.lat, ROADS_TRIED, CARRIAGEWAYS_M)
    .flatMap(readings)
    .find(
      (way) =>
        segmentOfEdge(way.edge) !== segmentOfEdge(own.edge) &&
        isDriven(graph, way.edge) &&
        graph.edgeClass[way.edge] === graph.edgeClass[own.edge] &&
        angleBetweenDeg(edgeHeadingDeg(graph, way), headingDeg + 180) <= GOES_ON_DEG,
    );
  return { ways: other === undefined ? [line] : [line, lineAround(graph, other, lengthM)] };
}

function readings(point: SnapPoint): SnapPoint[] {
  return [point, { ...point, edge: twinEdge(point.edge), fraction: 1 - point.fraction }];
}

function isDriven({ edgeFlags }: RoadGraph, edge: number): boolean {
  return ((edgeFlags[edge] ?? 0) & DRIVEN) !== 0;
}

function lineAround(graph: RoadGraph, point: SnapPoint, lengthM: number): RoadLine {
  const behind = halfLine(graph, point, lengthM / 2, 'back');
  const ahead = halfLine(graph, point, lengthM / 2, 'on');
  const all = [...behind.toReversed(), { lon: point.lon, lat: point.lat }, ...ahead];
  return all.filter(({ lon, lat }, i) => i === 0 || lon !== all[i - 1]?.lon || lat !== all[i - 1]?.lat);
}

/** Points from (without) a point on, `lengthM` metres of them, going away from it. */
function halfLine(
  graph: RoadGraph,
  point: SnapPoint,
  lengthM: number,
  direction: 'on' | 'back',
): { lon: number; lat: number }[] {
  const line: { lon: number; lat: number }[] = [];
  const seen = new Set<number>();
  let [edge, fraction, leftM] = [point.edge, point.fraction, lengthM];
  while (leftM > 0 && seen.size < MOST_EDGES && !seen.has(edge)) {
    seen.add(edge);
    const wholeM = graph.edgeLengthM[edge] ?? 0;
    const share = wholeM > 0 ? leftM / wholeM : 1;
    const end = direction === 'on' ? Math.min(1, fraction + share) : Math.max(0, fraction - share);
    line.push(...between(graph, edge, fraction, end));
    leftM -= Math.abs(end - fraction) * wholeM;
    if (end !== 0 && end !== 1) break;
    const next = goesOn(graph, edge, direction);
    if (next === undefined) break;
    edge = next;
    fraction = direction === 'on' ? 0 : 1;
  }
  return line;
}

/** Points of an edge from one share of it to another, in that order, without the first. */
function between(graph: RoadGraph, edge: number, from: number, to: number): { lon: number; lat: number }[] {
  const points = edgePoints(graph, edge);
  const walked = [0];
  for (const [i, [lon, lat]] of points.entries()) {
    const before = points[i - 1];
    if (before !== undefined) walked.push((walked.at(-1) ?? 0) + equirectM(before[0], before[1], lon, lat));
  }
  const totalM = walked.at(-1) ?? 0;
  const [low, high] = from < to ? [from, to] : [to, from];
  const inner = points.flatMap(([lon, lat], i) => {
    const share = totalM > 0 ? (walked[i] ?? 0) / totalM : 0;
    return share > low && share < high ? [{ lon, lat }] : [];
  });
  const { lon, lat } = pointOnEdge(graph, edge, to);
  return [...(from < to ? inner : inner.toReversed()), { lon, lat }];
}

/** The edge that goes straight on after (or came straight before) this one, on a road of its class; turn edges count as none. */
function goesOn(graph: RoadGraph, edge: number, direction: 'on' | 'back'): number | undefined {
  const isOn = direction === 'on';
  const node = (isOn ? graph.edgeHead[edge] : graph.edgeTail[edge]) ?? 0;
  const [first, list] = isOn ? [graph.outFirst, graph.outEdge] : [graph.inFirst, graph.inEdge];
  const headingDeg = edgeHeadingDeg(graph, pointOnEdge(graph, edge, isOn ? 1 : 0));
  let best: number | undefined;
  let bestDeg = GOES_ON_DEG;
  for (let row = first[node] ?? 0; row < (first[node + 1] ?? 0); row++) {
    const next = list[row] ?? 0;
    if (segmentOfEdge(next) === segmentOfEdge(edge) || !isDriven(graph, next)) continue;
    if (graph.edgeClass[next] !== graph.edgeClass[edge]) continue;
    const turnDeg = angleBetweenDeg(
      edgeHeadingDeg(graph, pointOnEdge(graph, next, isOn ? 0 : 1)),
      headingDeg,
    );
    if (turnDeg >= bestDeg) continue;
    best = next;
    bestDeg = turnDeg;
  }
  return best;
}
