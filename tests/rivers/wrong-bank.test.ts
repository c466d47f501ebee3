import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseExtract, readExtractFile } from '../../regions/builder/read-extract.ts';
import { buildRoadNetwork } from '../../regions/builder/road-network.ts';
import { equirectM } from '../../shared/geo/distance.ts';
import type { LonLat } from '../../shared/geo/point.ts';
import { recommend } from '../../shared/interception/recommend.ts';
import { createRoadReach } from '../../shared/interception/road-reach.ts';
import { contextOf, entryOf, fixAt, placeAt, unitAt } from '../../shared/interception/small-world.ts';
import { must } from '../../shared/kit/invariant.ts';
import { createRng } from '../../shared/kit/rng.ts';
import { createSearchWorkspace } from '../../shared/roads/fastest.ts';
import { decodeRoadGraph, encodeRoadGraph } from '../../shared/roads/graph-codec.ts';
import { checkDrillPlaces } from '../../shared/roads/pack-check.ts';
import { EMERGENCY } from '../../shared/roads/profiles.ts';
import type { RoadGraph } from '../../shared/roads/road-graph.ts';
import { prepareMainNet } from '../../shared/roads/road-net.ts';
import { fastestRoute } from '../../shared/roads/route.ts';
import { buildSnapIndex, snapNearest } from '../../shared/roads/snap.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const CASES = 25;
/** Beside the line itself a side cannot be told. */
const CLEAR_M = 150;
const NEAR_M = 1200;

interface Tally {
  cases: number;
  /** The nearest by air stands across the water and is not who gets there first. */
  deceived: number;
  /** Of these: the row across the water says by how much the road is longer. */
  explained: number;
}

/**
 * Somebody near one bank, a unit straight across the water, one on the right bank farther off by air, and some more around:
 * the list must stand in the order of exact times, whatever the distances say.
 */
function tryBanks(graph: RoadGraph, river: readonly LonLat[], seed: number): Tally {
  const rng = createRng(seed);
  const net = prepareMainNet(graph, EMERGENCY);
  const index = buildSnapIndex(graph);
  const workspace = createSearchWorkspace(graph.nodeCount);
  const reach = createRoadReach(graph);
  const spots = Array.from({ length: graph.nodeCount }, (_, node) => node)
    .filter((node) => (net.forward.first[node + 1] ?? 0) > (net.forward.first[node] ?? 0))
    .map((node) => {
      const at: LonLat = [graph.nodeLon[node] ?? 0, graph.nodeLat[node] ?? 0];
      return { at, ...sideOf(river, at) };
    });
  const banks = spots.filter(({ offM }) => offM > CLEAR_M && offM < NEAR_M);
  const tally: Tally = { cases: 0, deceived: 0, explained: 0 };
  for (let tries = 0; tries < 4000 && tally.cases < CASES; tries++) {
    const person = rng.pick(banks);
    const airM = (spot: { at: LonLat }): number => equirectM(...spot.at, ...person.at);
    const across = spots.filter((s) => s.isLeft !== person.isLeft && s.offM > CLEAR_M && airM(s) < 1800);
    const here = spots.filter((s) => s.isLeft === person.isLeft && airM(s) > 1000 && airM(s) < 5000);
    if (across.length === 0 || here.length < 3) continue;
    const nearest = across.reduce((a, b) => (airM(b) < airM(a) ? b : a));
    const others = Array.from({ length: 6 }, () => rng.pick(here)).filter(
      (s) => airM(s) > airM(nearest) + 50,
    );
    if (others.length === 0) continue;
    const fleet = [nearest, ...others];
    tally.cases++;
    const to = must(snapNearest(index, net, ...person.at), 'no road');
    const exactS = fleet.map(({ at }) => {
      const from = must(snapNearest(index, net, ...at), 'no road');
      return fastestRoute(net, workspace, from, to)?.seconds ?? Infinity;
    });
    const list = recommend(
      entryOf({ place: placeAt(...person.at) }),
      contextOf(
        fleet.map((_, slot) => unitAt(slot)),
        (slot) => fixAt(...(fleet[slot]?.at ?? [0, 0]), { atMs: fixAt(0, 0).atMs - slot }),
        reach,
      ),
    );
    const times = list.rows.map(({ unitId }) => exactS[Number(unitId.slice(1))] ?? Number.NaN);
    for (const [i, seconds] of times.entries()) expect(seconds).toBeGreaterThan((times[i - 1] ?? 0) - 1);
    const acrossRow = list.rows.find(({ unitId }) => unitId === 'U0000');
    if (list.rows[0]?.unitId === 'U0000') continue;
    tally.deceived++;
    if (acrossRow?.reasons.some(({ code }) => code === 'detour') === true) tally.explained++;
  }
  return tally;
}

/** On which side of a line a place lies, and how far from it. */
function sideOf(line: readonly LonLat[], [lon, lat]: LonLat): { isLeft: boolean; offM: number } {
  const k = Math.cos((lat * Math.PI) / 180);
  let best = { isLeft: false, offM: Infinity };
  for (const [i, [bLon, bLat]] of line.entries()) {
    const a = line[i - 1];
    if (a === undefined) continue;
    const [dx, dy] = [(bLon - a[0]) * k, bLat - a[1]];
    const [px, py] = [(lon - a[0]) * k, lat - a[1]];
    const f = Math.min(1, Math.max(0, (px * dx + py * dy) / (dx * dx + dy * dy)));
    const offM = equirectM(lon, lat, a[0] + f * (bLon - a[0]), a[1] + f * (bLat - a[1]));
    if (offM < best.offM) best = { isLeft: dx * py - dy * px > 0, offM };
  }
  return best;
}

describe('the wrong side of the river', { timeout: 60_000 }, () => {
  it('Yellow River, roads of Jinan', () => {
    const folder = join(ROOT, 'regions', 'jinan');
    const graph = decodeRoadGraph(new Uint8Array(readFileSync(join(folder, 'roads.bin'))));
    const drill = checkDrillPlaces(
      JSON.parse(readFileSync(join(folder, 'drill.json'), 'utf8')),
      'drill.json',
    );
    const tally = tryBanks(graph, must(drill.river, 'Jinan lies on a river').line, 31);
    expect(tally.cases).toBe(CASES);
    expect(tally.deceived).toBeGreaterThan(CASES / 2);
    // a bridge close by makes the way round too short to be worth a word
    expect(tally.explained).toBeGreaterThan(0.8 * tally.deceived);
  });

  it('Rhine, a network made from the extract of Liechtenstein', async () => {
    const path = join(ROOT, 'tests', 'fixtures', 'osm', 'liechtenstein-2015.osm.pbf');
    const network = buildRoadNetwork(await parseExtract(await readExtractFile(path), path));
    const graph = decodeRoadGraph(encodeRoadGraph(network.graph));
    // every tenth point of the way called Rhein in that extract
    const rhine: readonly LonLat[] = [
      [9.4772, 47.0491],
      [9.4741, 47.0664],
      [9.5135, 47.0856],
      [9.5184, 47.1073],
      [9.5012, 47.1483],
      [9.4859, 47.1824],
      [9.4999, 47.2121],
      [9.5216, 47.2462],
    ];
    const tally = tryBanks(graph, rhine, 32);
    expect(tally.cases).toBe(CASES);
    expect(tally.deceived).toBeGreaterThan(CASES / 2);
    // a bridge close by makes the way round too short to be worth a word
    expect(tally.explained).toBeGreaterThan(0.8 * tally.deceived);
  });
});
