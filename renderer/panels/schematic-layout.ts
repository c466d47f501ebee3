import type { LonLat } from '../../shared/geo/point.ts';

/** Pixels of a drawing. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Turns degrees into pixels of a drawing, north up. */
export type Projector = (point: LonLat) => Spot;

/** Fits a box of degrees into a drawing, `padPx` on every side, with the true proportions of its middle latitude. */
export function projectorOf(
  [west, south, east, north]: readonly [number, number, number, number],
  { width, height }: Size,
  padPx: number,
): Projector {
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const spanX = Math.max(1e-9, (east - west) * squeeze);
  const spanY = Math.max(1e-9, north - south);
  const scale = Math.min((width - 2 * padPx) / spanX, (height - 2 * padPx) / spanY);
  return ([lon, lat]) => ({
    x: width / 2 + (lon - (west + east) / 2) * squeeze * scale,
    y: height / 2 - (lat - (south + north) / 2) * scale,
  });
}

const ROUNDS = 240;

/**
 * Moves spots apart until boxes of `cell` around them no longer overlap, as far as the drawing allows: a schematic keeps its
 * neighbourhoods, not its distances. The same input gives the same drawing.
 */
export function spreadApart(spots: readonly Spot[], cell: Size, size: Size): Spot[] {
  const placed = spots.map(({ x, y }) => ({ x, y }));
  for (let round = 0; round < ROUNDS; round++) {
    let hasMoved = false;
    for (const [i, a] of placed.entries()) {
      for (const b of placed.slice(i + 1)) {
        const overX = cell.width - Math.abs(a.x - b.x);
        const overY = cell.height - Math.abs(a.y - b.y);
        if (overX <= 0.5 || overY <= 0.5) continue;
        hasMoved = true;
        // the shorter way out, half each
        if (overX / cell.width < overY / cell.height) shift(a, b, 'x', overX / 2);
        else shift(a, b, 'y', overY / 2);
      }
    }
    for (const spot of placed) {
      spot.x = Math.min(size.width - cell.width / 2, Math.max(cell.width / 2, spot.x));
      spot.y = Math.min(size.height - cell.height / 2, Math.max(cell.height / 2, spot.y));
    }
    if (!hasMoved) break;
  }
  return placed;
}

function shift(a: { x: number; y: number }, b: { x: number; y: number }, axis: 'x' | 'y', by: number): void {
  const way = a[axis] <= b[axis] ? 1 : -1;
  a[axis] -= way * by;
  b[axis] += way * by;
}

/** Where something beyond the drawing is written: on its edge, in the direction it lies. */
export function onEdge(spot: Spot, { width, height }: Size, padX: number, padY: number): Spot {
  const [dx, dy] = [spot.x - width / 2, spot.y - height / 2];
  const [roomX, roomY] = [width / 2 - padX, height / 2 - padY];
  const share = Math.max(Math.abs(dx) / roomX, Math.abs(dy) / roomY, 1e-9);
  return { x: width / 2 + dx / share, y: height / 2 + dy / share };
}
