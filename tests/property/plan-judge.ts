/** Judges plans by the definition of the problems alone: plain arrays, no code of the product's solvers. */

export interface JudgedProblem {
  readonly nodeCount: number;
  readonly edges: readonly (readonly [from: number, to: number, seconds: number])[];
}

const TIE = 1e-6;

/** Earliest arrival everywhere; a node in `closed` lets nobody on who is not there before its time (a tie is too late). */
export function arrivals(
  { nodeCount, edges }: JudgedProblem,
  start: number,
  closed: ReadonlyMap<number, number> = new Map(),
): { times: number[]; stopped: Set<number> } {
  const times = Array.from({ length: nodeCount }, () => Infinity);
  times[start] = 0;
  const done = new Set<number>();
  const stopped = new Set<number>();
  for (;;) {
    let next = -1;
    times.forEach((time, node) => {
      if (done.has(node) || time === Infinity) return;
      if (next < 0 || time < (times[next] ?? 0)) next = node;
    });
    if (next < 0) return { times, stopped };
    done.add(next);
    const here = times[next] ?? 0;
    if (next !== start && (closed.get(next) ?? Infinity) <= here + TIE) {
      stopped.add(next);
      continue;
    }
    for (const [from, to, seconds] of edges) {
      if (from === next) times[to] = Math.min(times[to] ?? 0, here + seconds);
    }
  }
}

/** Routes met by units standing at `plan` (-1 = nowhere); `times` are each unit's arrivals. */
export function routesMet(
  times: readonly (readonly number[])[],
  routes: readonly (readonly (readonly [node: number, seconds: number])[])[],
  plan: readonly number[],
): number {
  return routes.filter((route) =>
    plan.some((at, unit) =>
      route.some(([node, seconds]) => node === at && seconds >= (times[unit]?.[at] ?? 0) - TIE),
    ),
  ).length;
}

export interface Containment {
  readonly isContained: boolean;
  /** Nodes at which the target was stopped. */
  readonly used: number;
  readonly closedAt: number;
}

/** What seals with these ready times (head start included) do to a target. */
export function judgeContainment(
  problem: JudgedProblem,
  target: number,
  exits: readonly number[],
  seals: ReadonlyMap<number, number>,
): Containment {
  const { times, stopped } = arrivals(problem, target, seals);
  return {
    isContained: exits.every((exit) => times[exit] === Infinity || stopped.has(exit)),
    used: stopped.size,
    closedAt: Math.max(0, ...Array.from(stopped, (node) => seals.get(node) ?? 0)),
  };
}

/** Every way to put `count` units on nodes, -1 = nowhere; each node at most once unless `mayShare`. */
export function* placements(nodeCount: number, count: number, mayShare: boolean): Generator<number[]> {
  if (count === 0) {
    yield [];
    return;
  }
  for (const rest of placements(nodeCount, count - 1, mayShare)) {
    yield [...rest, -1];
    for (let node = 0; node < nodeCount; node++) {
      if (mayShare || !rest.includes(node)) yield [...rest, node];
    }
  }
}
