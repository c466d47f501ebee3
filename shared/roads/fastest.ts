import { isClosedBetween } from './closed-net.ts';
import { createNodeHeap, pushNode } from './kernels/node-heap.ts';
import { spread, type SpreadState } from './kernels/spread.ts';
import { segmentOfEdge, twinEdge } from './road-graph.ts';
import type { RoadNet } from './road-net.ts';

/**
 * A point on the road: a share of the way (0..1) along a directed edge, the coordinates there (degrees) and how far the
 * asked-for place lies from it (metres). Fraction 0 or 1 is the junction itself. Times are measured from this point; the metres off the road are not in them.
 */
export interface SnapPoint {
  readonly edge: number;
  readonly fraction: number;
  readonly lon: number;
  readonly lat: number;
  readonly distanceM: number;
}

/** Arrays for one search at a time over graphs of one size. Make one per worker or caller and reuse it. */
export interface SearchWorkspace {
  readonly nodeCount: number;
  readonly state: SpreadState;
}

/**
 * Fastest times between a set of places and every node. `direction` 'from': seconds from the nearest place to the node;
 * 'to': seconds from the node to the nearest place. Infinity = unreachable, or beyond the search's limits.
 * `seconds` and `parentEdge` belong to the workspace and change with its next search: `keepField` makes a copy to hold.
 */
export interface TimeField {
  readonly net: RoadNet;
  readonly direction: 'from' | 'to';
  readonly places: readonly SnapPoint[];
  readonly seconds: Float64Array;
  readonly parentEdge: Int32Array;
  readonly settledCount: number;
}

/** Early stops; both optional. A field cut short answers Infinity beyond the cut. */
export interface SearchLimits {
  /** Nothing farther than this is looked at. */
  readonly limitSeconds?: number;
  /** Stop when the ends of the roads of all these points are settled. */
  readonly until?: readonly SnapPoint[];
}

/** A workspace for graphs of `nodeCount` nodes. */
export function createSearchWorkspace(nodeCount: number): SearchWorkspace {
  return {
    nodeCount,
    state: {
      heap: createNodeHeap(nodeCount),
      seconds: new Float64Array(nodeCount),
      parentEdge: new Int32Array(nodeCount),
      wanted: new Uint8Array(nodeCount),
    },
  };
}

/** One-to-all: seconds from the nearest of `places` to every node. */
export function fastestFrom(
  net: RoadNet,
  workspace: SearchWorkspace,
  places: readonly SnapPoint[],
  limits: SearchLimits = {},
): TimeField {
  return search(net, workspace, 'from', places, limits);
}

/** All-to-one: seconds from every node to the nearest of `places`. One such search ranks any number of units. */
export function fastestTo(
  net: RoadNet,
  workspace: SearchWorkspace,
  places: readonly SnapPoint[],
  limits: SearchLimits = {},
): TimeField {
  return search(net, workspace, 'to', places, limits);
}

/** A copy that survives the workspace's next search. */
export function keepField(field: TimeField): TimeField {
  return { ...field, seconds: field.seconds.slice(), parentEdge: field.parentEdge.slice() };
}

/** Seconds to leave the snapped edge by its head, driving `edge` from the point on; Infinity when closed. */
export function secondsToHead(net: RoadNet, point: SnapPoint, edge: number): number {
  const from = edge === point.edge ? point.fraction : 1 - point.fraction;
  return shareOfEdge(net, edge, from, 1);
}

/** Seconds to reach the point from the tail of `edge` (the snapped edge or its twin); Infinity when closed. */
export function secondsFromTail(net: RoadNet, point: SnapPoint, edge: number): number {
  const to = edge === point.edge ? point.fraction : 1 - point.fraction;
  return shareOfEdge(net, edge, 0, to);
}

/** The directed edge driven when both points lie on one piece of road and B can be reached without leaving it. */
export function directEdge(
  net: RoadNet,
  a: SnapPoint,
  b: SnapPoint,
): { edge: number; seconds: number } | undefined {
  if (segmentOfEdge(a.edge) !== segmentOfEdge(b.edge)) return undefined;
  const fractionB = b.edge === a.edge ? b.fraction : 1 - b.fraction;
  const edge = fractionB >= a.fraction ? a.edge : twinEdge(a.edge);
  const [from, to] = edge === a.edge ? [a.fraction, fractionB] : [1 - a.fraction, 1 - fractionB];
  const seconds = shareOfEdge(net, edge, from, to);
  return seconds < Infinity ? { edge, seconds } : undefined;
}

