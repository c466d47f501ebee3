import { type ContainPlan, planOf, type Stand, standAt } from './contain-plan.ts';
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
function mannedPart(table: ContainTable, limit: number, stand: Stand): Stand {
  for (let at = stand; ; ) {
    if (at.isManned) return at;
    const { match, nodes } = at;
    at = standAt(
      table,
      limit,
      nodes.filter((_, i) => match[i] !== -1),
    );
  }
}

/** The plan with units it does not use sent to exits still open: closing more never lets the target come sooner. */
function withUnitsLeft(table: ContainTable, limit: number, stand: Stand): PartialPlan {
  const { nodes, times, match } = stand;
  const { seconds, isStopped } = times;
  const open = table.exits.filter((exit) => (seconds[exit] ?? Infinity) < Infinity && isStopped[exit] !== 1);
  const used = new Set(match);
  const idle = table.ready.flatMap((_, u) => (used.has(u) ? [] : [u]));
  const isInTime = (at: number, i: number): boolean => {
    const exit = open[at] ?? 0;
    const latest = Math.min(limit, seconds[exit] ?? 0) + TIE_S;
    return exit !== table.start && (table.ready[idle[i] ?? 0]?.[exit] ?? Infinity) <= latest;
  };
  const more = largestMatching(open.length, idle.length, isInTime);
  if (!more.some((i) => i >= 0)) return { plan: planOf(table, stand), open: open.length };
  const further = standAt(table, limit, [...nodes, ...open.filter((_, at) => more[at] !== -1)]);
  if (further.isManned) return withUnitsLeft(table, limit, further);
  return { plan: planOf(table, standAt(table, limit, nodes)), open: open.length };
}
