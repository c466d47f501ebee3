import type { TargetTimes } from './kernels/closing-times.ts';
import { crowdedRows, largestMatching } from './kernels/matching.ts';
import type { Closable, ContainTable } from './contain-table.ts';
import { matchUnits } from './match-units.ts';
import { type ContainAssignment, TIE_S } from './problem.ts';

/** Ways learnt to a node at a time. */
const WAYS = 6;

/** A plan that contains the target. */
export interface ContainPlan {
  readonly assignments: readonly ContainAssignment[];
  readonly closedAtSeconds: number;
}

/**
 * Why a cut cannot be manned: the nodes of `crowd` would need more units than `units`, unless the target is held up on
 * its way there by closing one of `onTheWay`. Unconditional when that is empty. No plan whose seals are all in place by
 * `limit` breaks this.
 */
export interface Crowd {
  readonly limit: number;
  readonly crowd: readonly number[];
  readonly unitCount: number;
  readonly onTheWay: readonly number[];
}

/**
 * A way of the target to a node: unless somebody closes a node of it in time, the target is there at the end of the way
 * at `atSeconds`. True of every plan, at any limit.
 */
export interface Approach {
  readonly node: number;
  readonly atSeconds: number;
  readonly way: readonly (readonly [node: number, atSeconds: number])[];
}

/** What is known of all plans by looking at cuts that failed. */
export interface Lessons {
  readonly crowds: Crowd[];
  readonly approaches: Approach[];
}

export type Manning = { readonly ok: true; readonly plan: ContainPlan } | ({ readonly ok: false } & Lessons);

/** A cut as the target meets it, and who could be where in time. */
export interface Stand {
  /** The nodes of the cut that the target comes up against. */
  readonly nodes: readonly number[];
  /** The target's times with all of the cut closed; reused by the next search. */
  readonly times: TargetTimes;
  readonly isInTime: (at: number, unit: number) => boolean;
  /** By position in `nodes`: a unit or -1, as many as can be. */
  readonly match: Int32Array;
  /** Whether every node has a unit. */
  readonly isManned: boolean;
}

/**
 * Looks for units for a cut: every node of it that the target comes up against needs one that is there in time, where in
 * time is judged with all the others closed.
 */
export function standAt(table: ContainTable, limit: number, cut: readonly number[]): Stand {
  const unitCount = table.ready.length;
  const closedAt = new Float64Array(table.nodeCount).fill(Infinity);
  for (const n of cut) closedAt[n] = 0;
  const times = table.targetTimes(closedAt);
  const { seconds, isStopped } = times;
  const nodes = cut.filter((n) => isStopped[n] === 1);
  const readyAt = (node: number, unit: number): number => table.ready[unit]?.[node] ?? Infinity;
  const isInTime = (at: number, unit: number): boolean => {
    const node = nodes[at] ?? 0;
    return readyAt(node, unit) <= Math.min(limit, seconds[node] ?? 0) + TIE_S;
  };
  const match = largestMatching(nodes.length, unitCount, isInTime);
  return { nodes, times, isInTime, match, isManned: !match.includes(-1) };
}

/** The plan of a stand that is manned, before the next search: of the ways to man it the earliest, then the least total. */
export function planOf(table: ContainTable, { nodes, times: { seconds }, isInTime }: Stand): ContainPlan {
  const unitCount = table.ready.length;
  const readyAt = (node: number, unit: number): number => table.ready[unit]?.[node] ?? Infinity;
  const arrivals = new Float64Array(nodes.length * unitCount);
  nodes.forEach((node, at) => {
    for (let u = 0; u < unitCount; u++) {
      arrivals[at * unitCount + u] = isInTime(at, u) ? readyAt(node, u) : Infinity;
    }
  });
  const { unitOf, maxSeconds } = matchUnits(nodes.length, unitCount, arrivals);
  const assignments = nodes.map(
    (node, at): ContainAssignment => ({
      unit: table.problem.units[unitOf[at] ?? 0]?.id ?? '',
      node,
      unitSeconds: readyAt(node, unitOf[at] ?? 0),
      targetSeconds: seconds[node] ?? 0,
    }),
  );
  return { assignments, closedAtSeconds: maxSeconds };
}

