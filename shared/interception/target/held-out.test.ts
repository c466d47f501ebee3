import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Coverage,
  pastDrives,
  scoreBands,
  stoppableEdges,
  topThree,
  withRamps,
} from '../../../tests/fixtures/held-out.ts';
import { createHiddenDrivers, type HiddenDrivers } from '../../../tests/fixtures/hidden-driver.ts';
import { readJinan } from '../../../tests/fixtures/jinan.ts';
import { createRng } from '../../kit/rng.ts';
import type { ExitPoint } from '../../roads/pack.ts';
import { type Ground, prepareGround } from './ground.ts';
import { learnPace, type PaceModel } from './pace.ts';

/** A short slice of `npm run bench -- interception`; the bench judges the same on many more drives. */
describe('a moving target against drivers the estimator does not know', () => {
  let ground: Ground;
  let hidden: HiddenDrivers;
  let pace: PaceModel;
  let exits: readonly ExitPoint[];

  beforeAll(() => {
    const { region, places } = readJinan();
    exits = region.exits;
    ground = prepareGround(region.graph, places);
    hidden = createHiddenDrivers(region.graph);
    pace = learnPace(pastDrives(ground, hidden, createRng(11), 60));
  });

  it('keeps about four fifths of the arrivals inside the band', () => {
    const rng = createRng(12);
    const coverage: Coverage = { inside: 0, early: 0, late: 0 };
    const wide = withRamps(ground, exits);
    for (let seed = 0; seed < 60; seed++) {
      scoreBands(
        wide,
        hidden,
        hidden.drive(rng),
        { pace, seed, sightings: seed % 2 === 0 ? 1 : 2 },
        coverage,
      );
    }
    const judged = coverage.inside + coverage.early + coverage.late;
    expect(judged).toBeGreaterThan(25);
    // a slice this short tells 0.8 from 0.6 and from 1, not from 0.75
    expect(coverage.inside / judged).toBeGreaterThan(0.65);
    expect(coverage.inside / judged).toBeLessThan(0.95);
  });

  it('names a place the car comes past more often than the nearest places do', () => {
    const rng = createRng(13);
    const edges = stoppableEdges(ground);
    const hits = { ours: 0, line: 0, road: 0 };
    for (let seed = 0; seed < 16; seed++) {
      const found = topThree(ground, hidden, hidden.drivePast(rng, edges), { pace, seed, sightings: 2 });
      if (found.ours) hits.ours++;
      if (found.line) hits.line++;
      if (found.road) hits.road++;
    }
    expect(hits.ours).toBeGreaterThan(hits.line);
    expect(hits.ours).toBeGreaterThan(hits.road);
  });
});
