import type { BBox } from '../../shared/geo/bbox.ts';
import type { LonLat } from '../../shared/geo/point.ts';
import { bboxOf } from '../../shared/geo/bbox.ts';
import type { EngineView } from '../engine/public.ts';

/** Share of the units at either end that may stay out of sight on a wall: one patrol at the county line is no reason to zoom out. */
const OUTLIERS = 0.06;
/** Nothing is shown closer than this many degrees across, so that a lone incident keeps its surroundings. */
const SMALLEST_DEG = 0.03;

/** A place to search that is less likely than this is no reason to look from further away. */
const LIKELY = 0.02;

/** Box of every live incident, its route and the bulk of the units; undefined while there is nothing. Never the pack's bounds. */
export function liveBox(view: EngineView): BBox | undefined {
  const points: LonLat[] = view.scene.incidents.map((mark): LonLat => [mark.lon, mark.lat]);
  for (const exit of view.scene.exits) points.push([exit.lon, exit.lat]);
  points.push(...unitCorners(view));
  return widened(bboxOf(points));
}

/** Where a wall's camera stands. */
export interface WallCamera {
  readonly lon: number;
  readonly lat: number;
  readonly zoom: number;
}

/** How much of the units' height a wide wall may leave out to fill its width. */
const MOST_CROP = 1.35;
const TILE_PX = 512;

/**
 * The wall's camera: everything of `must` (live incidents) stays in sight; of `all` (and the bulk of the units) as much as fits
 * while the width of a wide wall is used. `size` in CSS pixels, without padding.
 */
export function wallCamera(
  must: BBox,
  all: BBox,
  size: { readonly width: number; readonly height: number },
): WallCamera {
  const [west, south, east, north] = all;
  const cos = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const zoomOf = (spanDeg: number, px: number): number => Math.log2((px * 360) / (TILE_PX * spanDeg));
  const byWidth = zoomOf(east - west, size.width);
  const byHeight = zoomOf((north - south) / cos, size.height);
  const byMust = Math.min(
    zoomOf(must[2] - must[0], size.width),
    zoomOf((must[3] - must[1]) / cos, size.height),
  );
  const zoom = Math.min(byMust, Math.min(byWidth, byHeight + Math.log2(MOST_CROP)));
  const degPerPx = 360 / (TILE_PX * 2 ** zoom);
  const halfLat = (size.height / 2) * degPerPx * cos;
  const halfLon = (size.width / 2) * degPerPx;
  const within = (middle: number, low: number, high: number, half: number): number =>
    Math.min(low + half, Math.max(high - half, middle));
  return {
    lon: within((west + east) / 2, must[0], must[2], halfLon),
    lat: within((south + north) / 2, must[1], must[3], halfLat),
    zoom,
  };
}

/** Box of what a wall must never lose sight of: its live incidents; undefined while there are none. */
export function incidentBox(view: EngineView): BBox | undefined {
  return bboxOf(view.scene.incidents.map((mark): LonLat => [mark.lon, mark.lat]));
}

/**
 * Box of the selection: its mark, its unit's route and trail, sightings and the places to search; with `withExits` the exits
 * on the map too. Undefined when it has no place.
 */
export function selectionBox(
  view: EngineView,
  unit: LonLat | undefined,
  withExits: boolean,
): BBox | undefined {
  const points: LonLat[] = [];
  for (const mark of view.scene.incidents) if (mark.isSelected) points.push([mark.lon, mark.lat]);
  for (const route of view.scene.routes) if (route.isSelected) points.push(...pairs(route.path));
  for (const trail of view.scene.checkpoints) {
    for (const hit of trail.hits) points.push([hit.lon, hit.lat]);
    points.push(...pairs(trail.beyond));
  }
  if (withExits) for (const exit of view.scene.exits) points.push([exit.lon, exit.lat]);
  for (const find of view.scene.finds) if (find.chance >= LIKELY) points.push([find.lon, find.lat]);
  if (unit !== undefined) points.push(unit);
  return widened(bboxOf(points));
}

/** Names what the board that lies open has put on the map: another text = another list. */
export function listedMarks({ scene: { exits, finds } }: Pick<EngineView, 'scene'>): string {
  return [...exits.map(({ exitId }) => exitId), ...finds.map(({ placeId }) => placeId)].toSorted().join(' ');
}

/** Whether any of the wanted box is out of sight. */
export function sticksOut(wanted: BBox, seen: BBox): boolean {
  return wanted[0] < seen[0] || wanted[1] < seen[1] || wanted[2] > seen[2] || wanted[3] > seen[3];
}

/** Whether the camera must move: the wanted box sticks out, or fills less than a third of either side. */
export function needsMove(wanted: BBox, seen: BBox): boolean {
  const share = Math.max(
    (wanted[2] - wanted[0]) / (seen[2] - seen[0]),
    (wanted[3] - wanted[1]) / (seen[3] - seen[1]),
  );
  return sticksOut(wanted, seen) || share < 1 / 3;
}

function unitCorners({ rows }: EngineView): LonLat[] {
  const lons: number[] = [];
  const lats: number[] = [];
  for (let row = 0; row < rows.count; row++) {
    lons.push(rows.positions[row * 2] ?? 0);
    lats.push(rows.positions[row * 2 + 1] ?? 0);
  }
  if (lons.length === 0) return [];
  lons.sort((a, b) => a - b);
  lats.sort((a, b) => a - b);
  const low = Math.floor(lons.length * OUTLIERS);
  const high = lons.length - 1 - low;
  return [
    [lons[low] ?? 0, lats[low] ?? 0],
    [lons[high] ?? 0, lats[high] ?? 0],
  ];
}

function pairs(path: readonly number[]): LonLat[] {
  const points: LonLat[] = [];
  for (let i = 0; i + 1 < path.length; i += 2) points.push([path[i] ?? 0, path[i + 1] ?? 0]);
  return points;
}

function widened(box: BBox | undefined): BBox | undefined {
  if (box === undefined) return undefined;
  const [west, south, east, north] = box;
  const padLon = Math.max(0, SMALLEST_DEG - (east - west)) / 2;
  const padLat = Math.max(0, SMALLEST_DEG * 0.7 - (north - south)) / 2;
  return [west - padLon, south - padLat, east + padLon, north + padLat];
}
