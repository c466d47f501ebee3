import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlannerCore } from '../../gateway/planner/planner-core.ts';
import { LivePositions } from '../../gateway/positions/live-positions.ts';
import { Tracks } from '../../main/data/tracks.ts';
import { decodePositions } from '../../shared/contract/position-frame.ts';
import { entryOf, NOON_MS, placeAt, unitAt } from '../../shared/interception/small-world.ts';
import { buildRoadGraph } from '../../shared/roads/build-graph.ts';
import { encodeRoadGraph } from '../../shared/roads/graph-codec.ts';
import { road } from '../../shared/roads/small-graphs.ts';
import { memoryShelf } from '../../shared/timeline/memory-shelf.ts';

const SOUTH = 36.6;
/** Two one-way carriageways 20 m apart, 1.8 km long, joined at their ends: the wrong one costs two minutes. */
const ROADS = encodeRoadGraph(
  buildRoadGraph(
    [
      [117, SOUTH],
      [117.02, SOUTH],
      [117.02, SOUTH + 0.00018],
      [117, SOUTH + 0.00018],
    ],
    [
      road(0, 1, 'trunk', true),
      road(1, 2, 'trunk', true),
      road(2, 3, 'trunk', true),
      road(3, 0, 'trunk', true),
    ],
  ),
);
const units = [unitAt(0)];
const entry = entryOf({ place: placeAt(117.015, SOUTH) });

const anyStep = fc.record({
  passedMs: fc.integer({ min: 1000, max: 120_000 }),
  eastM: fc.integer({ min: -200, max: 200 }),
  northM: fc.integer({ min: -15, max: 35 }),
  speedMps: fc.constantFrom(undefined, 0, 1, 12),
  headingDeg: fc.constantFrom(undefined, 90, 270),
});

describe('one reading of fixes', () => {
  it('logs the estimate the screen shows, live and after any seek', () => {
    // one worker of the gateway, two of a console: what they were asked before must not matter
    const gateway = new PlannerCore(ROADS);
    const console = new PlannerCore(ROADS);
    let epoch = 0;
    let twoWays = 0;
    const shown = (fixes: ReturnType<Tracks['liveFixes']>, nowMs: number) =>
      console.recommend({ epoch, nowMs, entries: [entry], units, fixes }, entry.id).rows[0]?.estimate;
    fc.assert(
      fc.property(
        fc.array(anyStep, { minLength: 2, maxLength: 25 }),
        fc.array(fc.nat(24), { maxLength: 6 }),
        (steps, seeks) => {
          const live = new LivePositions();
          const tracks = new Tracks();
          tracks.open(memoryShelf(Number.POSITIVE_INFINITY));
          let atMs = NOON_MS;
          let lon = 117.01;
          let revision = 0;
          epoch++;
          const told = steps.map(({ passedMs, eastM, northM, ...moving }) => {
            atMs += passedMs;
            lon += eastM / 89_000;
            live.accept([{ slot: 0, atMs, lon, lat: SOUTH + northM / 111_195, ...moving }]);
            for (const frame of live.framesSince(revision)) tracks.applyLive(decodePositions(frame));
            revision = live.revision();
            const fix = live.read(0, atMs);
            const { place, level } = entry;
            const logged =
              fix === undefined || place === undefined
                ? undefined
                : gateway.estimate({ unit: unitAt(0), fix, place, level, nowMs: atMs });
            expect(shown(tracks.liveFixes(atMs), atMs)).toEqual(logged);
            return { atMs, logged };
          });
          const times = new Set(told.map(({ logged }) => Math.round((logged?.roadM ?? 0) / 1000)));
          if (times.size > 1) twoWays++;
          while (!tracks.past.tidy(atMs - (atMs % 120_000)));
          for (const seek of seeks) {
            const then = told[seek % told.length];
            if (then === undefined) continue;
            epoch++;
            expect(shown(tracks.fixesAt(then.atMs), then.atMs)).toEqual(then.logged);
          }
        },
      ),
    );
    // the carriageway did matter
    expect(twoWays).toBeGreaterThan(10);
  });
});
