import { existsSync, readFileSync } from 'node:fs';
import { describe, test } from 'vitest';
import { createRng } from '../kit/rng.ts';
import { decodeRoadGraph } from '../roads/graph-codec.ts';
import { columnsFromFixes, fixesFromColumns } from './fix-source.ts';
import { orderQueue } from './queue.ts';
import { raceOf } from './race.ts';
import { recommend } from './recommend.ts';
import { createRoadReach } from './road-reach.ts';
import { contextOf, dueIn, entryOf, fixAt, NOON_MS, orderOf, placeAt, unitAt } from './small-world.ts';

/**
 * Fifty races against five thousand units on a real city: what one tick of the planner costs. Run it without vitest's
 * module runner, whose export getters cost ten times the work: vitest bench --experimental.viteModuleRunner=false
 */
const ROADS = new URL('../../regions/jinan/roads.bin', import.meta.url);
const UNITS = 5000;
const RACES = 50;

describe.runIf(existsSync(ROADS))('50 races x 5,000 units, Jinan', () => {
  const graph = decodeRoadGraph(existsSync(ROADS) ? readFileSync(ROADS) : new Uint8Array());
  const rng = createRng(7);
  const onRoad = (): readonly [number, number] => {
    const node = rng.int(graph.nodeCount);
    return [
      (graph.nodeLon[node] ?? 0) + rng.normal(0, 5e-5),
      (graph.nodeLat[node] ?? 0) + rng.normal(0, 5e-5),
    ];
  };
  const units = Array.from({ length: UNITS }, (_, slot) =>
    unitAt(slot, slot % 10 === 0 ? { state: 'en-route', orderId: `O${slot}` } : {}),
  );
  const spots = units.map(onRoad);
  const columns = columnsFromFixes(UNITS, (slot) => fixAt(...(spots[slot] ?? [0, 0])));
  const fixOf = fixesFromColumns(columns);
  const entries = Array.from({ length: RACES }, (_, i) => {
    const place = placeAt(...onRoad(), i % 2 === 0 ? 30 : 800);
    const unitId = units[i * 10]?.unitId ?? '';
    const orders = i % 3 === 0 ? [orderOf(unitId, 'rolling', { place })] : [];
    return entryOf({
      id: `I${i}`,
      level: i % 4 === 0 ? 'L1' : 'L0',
      place,
      clock: dueIn(rng.between(60, 1800)),
      orders,
    });
  });
  const tick = (reach: ReturnType<typeof createRoadReach>): number => {
    const context = contextOf(units, fixOf, reach);
    return orderQueue(
      entries.map((entry) => raceOf(entry, context)),
      [],
      NOON_MS,
    ).length;
  };
  const warm = createRoadReach(graph);
  const list = (): void => {
    const first = entries[1];
    if (first !== undefined) recommend(first, contextOf(units, fixOf, warm));
  };

  test('a tick with all fields known', async ({ bench }) => {
    tick(warm);
    await bench('warm tick', () => void tick(warm)).run({ time: 2000 });
  });
  test('the list for one of them', async ({ bench }) => {
    tick(warm);
    await bench('list', list).run({ time: 1000 });
  });
  test('a first tick: every unit snapped, every place searched', async ({ bench }) => {
    await bench('cold tick', () => void tick(createRoadReach(graph))).run({
      iterations: 3,
      time: 0,
      warmup: false,
    });
  });
});
