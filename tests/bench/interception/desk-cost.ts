import { readFileSync } from 'node:fs';
import { DeskCore } from '../../../gateway/planner/desk-core.ts';
import type { PlannerSituation } from '../../../shared/contract/planner.ts';
import { createRoadReach } from '../../../shared/interception/road-reach.ts';
import {
  contextOf,
  dueIn,
  entryOf,
  NOON_MS,
  orderOf,
  placeAt,
} from '../../../shared/interception/small-world.ts';
import { emptyFixColumns } from '../../../shared/interception/fix-source.ts';
import { createRng } from '../../../shared/kit/rng.ts';
import { decodeGateFiles } from '../../../shared/roads/gate-files.ts';
import type { RoadGraph } from '../../../shared/roads/road-graph.ts';
import { scatter } from './exhaustive.ts';

const file = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../../regions/jinan/${name}`, import.meta.url)));

/**
 * Milliseconds of processor time of one joint proposal and of one look at where free cars had better wait, everything
 * searched before: what both cost each time they are made anew.
 */
export function deskCost(
  graph: RoadGraph,
  size: { readonly races: number; readonly units: number; readonly rounds: number },
): { readonly jointMs: readonly number[]; readonly standbyMs: readonly number[] } {
  const files = {
    'exits.json': file('exits.json'),
    'stoppable.json': file('stoppable.json'),
    'drill.json': file('drill.json'),
  };
  const { stations } = decodeGateFiles(files).drill;
  const rng = createRng(303);
  const { units, fixes } = scatter(graph, size.units, rng.fork('units'));
  const fleet = units.map((unit, slot) => {
    const station = stations[slot % stations.length];
    const ground =
      station === undefined
        ? {}
        : { base: station.name, area: { lon: station.lon, lat: station.lat, radiusM: 2500 } };
    const order = slot % 10 === 0 ? { state: 'en-route' as const, orderId: `O-${unit.unitId}` } : {};
    return { ...unit, ...ground, ...order };
  });
  const entries = Array.from({ length: size.races }, (_, i) => {
    const node = rng.int(graph.nodeCount);
    const place = placeAt(graph.nodeLon[node] ?? 0, graph.nodeLat[node] ?? 0, i % 2 === 0 ? 30 : 800);
    const orders = i % 3 === 0 ? [orderOf(fleet[i * 10]?.unitId ?? '', 'rolling', { place })] : [];
    const level = i % 4 === 0 ? 'L1' : 'L0';
    return entryOf({ id: `I${i}`, level, place, clock: dueIn(rng.between(60, 1800), 60), orders });
  });
  const reach = createRoadReach(graph);
  const core = new DeskCore(files, graph.nodeCount);
  const context = contextOf(fleet, (slot) => fixes[slot], reach);
  const situation: PlannerSituation = { epoch: 1, nowMs: NOON_MS, entries, fixes: emptyFixColumns(0) };
  const timed = (run: () => unknown): number => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  while (core.standby([], 'drill', fleet, context) === undefined);
  core.joint(situation, context);
  const rounds = Array.from({ length: size.rounds });
  return {
    jointMs: rounds.map(() => timed(() => core.joint(situation, context))),
    standbyMs: rounds.map(() => timed(() => core.standby([], 'drill', fleet, context))),
  };
}
