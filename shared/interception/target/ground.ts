import { equirectM } from '../../geo/distance.ts';
import {
  createSearchWorkspace,
  fastestTo,
  type SearchWorkspace,
  type SnapPoint,
} from '../../roads/fastest.ts';
import { closedShares, closeNet, type RoadLine } from '../../roads/closed-net.ts';
import { CAR } from '../../roads/profiles.ts';
import { roadClassName } from '../../roads/road-class.ts';
import type { RoadGraph } from '../../roads/road-graph.ts';
import { prepareMainNet, type RoadNet } from '../../roads/road-net.ts';
import { buildSnapIndex, type SnapIndex } from '../../roads/snap.ts';
import { type Gate, type GatePlaces, gatesOf, isStoppable } from './gates.ts';

/** A place somebody may be bound for: it stands for the junctions nearest to it. */
export interface Goal {
  readonly node: number;
  /** Weight before anything was seen; they sum to 1. */
  readonly prior: number;
  /** Free-flow seconds from every node to it, Infinity = no way. */
  readonly seconds: Float32Array;
  /** Driven last, after the node: the gate somebody who leaves by it comes past. */
  readonly through?: number | undefined;
}

/** A gate where a vehicle can halt, with free-flow seconds from every node to it. */
export interface Halt {
  /** Index of its gate. */
  readonly gate: number;
  readonly seconds: Float32Array;
  /** The same for arriving on the side of the road it lies on, without crossing the oncoming lane. */
  readonly onItsSide: Float32Array;
}

/** A road network prepared for questions about somebody who drives on it. Made once per graph; read by everybody. */
export interface Ground {
  /** With the roads that are closed now. */
  readonly net: RoadNet;
  /** With all roads open, for what was driven before. */
  readonly openNet: RoadNet;
  readonly index: SnapIndex;
  readonly gates: readonly Gate[];
  /** Gates passed on each directed edge; undefined = none. */
  readonly gatesOnEdge: ReadonlyMap<number, readonly number[]>;
  readonly goals: readonly Goal[];
  /** In the order of the gates they belong to. */
  readonly halts: readonly Halt[];
  /** One search at a time. */
  readonly workspace: SearchWorkspace;
}

/** How many places stand for "anywhere"; each costs one search and four bytes a node. */
const GOALS = 144;
/** Whoever carries money off prefers the big roads out: weight of a goal on such a road against one in a side street. */
const MAIN_ROAD_WEIGHT = 1.6;
/** Share of those who carry money off that leave by a place where they could be stopped (assumption). */
const LEAVE_SHARE = 0.2;

/** Prepares a graph, with roads closed: about 72 searches, some 200 ms for a city. */
export function prepareGround(
  graph: RoadGraph,
  places: GatePlaces,
  closed: readonly RoadLine[] = [],
): Ground {
  const openNet = prepareMainNet(graph, CAR);
  const index = buildSnapIndex(graph);
  const net = closeNet(openNet, closedShares(index, closed, false));
  const workspace = createSearchWorkspace(graph.nodeCount);
  const gates = gatesOf(graph, places);
  const gatesOnEdge = new Map<number, number[]>();
  for (const [i, gate] of gates.entries()) {
    for (const edge of gate.edges) gatesOnEdge.set(edge, [...(gatesOnEdge.get(edge) ?? []), i]);
  }
  return {
    net,
    openNet,
    index,
    gates,
    gatesOnEdge,
    goals: [
      ...scaled(spreadGoals(net, workspace), 1 - LEAVE_SHARE),
      ...scaled(leavingGoals(net, workspace, gates), LEAVE_SHARE),
    ],
    halts: haltsOf(net, workspace, gates),
    workspace,
  };
}

function haltsOf(net: RoadNet, workspace: SearchWorkspace, gates: readonly Gate[]): Halt[] {
  return gates.flatMap((gate, i) => {
    if (!isStoppable(gate)) return [];
    const points = gate.halts.map((halt) => ({ ...halt, distanceM: 0 }));
    const seconds = Float32Array.from(fastestTo(net, workspace, points).seconds);
    return [{ gate: i, seconds, onItsSide: arrivingAlong(net, workspace, points) }];
  });
}

