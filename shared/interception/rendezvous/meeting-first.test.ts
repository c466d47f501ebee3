import { describe, expect, it } from 'vitest';
import { createHiddenDrivers } from '../../../tests/fixtures/hidden-driver.ts';
import { readJinan } from '../../../tests/fixtures/jinan.ts';
import { prepareRuns } from '../../../tests/fixtures/meeting-campaign.ts';
import { prepareGround } from '../target/ground.ts';

describe('a meeting first, the exits as back-up', () => {
  it('saves at least as much as the exits alone, with fewer units, where three in five comply', () => {
    const { region, places } = readJinan();
    const ground = prepareGround(region.graph, places);
    const play = prepareRuns(ground, createHiddenDrivers(region.graph));
    const saved = { exits: 0, meeting: 0 };
    const units = { exits: 0, meeting: 0 };
    // a short slice of `npm run bench -- target`
    for (let seed = 1; seed <= 6; seed++) {
      const run = play(seed);
      for (const one of ['exits', 'meeting'] as const) {
        if (run[one].isSaved) saved[one]++;
        units[one] += run[one].units;
      }
    }
    expect(saved.meeting).toBeGreaterThanOrEqual(saved.exits);
    expect(units.meeting).toBeLessThan(units.exits);
  }, 60_000);
});
