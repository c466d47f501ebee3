import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../shared/kit/rng.ts';
import { decodeRoadGraph } from '../../../shared/roads/graph-codec.ts';
import { binsOf, brier, createCampaign, etaErrors, learnFrom, pastDrives, runRaces } from './campaign.ts';
import { compareWithExhaustive } from './exhaustive.ts';

const graph = decodeRoadGraph(
  new Uint8Array(readFileSync(new URL('../../../regions/jinan/roads.bin', import.meta.url))),
);

/** A short slice of `npm run bench -- interception`; seeds no parameter was chosen on. */
describe('judged by drivers the estimate does not know', { timeout: 60_000 }, () => {
  const campaign = createCampaign(graph, 151);
  const model = learnFrom(campaign, 200);

  it('halves the error of the map after 200 drives, and its band holds what it says', () => {
    const held = pastDrives(campaign, 120, 'held-out');
    const { mapS, learnedS, inBand } = etaErrors(model, held);
    expect(learnedS).toBeLessThan(mapS / 1.8);
    expect(inBand).toBeGreaterThan(0.8);
    // before that nothing is learned and nothing is claimed
    expect(learnFrom(campaign, 40)).toEqual({ drives: 40, learned: undefined });
  });

  it('gives chances that come true, better than the sign of the margin and than the map', () => {
    const races = runRaces(campaign, model, 250, 'races');
    // four wide bins: 250 races cannot judge ten
    const bins = binsOf(races);
    for (const [from, to] of [
      [0, 3],
      [3, 6],
      [6, 9],
      [9, 10],
    ] as const) {
      const wide = bins.slice(from, to);
      const n = wide.reduce((sum, bin) => sum + bin.n, 0);
      const off = wide.reduce((sum, bin) => sum + bin.n * (bin.happened - bin.predicted), 0) / n;
      // three standard deviations of a fair coin
      expect(Math.abs(off), `${from}0 to ${to}0 %`).toBeLessThan(1.5 / Math.sqrt(n));
    }
    const chance = brier(races, ({ p }) => p);
    expect(chance).toBeLessThan(brier(races, ({ marginS }) => (marginS >= 0 ? 1 : 0)));
    expect(chance).toBeLessThan(brier(races, ({ freeFlowMarginS }) => (freeFlowMarginS >= 0 ? 1 : 0)));
  });
});

describe('ranking thousands against exact times', { timeout: 60_000 }, () => {
  it('is in the same order up to a second, with the same times', () => {
    const compared = compareWithExhaustive(graph, createRng(251), {
      incidents: 6,
      units: 5000,
      perIncident: 20,
    });
    expect(compared).toMatchObject({ incidents: 6, swaps: 0 });
    expect(compared.rowsCompared).toBeGreaterThan(100);
    expect(compared.worstS).toBeLessThan(1e-6);
  });
});