/** Seconds to the nearest of the points when each is come to along its own directed edge. */
function arrivingAlong(net: RoadNet, workspace: SearchWorkspace, points: readonly SnapPoint[]): Float32Array {
  const best = new Float32Array(net.graph.nodeCount).fill(Infinity);
  for (const point of points) {
    const lastS = (net.edgeSeconds[point.edge] ?? Infinity) * point.fraction;
    if (!Number.isFinite(lastS)) continue;
    const tail = { ...point, fraction: 0 };
    const { seconds } = fastestTo(net, workspace, [tail]);
    for (const [node, s] of seconds.entries()) {
      if (s + lastS < (best[node] ?? 0)) best[node] = s + lastS;
    }
  }
  return best;
}

/** Goals whose priors sum to `share`. */
function scaled(goals: readonly Goal[], share: number): Goal[] {
  const total = goals.reduce((sum, { prior }) => sum + prior, 0);
  return goals.map((goal) => ({ ...goal, prior: total > 0 ? (goal.prior / total) * share : 0 }));
}

/** One goal behind every way past an exit, a checkpoint or a service area; every gate weighs the same. */
function leavingGoals(net: RoadNet, workspace: SearchWorkspace, gates: readonly Gate[]): Goal[] {
  return gates.flatMap((gate) => {
    if (!isStoppable(gate) || gate.kind === 'station') return [];
    const open = gate.edges.filter(
      (edge) => (net.edgeSeconds[edge] ?? Infinity) < Infinity && net.closed?.shares.has(edge) !== true,
    );
    return open.map((edge) => {
      const node = net.graph.edgeTail[edge] ?? 0;
      const seconds = Float32Array.from(fastestTo(net, workspace, [startOf(net, edge)]).seconds);
      return { node, prior: 1 / open.length, seconds, through: edge };
    });
  });
}

function startOf({ graph }: RoadNet, edge: number): SnapPoint {
  const node = graph.edgeTail[edge] ?? 0;
  return { edge, fraction: 0, lon: graph.nodeLon[node] ?? 0, lat: graph.nodeLat[node] ?? 0, distanceM: 0 };
}

/** Junctions far from each other (farthest first), each weighted by the junctions nearest to it. */
function spreadGoals(net: RoadNet, workspace: SearchWorkspace): Goal[] {
  const { graph } = net;
  const open = openNodes(net);
  const first = open[0];
  if (first === undefined) return [];
  const nearestM = new Float64Array(open.length).fill(Infinity);
  const owner = new Int32Array(open.length);
  const chosen: number[] = [];
  for (let next = first; chosen.length < Math.min(GOALS, open.length); ) {
    const goal = chosen.push(next) - 1;
    let farthest = 0;
    for (const [i, node] of open.entries()) {
      const awayM = equirectM(
        graph.nodeLon[node] ?? 0,
        graph.nodeLat[node] ?? 0,
        graph.nodeLon[next] ?? 0,
        graph.nodeLat[next] ?? 0,
      );
      if (awayM < (nearestM[i] ?? 0)) {
        nearestM[i] = awayM;
        owner[i] = goal;
      }
      if ((nearestM[i] ?? 0) > (nearestM[farthest] ?? 0)) farthest = i;
    }
    next = open[farthest] ?? first;
  }
  const held = new Float64Array(chosen.length);
  for (const goal of owner) held[goal] = (held[goal] ?? 0) + 1;
  const weights = chosen.map(
    (node, i) => Math.sqrt(held[i] ?? 0) * (isOnMainRoad(net, node) ? MAIN_ROAD_WEIGHT : 1),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return chosen.map((node, i) => ({
    node,
    prior: (weights[i] ?? 0) / total,
    seconds: Float32Array.from(fastestTo(net, workspace, [atNode(net, node)]).seconds),
  }));
}

function openNodes(net: RoadNet): number[] {
  const { first } = net.backward;
  const nodes: number[] = [];
  for (let node = 0; node < net.graph.nodeCount; node++) {
    if ((first[node + 1] ?? 0) > (first[node] ?? 0)) nodes.push(node);
  }
  return nodes;
}

function atNode(net: RoadNet, node: number): SnapPoint {
  const { graph } = net;
  const edge = net.backward.edge[net.backward.first[node] ?? 0] ?? 0;
  return { edge, fraction: 1, lon: graph.nodeLon[node] ?? 0, lat: graph.nodeLat[node] ?? 0, distanceM: 0 };
}

function isOnMainRoad(net: RoadNet, node: number): boolean {
  const { first, edge } = net.backward;
  for (let row = first[node] ?? 0; row < (first[node + 1] ?? 0); row++) {
    const name = roadClassName(net.graph.edgeClass[edge[row] ?? 0] ?? 0);
    if (name === 'motorway' || name === 'trunk' || name === 'primary') return true;
  }
  return false;
}