/** Units for a cut, or what its want of them teaches. */
export function manCut(table: ContainTable, closable: Closable, cut: readonly number[]): Manning {
  const { limit } = closable;
  const unitCount = table.ready.length;
  const stand = standAt(table, limit, cut);
  if (stand.isManned) return { ok: true, plan: planOf(table, stand) };
  const { nodes, times: target, isInTime, match } = stand;
  const { seconds, parent } = target;
  const latestAt = (node: number): number => Math.min(limit, closable.latest[node] ?? Infinity) + TIE_S;
  const wayTo = (node: number): [number, number][] => {
    const way: [number, number][] = [];
    for (let n = parent[node] ?? -1; n >= 0 && n !== table.start; n = parent[n] ?? -1) {
      way.push([n, seconds[n] ?? 0]);
    }
    return way;
  };
  const always = alwaysCrowded(table, closable, nodes);
  if (always !== undefined)
    return { ok: false, crowds: [always], approaches: approachesTo(table, closable, nodes) };
  const found = crowdedRows(match, unitCount, isInTime);
  const crowded = new Set(found?.rows);
  const units = new Set(found?.columns);
  const onTheWay = new Set<number>();
  nodes.forEach((node, at) => {
    const isHeldUp = table.ready.some(
      (times, u) => !units.has(u) && (times[node] ?? Infinity) <= latestAt(node),
    );
    if (!crowded.has(at) || !isHeldUp) return;
    for (const [n, atSeconds] of wayTo(node)) {
      const first = table.firstReady[n] ?? Infinity;
      if (closable.isClosable[n] === 1 && first <= atSeconds + TIE_S) onTheWay.add(n);
    }
  });
  const crowd = nodes.filter((_, at) => crowded.has(at));
  return {
    ok: false,
    crowds: [{ limit, crowd, unitCount: units.size, onTheWay: [...onTheWay] }],
    approaches: approachesTo(table, closable, nodes),
  };
}

/** Ways to each node of a cut past all the others, no two with a node in common, on which the target beats some unit. */
function approachesTo(table: ContainTable, closable: Closable, nodes: readonly number[]): Approach[] {
  return nodes.flatMap((node) => {
    const latest = Math.min(closable.limit, closable.latest[node] ?? Infinity) + TIE_S;
    let last = 0;
    for (const { ready } of table.groups) {
      const at = ready[node] ?? Infinity;
      if (at <= latest && at > last) last = at;
    }
    const closedAt = new Float64Array(table.nodeCount).fill(Infinity);
    for (const n of nodes) if (n !== node) closedAt[n] = 0;
    const found: Approach[] = [];
    while (found.length < WAYS) {
      const { seconds, parent } = table.targetTimes(closedAt);
      const atSeconds = seconds[node] ?? Infinity;
      if (atSeconds >= last - TIE_S) break;
      const way: [number, number][] = [];
      for (let n = parent[node] ?? -1; n >= 0 && n !== table.start; n = parent[n] ?? -1) {
        way.push([n, seconds[n] ?? 0]);
        closedAt[n] = 0;
      }
      found.push({ node, atSeconds, way });
      if (way.length === 0) break;
    }
    return found;
  });
}

/** The nodes that too few units can close even if the target is held up everywhere, with all nodes that share their units. */
function alwaysCrowded(table: ContainTable, closable: Closable, nodes: readonly number[]): Crowd | undefined {
  const unitCount = table.ready.length;
  const could = (node: number, unit: number): boolean =>
    (table.ready[unit]?.[node] ?? Infinity) <=
    Math.min(closable.limit, closable.latest[node] ?? Infinity) + TIE_S;
  const allows = (at: number, unit: number): boolean => could(nodes[at] ?? 0, unit);
  const found = crowdedRows(largestMatching(nodes.length, unitCount, allows), unitCount, allows);
  if (found === undefined) return undefined;
  const outside = Array.from(table.ready, (_, u) => u).filter((u) => !found.columns.includes(u));
  const crowd: number[] = [];
  closable.isClosable.forEach((yes, node) => {
    if (yes === 1 && !outside.some((u) => could(node, u))) crowd.push(node);
  });
  return { limit: closable.limit, crowd, unitCount: found.columns.length, onTheWay: [] };
}
