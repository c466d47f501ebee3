import { attemptContain } from './contain-quick.ts';
import type { ContainPlan } from './contain-plan.ts';
import { closableBy, type ContainTable } from './contain-table.ts';

/** Cuts tried for every further exit, and time for all of them (ms). */
const TRIES = 4;
const BUDGET_MS = 500;

/**
 * When not every exit can be shut: one exit after another is added while all so far can still be shut together. A good
 * partial plan, not a proven one.
 */
export function shutWhatCanBe(table: ContainTable, nowMs: () => number): ContainPlan {
  const startedMs = nowMs();
  const closable = closableBy(table, Infinity);
  const isWanted = new Uint8Array(table.nodeCount);
  let best: ContainPlan = { assignments: [], closedAtSeconds: 0 };
  for (const exit of table.exits) {
    if (exit === table.start || closable.isOpen[exit] === 1 || table.isRelevant[exit] !== 1) continue;
    if (nowMs() - startedMs > BUDGET_MS) break;
    isWanted[exit] = 1;
    const { plan } = attemptContain(table, closable, isWanted, table.ready.length, TRIES);
    if (plan === undefined) isWanted[exit] = 0;
    else best = plan;
  }
  return best;
}
