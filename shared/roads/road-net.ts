import type { ClosedRoads } from './closed-net.ts';
import { packRows } from './kernels/pack-rows.ts';
import { largestStrongComponent } from './kernels/strong-components.ts';
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
  /** Without the edges that are no way through. */
  readonly forward: PackedRows;
  readonly backward: PackedRows;
  /** Roads that are closed just now; undefined = none. */
  readonly closed?: ClosedRoads | undefined;
}

/** Prices every edge for the profile. */
export function prepareRoadNet(graph: RoadGraph, profile: Profile): RoadNet {
  return netOf(
    graph,
    profile,
    Float64Array.from({ length: graph.edgeCount }, (_, edge) => secondsOfEdge(graph, profile, edge)),
  );
}

/**
 * The same, with every edge closed that does not join two places of the profile's main network (the largest part in
 * which each place can be reached from each other). Use this one for live work: whatever snaps to it has an ETA, where
 * in the whole network an island or a one-way road cut by the extract's border would answer "unreachable".
 */
export function prepareMainNet(graph: RoadGraph, profile: Profile): RoadNet {
  const whole = prepareRoadNet(graph, profile);
  const inMain = largestStrongComponent(whole.forward);
  return netOf(
    graph,
    profile,
    whole.edgeSeconds.map((seconds, edge) =>
      inMain[graph.edgeTail[edge] ?? 0] === 1 && inMain[graph.edgeHead[edge] ?? 0] === 1 ? seconds : Infinity,
    ),
  );
}

function netOf(graph: RoadGraph, profile: Profile, edgeSeconds: Float64Array): RoadNet {
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
  const roadClass = roadClassName(graph.edgeClass[edge] ?? 0);
  const classKmh = profile.speedKmh[roadClass];
  const tagged = graph.edgeSpeedKmh[edge] ?? 0;
  // a ferry's speed comes from its timetable: nobody aboard is faster
  if (roadClass === 'ferry' && tagged > 0) return tagged;
  return classKmh > 0 && tagged > 0 && profile.limitFactor > 0 ? tagged * profile.limitFactor : classKmh;
}

function secondsOfEdge(graph: RoadGraph, profile: Profile, edge: number): number {
  const kmh = profileSpeedKmh(graph, profile, edge);
  return kmh > 0 ? (graph.edgeLengthM[edge] ?? 0) / (kmh / 3.6) : Infinity;
}
