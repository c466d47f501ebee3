import { type ContainPlan, type Stand, standAt } from './contain-plan.ts';
import type { ContainTable } from './contain-table.ts';
import { largestMatching } from './kernels/matching.ts';
import { TIE_S } from './problem.ts';

/** A plan that may leave exits open. */
export interface PartialPlan {
  readonly plan: ContainPlan;
  readonly open: number;
}

/** What can be made of a cut by the limit: nodes that nobody can man are left out, units left over close exits themselves. */
export function repaired(table: ContainTable, limit: number, stand: Stand): PartialPlan {
  return withUnitsLeft(table, limit, mannedPart(table, limit, stand));
}

/** The nodes of a cut that have units; leaving out the others may let the target come sooner, so until all stand. */
function mannedPart(table: ContainTable, limit: number, stand: Stand): ContainPlan {
  for (let at = stand; ; ) {
    if (at.plan !== undefined) return at.plan;
    const { match, nodes } = at;
    at = standAt(
      table,
      limit,
      nodes.filter((_, i) => match[i] !== -1),
    );
  }
}

/** The plan with units it does not use sent to exits still open: closing more never lets the target come sooner. */
function withUnitsLeft(table: ContainTable, limit: number, plan: ContainPlan): PartialPlan {
  const { nodeCount, problem, ready } = table;
  const closedAt = new Float64Array(nodeCount).fill(Infinity);
  for (const { node } of plan.assignments) closedAt[node] = 0;
  const { seconds, isStopped } = table.targetTimes(closedAt);
  const open = table.exits.filter((exit) => (seconds[exit] ?? Infinity) < Infinity && isStopped[exit] !== 1);
  const used = new Set(plan.assignments.map(({ unit }) => unit));
  const idle = problem.units.flatMap(({ id }, u) => (used.has(id) ? [] : [u]));
  const isInTime = (at: number, i: number): boolean => {
    const exit = open[at] ?? 0;
    const latest = Math.min(limit, seconds[exit] ?? 0) + TIE_S;
    return exit !== table.start && (ready[idle[i] ?? 0]?.[exit] ?? Infinity) <= latest;
  };
  const match = largestMatching(open.length, idle.length, isInTime);
  if (!match.some((i) => i >= 0)) return { plan, open: open.length };
  const nodes = [...plan.assignments.map(({ node }) => node), ...open.filter((_, at) => match[at] !== -1)];
  const more = standAt(table, limit, nodes);
  return more.plan === undefined ? { plan, open: open.length } : withUnitsLeft(table, limit, more.plan);
}
