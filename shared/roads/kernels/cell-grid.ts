import { EARTH_RADIUS_M, RAD_PER_DEG } from '../../geo/point.ts';
import type { RoadGraph } from '../road-graph.ts';

/** Square cells of about `cellM` metres over the graph's box; each lists the segments whose pieces' boxes touch it. */
export interface CellGrid {
  readonly cellM: number;
  readonly west: number;
  readonly south: number;
  readonly lonStep: number;
  readonly latStep: number;
  readonly columns: number;
  readonly rows: number;
  readonly first: Uint32Array;
  readonly segment: Uint32Array;
}

const CELL_M = 250;

/** Builds the grid in two passes (count, fill). */
export function buildCellGrid(graph: RoadGraph): CellGrid {
  let west = Infinity;
  let south = Infinity;
  let east = -Infinity;
  let north = -Infinity;
  for (let i = 0; i < graph.shapeLon.length; i++) {
    west = Math.min(west, graph.shapeLon[i]!);
    east = Math.max(east, graph.shapeLon[i]!);
    south = Math.min(south, graph.shapeLat[i]!);
    north = Math.max(north, graph.shapeLat[i]!);
  }
  if (west > east) [west, south, east, north] = [0, 0, 0, 0];
  const latStep = CELL_M / (EARTH_RADIUS_M * RAD_PER_DEG);
  const lonStep = latStep / Math.cos(((south + north) / 2) * RAD_PER_DEG);
  const columns = Math.floor((east - west) / lonStep) + 1;
  const rows = Math.floor((north - south) / latStep) + 1;
  const frame = { cellM: CELL_M, west, south, lonStep, latStep, columns, rows };
  const first = new Uint32Array(columns * rows + 1);
  forEachCell(graph, frame, (cell) => first[cell + 1]!++);
  for (let c = 0; c < columns * rows; c++) first[c + 1]! += first[c]!;
  const cursor = first.slice(0, columns * rows);
  const segment = new Uint32Array(first[columns * rows]!);
  forEachCell(graph, frame, (cell, s) => {
    segment[cursor[cell]!++] = s;
  });
  return { ...frame, first, segment };
}

/** Segments with a piece within `reachM` metres of the place, and some farther ones; may repeat. */
export function cellsAround(grid: CellGrid, lon: number, lat: number, reachM: number): number[] {
  const found: number[] = [];
  // cells are square at the middle latitude only: 2 % covers the spread of cos over a region of 200 km
  const dLat = (reachM / grid.cellM) * grid.latStep;
  const dLon = (reachM / grid.cellM) * grid.lonStep * 1.02;
  const c0 = Math.max(0, Math.floor((lon - dLon - grid.west) / grid.lonStep));
  const c1 = Math.min(grid.columns - 1, Math.floor((lon + dLon - grid.west) / grid.lonStep));
  const r0 = Math.max(0, Math.floor((lat - dLat - grid.south) / grid.latStep));
  const r1 = Math.min(grid.rows - 1, Math.floor((lat + dLat - grid.south) / grid.latStep));
  for (let r = r0; r <= r1; r++) {
    for (let c = c0; c <= c1; c++) {
      const cell = r * grid.columns + c;
      for (let i = grid.first[cell]!; i < grid.first[cell + 1]!; i++) found.push(grid.segment[i]!);
    }
  }
  return found;
}

function forEachCell(
  graph: RoadGraph,
  g: Omit<CellGrid, 'first' | 'segment'>,
  visit: (cell: number, segment: number) => void,
): void {
  const { shapeFirst, shapeLon, shapeLat } = graph;
  const column = (lon: number): number => Math.min(g.columns - 1, Math.floor((lon - g.west) / g.lonStep));
  const row = (lat: number): number => Math.min(g.rows - 1, Math.floor((lat - g.south) / g.latStep));
  for (let s = 0; s < graph.segmentCount; s++) {
    let last = -1;
    for (let i = shapeFirst[s]! + 1; i < shapeFirst[s + 1]!; i++) {
      const c0 = column(Math.min(shapeLon[i - 1]!, shapeLon[i]!));
      const c1 = column(Math.max(shapeLon[i - 1]!, shapeLon[i]!));
      const r0 = row(Math.min(shapeLat[i - 1]!, shapeLat[i]!));
      const r1 = row(Math.max(shapeLat[i - 1]!, shapeLat[i]!));
      for (let r = r0; r <= r1; r++) {
        for (let c = c0; c <= c1; c++) {
          const cell = r * g.columns + c;
          if (cell !== last) visit(cell, s);
          last = cell;
        }
      }
    }
  }
}
