import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bboxCentre, bboxContains, bboxOf } from './bbox.ts';
import { angleBetweenDeg, bearingDeg, destination, equirectM, haversineM } from './distance.ts';
import { convexHull, polygonContains } from './polygon.ts';
import { pointAlong, polylineLengthM } from './polyline.ts';
import { fromLocal, localProjection, projectToSegment, toLocal } from './projection.ts';

const lon = fc.double({ min: 100, max: 125, noNaN: true });
const lat = fc.double({ min: 20, max: 50, noNaN: true });

describe('distance and bearing', () => {
  it('matches known figures', () => {
    // Jinan to Jiyang by hand: 34.12 km north, 15.30 km east.
    expect(haversineM(116.99722, 36.66833, 117.16904, 36.97515)).toBeCloseTo(37_400, -2);
    expect(haversineM(0, 0, 0, 1)).toBeCloseTo(111_195.08, 1);
    expect(bearingDeg(117, 36, 117, 37)).toBeCloseTo(0, 9);
    expect(bearingDeg(117, 36, 117.001, 36)).toBeCloseTo(90, 2);
    expect(bearingDeg(117, 36, 117, 35)).toBeCloseTo(180, 9);
    expect(bearingDeg(117, 36, 117, 36)).toBe(0);
    expect(angleBetweenDeg(350, 10)).toBe(20);
  });

  it('the flat distance stays within 0.1 % up to 50 km and destination inverts both', () => {
    fc.assert(
      fc.property(
        lon,
        lat,
        fc.double({ min: 0, max: 359.9, noNaN: true }),
        fc.double({ min: 1, max: 50_000, noNaN: true }),
        (x, y, bearing, d) => {
          const [x2, y2] = destination(x, y, bearing, d);
          expect(haversineM(x, y, x2, y2)).toBeCloseTo(d, 3);
          expect(Math.abs(equirectM(x, y, x2, y2) - d)).toBeLessThanOrEqual(d * 0.001);
          if (d > 10) expect(angleBetweenDeg(bearingDeg(x, y, x2, y2), bearing)).toBeLessThan(0.01);
        },
      ),
    );
  });
});

describe('projection', () => {
  it('is inverted by fromLocal', () => {
    fc.assert(
      fc.property(lon, lat, (x, y) => {
        const frame = localProjection(112, 33);
        const [xM, yM] = toLocal(frame, x, y);
        const [x2, y2] = fromLocal(frame, xM, yM);
        expect(x2).toBeCloseTo(x, 9);
        expect(y2).toBeCloseTo(y, 9);
      }),
    );
  });

  it('finds the nearest point of a segment, no sampled point of which is nearer', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -0.05, max: 0.05, noNaN: true }), { minLength: 6, maxLength: 6 }),
        (d) => {
          const [a = 0, b = 0, c = 0, e = 0, f = 0, g = 0] = d;
          const p = projectToSegment(117 + a, 36 + b, 117 + c, 36 + e, 117 + f, 36 + g);
          for (let t = 0; t <= 1; t += 0.05) {
            const x = 117 + c + t * (f - c);
            const y = 36 + e + t * (g - e);
            expect(p.distanceM).toBeLessThanOrEqual(equirectM(117 + a, 36 + b, x, y) * 1.002 + 1e-6);
          }
        },
      ),
    );
  });

  it('clamps to the ends and survives a zero-length segment', () => {
    expect(projectToSegment(116, 36, 117, 36, 118, 36).fraction).toBe(0);
    expect(projectToSegment(119, 36, 117, 36, 118, 36).fraction).toBe(1);
    expect(projectToSegment(117, 36, 117, 36, 117, 36)).toMatchObject({ fraction: 0, distanceM: 0 });
  });
});

describe('boxes, polygons, polylines', () => {
  it('bounds points', () => {
    const box = bboxOf([
      [117, 36],
      [116, 37],
    ]);
    expect(box).toEqual([116, 36, 117, 37]);
    expect(bboxOf([])).toBeUndefined();
    expect(box && bboxContains(box, 116.5, 36.5)).toBe(true);
    expect(box && bboxContains(box, 118, 36.5)).toBe(false);
    expect(box && bboxCentre(box)).toEqual([116.5, 36.5]);
  });

  it('a convex hull holds all its points', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 })), {
          minLength: 3,
        }),
        (points) => {
          const hull = convexHull(points);
          const [cx, cy] = [0, 1].map(
            (k) => hull.slice(1).reduce((s, p) => s + (p[k] ?? 0), 0) / (hull.length - 1),
          );
          if (hull.length === 0 || cx === undefined || cy === undefined) return;
          expect(hull[0]).toEqual(hull.at(-1));
          for (const [x, y] of points) {
            // pulled a little to the middle: points on the hull itself are neither in nor out
            expect(polygonContains(hull, x + (cx - x) * 1e-6, y + (cy - y) * 1e-6)).toBe(true);
          }
        },
      ),
    );
    expect(
      polygonContains(
        [
          [0, 0],
          [2, 0],
          [2, 2],
          [0, 2],
        ],
        3,
        1,
      ),
    ).toBe(false);
  });

  it('measures and walks a line', () => {
    const line = [
      [117, 36],
      [117, 36.01],
      [117.01, 36.01],
    ] as const;
    const length = polylineLengthM(line);
    expect(length).toBeCloseTo(1111.95 + 899.6, 0);
    expect(pointAlong(line, -5)).toMatchObject({ lon: 117, lat: 36 });
    expect(pointAlong(line, length + 5)).toMatchObject({ lon: 117.01, lat: 36.01 });
    const middle = pointAlong(line, 1111.95 / 2);
    expect(middle?.lat).toBeCloseTo(36.005, 5);
    expect(middle?.headingDeg).toBeCloseTo(0, 5);
    expect(pointAlong([], 1)).toBeUndefined();
    expect(polylineLengthM([])).toBe(0);
  });
});
