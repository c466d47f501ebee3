import { packRows } from './kernels/pack-rows.ts';
import type { Profile } from './profiles.ts';
import { roadClassName } from './road-class.ts';
import type { RoadGraph } from './road-graph.ts';

/** Rows of one direction of search: only edges open to the profile, with their seconds beside them. */
export interface PackedRows {
  readonly first: Uint32Array;
  /** Node at the other end. */
  readonly node: Uint32Array;
  readonly edge: Uint32Array;
  readonly seconds: Float64Array;
}

/**
 * A graph as one profile sees it. Made once per graph and profile (a few milliseconds), immutable, shared by all
 * searches; everything that answers a time takes one.
 */
export interface RoadNet {
  readonly graph: RoadGraph;
  readonly profile: Profile;
  /** Seconds to drive each directed edge from end to end; Infinity where the profile may not go. */
  readonly edgeSeconds: Float64Array;
  readonly forward: PackedRows;
  readonly backward: PackedRows;
}

/** Prices every edge for the profile. */
export function prepareRoadNet(graph: RoadGraph, profile: Profile): RoadNet {
  const edgeSeconds = Float64Array.from({ length: graph.edgeCount }, (_, edge) =>
    secondsOfEdge(graph, profile, edge),
  );
  return {
    graph,
    profile,
    edgeSeconds,
    forward: packRows(graph.outFirst, graph.outEdge, graph.edgeHead, edgeSeconds),
    backward: packRows(graph.inFirst, graph.inEdge, graph.edgeTail, edgeSeconds),
  };
}

/** Speed of the profile on an edge in km/h; 0 when it may not go there. */
export function profileSpeedKmh(graph: RoadGraph, profile: Profile, edge: number): number {
  if (((graph.edgeFlags[edge] ?? 0) & profile.permission) === 0) return 0;
  const classKmh = profile.speedKmh[roadClassName(graph.edgeClass[edge] ?? 0)];
  const tagged = graph.edgeSpeedKmh[edge] ?? 0;
  return classKmh > 0 && tagged > 0 && profile.limitFactor > 0 ? tagged * profile.limitFactor : classKmh;
}

function secondsOfEdge(graph: RoadGraph, profile: Profile, edge: number): number {
  const kmh = profileSpeedKmh(graph, profile, edge);
  return kmh > 0 ? (graph.edgeLengthM[edge] ?? 0) / (kmh / 3.6) : Infinity;
}
