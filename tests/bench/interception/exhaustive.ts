import type { Fix, PlannerUnit } from '../../../shared/contract/planner.ts';
import type { PlaceBelief } from '../../../shared/domain/belief.ts';
import { equirectM } from '../../../shared/geo/distance.ts';
import { gatherCandidates } from '../../../shared/interception/candidates.ts';
import { ARRIVAL_MODEL } from '../../../shared/interception/arrival-model.ts';
import { NOTHING_LEARNED } from '../../../shared/interception/eta-model.ts';
import { etaAt } from '../../../shared/interception/forecast.ts';
import { rankAll } from '../../../shared/interception/ranking.ts';
import { createRoadReach } from '../../../shared/interception/road-reach.ts';
import { entryOf, fixAt, NOON_MS, placeAt, unitAt } from '../../../shared/interception/small-world.ts';
import { must } from '../../../shared/kit/invariant.ts';
import type { Rng } from '../../../shared/kit/rng.ts';
import { createSearchWorkspace, type SnapPoint } from '../../../shared/roads/fastest.ts';
import { EMERGENCY } from '../../../shared/roads/profiles.ts';
import type { RoadGraph } from '../../../shared/roads/road-graph.ts';
import { prepareMainNet } from '../../../shared/roads/road-net.ts';
import { fastestRoute } from '../../../shared/roads/route.ts';
import { buildSnapIndex, snapNearest } from '../../../shared/roads/snap.ts';

/** How the ranked list compares with one route search a unit, and what each costs. */
export interface Compared {
  readonly incidents: number;
  readonly rowsCompared: number;
  /** Pairs of neighbours in the list that stand against their exact times by a second or more. */
  readonly swaps: number;
  /** Largest difference between the list's seconds and the exact ones. */
  readonly worstS: number;
  /** Milliseconds an incident: ranking all units by one search, and by one search a unit. */
  readonly rankMs: readonly number[];
  readonly exhaustiveMs: readonly number[];
}

/** Units scattered over the roads of a graph, a few metres off them. */
export function scatter(graph: RoadGraph, count: number, rng: Rng): { units: PlannerUnit[]; fixes: Fix[] } {
  const units = Array.from({ length: count }, (_, slot) => unitAt(slot));
  const fixes = units.map(() => {
    const node = rng.int(graph.nodeCount);
    const [lon, lat] = [graph.nodeLon[node] ?? 0, graph.nodeLat[node] ?? 0];
    return fixAt(lon + rng.normal(0, 5e-5), lat + rng.normal(0, 5e-5));
  });
  return { units, fixes };
}

/**
 * The product's ranking of every unit against exact times, over random incidents. Exact: a forward search of its own for
 * each unit (`perIncident` of them, the best of the list and random others), none of the product's all-to-one field.
 */
export function compareWithExhaustive(
  graph: RoadGraph,
  rng: Rng,
  size: { readonly incidents: number; readonly units: number; readonly perIncident: number },
): Compared {
  const net = prepareMainNet(graph, EMERGENCY);
  const index = buildSnapIndex(graph);
  const workspace = createSearchWorkspace(graph.nodeCount);
  const reach = createRoadReach(graph);
  const { units, fixes } = scatter(graph, size.units, rng.fork('units'));
  const { candidates } = gatherCandidates(units, (slot) => fixes[slot], NOON_MS, reach);
  const eta = etaAt(NOTHING_LEARNED, NOON_MS);
  const places = rng.fork('places');
  const [rankMs, exhaustiveMs]: [number[], number[]] = [[], []];
  let [rowsCompared, swaps, worstS] = [0, 0, 0];
  const exactS = (fix: Fix, to: SnapPoint, place: PlaceBelief): number => {
    const from = must(snapNearest(index, net, fix.lon, fix.lat), 'a unit off the roads');
    const overM = equirectM(from.lon, from.lat, to.lon, to.lat);
    const overS = overM <= ARRIVAL_MODEL.walkOverM ? overM / ARRIVAL_MODEL.walkMps : Infinity;
    const seconds = Math.min(fastestRoute(net, workspace, from, to)?.seconds ?? Infinity, overS);
    const creepS = Math.max(0, from.distanceM - ARRIVAL_MODEL.offRoadFreeM) / ARRIVAL_MODEL.creepMps;
    const freeM = Math.max(ARRIVAL_MODEL.offRoadFreeM, place.radiusM);
    return seconds + creepS + Math.max(0, to.distanceM - freeM) / ARRIVAL_MODEL.walkMps;
  };
  for (let n = 0; n < size.incidents; n++) {
    const node = places.int(graph.nodeCount);
    const place = placeAt(graph.nodeLon[node] ?? 0, graph.nodeLat[node] ?? 0);
    const to = snapNearest(index, net, place.lon, place.lat);
    if (to === undefined) continue;
    const entry = entryOf({ place });
    const started = performance.now();
    const there = must(reach.place(place, true), 'a place off the roads');
    const rows = rankAll(entry, candidates, there, eta, false);
    rankMs.push(performance.now() - started);
    const others = Array.from({ length: Math.max(0, size.perIncident - 9) }, () => places.int(rows.length));
    const chosen = [...new Set([...rows.keys()].slice(0, 9).concat(others))].toSorted((a, b) => a - b);
    const searching = performance.now();
    const times = chosen.map((i) => {
      const row = must(rows[i], 'no such row');
      return { listS: row.drive.medianS, exactS: exactS(row.candidate.fix, to, place) };
    });
    exhaustiveMs.push(((performance.now() - searching) / chosen.length) * rows.length);
    let latestS = 0;
    for (const { listS, exactS: seconds } of times) {
      rowsCompared++;
      worstS = Math.max(worstS, Math.abs(listS - seconds));
      if (seconds <= latestS - 1) swaps++;
      latestS = Math.max(latestS, seconds);
    }
  }
  return { incidents: rankMs.length, rowsCompared, swaps, worstS, rankMs, exhaustiveMs };
}
