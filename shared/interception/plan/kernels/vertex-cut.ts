import type { PackedRows } from '../../../roads/road-net.ts';

/** Capacity of a node that cannot be closed. */
export const OPEN_CAPACITY = 0x3fffffff;

/** A cheapest set of nodes that parts the start from every exit: nearest to the start, and nearest to the exits. */
export interface VertexCut {
  readonly cost: number;
  readonly near: number[];
  readonly far: number[];
}

/** Cheapest cuts of one network, whatever the nodes cost. */
export interface VertexCutter {
  /**
   * The cut for these costs of closing a node; `exitCost` is what leaving an exit open costs (OPEN_CAPACITY = it must be
   * parted from the start), 0 at nodes that are none; `besides` are nodes on the start's side whatever is cut. Undefined
   * when it would cost more than `most`.
   */
  readonly cut: (
    capacity: Int32Array,
    exitCost: Int32Array,
    most: number,
    besides?: readonly number[],
  ) => VertexCut | undefined;
  /** After a cut: 1 = the start still gets to this node and on, with the cut nearest to it. */
  readonly isInside: (node: number) => boolean;
  /** After a cut: how much more than the cheapest any cut through this node costs at least. */
  readonly surplus: (node: number) => number;
}

/**
 * Cheapest vertex cuts by maximum flow (Dinic) on the graph with every node split in two. Capacities are whole numbers;
 * the network is built once and reused. A node that is an exit may be cut itself; the start may not.
 */
