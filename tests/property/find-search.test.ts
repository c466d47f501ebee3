import { expect, it } from 'vitest';
import { compareSearches, FLAT_TOWN } from '../bench/find-search.ts';

const SEEDS = Array.from({ length: 60 }, (_, i) => 70_000 + i);

it('looking by probability finds her well before looking at the nearest place', () => {
  const found = compareSearches(FLAT_TOWN, 'likely', 2, SEEDS);
  expect(found['by-probability']).toBeLessThan(0.7 * found['nearest-first']);
});
