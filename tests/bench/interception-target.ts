import {
  type Coverage,
  pastDrives,
  scoreBands,
  stoppableEdges,
  topThree,
  withRamps,
} from '../fixtures/held-out.ts';
import { createHiddenDrivers, type HiddenDrivers } from '../fixtures/hidden-driver.ts';
import { prepareRuns } from '../fixtures/meeting-campaign.ts';
import { readJinan } from '../fixtures/jinan.ts';
import { type Ground, prepareGround } from '../../shared/interception/target/ground.ts';
import { learnPace } from '../../shared/interception/target/pace.ts';
import { createRng } from '../../shared/kit/rng.ts';
import { atLeast, atMost, type Bench, type BenchRow } from './bench.ts';

const LEARNED_FROM = 300;
const HELD_OUT = 400;
const PAST_A_GATE = 200;
const RUNS = 500;

/** A moving target on Jinan against drivers the estimator does not know: arrival bands and the three likeliest places. */
export const targetBench: Bench = {
  name: 'target',
  run: async (say) => {
    const { region, places } = readJinan();
    const ground = prepareGround(region.graph, places);
    const wide = withRamps(ground, region.exits);
    const hidden = createHiddenDrivers(region.graph);
    say(`learning from ${LEARNED_FROM} drives`);
    const pace = learnPace(pastDrives(ground, hidden, createRng(101), LEARNED_FROM));
    const rows: BenchRow[] = [];
    for (const sightings of [1, 2] as const) {
      say(`bands of ${HELD_OUT} held-out drives, ${sightings} sighting(s)`);
      const rng = createRng(200 + sightings);
      const coverage: Coverage = { inside: 0, early: 0, late: 0 };
      for (let seed = 0; seed < HELD_OUT; seed++)
        scoreBands(wide, hidden, hidden.drive(rng), { pace, seed, sightings }, coverage);
      const judged = coverage.inside + coverage.early + coverage.late;
      const share = (100 * coverage.inside) / judged;
      const label = `arrivals inside the 80 % band, ${sightings} sighting(s), ${judged} arrivals`;
      rows.push({ label, value: share, unit: '%', goal: '75 to 85', ok: share >= 75 && share <= 85 });
      const tail = (name: 'early' | 'late'): BenchRow => ({
        label: `  ${name}`,
        value: (100 * coverage[name]) / judged,
        unit: '%',
      });
      rows.push(tail('early'), tail('late'));
    }
    const edges = stoppableEdges(ground);
    for (const sightings of [1, 2] as const) {
      say(`first three places of ${PAST_A_GATE} drives past one, ${sightings} sighting(s)`);
      const rng = createRng(300 + sightings);
      const hits = { ours: 0, line: 0, road: 0 };
      for (let seed = 0; seed < PAST_A_GATE; seed++) {
        const found = topThree(ground, hidden, hidden.drivePast(rng, edges), { pace, seed, sightings });
        for (const one of ['ours', 'line', 'road'] as const) if (found[one]) hits[one]++;
      }
      const best = Math.max(hits.line, hits.road);
      rows.push(
        atLeast(
          `three likeliest places passed, of the better baseline, ${sightings} sighting(s)`,
          hits.ours / best,
          1.1,
        ),
        { label: '  ours', value: (100 * hits.ours) / PAST_A_GATE, unit: '%' },
        { label: '  nearest by straight line', value: (100 * hits.line) / PAST_A_GATE, unit: '%' },
        { label: '  nearest by road', value: (100 * hits.road) / PAST_A_GATE, unit: '%' },
      );
    }
    rows.push(...meetingRows(ground, hidden, say));
    return {
      rows,
      notes: [
        'drivers: own speed law by class, junctions, temper, stops, detours and taste in roads, drawn per drive',
        'bands are judged at every camera, checkpoint, exit and ramp the drive really passes (chance >= 3 %)',
        'runs: 20 units anywhere, 60 % of those called comply, at most 4 units a run; every drive passes a place to stop it',
        'baselines: the three stoppable places nearest to the last sighting',
      ],
    };
  },
};

/** A call first, with the exits as back-up, against the exits alone. */
function meetingRows(ground: Ground, hidden: HiddenDrivers, say: (line: string) => void): BenchRow[] {
  say(`${RUNS} runs: a meeting first against the exits alone`);
  const play = prepareRuns(ground, hidden);
  const saved = { exits: 0, meeting: 0 };
  const units = { exits: 0, meeting: 0 };
  for (let seed = 1; seed <= RUNS; seed++) {
    const run = play(seed);
    for (const one of ['exits', 'meeting'] as const) {
      if (run[one].isSaved) saved[one]++;
      units[one] += run[one].units;
    }
  }
  return [
    atLeast('saved by a meeting first, of the exits alone', saved.meeting / Math.max(1, saved.exits), 1.01),
    { label: '  meeting first', value: (100 * saved.meeting) / RUNS, unit: '%' },
    { label: '  exits alone', value: (100 * saved.exits) / RUNS, unit: '%' },
    atMost('units used, of the exits alone', units.meeting / Math.max(1, units.exits), 0.99),
    { label: '  meeting first', value: units.meeting / RUNS, unit: 'units' },
    { label: '  exits alone', value: units.exits / RUNS, unit: 'units' },
  ];
}
