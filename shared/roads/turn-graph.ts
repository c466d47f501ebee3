import { buildCsr, labelComponents } from './kernels/csr.ts';
import { EDGE_FLAGS } from './road-class.ts';
import type { RoadGraph } from './road-graph.ts';

/** A turn that may not be made: driving `fromEdge` to its head and going on along `toEdge`, which leaves there. */
export interface TurnBan {
  readonly fromEdge: number;
  readonly toEdge: number;
  /** EDGE_FLAGS permissions (CAR, EMERGENCY, FOOT) the ban is for. */
  readonly permissions: number;
}

const EVERYBODY = EDGE_FLAGS.CAR | EDGE_FLAGS.EMERGENCY | EDGE_FLAGS.FOOT;

/**
 * The same network with turn restrictions built in, so that searches by node need not know of them. At a junction with
 * bans each edge that a ban starts from ends at a node of its own, each edge that leaves the junction starts at a node of its
 * own, and edges without length (flag TURN) join them where the turn is allowed, for those to whom it is. Nothing else
 * leads into or out of those nodes, so no chain of allowed turns makes up a banned one. Turning round at a junction stays
 * allowed unless it is banned itself, as in a network without restrictions.
 *
 * Nodes and segments of `graph` keep their numbers; new ones follow. Without bans `graph` itself is returned. Throws
 * RangeError for a ban whose edges do not meet.
 */
export function splitBannedTurns(graph: RoadGraph, bans: readonly TurnBan[]): RoadGraph {
  if (bans.length === 0) return graph;
  const split = new Splitter(graph);
  for (const [node, here] of Map.groupBy(bans, (ban) => junctionOf(graph, ban))) split.junction(node, here);
  return split.finish();
}

function junctionOf(graph: RoadGraph, ban: TurnBan): number {
  const node = graph.edgeHead[ban.fromEdge];
  if (node === undefined || node !== graph.edgeTail[ban.toEdge]) {
    throw new RangeError(`edges ${ban.fromEdge} and ${ban.toEdge} do not meet`);
  }
  return node;
}

interface Crossing {
  readonly from: number;
  readonly to: number;
  readonly towards: number;
  readonly permissions: number;
}

class Splitter {
  readonly #graph: RoadGraph;
  readonly #edgeTail: Uint32Array;
  readonly #edgeHead: Uint32Array;
  /** The old node each new one stands for. */
  readonly #copies: number[] = [];
  readonly #crossings: Crossing[] = [];

  constructor(graph: RoadGraph) {
    this.#graph = graph;
    this.#edgeTail = graph.edgeTail.slice();
    this.#edgeHead = graph.edgeHead.slice();
  }

  junction(node: number, bans: readonly TurnBan[]): void {
    const { outFirst, outEdge } = this.#graph;
    const leaving = [...outEdge.subarray(outFirst[node], outFirst[node + 1])];
    const entries = new Map<number, number>();
    for (const fromEdge of new Set(bans.map((ban) => ban.fromEdge))) {
      const entry = this.#copy(node);
      entries.set(fromEdge, entry);
      this.#edgeHead[fromEdge] = entry;
    }
    for (const toEdge of leaving) {
      const exit = this.#copy(node);
      this.#edgeTail[toEdge] = exit;
      this.#crossings.push({ from: node, to: exit, towards: toEdge, permissions: EVERYBODY });
      for (const [fromEdge, entry] of entries) {
        const banned = bans
          .filter((ban) => ban.fromEdge === fromEdge && ban.toEdge === toEdge)
          .reduce((bits, ban) => bits | ban.permissions, 0);
        const permissions = EVERYBODY & ~banned;
        if (permissions !== 0) this.#crossings.push({ from: entry, to: exit, towards: toEdge, permissions });
      }
    }
  }

  finish(): RoadGraph {
    const graph = this.#graph;
    const crossings = this.#crossings;
    const nodeCount = graph.nodeCount + this.#copies.length;
    const segmentCount = graph.segmentCount + crossings.length;
    // the class of the road ahead: whoever may not use that road has no business in the crossing either
    const ahead = crossings.map((c) => graph.edgeClass[c.towards] ?? 0);
    const edgeTail = joined(
      this.#edgeTail,
      crossings.flatMap((c) => [c.from, c.to]),
    );
    const edgeHead = joined(
      this.#edgeHead,
      crossings.flatMap((c) => [c.to, c.from]),
    );
    const edgeFlags = Uint16Array.from([
      ...graph.edgeFlags,
      ...crossings.flatMap((c) => [c.permissions | EDGE_FLAGS.TURN, 0]),
    ]);
    const nodeLon = Float64Array.from([...graph.nodeLon, ...this.#copies.map((n) => graph.nodeLon[n] ?? 0)]);
    const nodeLat = Float64Array.from([...graph.nodeLat, ...this.#copies.map((n) => graph.nodeLat[n] ?? 0)]);
    const ends = crossings.flatMap((c) => [c.from, c.to]);
    const shapes = graph.shapeLon.length;
    const out = buildCsr(nodeCount, edgeTail);
    const into = buildCsr(nodeCount, edgeHead);
    return {
      nodeCount,
      segmentCount,
      edgeCount: 2 * segmentCount,
      nodeLon,
      nodeLat,
      nodeComponent: labelComponents(nodeCount, edgeTail, edgeHead, edgeFlags),
      edgeTail,
      edgeHead,
      edgeClass: Uint8Array.from([...graph.edgeClass, ...ahead.flatMap((code) => [code, code])]),
      edgeSpeedKmh: Uint8Array.from([...graph.edgeSpeedKmh, ...ends.map(() => 0)]),
      edgeLengthM: Float64Array.from([...graph.edgeLengthM, ...ends.map(() => 0)]),
      edgeFlags,
      outFirst: out.first,
      outEdge: out.edge,
      inFirst: into.first,
      inEdge: into.edge,
      shapeFirst: joined(
        graph.shapeFirst,
        crossings.map((_, i) => shapes + 2 * (i + 1)),
      ),
      shapeLon: Float64Array.from([...graph.shapeLon, ...ends.map((n) => nodeLon[n] ?? 0)]),
      shapeLat: Float64Array.from([...graph.shapeLat, ...ends.map((n) => nodeLat[n] ?? 0)]),
    };
  }

  #copy(node: number): number {
    return this.#graph.nodeCount + this.#copies.push(node) - 1;
  }
}

function joined(first: Uint32Array, rest: readonly number[]): Uint32Array {
  const all = new Uint32Array(first.length + rest.length);
  all.set(first);
  all.set(rest, first.length);
  return all;
}
