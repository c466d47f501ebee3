import { UNIT_LOOKS, type UnitLook } from '../engine/public.ts';
import type { MapPalette } from './map-palette.ts';

/** Marks besides the units. `ring` is the person to be helped, `ring-suspect` a suspect; `hit` is one sighting of a trail. */
export const MARK_ICONS = ['L0', 'L1', 'L2', 'L3', 'ring', 'ring-suspect', 'hit', 'selected'] as const;
export type MarkIcon = (typeof MARK_ICONS)[number];

/** Atlas pixels a cell; icons are drawn at up to half of it, so they stay sharp on dense screens. */
export const CELL_PX = 96;
const COLUMNS = 8;
const NAMES = [...UNIT_LOOKS, ...MARK_ICONS] as const;
type IconName = UnitLook | MarkIcon;

/** Width and height of the atlas in pixels. */
export const ATLAS_SIZE = { width: CELL_PX * COLUMNS, height: CELL_PX * Math.ceil(NAMES.length / COLUMNS) };

/** Where one icon lies in the atlas, as deck.gl wants it; anchored in its middle, colours as drawn. */
export interface IconCell {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly anchorX: number;
  readonly anchorY: number;
  readonly mask: boolean;
}

/** Cells by name and, for the units, also by look index: a typed array of looks is then an icon column as it is. */
export const ICON_CELLS: Readonly<Record<string, IconCell>> = Object.fromEntries([
  ...NAMES.map((name, index) => [name, cellAt(index)] as const),
  ...UNIT_LOOKS.map((_, index) => [String(index), cellAt(index)] as const),
]);

function cellAt(index: number): IconCell {
  return {
    x: (index % COLUMNS) * CELL_PX,
    y: Math.floor(index / COLUMNS) * CELL_PX,
    width: CELL_PX,
    height: CELL_PX,
    anchorX: CELL_PX / 2,
    anchorY: CELL_PX / 2,
    mask: false,
  };
}

/** The part of a 2D canvas context the atlas is drawn with. */
export type AtlasContext = Pick<
  CanvasRenderingContext2D,
  | 'save'
  | 'restore'
  | 'translate'
  | 'scale'
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'closePath'
  | 'arc'
  | 'rect'
  | 'fill'
  | 'stroke'
  | 'setLineDash'
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'lineJoin'
>;

/** Draws every icon with a dark (or light) edge of ground colour, so that none needs a second layer behind it. */
export function drawAtlas(context: AtlasContext, palette: MapPalette): void {
  const { tokens } = palette;
  const painters: Record<IconName, () => void> = {
    available: () => solid(context, palette, tokens.unitAvailable, chevron),
    'available-parked': () => solid(context, palette, tokens.unitAvailable, (c) => disc(c, 20)),
    underway: () => solid(context, palette, tokens.unitMoving, chevron),
    'on-scene': () => solid(context, palette, tokens.unitOnScene, (c) => box(c, 26)),
    checkpoint: () => solid(context, palette, tokens.unitCheckpoint, diamond),
    lost: () => dashedRing(context, tokens.muted),
    'off-duty': () => solid(context, palette, tokens.l3, (c) => disc(c, 12)),
    L0: () => levelZero(context, palette),
    L1: () => solid(context, palette, tokens.l1, triangle),
    L2: () => ring(context, palette, tokens.l2, 24, 13),
    L3: () => solid(context, palette, tokens.l3, (c) => disc(c, 17)),
    ring: () => personRing(context, palette, tokens.person),
    'ring-suspect': () => personRing(context, palette, tokens.suspect),
    hit: () => hit(context, palette),
    selected: () => brackets(context, tokens.text),
  };
  for (const name of NAMES) {
    const cell = ICON_CELLS[name];
    if (cell === undefined) continue;
    context.save();
    context.translate(cell.x + cell.anchorX, cell.y + cell.anchorY);
    context.scale(CELL_PX / 96, CELL_PX / 96);
    painters[name]();
    context.restore();
  }
}

type Shape = (context: AtlasContext) => void;

/** Fills a shape inside an edge of ground colour. */
function solid(context: AtlasContext, palette: MapPalette, color: string, shape: Shape): void {
  context.lineJoin = 'round';
  context.beginPath();
  shape(context);
  context.strokeStyle = palette.land;
  context.lineWidth = 9;
  context.stroke();
  context.fillStyle = color;
  context.fill();
}

function ring(
  context: AtlasContext,
  palette: MapPalette,
  color: string,
  radius: number,
  width: number,
): void {
  for (const [style, extra] of [
    [palette.land, 9],
    [color, 0],
  ] as const) {
    context.beginPath();
    disc(context, radius);
    context.strokeStyle = style;
    context.lineWidth = width + extra;
    context.stroke();
  }
}

function chevron(context: AtlasContext): void {
  context.moveTo(0, -40);
  context.lineTo(28, 36);
  context.lineTo(0, 20);
  context.lineTo(-28, 36);
  context.closePath();
}

function triangle(context: AtlasContext): void {
  context.moveTo(0, -34);
  context.lineTo(36, 28);
  context.lineTo(-36, 28);
  context.closePath();
}

function diamond(context: AtlasContext): void {
  context.moveTo(0, -34);
  context.lineTo(34, 0);
  context.lineTo(0, 34);
  context.lineTo(-34, 0);
  context.closePath();
}

function disc(context: AtlasContext, radius: number): void {
  context.moveTo(radius, 0);
  context.arc(0, 0, radius, 0, Math.PI * 2);
}

function box(context: AtlasContext, half: number): void {
  context.rect(-half, -half, half * 2, half * 2);
}

function levelZero(context: AtlasContext, palette: MapPalette): void {
  const color = palette.tokens.l0;
  ring(context, palette, color, 42, 4);
  ring(context, palette, color, 31, 4);
  solid(context, palette, color, (c) => box(c, 14));
}

/** The person to be helped: a thin ring with a centre point, nothing filled in between. */
function personRing(context: AtlasContext, palette: MapPalette, color: string): void {
  ring(context, palette, color, 36, 7);
}

function hit(context: AtlasContext, palette: MapPalette): void {
  context.beginPath();
  box(context, 24);
  context.fillStyle = palette.land;
  context.fill();
  context.strokeStyle = palette.tokens.person;
  context.lineWidth = 9;
  context.stroke();
}

function dashedRing(context: AtlasContext, color: string): void {
  context.beginPath();
  disc(context, 24);
  context.strokeStyle = color;
  context.lineWidth = 7;
  context.setLineDash([13, 12]);
  context.stroke();
  context.setLineDash([]);
}

/** Four corners around the selected mark. */
function brackets(context: AtlasContext, color: string): void {
  context.strokeStyle = color;
  context.lineWidth = 5;
  for (const [sx, sy] of [
    [1, 1],
    [1, -1],
    [-1, 1],
    [-1, -1],
  ] as const) {
    context.beginPath();
    context.moveTo(sx * 44, sy * 26);
    context.lineTo(sx * 44, sy * 44);
    context.lineTo(sx * 26, sy * 44);
    context.stroke();
  }
}
