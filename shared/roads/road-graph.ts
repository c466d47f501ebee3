/**
 * A road network as struct of arrays. Immutable by convention once built: share it freely, never write to it.
 *
 * Segment s is an undirected piece of road between two junctions; it always has two directed edges,
 * 2s (from its first point to its last) and 2s + 1 (back). A direction that is not allowed carries no permission bits.
 * Edge ids are stable for one graph file and are what snaps, routes and packs refer to.
 * At a junction with turn restrictions the two directions may end at different nodes of the same place (turn-graph.ts), so
 * never take the head of an edge for the tail of its twin.
 */
export interface RoadGraph {
  readonly nodeCount: number;
  readonly segmentCount: number;
  readonly edgeCount: number;
  /** Degrees, WGS-84. */
  readonly nodeLon: Float64Array;
  readonly nodeLat: Float64Array;
  /** Weakly connected component of each node, 0 = the largest. */
  readonly nodeComponent: Uint32Array;
  readonly edgeTail: Uint32Array;
  readonly edgeHead: Uint32Array;
  /** Codes of ROAD_CLASSES. */
  readonly edgeClass: Uint8Array;
  /** Tagged speed limit in km/h; 0 = not tagged. */
  readonly edgeSpeedKmh: Uint8Array;
  readonly edgeLengthM: Float64Array;
  /** EDGE_FLAGS of this direction. */
  readonly edgeFlags: Uint16Array;
  /** CSR: edges leaving node n are outEdge[outFirst[n]] .. outEdge[outFirst[n + 1] - 1]. */
  readonly outFirst: Uint32Array;
  readonly outEdge: Uint32Array;
  /** Reverse CSR: edges entering node n. */
  readonly inFirst: Uint32Array;
  readonly inEdge: Uint32Array;
  /** Points of segment s, both ends included, are shapeFirst[s] .. shapeFirst[s + 1] - 1. */
  readonly shapeFirst: Uint32Array;
  readonly shapeLon: Float64Array;
  readonly shapeLat: Float64Array;
}

/** The other direction of the same piece of road. */
export function twinEdge(edge: number): number {
  return edge ^ 1;
}

/** The undirected segment of a directed edge. */
export function segmentOfEdge(edge: number): number {
  return edge >>> 1;
}

/** Points of a directed edge in travel order, degrees. */
export function edgePoints(graph: RoadGraph, edge: number): (readonly [lon: number, lat: number])[] {
  const segment = segmentOfEdge(edge);
  const points: (readonly [number, number])[] = [];
  const end = graph.shapeFirst[segment + 1] ?? 0;
  for (let i = graph.shapeFirst[segment] ?? end; i < end; i++) {
    points.push([graph.shapeLon[i] ?? 0, graph.shapeLat[i] ?? 0]);
  }
  return edge % 2 === 0 ? points : points.reverse();
}
