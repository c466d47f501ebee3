import { angleBetweenDeg, bearingDeg } from '../../shared/geo/distance.ts';
import type { LonLat } from '../../shared/geo/point.ts';
import { EDGE_FLAGS, roadClassName } from '../../shared/roads/road-class.ts';
import { edgePoints, type RoadGraph, twinEdge } from '../../shared/roads/road-graph.ts';

/** A long drawable line: consecutive pieces of road of one class joined end to end. */
export interface RoadLine {
  /** Class without the _link. */
  readonly roadClass: string;
  readonly link: boolean;
  readonly tunnel: boolean;
  readonly bridge: boolean;
  /** What the caller told its pieces apart by; 0 when it did not. */
  readonly group: number;
  readonly points: readonly LonLat[];
}

const DRAWN_FLAGS = EDGE_FLAGS.TUNNEL | EDGE_FLAGS.BRIDGE;
const MAX_TURN_DEG = 60;

/**
 * Joins segments into long lines. Tiles drop lines shorter than a pixel, so a network cut at every junction would
 * fall apart at low zoom; joined, it stays whole and is smaller. At a junction the straightest unused piece follows.
 * `groupOf` tells apart what must not be joined, by segment (names, levels); negative = leave the segment out.
 */
export function joinRoadLines(graph: RoadGraph, groupOf: readonly number[] = []): RoadLine[] {
  const used = new Uint8Array(graph.segmentCount);
  const lines: RoadLine[] = [];
  for (let segment = 0; segment < graph.segmentCount; segment++) {
    const group = groupOf[segment] ?? 0;
    if (used[segment] === 1 || group < 0) continue;
    used[segment] = 1;
    const forward = 2 * segment;
    const ahead = follow(graph, groupOf, used, forward);
    const behind = follow(graph, groupOf, used, twinEdge(forward)).map(twinEdge).toReversed();
    const name = roadClassName(graph.edgeClass[forward] ?? 0);
    const flags = graph.edgeFlags[forward] ?? 0;
    lines.push({
      roadClass: name.replace('_link', ''),
      link: name.endsWith('_link'),
      tunnel: (flags & EDGE_FLAGS.TUNNEL) !== 0,
      bridge: (flags & EDGE_FLAGS.BRIDGE) !== 0,
      group,
      points: pointsOf(graph, [...behind, forward, ...ahead]),
    });
  }
  return lines;
}

/** The directed edges that carry the line on from the head of `edge`; marks them used. */
function follow(graph: RoadGraph, groupOf: readonly number[], used: Uint8Array, edge: number): number[] {
  const chain: number[] = [];
  for (let current = edge; ; ) {
    const next = straightest(graph, groupOf, used, current);
    if (next === undefined) return chain;
    used[next >>> 1] = 1;
    chain.push(next);
    current = next;
  }
}

function straightest(
  graph: RoadGraph,
  groupOf: readonly number[],
  used: Uint8Array,
  edge: number,
): number | undefined {
  const node = graph.edgeHead[edge] ?? 0;
  const arriving = headingAtEnd(edgePoints(graph, edge));
  let best: number | undefined;
  let bestTurn = MAX_TURN_DEG;
  for (let i = graph.outFirst[node] ?? 0; i < (graph.outFirst[node + 1] ?? 0); i++) {
    const next = graph.outEdge[i] ?? 0;
    if (used[next >>> 1] === 1 || !drawnAlike(graph, edge, next)) continue;
    if ((groupOf[edge >>> 1] ?? 0) !== (groupOf[next >>> 1] ?? 0)) continue;
    const turn = angleBetweenDeg(arriving, headingAtEnd(edgePoints(graph, twinEdge(next))) + 180);
    if (turn < bestTurn) {
      best = next;
      bestTurn = turn;
    }
  }
  return best;
}

function drawnAlike(graph: RoadGraph, a: number, b: number): boolean {
  const flags = (e: number): number => (graph.edgeFlags[e] ?? 0) & DRAWN_FLAGS;
  return graph.edgeClass[a] === graph.edgeClass[b] && flags(a) === flags(b);
}

function headingAtEnd(points: readonly LonLat[]): number {
  const to = points.at(-1);
  const from = points.at(-2);
  return from === undefined || to === undefined ? 0 : bearingDeg(from[0], from[1], to[0], to[1]);
}

function pointsOf(graph: RoadGraph, edges: readonly number[]): LonLat[] {
  return edges.flatMap((edge, i) => edgePoints(graph, edge).slice(i === 0 ? 0 : 1));
}
