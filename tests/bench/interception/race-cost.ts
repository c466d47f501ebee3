import { destination } from '../../../shared/geo/distance.ts';
import type { DriveSample, Fix } from '../../../shared/contract/planner.ts';
import { type EtaModel, learnEta, NOTHING_LEARNED } from '../../../shared/interception/eta-model.ts';
import { orderQueue } from '../../../shared/interception/queue.ts';
import { raceOf } from '../../../shared/interception/race.ts';
import { createRoadReach } from '../../../shared/interception/road-reach.ts';
import {
  contextOf,
  dueIn,
  entryOf,
  NOON_MS,
  orderOf,
  placeAt,
} from '../../../shared/interception/small-world.ts';
import { createRng } from '../../../shared/kit/rng.ts';
import type { RoadGraph } from '../../../shared/roads/road-graph.ts';
import { scatter } from './exhaustive.ts';

/**
 * Milliseconds of processor time of one tick: every unit has moved since the last one (new fix, new snap), every race is worked out and the
 * queue put in order. The first tick, which searches the places, is not counted: places stay while a race runs.
 */
export function tickCost(
  graph: RoadGraph,
  size: { readonly races: number; readonly units: number; readonly ticks: number },
): { readonly tickMs: readonly number[]; readonly learnedTickMs: readonly number[] } {
  const rng = createRng(301);
  const { units, fixes } = scatter(graph, size.units, rng.fork('units'));
  const fleet = units.map((unit, slot) =>
    slot % 10 === 0 ? { ...unit, state: 'en-route' as const, orderId: `O-${unit.unitId}` } : unit,
  );
  const entries = Array.from({ length: size.races }, (_, i) => {
    const node = rng.int(graph.nodeCount);
    const place = placeAt(graph.nodeLon[node] ?? 0, graph.nodeLat[node] ?? 0, i % 2 === 0 ? 30 : 800);
    const orders = i % 3 === 0 ? [orderOf(fleet[i * 10]?.unitId ?? '', 'rolling', { place })] : [];
    return entryOf({
      id: `I${i}`,
      level: i % 4 === 0 ? 'L1' : 'L0',
      place,
      clock: dueIn(rng.between(60, 1800), 60),
      orders,
    });
  });
  const run = (model: EtaModel): number[] => {
    const reach = createRoadReach(graph);
    const moves = rng.fork('moves');
    let spots: Fix[] = fixes;
    let order: string[] = [];
    const times: number[] = [];
    for (let tick = 0; tick <= size.ticks; tick++) {
      const nowMs = NOON_MS + tick * 1000;
      spots = spots.map((fix) => {
        const headingDeg = moves.between(0, 360);
        const [lon, lat] = destination(fix.lon, fix.lat, headingDeg, 12);
        return { lon, lat, headingDeg, speedMps: 12, atMs: nowMs - 500 };
      });
      const before = process.cpuUsage();
      const context = contextOf(fleet, (slot) => spots[slot], reach, nowMs, model);
      const races = orderQueue(
        entries.map((entry) => raceOf(entry, context)),
        order,
        nowMs,
      );
      const { user, system } = process.cpuUsage(before);
      if (tick > 0) times.push((user + system) / 1000);
      order = races.map(({ id }) => id);
    }
    return times;
  };
  return { tickMs: run(NOTHING_LEARNED), learnedTickMs: run(learnEta(someDrives())) };
}

/** Drives enough to switch the learned times on; what they say does not matter here. */
function someDrives(): DriveSample[] {
  const rng = createRng(302);
  return Array.from({ length: 400 }, (_, i) => {
    const groupS = [rng.between(0, 100), rng.between(50, 300), rng.between(20, 120), rng.between(0, 30)];
    const drivenS = groupS.reduce((sum, s) => sum + s, 0) * rng.between(1, 1.8);
    const rollingAtMs = NOON_MS + i * 3_600_000;
    return {
      orderId: `O${i}`,
      kind: 'patrol',
      level: 'L0',
      groupS,
      rollingAtMs,
      arrivedAtMs: rollingAtMs + drivenS * 1000,
      drivenS,
      waitedS: rng.between(20, 80),
      rolledAfterS: rng.between(15, 60),
    };
  });
}
