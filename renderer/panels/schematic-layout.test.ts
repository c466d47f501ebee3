import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onEdge, projectorOf, spreadApart } from './schematic-layout.ts';

const SIZE = { width: 800, height: 560 };
const CELL = { width: 64, height: 32 };

describe('a schematic', () => {
  it('keeps north up and true proportions', () => {
    const project = projectorOf([108, 30, 109, 31], SIZE, 20);
    const [southWest, northEast] = [project([108, 30]), project([109, 31])];
    expect(northEast.y).toBeLessThan(southWest.y);
    expect(northEast.x).toBeGreaterThan(southWest.x);
    const ratio = (northEast.x - southWest.x) / (southWest.y - northEast.y);
    expect(ratio).toBeCloseTo(Math.cos((30.5 * Math.PI) / 180), 6);
    expect(southWest.y).toBeLessThanOrEqual(540.001);
  });

  it('moves crowded spots apart, inside the drawing, the same every time', () => {
    const spot = fc.record({
      x: fc.double({ min: 350, max: 450, noNaN: true }),
      y: fc.double({ min: 250, max: 310, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(spot, { minLength: 2, maxLength: 14 }), (spots) => {
        const placed = spreadApart(spots, CELL, SIZE);
        expect(spreadApart(spots, CELL, SIZE)).toEqual(placed);
        for (const [i, a] of placed.entries()) {
          expect(a.x).toBeGreaterThanOrEqual(CELL.width / 2);
          expect(a.x).toBeLessThanOrEqual(SIZE.width - CELL.width / 2);
          for (const b of placed.slice(i + 1)) {
            const isApart = Math.abs(a.x - b.x) > CELL.width - 3 || Math.abs(a.y - b.y) > CELL.height - 3;
            expect(isApart).toBe(true);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('leaves alone what does not touch', () => {
    const spots = [
      { x: 100, y: 100 },
      { x: 300, y: 100 },
    ];
    expect(spreadApart(spots, CELL, SIZE)).toEqual(spots);
  });

  it('writes a neighbour on the edge in its direction', () => {
    expect(onEdge({ x: 400, y: -900 }, SIZE, 40, 20)).toEqual({ x: 400, y: 20 });
    expect(onEdge({ x: 4000, y: 280 }, SIZE, 40, 20)).toEqual({ x: 760, y: 280 });
  });
});
