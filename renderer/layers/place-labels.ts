import type { MapLabel } from './labels.ts';

/** A label and where its box goes, in CSS pixels of the map. */
export interface PlacedLabel {
  readonly label: MapLabel;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const PAD_PX = 5;
const GAP_PX = 3;
const LINE_FACTOR = 1.35;
/** A Han character is as wide as it is high; digits and Latin letters about 0.58 of it. */
const NARROW = 0.58;

/** Width and height of a label's box; an estimate good enough to keep boxes apart. */
export function labelSize(label: MapLabel): { readonly width: number; readonly height: number } {
  let width = 0;
  let height = 0;
  for (const line of label.lines) {
    let lineWidth = 0;
    let lineHeight = 0;
    for (const { text, sizePx } of line) {
      for (const char of text) lineWidth += (char.codePointAt(0) ?? 0) > 0x2e7f ? sizePx : sizePx * NARROW;
      lineWidth += 6;
      lineHeight = Math.max(lineHeight, sizePx * LINE_FACTOR);
    }
    width = Math.max(width, lineWidth);
    height += lineHeight;
  }
  const box = label.boxColor === undefined ? 0 : 10;
  return { width: width + PAD_PX * 2 + box, height: height + PAD_PX };
}

/**
 * Puts each label right of, left of, below or above its mark, whichever is free; what finds no room is left out unless pinned.
 * `labels` come most important first. `toScreen` gives CSS pixels; labels outside the map are dropped.
 */
export function placeLabels(
  labels: readonly MapLabel[],
  toScreen: (lon: number, lat: number) => { readonly x: number; readonly y: number },
  view: { readonly width: number; readonly height: number },
): PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  for (const label of labels) {
    if (label.lines.length === 0) continue;
    const { x, y } = toScreen(label.lon, label.lat);
    if (x < -40 || y < -40 || x > view.width + 40 || y > view.height + 40) continue;
    const { width, height } = labelSize(label);
    const clear = label.clearPx + GAP_PX;
    const spots = label.clearPx === 0 ? [[x - 14, y - height / 2]] : spotsAround(x, y, width, height, clear);
    const free = spots.find(([left = 0, top = 0]) => isFree(left, top, width, height, placed, view));
    const spot = free ?? (label.isPinned ? spots[0] : undefined);
    if (spot === undefined) continue;
    placed.push({ label, x: Math.round(spot[0] ?? 0), y: Math.round(spot[1] ?? 0), width, height });
  }
  return placed;
}

function spotsAround(x: number, y: number, width: number, height: number, clear: number): number[][] {
  return [
    [x + clear, y - height / 2],
    [x - clear - width, y - height / 2],
    [x - width / 2, y + clear],
    [x - width / 2, y - clear - height],
  ];
}

function isFree(
  left: number,
  top: number,
  width: number,
  height: number,
  placed: readonly PlacedLabel[],
  view: { readonly width: number; readonly height: number },
): boolean {
  if (left < 0 || top < 0 || left + width > view.width || top + height > view.height) return false;
  return placed.every(
    (other) =>
      left + width <= other.x ||
      other.x + other.width <= left ||
      top + height <= other.y ||
      other.y + other.height <= top,
  );
}
