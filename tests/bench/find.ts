import { createSearchWorkspace, type SnapPoint } from '../../shared/roads/fastest.ts';
import { etaFromField, etaToPoint } from '../../shared/roads/eta.ts';
import { buildSnapIndex, snapNearest } from '../../shared/roads/snap.ts';
import { CAR } from '../../shared/roads/profiles.ts';
import { prepareMainNet } from '../../shared/roads/road-net.ts';
import { readJinan } from '../fixtures/jinan.ts';
import { atMost, type Bench, type BenchRow } from './bench.ts';
import { compareSearches, type SearchWorld, type Truth } from './find-search.ts';

const CASES = 500;
/** The middle of the town. */
const MIDDLE = { lon: 117.03, lat: 36.67 };
/** Apart from the seeds the belief's parameters were chosen on. */
const FIRST_SEED = 900_000;
const GOALS: Readonly<Record<Truth, number>> = { likely: 0.7, contrary: 1.1, any: 1.1 };
const TITLES: Readonly<Record<Truth, string>> = {
  likely: 'median time to find her / nearest place first',
  contrary: 'the same, kinds of place weighted the wrong way round',
  any: 'the same, kinds of place that say nothing',
};

/** Looking for somebody on Jinan's roads: by probability against nearest place first, two units a search. */
export const findBench: Bench = {
  name: 'find',
  async run(say) {
    const world = jinanTown();
    const seeds = Array.from({ length: CASES }, (_, i) => FIRST_SEED + i);
    const rows: BenchRow[] = [];
    for (const truth of ['likely', 'contrary', 'any'] as const) {
      say(`${CASES} searches, she is where it is ${truth}`);
      const found = compareSearches(world, truth, 2, seeds);
      rows.push(atMost(TITLES[truth], found['by-probability'] / found['nearest-first'], GOALS[truth]));
      rows.push({ label: '  ours', value: found['by-probability'] / 60, unit: 'min' });
      rows.push({ label: '  nearest place first', value: found['nearest-first'] / 60, unit: 'min' });
    }
    return {
      rows,
      notes: [
        '24 made-up places within about 3 km of the middle; the same cases and the same luck for both.',
      ],
    };
  },
};

function jinanTown(): SearchWorld {
  const { graph } = readJinan().region;
  const net = prepareMainNet(graph, CAR);
  const workspace = createSearchWorkspace(graph.nodeCount);
  const index = buildSnapIndex(graph);
  const snap = ({ lon, lat }: { lon: number; lat: number }): SnapPoint | undefined =>
    snapNearest(index, net, lon, lat, 3000);
  return {
    point: (rng) => {
      for (;;) {
        const point = snap({ lon: MIDDLE.lon + rng.normal(0, 0.03), lat: MIDDLE.lat + rng.normal(0, 0.025) });
        if (point !== undefined) return { lon: point.lon, lat: point.lat };
      }
    },
    secondsBetween: (points) => {
      const snaps = points.map(snap);
      const columns = snaps.map((to) => {
        const field = to === undefined ? undefined : etaToPoint(net, workspace, to);
        return snaps.map((from) =>
          field === undefined || from === undefined ? Infinity : etaFromField(field, from),
        );
      });
      return points.map((_, from) => columns.map((column) => column[from] ?? Infinity));
    },
  };
}
