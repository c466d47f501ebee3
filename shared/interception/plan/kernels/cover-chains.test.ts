import { expect, it } from 'vitest';
import { createRng } from '../../../kit/rng.ts';
import { ChainSums, chainsOf } from './cover-chains.ts';

it('sums every column as its rows do, nested or not', () => {
  for (let seed = 0; seed < 100; seed++) {
    const rng = createRng(seed);
    const rows = 1 + rng.int(12);
    const columnNode: number[] = [];
    const columnFirst = [0];
    const columnRow: number[] = [];
    for (let node = rng.int(5); node > 0; node--) {
      const order = Array.from({ length: rows }, (_, r) => ({ r, at: rng.next() })).toSorted(
        (a, b) => a.at - b.at,
      );
      for (let c = rng.int(4); c > 0; c--) {
        const isStray = rng.chance(0.2);
        const mine = isStray ? order.filter(() => rng.chance(0.5)) : order.slice(0, rng.int(rows + 1));
        columnRow.push(...mine.map(({ r }) => r));
        columnFirst.push(columnRow.length);
        columnNode.push(node);
      }
    }
    const table = {
      unitCount: 0,
      groups: [],
      coverable: 0,
      isComplete: true,
      weight: new Float64Array(rows),
      columnNode: Uint32Array.from(columnNode),
      columnFirst: Uint32Array.from(columnFirst),
      columnRow: Uint32Array.from(columnRow),
    };
    const price = Float64Array.from({ length: rows }, () => rng.int(10));
    const sums = new ChainSums(chainsOf(table));
    const wanted = Uint32Array.from(columnNode.keys()).filter(() => rng.chance(0.7));
    sums.wants([{ columns: wanted }]);
    sums.price(price);
    for (const c of wanted) {
      const mine = columnRow.slice(columnFirst[c], columnFirst[c + 1]);
      expect(sums.earnedBy(c)).toBe(mine.reduce((sum, r) => sum + (price[r] ?? 0), 0));
    }
  }
});
