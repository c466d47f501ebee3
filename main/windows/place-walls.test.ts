import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WALL_ROLES } from '../host/host.ts';
import { type Display, placeWalls, type Rectangle } from './place-walls.ts';

const display = (id: number, x: number): Display => ({ id, bounds: { x, y: 0, width: 1920, height: 1080 } });
const [desk, left, right] = [display(1, 0), display(2, 1920), display(3, 3840)];

const isInside = (inner: Rectangle, outer: Rectangle): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

describe('placeWalls', () => {
  it('gives each new wall a display of its own, never the primary while another is free', () => {
    const places = placeWalls([{ role: 'map' }, { role: 'races' }], [desk, left, right], 1);
    expect(places.map((place) => [place.role, place.displayId, place.isRefuge])).toEqual([
      ['map', 2, false],
      ['races', 3, false],
    ]);
  });

  it('moves a wall to the primary when its display is unplugged and back when it returns', () => {
    const walls = [
      { role: 'map', displayId: 2 },
      { role: 'races', displayId: 3 },
    ] as const;
    const without = placeWalls(walls, [desk, right], 1);
    expect(without.map((place) => [place.displayId, place.isRefuge])).toEqual([
      [1, true],
      [3, false],
    ]);
    expect(placeWalls(walls, [desk, left, right], 1).map((place) => place.displayId)).toEqual([2, 3]);
  });

  it('has a place for every wall, on screen, whatever is plugged in', () => {
    const wish = fc.record({
      role: fc.constantFrom(...WALL_ROLES),
      displayId: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
    });
    const displays = fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { minLength: 1 });
    fc.assert(
      fc.property(
        fc.array(wish, { maxLength: 6 }),
        displays,
        fc.integer({ min: 1, max: 6 }),
        (walls, present, primaryId) => {
          const screens = present.map((id) => display(id, id * 1920));
          const places = placeWalls(walls, screens, primaryId);
          expect(places).toHaveLength(walls.length);
          for (const place of places) {
            const screen = screens.find((one) => one.id === place.displayId);
            expect(screen !== undefined && isInside(place.bounds, screen.bounds)).toBe(true);
          }
        },
      ),
    );
  });
});
