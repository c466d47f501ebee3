import { readFileSync } from 'node:fs';
import { createRng } from '../../shared/kit/rng.ts';
import { decodeRoadGraph } from '../../shared/roads/graph-codec.ts';
import type { RoadGraph } from '../../shared/roads/road-graph.ts';
import { atMost, type Bench, type BenchResult, type BenchRow, quantile } from './bench.ts';
import {
  binsOf,
  brier,
  createCampaign,
  etaErrors,
  type JudgedRace,
  learnFrom,
  pastDrives,
  runRaces,
} from './interception/campaign.ts';
import { deskCost } from './interception/desk-cost.ts';
import { compareWithExhaustive } from './interception/exhaustive.ts';
import { planRows } from './interception/plan-rows.ts';
import { tickCost } from './interception/race-cost.ts';

const ROADS = new URL('../../regions/jinan/roads.bin', import.meta.url);
/** Cities that judge; the parameters were chosen on seeds 1 to 20. */
const SEEDS = [101, 102, 103, 104, 105, 106, 107, 108, 109, 110] as const;
const RACES_EACH = 500;
const PAST_DRIVES = 200;
const HELD_OUT = 200;

/** Recommend and race: exactness, cost, and whether what they say comes true. */
export const interceptionBench: Bench = { name: 'interception', run: runInterception };

async function runInterception(say: (line: string) => void): Promise<BenchResult> {
  const graph = decodeRoadGraph(new Uint8Array(readFileSync(ROADS)));
  say('ranking against exhaustive times');
  const ranking = rankingRows(graph);
  say('50 races x 5,000 moving units');
  const cost = costRows(graph);
  const plans = await planRows(graph, say);
  const judged = judge(graph, say);
  return {
    rows: [...ranking, ...cost, ...plans, ...judged],
    notes: [
      `Jinan, ${graph.nodeCount} nodes; exact times are one forward search a unit, 200 of 5,000 an incident, the list's best nine among them`,
      `each of ${SEEDS.length} hidden cities teaches ${PAST_DRIVES} drives, then ${HELD_OUT} others and ${RACES_EACH} races judge`,
      'plans: preparation and proof included; the larger problems are made up or cut out of Jinan, limit 20 s each',
      'the drivers of tests/bench/interception/driver-model.ts follow another speed law than the estimate, with lights, detours and stops',
    ],
  };
}

function rankingRows(graph: RoadGraph): BenchRow[] {
  const size = { incidents: 200, units: 5000, perIncident: 200 };
  const { swaps, worstS, rankMs, exhaustiveMs } = compareWithExhaustive(graph, createRng(201), size);
  return [
    atMost('rows against their exact times by 1 s or more', swaps, 0, 'rows'),
    atMost('largest difference from the exact time', worstS, 0.001, 's'),
    { label: 'ranking 5,000 units, median', value: quantile(rankMs, 0.5), unit: 'ms' },
    { label: 'ranking 5,000 units, 95 %', value: quantile(rankMs, 0.95), unit: 'ms' },
    { label: 'the same by one search a unit, median', value: quantile(exhaustiveMs, 0.5), unit: 'ms' },
  ];
}

function costRows(graph: RoadGraph): BenchRow[] {
  const size = { races: 50, units: 5000 };
  const { tickMs, learnedTickMs } = tickCost(graph, { ...size, ticks: 20 });
  const { jointMs, standbyMs } = deskCost(graph, { ...size, rounds: 10 });
  // shares of a core in percent: once a second, every two and every twenty seconds
  const [races, joint, standby] = [
    quantile(tickMs, 0.5) / 10,
    quantile(jointMs, 0.5) / 20,
    quantile(standbyMs, 0.5) / 200,
  ];
  return [
    { label: 'joint proposal every 2 s, share of a core', value: joint, unit: '%' },
    { label: 'where free cars wait every 20 s, share of a core', value: standby, unit: '%' },
    atMost('races, joint proposal and waiting posts, share of a core', races + joint + standby, 10, '%'),
    atMost('races at 1 Hz, share of a core', quantile(tickMs, 0.5) / 10, 10, '%'),
    atMost('the same with learned times', quantile(learnedTickMs, 0.5) / 10, 10, '%'),
  ];
}

function judge(graph: RoadGraph, say: (line: string) => void): BenchRow[] {
  const races: JudgedRace[] = [];
  const etas = SEEDS.map((seed) => {
    say(`races of city ${seed}`);
    const campaign = createCampaign(graph, seed);
    const model = learnFrom(campaign, PAST_DRIVES);
    races.push(...runRaces(campaign, model, RACES_EACH, 'races'));
    return etaErrors(model, pastDrives(campaign, HELD_OUT, 'held-out'));
  });
  const mean = (of: (eta: (typeof etas)[number]) => number): number =>
    etas.reduce((sum, eta) => sum + of(eta), 0) / etas.length;
  const [mapS, learnedS] = [mean((eta) => eta.mapS), mean((eta) => eta.learnedS)];
  const chance = brier(races, ({ p }) => p);
  const margin = brier(races, ({ marginS }) => (marginS >= 0 ? 1 : 0));
  const freeFlow = brier(races, ({ freeFlowMarginS }) => (freeFlowMarginS >= 0 ? 1 : 0));
  return [
    { label: 'median ETA error as the map says', value: mapS, unit: 's' },
    { label: 'median ETA error after 200 drives', value: learnedS, unit: 's' },
    atMost('ETA error learned / map', learnedS / mapS, 0.5),
    { label: 'held-out drives within the 90 % band', value: 100 * mean((eta) => eta.inBand), unit: '%' },
    ...binsOf(races).map(({ from, n, predicted, happened }) =>
      atMost(
        `chance ${from * 100}-${from * 100 + 10} %: said ${percent(predicted)}, came true ${percent(happened)} of ${n}`,
        100 * Math.abs(happened - predicted),
        5,
        'points',
      ),
    ),
    { label: 'Brier score of the chance', value: chance, unit: '' },
    atMost('Brier / sign of the margin', chance / margin, 0.999),
    atMost('Brier / free-flow ETA', chance / freeFlow, 0.999),
  ];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
