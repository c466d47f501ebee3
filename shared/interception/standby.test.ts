import { describe, expect, it } from 'vitest';
import { coverOfEach, fairTable, shareOutPosts, standbyPosts, type StandbyTable } from './standby.ts';

/** Two places in town, one far off; a post at each. */
const TABLE: StandbyTable = {
  posts: 3,
  weight: Float64Array.of(0.45, 0.45, 0.1),
  chance: Float64Array.of(0.9, 0.8, 0, 0.8, 0.9, 0, 0, 0, 0.9),
  busy: 0.3,
};

describe('standby', () => {
  it('puts the first where most happens, and the next where that helps most', () => {
    expect(standbyPosts(TABLE, 1)).toEqual([0]);
    expect(standbyPosts(TABLE, 2)).toEqual([0, 1]);
    expect(standbyPosts(TABLE, 9)).toEqual([0, 1, 2]);
  });

  it('lets no area pay for the others', () => {
    const fair = fairTable(TABLE, ['town', 'town', 'far'], [0, 2]);
    expect(standbyPosts(fair, 2)).toContain(2);
  });

  it('says what a unit adds: what all meet less what the others meet', () => {
    const met = (rows: readonly number[]): number =>
      [0, 1, 2].reduce((sum, i) => {
        const unmet = rows.reduce((left, r) => left * (1 - 0.7 * (TABLE.chance[r * 3 + i] ?? 0)), 1);
        return sum + (TABLE.weight[i] ?? 0) * (1 - unmet);
      }, 0);
    const adds = coverOfEach(TABLE, 3);
    expect(adds[0]).toBeCloseTo(met([0, 1, 2]) - met([1, 2]), 9);
    expect(adds[2]).toBeCloseTo(met([0, 1, 2]) - met([0, 1]), 9);
  });

  it('shares posts out with the least driving in all', () => {
    const seconds = [
      [10, 100],
      [20, 400],
    ];
    expect([...shareOutPosts(2, [0, 1], (unit, post) => seconds[unit]?.[post] ?? 0)]).toEqual([1, 0]);
  });
});
