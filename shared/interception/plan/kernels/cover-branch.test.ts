import { expect, it } from 'vitest';
import { createRng, type Rng } from '../../../kit/rng.ts';
import type { CoverTable } from '../cover-table.ts';
import { CoverBranch } from './cover-branch.ts';

/** A table of random columns; rows weigh 1 to 3, some groups have two places. */
function randomTable(rng: Rng): CoverTable {
  const rows = 6 + rng.int(14);
  const weight = Float64Array.from({ length: rows }, () => 1 + rng.int(3));
  const groups: CoverTable['groups'][number][] = [];
  const columnFirst = [0];
  const columnRow: number[] = [];
  let unit = 0;
  for (let g = 2 + rng.int(2); g > 0; g--) {
    const first = columnFirst.length - 1;
    const share = rng.between(0.1, 0.5);
    for (let c = rng.int(7); c > 0; c--) {
      for (let r = 0; r < rows; r++) if (rng.chance(share)) columnRow.push(r);
      columnFirst.push(columnRow.length);
    }
    const units = Array.from({ length: 1 + rng.int(2) }, () => unit++);
    groups.push({ units, first, end: columnFirst.length - 1 });
  }
  return {
    unitCount: unit,
    weight,
    groups,
    columnNode: new Uint32Array(columnFirst.length - 1),
    columnFirst: Uint32Array.from(columnFirst),
    columnRow: Uint32Array.from(columnRow),
    coverable: weight.reduce((sum, w) => sum + w, 0),
    isComplete: true,
  };
}

function metBy({ weight, columnFirst, columnRow }: CoverTable, columns: readonly number[]): number {
  const rows = new Set(
    columns.flatMap((c) => Array.from(columnRow.subarray(columnFirst[c], columnFirst[c + 1]))),
  );
  return Array.from(rows).reduce((sum, row) => sum + (weight[row] ?? 0), 0);
}

/** The most any choice meets: every choice, group by group, each with its places full or not. */
function exhaustively(table: CoverTable, group = 0, chosen: readonly number[] = []): number {
  const at = table.groups[group];
  if (at === undefined) return metBy(table, chosen);
  let best = 0;
  const choose = (mine: readonly number[], from: number): void => {
    best = Math.max(best, exhaustively(table, group + 1, [...chosen, ...mine]));
    if (mine.length === at.units.length) return;
    for (let c = from; c < at.end; c++) choose([...mine, c], c + 1);
  };
  choose([], at.first);
  return best;
}

it('finds the best plan and lets no better one slip, whatever it starts from', () => {
  for (let seed = 0; seed < 60; seed++) {
    const rng = createRng(seed);
    const table = randomTable(rng);
    const best = exhaustively(table);
    let known = rng.chance(0.3) ? best : 0;
    const branch = new CoverBranch(
      table,
      () => known,
      (columns) => {
        for (const { units, first, end } of table.groups) {
          const mine = columns.filter((c) => c >= first && c < end);
          expect(mine.length).toBeLessThanOrEqual(units.length);
        }
        known = Math.max(known, metBy(table, columns));
      },
    );
    for (let steps = 0; !branch.isDone; steps++) {
      expect({ seed, steps: Math.min(steps, 1000) }).toEqual({ seed, steps });
      branch.step();
      expect(branch.bound).toBeGreaterThanOrEqual(best);
    }
    expect({ seed, known }).toEqual({ seed, known: best });
  }
});