export function createVertexCutter(
  rows: PackedRows,
  nodeCount: number,
  start: number,
  isRelevant: Uint8Array,
): VertexCutter {
  // node n: 2n = way in, 2n + 1 = way out; the sink comes last
  const sink = 2 * nodeCount;
  const heads: number[] = [];
  const tails: number[] = [];
  const nodeArc = new Int32Array(nodeCount).fill(-1);
  const exitArc = new Int32Array(nodeCount).fill(-1);
  const arc = (from: number, to: number): number => {
    tails.push(from, to);
    heads.push(to, from);
    return heads.length - 2;
  };
  for (let n = 0; n < nodeCount; n++) {
    if (isRelevant[n] === 0) continue;
    nodeArc[n] = arc(2 * n, 2 * n + 1);
    exitArc[n] = arc(2 * n + 1, sink);
    for (let i = rows.first[n]!; i < rows.first[n + 1]!; i++) {
      const next = rows.node[i]!;
      if (next !== n && isRelevant[next] === 1) arc(2 * n + 1, 2 * next);
    }
  }
  const head = Int32Array.from(heads);
  const tail = Int32Array.from(tails);
  const { first, arcAt } = arcRows(tail, sink + 1);
  const residual = new Int32Array(head.length);
  const level = new Int32Array(sink + 1);
  const next = new Int32Array(sink + 1);
  const queue = new Int32Array(sink + 1);
  const path = new Int32Array(sink + 1);
  let sources = [2 * start + 1];
  let inside: Uint8Array = new Uint8Array(sink + 1);
  /** Ways of the last flow from a source to the sink, one after another; each ends with the arc into the sink. */
  let ways: number[] = [];
  const flow = new Int32Array(head.length);
  const depthOf = new Int32Array(sink + 1).fill(-1);

  const begin = (from: readonly number[], mark: Int32Array | Uint8Array, value: number): number => {
    from.forEach((v, i) => {
      mark[v] = value;
      queue[i] = v;
    });
    return from.length;
  };
  const layer = (): boolean => {
    level.fill(-1);
    for (let at = 0, size = begin(sources, level, 0); at < size; at++) {
      const v = queue[at]!;
      for (let i = first[v]!; i < first[v + 1]!; i++) {
        const a = arcAt[i]!;
        const w = head[a]!;
        if (residual[a]! === 0 || level[w]! >= 0) continue;
        level[w] = level[v]! + 1;
        if (w === sink) return true;
        queue[size++] = w;
      }
    }
    return false;
  };
  /** One path from here with something left on it; pushes what it takes, 0 = none left in this layering. */
  const augment = (source: number): number => {
    let v = source;
    let depth = 0;
    while (v !== sink) {
      let found = -1;
      for (; next[v]! < first[v + 1]!; next[v]!++) {
        const a = arcAt[next[v]!]!;
        if (residual[a]! > 0 && level[head[a]!]! === level[v]! + 1) {
          found = a;
          break;
        }
      }
      if (found >= 0) {
        path[depth++] = found;
        v = head[found]!;
      } else {
        if (depth === 0) return 0;
        level[v] = -1;
        v = tail[path[--depth]!]!;
      }
    }
    let push = OPEN_CAPACITY;
    for (let d = 0; d < depth; d++) push = Math.min(push, residual[path[d]!]!);
    for (let d = 0; d < depth; d++) {
      residual[path[d]!]! -= push;
      residual[path[d]! ^ 1]! += push;
    }
    return push;
  };
  /** Begins with what the last flow's ways still let through: prices change little from one cut to the next. */
  const refill = (): number => {
    let cost = 0;
    for (let from = 0; from < ways.length; ) {
      let to = from;
      let push = sources.includes(tail[ways[from]!]!) ? OPEN_CAPACITY : 0;
      for (; ; to++) {
        push = Math.min(push, residual[ways[to]!]!);
        if (head[ways[to]!]! === sink) break;
      }
      cost += push;
      for (; from <= to; from++) {
        residual[ways[from]!]! -= push;
        residual[ways[from]! ^ 1]! += push;
      }
    }
    return cost;
  };
  /** Takes the flow apart into ways. */
  const keepWays = (): void => {
    ways = [];
    for (let a = 0; a < head.length; a += 2) flow[a] = residual[a + 1]!;
    for (let v = 0; v <= sink; v++) next[v] = first[v]!;
    for (const source of sources) {
      for (let v = source, depth = 0; ; ) {
        depthOf[v] = depth;
        let a = -1;
        for (; next[v]! < first[v + 1]!; next[v]!++) {
          const other = arcAt[next[v]!]!;
          if ((other & 1) === 0 && flow[other]! > 0) {
            a = other;
            break;
          }
        }
        // flow comes in nowhere without going out but at a source
        if (a < 0) {
          for (let d = 0; d < depth; d++) depthOf[tail[path[d]!]!] = -1;
          depthOf[v] = -1;
          break;
        }
        path[depth++] = a;
        v = head[a]!;
        const round = v === sink ? 0 : depthOf[v]!;
        if (round < 0) continue;
        // a whole way, or a round trip that carries nothing anywhere
        let push = OPEN_CAPACITY;
        for (let d = round; d < depth; d++) push = Math.min(push, flow[path[d]!]!);
        for (let d = round; d < depth; d++) {
          flow[path[d]!]! -= push;
          depthOf[tail[path[d]!]!] = -1;
          if (v === sink) ways.push(path[d]!);
        }
        if (v === sink) v = source;
        depth = round;
      }
    }
  };
  /** Marks what the source reaches, or what reaches the sink, over arcs with something left. */
  const reach = (from: readonly number[], isForward: boolean): Uint8Array => {
    const seen = new Uint8Array(sink + 1);
    for (let at = 0, size = begin(from, seen, 1); at < size; at++) {
      const v = queue[at]!;
      for (let i = first[v]!; i < first[v + 1]!; i++) {
        const a = arcAt[i]!;
        const w = head[a]!;
        if (seen[w] === 1 || residual[isForward ? a : a ^ 1]! === 0) continue;
        seen[w] = 1;
        queue[size++] = w;
      }
    }
    return seen;
  };

  const setOut = (capacity: Int32Array, exitCost: Int32Array): void => {
    residual.fill(0);
    for (let a = 0; a < head.length; a += 2) residual[a] = OPEN_CAPACITY;
    for (let n = 0; n < nodeCount; n++) {
      if (isRelevant[n] === 0) continue;
      residual[nodeArc[n]!] = n === start ? OPEN_CAPACITY : capacity[n]!;
      residual[exitArc[n]!] = exitCost[n]!;
    }
  };
  const cut = (
    capacity: Int32Array,
    exitCost: Int32Array,
    most: number,
    besides: readonly number[] = [],
  ): VertexCut | undefined => {
    sources = [2 * start + 1];
    for (const n of besides) if (n !== start) sources.push(2 * n + 1);
    setOut(capacity, exitCost);
    let cost = refill();
    if (cost > most) return undefined;
    while (layer()) {
      for (let v = 0; v <= sink; v++) next[v] = first[v]!;
      for (const source of sources) {
        for (let push = augment(source); push > 0; push = augment(source)) {
          cost += push;
          if (cost > most) return undefined;
        }
      }
    }
    keepWays();
    const fromStart = reach(sources, true);
    const toExits = reach([sink], false);
    inside = fromStart;
    const near: number[] = [];
    const far: number[] = [];
    for (let n = 0; n < nodeCount; n++) {
      if (isRelevant[n] === 0 || n === start) continue;
      if (fromStart[2 * n] === 1 && fromStart[2 * n + 1] === 0) near.push(n);
      if (toExits[2 * n] === 0 && toExits[2 * n + 1] === 1) far.push(n);
    }
    return { cost, near, far };
  };
  return {
    cut,
    isInside: (node) => inside[2 * node + 1] === 1,
    surplus: (node) => (nodeArc[node]! < 0 ? OPEN_CAPACITY : residual[nodeArc[node]!]!),
  };
}

function arcRows(tail: Int32Array, vertexCount: number): { first: Int32Array; arcAt: Int32Array } {
  const first = new Int32Array(vertexCount + 1);
  for (const v of tail) first[v + 1]!++;
  for (let v = 0; v < vertexCount; v++) first[v + 1]! += first[v]!;
  const next = first.slice(0, vertexCount);
  const arcAt = new Int32Array(tail.length);
  tail.forEach((v, a) => {
    arcAt[next[v]!++] = a;
  });
  return { first, arcAt };
}
