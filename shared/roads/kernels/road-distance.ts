import { EARTH_RADIUS_M, RAD_PER_DEG } from '../../geo/point.ts';
import type { RoadGraph } from '../road-graph.ts';
import type { CellGrid } from './cell-grid.ts';

const M_PER_DEG = EARTH_RADIUS_M * RAD_PER_DEG;

/**
 * Metres to the nearest segment marked in `open` (1 by segment), Infinity when none is within `reachM`. Allocates nothing
 * and stops at the first one nearer than `enoughM`: for hot loops that need only to know how near, not which.
 */
export function roadDistanceM(
  graph: RoadGraph,
  grid: CellGrid,
  open: Uint8Array,
  lon: number,
  lat: number,
  reachM: number,
  enoughM: number,
): number {
  const { shapeFirst, shapeLon, shapeLat } = graph;
  const lonM = M_PER_DEG * Math.cos(lat * RAD_PER_DEG);
  // cells are square at the middle latitude only: 2 % covers the spread of cos over a region of 200 km
  const dLat = (reachM / grid.cellM) * grid.latStep;
  const dLon = (reachM / grid.cellM) * grid.lonStep * 1.02;
  const c0 = Math.max(0, Math.floor((lon - dLon - grid.west) / grid.lonStep));
  const c1 = Math.min(grid.columns - 1, Math.floor((lon + dLon - grid.west) / grid.lonStep));
  const r0 = Math.max(0, Math.floor((lat - dLat - grid.south) / grid.latStep));
  const r1 = Math.min(grid.rows - 1, Math.floor((lat + dLat - grid.south) / grid.latStep));
  const enoughSq = enoughM * enoughM;
  let bestSq = reachM * reachM;
  for (let r = r0; r <= r1; r++) {
    for (let c = c0; c <= c1; c++) {
      const cell = r * grid.columns + c;
      for (let i = grid.first[cell]!; i < grid.first[cell + 1]!; i++) {
        const segment = grid.segment[i]!;
        if (open[segment] !== 1) continue;
        const end = shapeFirst[segment + 1]!;
        let p = shapeFirst[segment]!;
        let ax = (shapeLon[p]! - lon) * lonM;
        let ay = (shapeLat[p]! - lat) * M_PER_DEG;
        for (p++; p < end; p++) {
          const bx = (shapeLon[p]! - lon) * lonM;
          const by = (shapeLat[p]! - lat) * M_PER_DEG;
          const dx = bx - ax;
          const dy = by - ay;
          const lengthSq = dx * dx + dy * dy;
          let f = lengthSq === 0 ? 0 : -(ax * dx + ay * dy) / lengthSq;
          f = f < 0 ? 0 : f > 1 ? 1 : f;
          const x = ax + f * dx;
          const y = ay + f * dy;
          const distSq = x * x + y * y;
          if (distSq < bestSq) bestSq = distSq;
          ax = bx;
          ay = by;
        }
        if (bestSq < enoughSq) return Math.sqrt(bestSq);
      }
    }
  }
  return bestSq < reachM * reachM ? Math.sqrt(bestSq) : Infinity;
}
