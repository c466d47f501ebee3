import { angleBetweenDeg, bearingDeg, equirectM } from '../geo/distance.ts';
import type { SnapPoint } from './fastest.ts';
import { packRows } from './kernels/pack-rows.ts';
import { EDGE_FLAGS } from './road-class.ts';
import { twinEdge } from './road-graph.ts';
import type { RoadNet } from './road-net.ts';
import { edgeHeadingDeg, snapCandidates, type SnapIndex } from './snap.ts';

/** A line on the map, degrees; one point alone cuts the nearest road at that point. */
export type RoadLine = readonly { readonly lon: number; readonly lat: number }[];

/**
 * Shares of directed edges that are closed, [from, to] in the order they are driven, 0..1. An edge that is here is no way
 * through; it may still be driven up to the closed share, and out of it.
 */
export type ClosedShares = ReadonlyMap<number, readonly (readonly [from: number, to: number])[]>;

/** What is closed on a network. */
export interface ClosedRoads {
  readonly shares: ClosedShares;
  /** Nodes in the middle of a closed stretch: the closed share runs up to them and on from them. */
  readonly inside: ReadonlySet<number>;
}

/** A line is read every so many metres... */
const STEP_M = 8;
/** ...lies on the nearest road within this... */
const LINE_REACH_M = 15;
/** ...that runs its way within this... */
const LINE_ANGLE_DEG = 40;
/** ...and a shorter stretch of a road is the corner of another. */
const LEAST_M = 5;
/** Lines longer than this in all are no streets; what is left of them is not read, or a line round the earth would take an hour. */
const MOST_M = 100_000;
const POINT_REACH_M = 60;
const ROADS_TRIED = 6;
const DRIVEN = EDGE_FLAGS.CAR | EDGE_FLAGS.EMERGENCY;

/** Finds closed lines on a network; what lies on no road of it closes nothing. `bothWays`: whichever way they are drawn. */
export function closedShares(index: SnapIndex, lines: readonly RoadLine[], bothWays: boolean): ClosedShares {
  const found = new Map<number, (readonly [number, number])[]>();
  const note = (edge: number, from: number, to: number): void => {
    found.set(edge, [...(found.get(edge) ?? []), [from, to]]);
  };
  for (const line of withinLength(lines)) {
    if (line.length === 1) cutAt(index, line, note);
    for (const [edge, [from, to]] of alongLine(index, line)) {
      note(edge, from, to);
      if (bothWays) note(twinEdge(edge), 1 - to, 1 - from);
    }
  }
  return found;
}

/** The same network with roads closed: searches go round them, times on a piece of road stay what they were. */
export function closeNet(net: RoadNet, shares: ClosedShares): RoadNet {
  if (shares.size === 0) return net;
  const { graph } = net;
  const through = net.edgeSeconds.slice();
  const ends = new Set<number>();
  for (const [edge, parts] of shares) {
    through[edge] = Infinity;
    if (parts.some(([, to]) => to === 1)) ends.add(graph.edgeHead[edge] ?? 0);
  }
  const inside = new Set<number>();
  for (const [edge, parts] of shares) {
    const tail = graph.edgeTail[edge] ?? 0;
    if (ends.has(tail) && parts.some(([from]) => from === 0)) inside.add(tail);
  }
  return {
    ...net,
    closed: { shares, inside },
    forward: packRows(graph.outFirst, graph.outEdge, graph.edgeHead, through),
    backward: packRows(graph.inFirst, graph.inEdge, graph.edgeTail, through),
  };
}

/** Whether nobody can drive from one share of an edge to a later one: a closed share lies between. */
export function isClosedBetween(shares: ClosedShares, edge: number, from: number, to: number): boolean {
  return (
    shares.get(edge)?.some(([start, end]) => {
      const isAhead = from <= start && from < end;
      const isPassed = end <= to && start < to;
      return isAhead && isPassed;
    }) === true
  );
}

function cutAt(
  index: SnapIndex,
  [at]: RoadLine,
  note: (edge: number, from: number, to: number) => void,
): void {
  const { edgeFlags } = index.graph;
  const near =
    at === undefined ? [] : snapCandidates(index, undefined, at.lon, at.lat, ROADS_TRIED, POINT_REACH_M);
  const point = near.find(({ edge }) =>
    [edge, twinEdge(edge)].some((e) => ((edgeFlags[e] ?? 0) & DRIVEN) !== 0),
  );
  if (point === undefined) return;
  note(point.edge, point.fraction, point.fraction);
  note(twinEdge(point.edge), 1 - point.fraction, 1 - point.fraction);
}

/** The edges a line runs along, each with the share it covers; an edge that is covered but for a corner is covered whole. */
function alongLine(index: SnapIndex, line: RoadLine): [edge: number, share: readonly [number, number]][] {
  const { graph } = index;
  const covered = new Map<number, [from: number, to: number]>();
  for (const { lon, lat, headingDeg } of stepsOf(line)) {
    const point = edgeUnder(index, lon, lat, headingDeg);
    if (point === undefined) continue;
    const share = covered.get(point.edge) ?? [point.fraction, point.fraction];
    covered.set(point.edge, [Math.min(share[0], point.fraction), Math.max(share[1], point.fraction)]);
  }
  return [...covered].flatMap(([edge, [from, to]]) => {
    const lengthM = graph.edgeLengthM[edge] ?? 0;
    const slack = lengthM > 0 ? STEP_M / lengthM : 1;
    const share = [from <= slack ? 0 : from, to >= 1 - slack ? 1 : to] as const;
    return (share[1] - share[0]) * lengthM < Math.min(LEAST_M, lengthM / 2) ? [] : [[edge, share]];
  });
}

/** The lines as far as they are read, each up to the point where all of them together get too long. */
function withinLength(lines: readonly RoadLine[]): RoadLine[] {
  let leftM = MOST_M;
  return lines.map((line) =>
    line.filter((to, i) => {
      const from = line[i - 1] ?? to;
      leftM -= equirectM(from.lon, from.lat, to.lon, to.lat);
      return leftM >= 0;
    }),
  );
}

interface Step {
  readonly lon: number;
  readonly lat: number;
  readonly headingDeg: number;
}

function stepsOf(line: RoadLine): Step[] {
  return line.slice(1).flatMap((to, i) => {
    const from = line[i] ?? to;
    const count = Math.ceil(equirectM(from.lon, from.lat, to.lon, to.lat) / STEP_M);
    const headingDeg = bearingDeg(from.lon, from.lat, to.lon, to.lat);
    return Array.from({ length: count }, (_, k) => {
      const f = (k + 0.5) / count;
      const lon = from.lon + f * (to.lon - from.lon);
      return { lon, lat: from.lat + f * (to.lat - from.lat), headingDeg };
    });
  });
}

/** The nearest directed edge that may be driven the way the line runs, and where on it; undefined = no road there. */
function edgeUnder(index: SnapIndex, lon: number, lat: number, headingDeg: number): SnapPoint | undefined {
  for (const point of snapCandidates(index, undefined, lon, lat, ROADS_TRIED, LINE_REACH_M)) {
    const back = { ...point, edge: twinEdge(point.edge), fraction: 1 - point.fraction };
    for (const way of [point, back]) {
      if (((index.graph.edgeFlags[way.edge] ?? 0) & DRIVEN) === 0) continue;
      if (angleBetweenDeg(edgeHeadingDeg(index.graph, way), headingDeg) <= LINE_ANGLE_DEG) return way;
    }
  }
  return undefined;
}
