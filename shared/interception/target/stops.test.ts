import { describe, expect, it } from 'vitest';
import { readJinan } from '../../../tests/fixtures/jinan.ts';
import { createRng } from '../../kit/rng.ts';
import { fastestRoute, placeOnRoute, routeGeometry } from '../../roads/route.ts';
import { pointOnEdge } from '../../roads/snap.ts';
import { NOON_MS } from '../small-world.ts';
import { possibleFutures } from './futures.ts';
import { prepareGround } from './ground.ts';
import { ASSUMED_PACE } from './pace.ts';
import { startsOf } from './starts.ts';
import { stopsAhead } from './stops.ts';

const { region, places } = readJinan();
const ground = prepareGround(region.graph, places);
const PACE = 1.3;

/** Coaches from one end of the city to the other; `stopsOf` turns the way into a timetable. */
function coaches(count: number) {
  const { net, workspace } = ground;
  const rng = createRng(41);
  const anywhere = () => pointOnEdge(region.graph, 2 * rng.int(region.graph.segmentCount), 0.5);
  const found = [];
  for (let tries = 0; found.length < count && tries < 400; tries++) {
    const route = fastestRoute(net, workspace, anywhere(), anywhere());
    if (route === undefined || route.seconds < 700) continue;
    const line = routeGeometry(net, route);
    const at = (share: number) => placeOnRoute(line, route.seconds * share);
    found.push({ route, at });
  }
  return found;
}

describe('a timetable', () => {
  it('is driven about as it says, whichever carriageway its stops were drawn on', () => {
    const driven = coaches(12);
    expect(driven).toHaveLength(12);
    for (const { route, at } of driven) {
      const start = at(0.05);
      const wholeS = 0.95 * route.seconds * PACE;
      const stop = (share: number) => ({
        name: { zh: '站' },
        lon: at(share).lon,
        // drawn some metres off, as stops are
        lat: at(share).lat + 4e-5,
        atMs: NOON_MS + ((share - 0.05) / 0.95) * wholeS * 1000,
      });
      const sighting = {
        lon: start.lon,
        lat: start.lat,
        headingDeg: start.headingDeg,
        radiusM: 40,
        atMs: NOON_MS,
      };
      const target = { id: 'coach', sightings: [sighting] as const, stops: [stop(0.45), stop(1)] };
      const futures = possibleFutures(ground, target, { pace: ASSUMED_PACE, rng: createRng(3), count: 60 });
      const ends = futures.ways.map(({ endS }) => endS.at(-1) ?? 0).toSorted((a, b) => a - b);
      const middle = ends[30] ?? 0;
      expect(middle).toBeGreaterThan(0.9 * wholeS);
      expect(middle).toBeLessThan(1.15 * wholeS + 200);
    }
  });

  it('keeps somebody where the coach stands until it leaves', () => {
    const [coach] = coaches(1);
    const here = coach?.at(0);
    const sighting = { lon: here?.lon ?? 0, lat: here?.lat ?? 0, radiusM: 60, atMs: NOON_MS };
    const end = { name: { zh: '终点' }, lon: coach?.at(1).lon ?? 0, lat: coach?.at(1).lat ?? 0 };
    const halfwayS = (departS: number | undefined): number => {
      const first = { ...end, lon: sighting.lon, lat: sighting.lat, atMs: NOON_MS + (departS ?? 0) * 1000 };
      const stops = departS === undefined ? [end] : [first, end];
      const target = { id: 'waits', sightings: [sighting] as const, stops };
      const { ways } = possibleFutures(ground, target, { pace: ASSUMED_PACE, rng: createRng(5), count: 60 });
      const ends = ways.map(({ endS }) => endS.at(-1) ?? 0).toSorted((a, b) => a - b);
      return ends[30] ?? 0;
    };
    expect(halfwayS(1200)).toBeGreaterThan(halfwayS(undefined) + 900);
  });

  it('forgets a stop that lies behind, though its time has not come', () => {
    const [coach] = coaches(1);
    const on = coach?.at(0.6);
    const sighting = {
      lon: on?.lon ?? 0,
      lat: on?.lat ?? 0,
      headingDeg: on?.headingDeg,
      radiusM: 40,
      atMs: NOON_MS,
    };
    const stop = (share: number, inS: number) => ({
      name: { zh: '站' },
      lon: coach?.at(share).lon ?? 0,
      lat: coach?.at(share).lat ?? 0,
      atMs: NOON_MS + inS * 1000,
    });
    const ahead = stopsAhead(ground, [stop(0.2, 40), stop(1, 600)], startsOf(ground, sighting), NOON_MS);
    expect(ahead.map(({ dueS }) => dueS)).toEqual([600]);
    // one that is on the way stays, and one whose time has passed is gone
    expect(
      stopsAhead(ground, [stop(0.8, 200), stop(1, 600)], startsOf(ground, sighting), NOON_MS),
    ).toHaveLength(2);
    expect(
      stopsAhead(ground, [stop(0.8, -5), stop(1, 600)], startsOf(ground, sighting), NOON_MS),
    ).toHaveLength(1);
  });
});
