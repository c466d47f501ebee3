import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equirectM } from '../../shared/geo/distance.ts';
import { must } from '../../shared/kit/invariant.ts';
import { createRng } from '../../shared/kit/rng.ts';
import { gridGraph } from '../../shared/roads/small-graphs.ts';
import { callPace, placeOfDrive, progressS, startDrive } from './drive.ts';
import { createDrillRoads } from './roads.ts';

const roads = createDrillRoads(gridGraph(12, 12));
const trip = must(roads.plan('emergency', [117, 36.6], [117.05, 36.64]), 'a grid has a way');

describe('drive', () => {
  it('never goes backwards, starts at the start and ends at the end on time', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.95, max: 1.6, noNaN: true }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true })),
        (pace, shares) => {
          const drive = startDrive(trip, 5000, pace);
          const times = [0, ...shares, 1]
            .toSorted((a, b) => a - b)
            .map((s) => 5000 + s * (drive.arriveMs - 5000));
          const progress = times.map((at) => progressS(drive, at));
          expect(progress[0]).toBe(0);
          expect(progress.at(-1)).toBeCloseTo(trip.seconds, 6);
          expect(progress).toEqual(progress.toSorted((a, b) => a - b));
          expect(drive.arriveMs - 5000).toBeCloseTo(trip.seconds * pace * 1000, -1);
        },
      ),
    );
  });

  it('follows the road: two looks a second apart are no farther than a fast car goes', () => {
    const drive = startDrive(trip, 0, 1);
    let before = placeOfDrive(drive, 0);
    for (let at = 1000; at <= drive.arriveMs + 2000; at += 1000) {
      const now = placeOfDrive(drive, at);
      expect(equirectM(before.lon, before.lat, now.lon, now.lat)).toBeLessThan(45);
      before = now;
    }
    expect(before.arrived).toBe(true);
    expect(before.speedMps).toBe(0);
  });

  it('paces of calls are hidden, near free flow and never much faster', () => {
    const rng = createRng(2);
    const paces = Array.from({ length: 2000 }, () => callPace(rng));
    expect(Math.min(...paces)).toBeGreaterThanOrEqual(0.95);
    expect(Math.max(...paces)).toBeLessThanOrEqual(1.5);
    expect(paces.reduce((a, b) => a + b, 0) / paces.length).toBeCloseTo(1.1, 1);
  });
});

describe('drill roads', () => {
  it('finds places on the road within the radius, and nothing far from every road', () => {
    const rng = createRng(6);
    for (let i = 0; i < 50; i++) {
      const place = roads.placeNear(rng, [117.03, 36.62], 800);
      expect(place).toBeDefined();
      if (place !== undefined) expect(equirectM(117.03, 36.62, place[0], place[1])).toBeLessThan(1100);
    }
    expect(roads.placeNear(rng, [118, 37], 800)).toBeUndefined();
    expect(roads.plan('car', [118, 37], [117, 36.6])).toBeUndefined();
    expect(roads.secondsTo([118, 37], [[117, 36.6]])).toEqual([Infinity]);
  });

  it('prices all units at once as it prices one', () => {
    const from = [
      [117, 36.6],
      [117.03, 36.61],
      [117.05, 36.64],
    ] as const;
    const seconds = roads.secondsTo([117.02, 36.63], from);
    for (const [i, place] of from.entries()) {
      expect(seconds[i]).toBeCloseTo(roads.plan('emergency', place, [117.02, 36.63])?.seconds ?? -1, 6);
    }
    const reach = roads.reach(from, [
      [117.02, 36.63],
      [118, 37],
    ]);
    expect(reach[0]).toBeCloseTo(Math.min(...seconds), 6);
    expect(reach[1]).toBe(Infinity);
  });
});
