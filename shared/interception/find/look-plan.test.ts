import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIND_PLACE_KINDS } from '../../domain/find-board.ts';
import { createRng } from '../../kit/rng.ts';
import { believeWhere } from './find-belief.ts';
import { FIND_KIND_MODEL, type FindPlace } from './find-places.ts';
import { assignLooks, rankLooks } from './look-plan.ts';
import { tourOfLooks } from './look-tour.ts';

const NOW_MS = 1_772_431_200_000;
const minutes = fc.integer({ min: 1, max: 40 }).map((value) => value * 60);

const town = (kinds: readonly FindPlace['kind'][]): FindPlace[] =>
  kinds.map((kind, i) => ({ placeId: `P${i}`, kind, label: { zh: kind }, lon: 117 + i / 100, lat: 36.6 }));

const search = fc.integer({ min: 1, max: 5 }).chain((n) =>
  fc.record({
    kinds: fc.array(fc.constantFrom(...FIND_PLACE_KINDS), { minLength: n, maxLength: n }),
    way: fc.array(minutes, { minLength: n, maxLength: n }),
    other: fc.array(minutes, { minLength: n, maxLength: n }),
    between: fc.array(fc.array(minutes, { minLength: n, maxLength: n }), { minLength: n, maxLength: n }),
  }),
);

function permutations(items: readonly number[]): number[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
}

describe('looks', () => {
  it('are ranked by probability per minute of way and look, and out of reach is left out', () => {
    const belief = believeWhere(town(['home', 'bank', 'park']), [], NOW_MS);
    const looks = rankLooks(belief, { unitId: 'U', toPlaceS: [600, 60, Infinity] });
    expect(looks.map(({ place }) => place)).toEqual([1, 0]);
    for (const look of looks)
      expect(look.perMinute).toBeCloseTo(look.findProbability / ((look.travelS + look.lookS) / 60), 12);
  });

  it('no two units are sent to one place, nor anyone to a place that is taken', () => {
    fc.assert(
      fc.property(search, ({ kinds, way, other, between }) => {
        const belief = believeWhere(town(kinds), [], NOW_MS);
        const units = [
          { unitId: 'A', toPlaceS: way },
          { unitId: 'B', toPlaceS: other },
        ];
        const looks = assignLooks(belief, units, between, new Set([0]));
        expect(new Set(looks.map(({ place }) => place)).size).toBe(looks.length);
        expect(looks.length).toBe(Math.min(2, kinds.length - 1));
        expect(looks.some(({ place }) => place === 0)).toBe(false);
      }),
    );
  });

  it('the order of looks is nearly always the best of all orders', () => {
    const rng = createRng(7);
    let best = 0;
    for (let round = 0; round < 200; round++) {
      const n = 3 + rng.int(3);
      const spots = Array.from({ length: n + 1 }, () => [rng.between(0, 900), rng.between(0, 900)] as const);
      const seconds = spots.map(([x, y]) => spots.map(([u, v]) => Math.hypot(x - u, y - v)));
      const between = seconds.slice(1).map((row) => row.slice(1));
      const kinds = Array.from({ length: n }, () => rng.pick(FIND_PLACE_KINDS));
      const belief = believeWhere(town(kinds), [], NOW_MS);
      const cost = (tour: readonly number[]): number => {
        let nowS = 0;
        let sum = 0;
        tour.forEach((place, i) => {
          const kind = FIND_KIND_MODEL[kinds[place] ?? 'home'];
          nowS += (i === 0 ? seconds[0]?.slice(1) : between[tour[i - 1] ?? 0])?.[place] ?? Infinity;
          nowS += kind.lookMin * 60;
          sum += (belief.probability[place] ?? 0) * kind.detection * nowS;
        });
        return sum;
      };
      const ours = cost(tourOfLooks(belief, { unitId: 'U', toPlaceS: seconds[0]?.slice(1) ?? [] }, between));
      const least = Math.min(...permutations(kinds.map((_, i) => i)).map(cost));
      expect(ours).toBeLessThanOrEqual(1.1 * least);
      if (ours <= least + 1e-6) best++;
    }
    expect(best).toBeGreaterThan(180);
  });
});
