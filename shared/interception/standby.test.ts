import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  coverOfEach,
  fairTable,
  metByArea,
  shareOutPosts,
  standbyMoves,
  standbyPosts,
  type StandbyTable,
} from './standby.ts';

/** Two places in town, one far off; a post at each. */
const TABLE: StandbyTable = {
  posts: 3,
  weight: Float64Array.of(0.45, 0.45, 0.1),
  chance: Float64Array.of(0.9, 0.8, 0, 0.8, 0.9, 0, 0, 0, 0.9),
  busy: 0.3,
};

const met = (rows: readonly number[]): number =>
  [...metByArea(TABLE, ['a', 'a', 'a'], TABLE.chance, rows).values()].reduce((sum, share) => sum + share, 0);

describe('standby', () => {
  it('puts the first where most happens, and the next where that helps most', () => {
    expect(standbyPosts(TABLE, 1)).toEqual([0]);
    expect(standbyPosts(TABLE, 9)).toHaveLength(3);
    const [, second = -1] = standbyPosts(TABLE, 2);
    expect(met([0, second])).toBe(Math.max(met([0, 1]), met([0, 2])));
  });

  it('takes the first back where two others do more together', () => {
    const middle = {
      posts: 3,
      weight: Float64Array.of(0.5, 0.5),
      chance: Float64Array.of(0.7, 0.7, 0.95, 0, 0, 0.95),
      busy: 0.1,
    };
    expect(standbyPosts(middle, 1)).toEqual([0]);
    expect(new Set(standbyPosts(middle, 2))).toEqual(new Set([1, 2]));
  });

  it('cannot be bettered by exchanging one post', () => {
    const chances = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 24, maxLength: 24 });
    fc.assert(
      fc.property(chances, fc.integer({ min: 1, max: 4 }), (chance, free) => {
        const weight = Float64Array.of(0.4, 0.3, 0.2, 0.1);
        const table = { posts: 6, weight, chance: Float64Array.from(chance), busy: 0.3 };
        const areas = ['a', 'b', 'c', 'd'];
        const worth = (rows: readonly number[]): number =>
          [...metByArea(table, areas, table.chance, rows).values()].reduce((sum, share) => sum + share, 0);
        const chosen = standbyPosts(table, free);
        for (const unit of chosen.keys())
          for (let other = 0; other < table.posts; other++)
            if (!chosen.includes(other))
              expect(worth(chosen.with(unit, other))).toBeLessThanOrEqual(worth([...chosen]) + 1e-4);
        expect(new Set(chosen).size).toBe(chosen.length);
      }),
      { numRuns: 60 },
    );
  });

  it('lets no area pay for the others', () => {
    const busier = { ...TABLE, busy: 0.6 };
    const own = Float64Array.of(0.9, 0.8, 0, 0, 0, 0.9);
    expect(standbyPosts(busier, 2)).toEqual([0, 1]);
    const fair = fairTable(busier, ['town', 'town', 'far'], own, 2);
    expect(standbyPosts(fair, 2)).toContain(2);
  });

  it('says what a unit adds: what all meet less what the others meet', () => {
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

  it('moves whoever adds something elsewhere, by what it adds, and nobody for less than it is worth', () => {
    const question = {
      table: TABLE,
      posts: standbyPosts(TABLE, 2),
      units: 2,
      // both at the first place
      own: Float64Array.of(0.9, 0.8, 0, 0.9, 0.8, 0),
      secondsTo: (unit: number, post: number) => 100 * unit + post,
      least: 0.001,
    };
    const moves = standbyMoves(question);
    const wanted = met([...question.posts]) - met([0, 0]);
    expect(moves.reduce((sum, { gain }) => sum + gain, 0)).toBeCloseTo(wanted, 9);
    expect(moves).toHaveLength(1);
    expect(standbyMoves({ ...question, least: wanted + 0.001 })).toEqual([]);
  });
});
