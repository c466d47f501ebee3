import { readFileSync } from 'node:fs';
import { createRng } from '../../shared/kit/rng.ts';
import { decodeRoadGraph } from '../../shared/roads/graph-codec.ts';
import { atMost, type Bench, median, quantile } from './bench.ts';
import { agreeWithValhalla } from './interception/against-valhalla.ts';
import { openValhalla } from './valhalla.ts';

const ROADS = new URL('../../regions/jinan/roads.bin', import.meta.url);
const SIZE = { incidents: 200, units: 5000, asked: 200 } as const;

/** Our ranking of 5,000 units beside Valhalla's of 200 of them: what it costs and where the order differs. Linux only. */
export const rankingBench: Bench = {
  name: 'ranking',
  async run(say) {
    const graph = decodeRoadGraph(new Uint8Array(readFileSync(ROADS)));
    const valhalla = await openValhalla(say);
    say(`${SIZE.incidents} incidents x ${SIZE.asked} units`);
    const found = await agreeWithValhalla(graph, valhalla, createRng(401), SIZE);
    return {
      rows: [
        { label: 'ranking 5,000 units, ours, median', value: median(found.oursMs), unit: 'ms' },
        { label: '200 x 1 costmatrix, Valhalla, median', value: median(found.theirsMs), unit: 'ms' },
        atMost('ours of 5,000 / theirs of 200', median(found.oursMs) / median(found.theirsMs), 0.1),
        { label: 'incidents both ranked', value: found.incidents, unit: '' },
        { label: 'same first', value: (100 * found.sameFirst) / found.incidents, unit: '%' },
        {
          label: 'our first later by their clock, 95 %',
          value: quantile(found.firstLaterS, 0.95),
          unit: 's',
        },
        { label: 'pairs in the other order', value: (100 * found.swapped) / found.pairs, unit: '%' },
        { label: '  their difference by their clock, median', value: median(found.swapS), unit: 's' },
        { label: '  their difference by their clock, 95 %', value: quantile(found.swapS, 0.95), unit: 's' },
      ],
      notes: [
        'Valhalla 3.6.1, costing auto, on the extract of the pack; ours is the police profile, which may use other roads and is faster on all.',
        'The orders differ where the speed models do; nothing binds but the cost.',
      ],
    };
  },
};