/** No way to go is no time, also on a closed edge: a point at the end of an edge is at the junction and may use any road. */
function shareOfEdge(net: RoadNet, edge: number, from: number, to: number): number {
  const share = Math.max(0, to - from);
  if (share === 0) return 0;
  if (net.closed !== undefined && isClosedBetween(net.closed.shares, edge, from, to)) return Infinity;
  const whole = net.edgeSeconds[edge] ?? Infinity;
  return whole < Infinity ? whole * share : Infinity;
}

function search(
  net: RoadNet,
  workspace: SearchWorkspace,
  direction: 'from' | 'to',
  places: readonly SnapPoint[],
  limits: SearchLimits,
): TimeField {
  const { graph } = net;
  if (workspace.nodeCount !== graph.nodeCount) {
    throw new RangeError(`workspace is for ${workspace.nodeCount} nodes, the graph has ${graph.nodeCount}`);
  }
  const { state } = workspace;
  state.seconds.fill(Infinity);
  state.parentEdge.fill(-1);
  for (const place of places) {
    for (const edge of [place.edge, twinEdge(place.edge)]) {
      const seconds =
        direction === 'from' ? secondsToHead(net, place, edge) : secondsFromTail(net, place, edge);
      const node = (direction === 'from' ? graph.edgeHead[edge] : graph.edgeTail[edge]) ?? 0;
      if (seconds < (state.seconds[node] ?? 0)) {
        state.seconds[node] = seconds;
        pushNode(state.heap, state.seconds, node);
      }
    }
  }
  alongClosed(net, state, direction, 'near');
  const ends = new Set(
    (limits.until ?? []).flatMap((p) =>
      [p.edge, twinEdge(p.edge)].map(
        (edge) => (direction === 'from' ? graph.edgeTail[edge] : graph.edgeHead[edge]) ?? 0,
      ),
    ),
  );
  for (const node of ends) state.wanted[node] = 1;
  const settledCount = spread(
    direction === 'from' ? net.forward : net.backward,
    state,
    limits.limitSeconds ?? Infinity,
    ends.size,
  );
  for (const node of ends) state.wanted[node] = 0;
  alongClosed(net, state, direction, 'far');
  return { net, direction, places, seconds: state.seconds, parentEdge: state.parentEdge, settledCount };
}

/**
 * Who is in the middle of a closed stretch drives out along it, who goes to a place in the middle drives in: the one thing a
 * closed road is still good for. `near`: from the places outwards, before the search; `far`: the nodes it could not reach.
 */
function alongClosed(
  { graph, closed, edgeSeconds, forward, backward }: RoadNet,
  { seconds, parentEdge, heap }: SpreadState,
  direction: 'from' | 'to',
  side: 'near' | 'far',
): void {
  if (closed === undefined || closed.inside.size === 0) return;
  // what a node inside is left with: no open road in (or out), seen from the end that is walked from
  const rows = (side === 'near') === (direction === 'to') ? backward : forward;
  const isShut = (node: number): boolean =>
    closed.inside.has(node) && rows.first[node + 1] === rows.first[node];
  const [farOf, nearOf] =
    direction === 'to' ? [graph.edgeTail, graph.edgeHead] : [graph.edgeHead, graph.edgeTail];
  for (let isChanged = true; isChanged; ) {
    isChanged = false;
    for (const edge of closed.shares.keys()) {
      const [far, near] = [farOf[edge] ?? 0, nearOf[edge] ?? 0];
      if (!isShut(side === 'near' ? near : far)) continue;
      const at = (seconds[near] ?? Infinity) + (edgeSeconds[edge] ?? Infinity);
      if (at >= (seconds[far] ?? Infinity)) continue;
      seconds[far] = at;
      parentEdge[far] = edge;
      if (side === 'near') pushNode(heap, seconds, far);
      isChanged = true;
    }
  }
}
