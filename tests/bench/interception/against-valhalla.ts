import { gatherCandidates } from '../../../shared/interception/candidates.ts';
import { NOTHING_LEARNED } from '../../../shared/interception/eta-model.ts';
import { etaAt } from '../../../shared/interception/forecast.ts';
import { rankAll } from '../../../shared/interception/ranking.ts';
import { createRoadReach } from '../../../shared/interception/road-reach.ts';
import { entryOf, NOON_MS, placeAt } from '../../../shared/interception/small-world.ts';
import { must } from '../../../shared/kit/invariant.ts';
import type { Rng } from '../../../shared/kit/rng.ts';
import type { RoadGraph } from '../../../shared/roads/road-graph.ts';
import { scatter } from './exhaustive.ts';

/** The part of Valhalla that answers many to one. */
export interface Matrix {
  matrix(request: object): Promise<{
    readonly sources_to_targets: readonly (readonly { readonly time: number | null }[])[];
  }>;
}

/** Both rankings of the same units, incident by incident. */
export interface Agreement {
  /** Milliseconds: ours of every unit of the fleet, theirs of `asked` of them. */
  readonly oursMs: readonly number[];
  readonly theirsMs: readonly number[];
  /** Pairs of units that both could rank, and those put in the other order. */
  readonly pairs: number;
  readonly swapped: number;
  /** By their clock: by how many seconds the units of a swapped pair differ. */
  readonly swapS: readonly number[];
  /** By their clock: how much later our first arrives than theirs; 0 = the same unit. */
  readonly firstLaterS: readonly number[];
  readonly sameFirst: number;
  readonly incidents: number;
}

/** Ranks a fleet for random incidents with the product and asks Valhalla about some of it. */
export async function agreeWithValhalla(
  graph: RoadGraph,
  valhalla: Matrix,
  rng: Rng,
  size: { readonly incidents: number; readonly units: number; readonly asked: number },
): Promise<Agreement> {
  const reach = createRoadReach(graph);
  const { units, fixes } = scatter(graph, size.units, rng.fork('units'));
  const { candidates } = gatherCandidates(units, (slot) => fixes[slot], NOON_MS, reach);
  const eta = etaAt(NOTHING_LEARNED, NOON_MS);
  const places = rng.fork('places');
  const [oursMs, theirsMs, swapS, firstLaterS]: number[][] = [[], [], [], []];
  let [pairs, swapped, sameFirst, incidents] = [0, 0, 0, 0];
  for (let n = 0; n < size.incidents; n++) {
    const node = places.int(graph.nodeCount);
    const place = placeAt(graph.nodeLon[node] ?? 0, graph.nodeLat[node] ?? 0);
    const asked = Array.from({ length: size.asked }, () => places.int(candidates.length));
    const before = performance.now();
    const there = reach.place(place, true);
    if (there === undefined) continue;
    const rows = rankAll(entryOf({ place }), candidates, there, eta, false);
    oursMs?.push(performance.now() - before);
    const rankOf = new Map(rows.map((row, i) => [row.candidate, i]));
    const chosen = [...new Set(asked)].map((i) => must(candidates[i], 'no such unit'));
    const searching = performance.now();
    const answer = await valhalla.matrix({
      sources: chosen.map(({ fix }) => ({ lon: fix.lon, lat: fix.lat })),
      targets: [{ lon: place.lon, lat: place.lat }],
      costing: 'auto',
    });
    theirsMs?.push(performance.now() - searching);
    const both = chosen
      .map((candidate, i) => ({
        rank: rankOf.get(candidate) ?? Number.NaN,
        theirsS: answer.sources_to_targets[i]?.[0]?.time ?? Number.NaN,
      }))
      .filter(({ rank, theirsS }) => Number.isFinite(rank) && Number.isFinite(theirsS))
      .toSorted((a, b) => a.rank - b.rank);
    const [first] = both;
    if (first === undefined) continue;
    incidents++;
    const best = Math.min(...both.map(({ theirsS }) => theirsS));
    firstLaterS?.push(first.theirsS - best);
    if (first.theirsS === best) sameFirst++;
    for (const [i, a] of both.entries()) {
      for (const b of both.slice(i + 1)) {
        pairs++;
        if (a.theirsS <= b.theirsS) continue;
        swapped++;
        swapS?.push(a.theirsS - b.theirsS);
      }
    }
  }
  return {
    oursMs: oursMs ?? [],
    theirsMs: theirsMs ?? [],
    pairs,
    swapped,
    swapS: swapS ?? [],
    firstLaterS: firstLaterS ?? [],
    sameFirst,
    incidents,
  };
}
