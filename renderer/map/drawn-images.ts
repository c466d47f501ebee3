import type { Rgba } from '../layers/map-palette.ts';

/** Pixels of an image: `data` is RGBA, row by row. */
export interface DrawnImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** A seamless square of 45-degree strokes on nothing. `size` is the distance between strokes in pixels. */
export function hatchImage(color: Rgba, size: number, thickness = 1.2): DrawnImage {
  const data = new Uint8Array(size * size * 4);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      // Distance to the nearest stroke x + y = k * size, measured across it, softened over one pixel.
      const along = (x + y) % size;
      const distance = Math.min(along, size - along) / Math.SQRT2;
      const cover = Math.min(1, Math.max(0, thickness / 2 + 0.5 - distance));
      data.set([color[0], color[1], color[2], Math.round(color[3] * cover)], (y * size + x) * 4);
    }
  }
  return { width: size, height: size, data };
}

const BOX_PX = 16;
const BOX_EDGE_PX = 1;

/** A framed box that stretches around its text: image and the options MapLibre needs to stretch it. */
export function boxImage(
  fill: Rgba,
  edge: Rgba,
): {
  readonly image: DrawnImage;
  readonly options: {
    stretchX: [number, number][];
    stretchY: [number, number][];
    content: [number, number, number, number];
  };
} {
  const data = new Uint8Array(BOX_PX * BOX_PX * 4);
  for (let y = 0; y < BOX_PX; y++) {
    for (let x = 0; x < BOX_PX; x++) {
      const isEdge = Math.min(x, y, BOX_PX - 1 - x, BOX_PX - 1 - y) < BOX_EDGE_PX;
      data.set(isEdge ? edge : fill, (y * BOX_PX + x) * 4);
    }
  }
  return {
    image: { width: BOX_PX, height: BOX_PX, data },
    options: { stretchX: [[4, 12]], stretchY: [[4, 12]], content: [4, 2, 12, 14] },
  };
}

const PATH_GRID = 15;
const PATH_SCALE = 3;
const PATH_EDGE = 1.6;

/**
 * A mark from an outline on a grid of 15, in one colour with an edge of the ground, three pixels a unit. Undefined where the
 * browser gives no canvas.
 */
export function pathImage(path: string, color: string, edge: string): DrawnImage | undefined {
  const side = Math.ceil((PATH_GRID + 2 * PATH_EDGE) * PATH_SCALE);
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  context.scale(PATH_SCALE, PATH_SCALE);
  context.translate(PATH_EDGE, PATH_EDGE);
  const outline = new Path2D(path);
  context.lineJoin = 'round';
  context.lineWidth = PATH_EDGE * 2;
  context.strokeStyle = edge;
  context.stroke(outline);
  context.fillStyle = color;
  // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- a canvas, not an array
  context.fill(outline, 'evenodd');
  const { data } = context.getImageData(0, 0, side, side);
  return { width: side, height: side, data: new Uint8Array(data.buffer) };
}
