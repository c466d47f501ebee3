import { beforeAll, describe, expect, it } from 'vitest';
import { readJinan } from '../../../tests/fixtures/jinan.ts';
import { createRng } from '../../kit/rng.ts';
import { etaFromField } from '../../roads/eta.ts';
import { createSearchWorkspace, fastestFrom } from '../../roads/fastest.ts';
import { pointOnEdge } from '../../roads/snap.ts';
import type { Region } from '../../roads/region.ts';
import { arrivalFromStanding, delayIfSentNow } from '../arrival-model.ts';
import { createRoadReach } from '../road-reach.ts';
import { contextOf, entryOf, fixAt, NOON_MS, unitAt } from '../small-world.ts';
import { possibleFutures } from '../target/futures.ts';
import { isStoppable, placeOfGate } from '../target/gates.ts';
import { type Ground, prepareGround } from '../target/ground.ts';
import { ASSUMED_PACE } from '../target/pace.ts';
import { CALL_S, meetings } from './meetings.ts';

describe('meetings', () => {
  let region: Region;
  let ground: Ground;
  let reach: ReturnType<typeof createRoadReach>;

  beforeAll(() => {
    const jinan = readJinan();
    region = jinan.region;
    ground = prepareGround(region.graph, jinan.places);
    reach = createRoadReach(region.graph);
  });

  const situation = (seed: number) => {
    const rng = createRng(seed);
    const anywhere = () => {
      const node = rng.int(region.graph.nodeCount);
      return { lon: region.graph.nodeLon[node] ?? 0, lat: region.graph.nodeLat[node] ?? 0 };
    };
    const units = Array.from({ length: 15 }, (_, slot) => unitAt(slot));
    const spots = units.map(anywhere);
    const fixOf = (slot: number) => fixAt(spots[slot]?.lon ?? 0, spots[slot]?.lat ?? 0);
    const sighting = { ...anywhere(), radiusM: 30, headingDeg: rng.between(0, 359), atMs: NOON_MS - 60_000 };
    const target = { id: 'I1', sightings: [sighting] as const, stops: [] };
    const futures = possibleFutures(ground, target, { pace: ASSUMED_PACE, rng: rng.fork('f'), count: 24 });
    return { futures, context: contextOf(units, fixOf, reach), entry: entryOf() };
  };

  it('finds the earliest joint arrival within one per cent of trying every place, way and unit', () => {
    const workspace = createSearchWorkspace(region.graph.nodeCount);
    for (let seed = 1; seed <= 6; seed++) {
      const { futures, context, entry } = situation(seed);
      const rows = meetings(entry, ground, futures, context);
      const fromS = (NOON_MS - futures.fromMs) / 1000 + CALL_S;
      let bestS = Infinity;
      const searches = futures.ways.map((way) => {
        const i = way.endS.findIndex((endS) => endS >= fromS);
        const at = i < 0 ? way.edges.length - 1 : i;
        const endS = way.endS[at] ?? 0;
        const before = at === 0 ? undefined : way.endS[at - 1];
        const edge = way.edges[at] ?? 0;
        const whole = (ground.net.edgeSeconds[edge] ?? 0) * way.pace;
        const startS = before ?? endS - whole;
        const left = i < 0 ? 0 : Math.min(1, Math.max(0, (endS - fromS) / Math.max(1e-9, endS - startS)));
        // forward from the end of the edge: it is driven to its end whatever is asked
        const head = pointOnEdge(region.graph, edge, 1);
        const field = fastestFrom(ground.net, workspace, [head]);
        const seconds = ground.gates.map((gate) =>
          Math.min(...gate.halts.map((halt) => etaFromField(field, { ...halt, distanceM: 0 }))),
        );
        return { way, leftS: (ground.net.edgeSeconds[edge] ?? 0) * left, seconds };
      });
      for (const [g, gate] of ground.gates.entries()) {
        if (!isStoppable(gate)) continue;
        const times = searches
          .map(({ way, leftS, seconds }) => CALL_S + (leftS + (seconds[g] ?? Infinity)) * way.pace)
          .toSorted((a, b) => a - b);
        const half = (times.length - 1) / 2;
        const personS = ((times[Math.floor(half)] ?? 0) + (times[Math.ceil(half)] ?? 0)) / 2;
        const place = reach.place(placeOfGate(gate, NOON_MS), false);
        for (const { stand, driftS } of context.candidates.candidates) {
          const travel = place?.travel(stand);
          if (travel === undefined) continue;
          const unitS = arrivalFromStanding(travel, driftS, delayIfSentNow(entry.level)).mid;
          bestS = Math.min(bestS, Math.max(personS, unitS));
        }
      }
      const first = rows[0];
      if (bestS === Infinity) expect(first).toBeUndefined();
      else expect(((first?.jointMs.mid ?? 0) - NOON_MS) / 1000).toBeLessThanOrEqual(bestS * 1.01 + 1);
      if (bestS < Infinity)
        expect(((first?.jointMs.mid ?? 0) - NOON_MS) / 1000).toBeGreaterThanOrEqual(bestS * 0.99 - 1);
    }
  });

  it('offers only stoppable places, in order, with both arrivals inside the joint one', () => {
    for (let seed = 20; seed < 26; seed++) {
      const { futures, context, entry } = situation(seed);
      const rows = meetings(entry, ground, futures, context);
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) {
        expect(ground.gates.some((gate) => gate.id === row.gateId && isStoppable(gate))).toBe(true);
        expect(row.jointMs.mid).toBe(Math.max(row.personMs.mid, row.unitMs.mid));
      }
      const waits = rows.map(({ jointMs }) => jointMs.mid - NOON_MS);
      for (let i = 1; i < waits.length; i++)
        expect(waits[i]).toBeGreaterThanOrEqual((waits[i - 1] ?? 0) / 1.0101);
    }
  });

  it('offers nothing when nobody can come', () => {
    const { futures, entry } = situation(3);
    expect(
      meetings(
        entry,
        ground,
        futures,
        contextOf([], () => undefined, reach),
      ),
    ).toEqual([]);
  });
});
