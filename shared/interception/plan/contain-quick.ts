import { OPEN_CAPACITY } from './kernels/vertex-cut.ts';
import { type ContainPlan, type Lessons, manCut } from './contain-plan.ts';
import { type Closable, type ContainTable, unitCapacities } from './contain-table.ts';

/** What one try found. */
export interface Attempt {
  readonly plan: ContainPlan | undefined;
  /** No plan with all seals in place by the limit has fewer; Infinity = there is none. */
  readonly fewestSeals: number;
  /** What the cuts that could not be manned teach. */
  readonly lessons: Lessons;
}

/** Cost of closing a node at first; crowded nodes become dearer. */
const PLAIN_COST = 16;

/**
 * Looks for a plan with at most `most` seals, all in place by the limit: cheapest cuts, manned if they can be; nodes that
 * crowd around too few units grow dearer and the cut moves elsewhere. The first cut's size is a proven lower bound.
 */
export function attemptContain(
  table: ContainTable,
  closable: Closable,
  isExit: Uint8Array,
  most: number,
  tries: number,
): Attempt {
  const units = unitCapacities(closable);
  const least = table.cut(units, isExit, table.ready.length);
  const lessons: Lessons = { crowds: [], approaches: [] };
  if (least === undefined) return { plan: undefined, fewestSeals: Infinity, lessons };
  const cost = units.map((capacity) => (capacity === OPEN_CAPACITY ? capacity : PLAIN_COST));
  let best: ContainPlan | undefined;
  let cut = least;
  for (let round = 0; round < tries; round++) {
    for (const nodes of [cut.near, cut.far]) {
      if (nodes.length > most) continue;
      const manned = manCut(table, closable, nodes);
      if (!manned.ok) {
        lessons.approaches.push(...manned.approaches);
        for (const crowd of manned.crowds) {
          lessons.crowds.push(crowd);
          for (const node of crowd.crowd) cost[node] = Math.min((cost[node] ?? 0) + PLAIN_COST / 2, 1 << 16);
        }
        continue;
      }
      const size = manned.plan.assignments.length;
      if (best === undefined || size < best.assignments.length) best = manned.plan;
    }
    if (best !== undefined) break;
    const next = table.cut(cost, isExit, OPEN_CAPACITY - 1);
    if (next === undefined) break;
    cut = next;
  }
  return { plan: best, fewestSeals: least.cost, lessons };
}
