import type { MapLabel } from './labels.ts';

/** CSS pixels of the map. */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A label and where its box goes. */
export interface PlacedLabel extends Box {
  readonly label: MapLabel;
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
  const taken: Box[] = [];
  for (const label of labels) {
    if (label.lines.length === 0) continue;
    const { x, y } = toScreen(label.lon, label.lat);
    if (x < -40 || y < -40 || x > view.width + 40 || y > view.height + 40) continue;
    const { width, height } = labelSize(label);
    const clear = label.clearPx + GAP_PX;
    const spots =
      label.clearPx === 0 ? spotsOn(x, y, width, height) : spotsAround(x, y, width, height, clear);
    // the mark of what is selected stays in sight
    if (label.isPinned && label.clearPx > 0)
      taken.push({
        x: x - label.clearPx,
        y: y - label.clearPx,
        width: 2 * label.clearPx,
        height: 2 * label.clearPx,
      });
    const free = spots.find(([left = 0, top = 0]) => isFree(left, top, width, height, taken, view));
    const spot = free ?? (label.isPinned ? spots[0] : undefined);
    if (spot === undefined) continue;
    const box = { x: Math.round(spot[0] ?? 0), y: Math.round(spot[1] ?? 0), width, height };
    placed.push({ label, ...box });
    taken.push(box);
  }
  return placed;
}

/** A sign that is its own mark stands on its place, or beside it where something else is there. */
function spotsOn(x: number, y: number, width: number, height: number): number[][] {
  const top = y - height / 2;
  const left = x - 14;
  const beside = [28, 52].flatMap((off) => [
    [left, top - off],
    [left, top + off],
    [x + off - 10, top],
    [x - off + 10 - width, top],
  ]);
  return [[left, top], ...beside];
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
  taken: readonly Box[],
  view: { readonly width: number; readonly height: number },
): boolean {
  if (left < 0 || top < 0 || left + width > view.width || top + height > view.height) return false;
  return taken.every(
    (other) =>
      left + width <= other.x ||
      other.x + other.width <= left ||
      top + height <= other.y ||
      other.y + other.height <= top,
  );
}
