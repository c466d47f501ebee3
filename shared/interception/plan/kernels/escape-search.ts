import type { PackedRows } from '../../../roads/road-net.ts';
import { TIE_S } from '../problem.ts';

/** A way of the target from its start to an exit: the nodes after the start and when it is there. */
export interface EscapeWay {
  readonly node: Int32Array;
  readonly at: Float64Array;
}

/** Who may close each node, in shares: node n owns first[n] .. first[n + 1], the earliest first. */
export interface SealShares {
  readonly first: Int32Array;
  readonly at: Float64Array;
  readonly share: Float64Array;
}

/** The network of the target. */
export interface EscapeNetwork {
  readonly rows: PackedRows;
  readonly nodeCount: number;
  readonly start: number;
  readonly isExit: Uint8Array;
  readonly isRelevant: Uint8Array;
}

/** A way whose seals together come to less than this is one that they leave open. */
const WHOLE = 0.999;
const SLACK = 1e-9;

/**
 * Ways to exits on which the target meets less than one seal, counting at each node the shares of those that are there no
 * later than the target; `extra[n]` is added to the shares of node n. One way an exit at most: the lightest. Searched by
 * time, keeping at every node what is later but lighter. Gives up after `most` partial ways, with what it has.
 */
export function escapeWays(
  { rows, nodeCount, start, isExit, isRelevant }: EscapeNetwork,
  { first, at, share }: SealShares,
  extra: Float64Array,
  most: number,
): EscapeWay[] {
  const seconds: number[] = [0];
  const weight: number[] = [0];
  const node: number[] = [start];
  const before: number[] = [-1];
  const heap: number[] = [0];
  const least = new Float64Array(nodeCount).fill(Infinity);
  const endAt = new Map<number, number>();
  const isBefore = (a: number, b: number): boolean =>
    seconds[a]! < seconds[b]! || (seconds[a] === seconds[b] && weight[a]! < weight[b]!);
  const push = (label: number): void => {
    let i = heap.push(label) - 1;
    for (; i > 0; ) {
      const up = (i - 1) >> 1;
      if (!isBefore(label, heap[up]!)) break;
      heap[i] = heap[up]!;
      i = up;
    }
    heap[i] = label;
  };
  const pop = (): number => {
    const top = heap[0]!;
    const last = heap.pop()!;
    if (heap.length === 0) return top;
    let i = 0;
    for (;;) {
      let down = 2 * i + 1;
      if (down >= heap.length) break;
      if (down + 1 < heap.length && isBefore(heap[down + 1]!, heap[down]!)) down++;
      if (!isBefore(heap[down]!, last)) break;
      heap[i] = heap[down]!;
      i = down;
    }
    heap[i] = last;
    return top;
  };
  while (heap.length > 0 && node.length < most) {
    const label = pop();
    const n = node[label]!;
    if (weight[label]! >= least[n]! - SLACK) continue;
    least[n] = weight[label]!;
    if (isExit[n] === 1) {
      endAt.set(n, label);
      continue;
    }
    for (let i = rows.first[n]!; i < rows.first[n + 1]!; i++) {
      const next = rows.node[i]!;
      if (isRelevant[next] !== 1) continue;
      const arrival = seconds[label]! + rows.seconds[i]!;
      let sum = weight[label]! + extra[next]!;
      const limit = Math.min(WHOLE, least[next]! - SLACK);
      for (let k = first[next]!; k < first[next + 1]! && at[k]! <= arrival + TIE_S && sum < limit; k++) {
        sum += share[k]!;
      }
      if (sum >= limit) continue;
      seconds.push(arrival);
      weight.push(sum);
      node.push(next);
      before.push(label);
      push(node.length - 1);
    }
  }
  return Array.from(endAt.values(), (end): EscapeWay => {
    const labels: number[] = [];
    for (let label = end; before[label]! >= 0; label = before[label]!) labels.push(label);
    labels.reverse();
    return {
      node: Int32Array.from(labels, (label) => node[label]!),
      at: Float64Array.from(labels, (label) => seconds[label]!),
    };
  });
}
