import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { readJinan } from '../../../tests/fixtures/jinan.ts';
import { createRng } from '../../kit/rng.ts';
import { STOPPABLE_KINDS } from '../../roads/pack.ts';
import type { Region } from '../../roads/region.ts';
import { createRoadReach } from '../road-reach.ts';
import { contextOf, entryOf, fixAt, NOON_MS, orderOf, unitAt } from '../small-world.ts';
import { exitsBoard } from './exits-board.ts';
import { possibleFutures } from './futures.ts';
import { type Ground, prepareGround } from './ground.ts';
import { ASSUMED_PACE } from './pace.ts';
import type { Sighting } from '../../domain/moving-target.ts';

describe('exits board', () => {
  let region: Region;
  let ground: Ground;
  let reach: ReturnType<typeof createRoadReach>;
  const units = Array.from({ length: 12 }, (_, slot) =>
    unitAt(slot, slot === 3 ? { hasVehicle: false } : {}),
  );

  beforeAll(() => {
    const jinan = readJinan();
    region = jinan.region;
    ground = prepareGround(region.graph, jinan.places);
    reach = createRoadReach(region.graph);
  });

  const nodeAt = (node: number): { lon: number; lat: number } => ({
    lon: region.graph.nodeLon[node] ?? 0,
    lat: region.graph.nodeLat[node] ?? 0,
  });
  const context = (nowMs: number) => {
    const stations = region.drill.stations;
    const fixOf = (slot: number) => {
      const at = stations[slot % stations.length];
      return fixAt(at?.lon ?? 0, at?.lat ?? 0, { atMs: nowMs - 5000 });
    };
    return contextOf(units, fixOf, reach, nowMs);
  };
  const boardFor = (
    sighting: Sighting,
    afterS: number,
    seed = 1,
    orders: ReturnType<typeof orderOf>[] = [],
  ) => {
    const target = { id: 'I1', sightings: [sighting] as const, stops: [] };
    const futures = possibleFutures(ground, target, { pace: ASSUMED_PACE, rng: createRng(seed), count: 120 });
    return exitsBoard(entryOf({ orders }), ground, futures, context(sighting.atMs + afterS * 1000));
  };

  it('recommends only places where a person may be stopped, each a place of the pack, with sane figures', () => {
    const stoppable = [...region.stoppable, ...region.drill.stoppable];
    const byPlace = new Set(stoppable.map(({ lon, lat }) => `${lon},${lat}`));
    fc.assert(
      fc.property(
        fc.nat(region.graph.nodeCount - 1),
        fc.option(fc.integer({ min: 0, max: 359 }), { nil: undefined }),
        fc.constantFrom(20, 150, 600),
        fc.integer({ min: 0, max: 1500 }),
        (node, headingDeg, radiusM, afterS) => {
          const board = boardFor({ ...nodeAt(node), headingDeg, radiusM, atMs: NOON_MS }, afterS);
          for (const row of board.rows) {
            expect(byPlace.has(`${row.lon},${row.lat}`)).toBe(true);
            expect(row.kind === 'exit' || STOPPABLE_KINDS.some((kind) => kind === row.kind)).toBe(true);
            expect(row.chance).toBeGreaterThanOrEqual(0);
            expect(row.chance).toBeLessThanOrEqual(1 + 1e-9);
            const { targetMs } = row;
            if (targetMs === undefined) continue;
            expect(targetMs.low).toBeLessThanOrEqual(targetMs.mid);
            expect(targetMs.mid).toBeLessThanOrEqual(targetMs.high);
            expect(targetMs.low).toBeGreaterThanOrEqual(NOON_MS + afterS * 1000 - 1);
          }
          const chances = board.rows.map(({ chance }) => chance);
          expect(chances).toEqual(chances.toSorted((a, b) => b - a));
          const onTheMap = board.density.reduce((sum, { share }) => sum + share, 0) + board.settledShare;
          expect(onTheMap).toBeLessThanOrEqual(1 + 1e-6);
        },
      ),
      { numRuns: 40, seed: 4 },
    );
  });

  it('gives the same board for the same sighting and seed', () => {
    const sighting = { ...nodeAt(400), headingDeg: 80, radiusM: 40, atMs: NOON_MS };
    expect(boardFor(sighting, 120, 7)).toEqual(boardFor(sighting, 120, 7));
  });

  it('shows an exit as en route, then as covered, and never sends a unit on foot', () => {
    const sighting = { ...nodeAt(400), headingDeg: 80, radiusM: 40, atMs: NOON_MS };
    const open = boardFor(sighting, 30);
    const first = open.rows[0];
    expect(first?.status).toBe('open');
    expect(open.rows.every((row) => row.unitId !== 'U0003')).toBe(true);
    expect(first?.marginS).toBeDefined();
    expect(first?.latestDepartureMs).toBeDefined();
    const place = {
      ...first,
      kind: 'pinned' as const,
      radiusM: 40,
      atMs: NOON_MS,
      source: 'test',
      label: undefined,
    };
    const at = { ...place, lon: first?.lon ?? 0, lat: first?.lat ?? 0 };
    const rolling = boardFor(sighting, 30, 1, [orderOf('U0001', 'rolling', { place: at })]);
    expect(rolling.rows.find(({ gateId }) => gateId === first?.gateId)?.status).toBe('en-route');
    const there = boardFor(sighting, 30, 1, [orderOf('U0001', 'on-scene', { place: at })]);
    const row = there.rows.find(({ gateId }) => gateId === first?.gateId);
    expect(row?.status).toBe('covered');
    expect(row?.unitId).toBe('U0001');
  });

  it('believes less in a way past an exit that was watched and where nobody came', () => {
    const sighting = { ...nodeAt(400), headingDeg: 80, radiusM: 40, atMs: NOON_MS };
    const first = boardFor(sighting, 1).rows[0];
    const place = {
      kind: 'pinned' as const,
      lon: first?.lon ?? 0,
      lat: first?.lat ?? 0,
      radiusM: 40,
      atMs: NOON_MS,
      source: 'test',
    };
    const order = orderOf('U0001', 'on-scene', { place, enteredAtMs: { 'on-scene': NOON_MS } });
    const lateS = ((first?.targetMs?.mid ?? NOON_MS) - NOON_MS) / 1000 + 60;
    const unwatched = boardFor(sighting, lateS);
    const watched = boardFor(sighting, lateS, 1, [order]);
    const share = (board: typeof watched): number => board.settledShare;
    expect(watched.rows.find(({ gateId }) => gateId === first?.gateId)?.status).toBe('covered');
    expect(share(watched)).not.toBe(share(unwatched));
  });

  it('says so where there is no road, instead of inventing a way', () => {
    const board = boardFor({ lon: 100, lat: 20, radiusM: 10, atMs: NOON_MS }, 10);
    expect(board.rows).toEqual([]);
    expect(board.density).toEqual([]);
    expect(board.why).toBeDefined();
  });
});
