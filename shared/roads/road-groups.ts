import { segmentOfEdge, twinEdge } from './road-graph.ts';
import { ROAD_CLASSES, type RoadClass } from './road-class.ts';
import { secondsToHead, type SnapPoint, type TimeField } from './fastest.ts';
import type { RoadNet } from './road-net.ts';

/**
 * Kinds of road whose traffic is alike: expressway and trunk, main streets, side streets, and everything narrower (yards,
 * lanes, paths). Times by group are what drives teach about a city.
 */
export const ROAD_GROUPS = ['fast', 'main', 'side', 'narrow'] as const;

const FAST: ReadonlySet<RoadClass> = new Set(['motorway', 'motorway_link', 'trunk', 'trunk_link']);
const MAIN: ReadonlySet<RoadClass> = new Set(['primary', 'primary_link', 'secondary', 'secondary_link']);
const SIDE: ReadonlySet<RoadClass> = new Set(['tertiary', 'tertiary_link', 'unclassified', 'residential']);
const GROUP_OF_CLASS = Uint8Array.from(ROAD_CLASSES, (name) =>
  FAST.has(name) ? 0 : MAIN.has(name) ? 1 : SIDE.has(name) ? 2 : 3,
);

/** Index into ROAD_GROUPS of a directed edge. */
export function groupOfEdge(net: RoadNet, edge: number): number {
  return GROUP_OF_CLASS[net.graph.edgeClass[edge] ?? 0] ?? 3;
}

/**
 * Seconds by group from every node to a field's place, along the fastest way: `table[node * 4 + group]`. Made from the
 * parents of an all-to-one field in one pass; nodes out of reach hold zeros. The field must have direction 'to'.
 */
export function groupSecondsTable(field: TimeField): Float32Array {
  const { net, seconds, parentEdge } = field;
  const { graph } = net;
  const groups = ROAD_GROUPS.length;
  const table = new Float32Array(graph.nodeCount * groups);
  const isDone = new Uint8Array(graph.nodeCount);
  const trail: number[] = [];
  for (let from = 0; from < graph.nodeCount; from++) {
    if ((seconds[from] ?? Infinity) === Infinity) continue;
    // up the tree to the first node that is known, then back down
    let node = from;
    while (isDone[node] === 0) {
      isDone[node] = 1;
      trail.push(node);
      const edge = parentEdge[node] ?? -1;
      if (edge < 0) break;
      node = graph.edgeHead[edge] ?? 0;
    }
    for (let at = trail.pop(); at !== undefined; at = trail.pop()) {
      const edge = parentEdge[at] ?? -1;
      if (edge < 0) {
        const last = lastEdge(field, at);
        if (last >= 0) table[at * groups + groupOfEdge(net, last)] = seconds[at] ?? 0;
        continue;
      }
      const head = (graph.edgeHead[edge] ?? 0) * groups;
      for (let g = 0; g < groups; g++) table[at * groups + g] = table[head + g] ?? 0;
      const group = at * groups + groupOfEdge(net, edge);
      table[group] = (table[group] ?? 0) + (net.edgeSeconds[edge] ?? 0);
    }
  }
  return table;
}

/** Seconds by group from a point to a field's place, read from its table; undefined when there is no way through a junction. */
export function groupSecondsFrom(
  field: TimeField,
  table: Float32Array,
  point: SnapPoint,
): number[] | undefined {
  const { net } = field;
  let best = Infinity;
  let bestEdge = -1;
  for (const edge of [point.edge, twinEdge(point.edge)]) {
    const seconds =
      secondsToHead(net, point, edge) + (field.seconds[net.graph.edgeHead[edge] ?? 0] ?? Infinity);
    if (seconds < best) {
      best = seconds;
      bestEdge = edge;
    }
  }
  if (bestEdge < 0) return undefined;
  const head = (net.graph.edgeHead[bestEdge] ?? 0) * ROAD_GROUPS.length;
  const own = groupOfEdge(net, bestEdge);
  const first = secondsToHead(net, point, bestEdge);
  return ROAD_GROUPS.map((_, g) => (table[head + g] ?? 0) + (g === own ? first : 0));
}

/** The piece of the place's own road that a node enters it by, -1 when the node is no end of it. */
function lastEdge(field: TimeField, node: number): number {
  for (const place of field.places) {
    for (const edge of [place.edge, twinEdge(place.edge)]) {
      if (field.net.graph.edgeTail[edge] === node && segmentOfEdge(edge) === segmentOfEdge(place.edge))
        return edge;
    }
  }
  return -1;
}
