import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DATUMS } from '../contract/ingest.ts';
import { fromWgs84, toWgs84 } from './datum.ts';
import { haversineM } from './distance.ts';

const degrees = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });
const inChina = fc.tuple(degrees(73.5, 135), degrees(3.9, 53.6));
const anywhere = fc.tuple(degrees(-180, 180), degrees(-90, 90));

describe('datum', () => {
  // [WGS-84] -> [GCJ-02]; the first is a published check value for Wanzhou, the second the usual one for Beijing
  it.each([
    [108.4, 30.8, 108.404591, 30.797735],
    [116.404, 39.915, 116.4102445, 39.9164043],
    [117, 36.65, 117.0058403, 36.650252],
    [121.5, 25.03, 121.5039589, 25.0272266],
  ])('shifts %d E %d N to GCJ-02', (lon, lat, gcjLon, gcjLat) => {
    const [toLon, toLat] = fromWgs84(lon, lat, 'gcj02');
    expect(toLon).toBeCloseTo(gcjLon, 6);
    expect(toLat).toBeCloseTo(gcjLat, 6);
    const [backLon, backLat] = toWgs84(gcjLon, gcjLat, 'gcj02');
    expect(haversineM(lon, lat, backLon, backLat)).toBeLessThan(0.2);
  });

  // the usual GCJ-02 -> BD-09 example: 116.404, 39.915 -> 116.41036949, 39.92133699
  it('undoes BD-09 by way of GCJ-02', () => {
    const viaGcj = toWgs84(116.404, 39.915, 'gcj02');
    const direct = toWgs84(116.41036949, 39.92133699, 'bd09');
    expect(haversineM(...viaGcj, ...direct)).toBeLessThan(0.5);
    const [lon, lat] = fromWgs84(117, 36.65, 'bd09');
    expect(lon).toBeCloseTo(117.0122448, 6);
    expect(lat).toBeCloseTo(36.6565896, 6);
  });

  it('takes CGCS2000 as WGS-84', () => {
    fc.assert(
      fc.property(anywhere, ([lon, lat]) => {
        expect(toWgs84(lon, lat, 'cgcs2000')).toEqual([lon, lat]);
        expect(fromWgs84(lon, lat, 'cgcs2000')).toEqual([lon, lat]);
      }),
    );
  });

  it('comes back to within a metre, and far from where it started under another datum', () => {
    fc.assert(
      fc.property(inChina, fc.constantFrom(...DATUMS), ([lon, lat], datum) => {
        const sent = fromWgs84(lon, lat, datum);
        expect(haversineM(lon, lat, ...toWgs84(sent[0], sent[1], datum))).toBeLessThan(1);
        if (datum === 'gcj02' || datum === 'bd09') expect(haversineM(lon, lat, ...sent)).toBeGreaterThan(20);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    [-0.12, 51.5],
    [139.7, 35.7],
    [151.2, -33.9],
    [-180, -90],
    [180, 90],
  ])('leaves %d E %d N alone under every datum', (lon, lat) => {
    for (const datum of DATUMS) {
      expect(toWgs84(lon, lat, datum)).toEqual([lon, lat]);
      expect(fromWgs84(lon, lat, datum)).toEqual([lon, lat]);
    }
  });

  it('ends on the border of the shifted box too, within its shift', () => {
    const west = fc.tuple(degrees(71.99, 72.02), degrees(1, 55));
    const east = fc.tuple(degrees(137.82, 137.85), degrees(1, 55));
    const south = fc.tuple(degrees(73, 137), degrees(0.8, 0.85));
    const north = fc.tuple(degrees(73, 137), degrees(55.81, 55.85));
    fc.assert(
      fc.property(fc.oneof(west, east, south, north), fc.constantFrom(...DATUMS), ([lon, lat], datum) => {
        expect(haversineM(lon, lat, ...toWgs84(lon, lat, datum))).toBeLessThan(3_000);
      }),
      { numRuns: 1000 },
    );
  });
});
