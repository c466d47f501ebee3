import { fromLocal, localProjection } from '../../shared/geo/projection.ts';

/** Where somebody may be: a circle, or a cone ahead of the last sighting when the heading is known. Metres and degrees. */
export interface AreaInput {
  readonly lon: number;
  readonly lat: number;
  readonly radiusM: number;
  readonly headingDeg: number | undefined;
  /** How far ahead the cone reaches; 0 = a circle of `radiusM`. */
  readonly reachM: number;
}

/** A polygon in metres around its origin, and the frame back to degrees. */
interface LocalArea {
  readonly ring: readonly (readonly [number, number])[];
  readonly toLonLat: (x: number, y: number) => readonly [number, number];
}

const CONE_HALF_DEG = 28;
const CIRCLE_STEPS = 48;
const CONE_STEPS = 14;
const RAD = Math.PI / 180;

function localArea(area: AreaInput): LocalArea {
  const frame = localProjection(area.lon, area.lat);
  const ring: [number, number][] = [];
  if (area.headingDeg !== undefined && area.reachM > area.radiusM) {
    ring.push([0, 0]);
    for (let i = 0; i <= CONE_STEPS; i++) {
      const bearing = (area.headingDeg - CONE_HALF_DEG + (2 * CONE_HALF_DEG * i) / CONE_STEPS) * RAD;
      ring.push([Math.sin(bearing) * area.reachM, Math.cos(bearing) * area.reachM]);
    }
  } else {
    for (let i = 0; i < CIRCLE_STEPS; i++) {
      const bearing = (i / CIRCLE_STEPS) * 2 * Math.PI;
      ring.push([Math.sin(bearing) * area.radiusM, Math.cos(bearing) * area.radiusM]);
    }
  }
  return { ring, toLonLat: (x, y) => fromLocal(frame, x, y) };
}

/** The closed outline as lon, lat pairs. */
export function areaOutline(area: AreaInput): number[] {
  const { ring, toLonLat } = localArea(area);
  const path = ring.flatMap(([x, y]) => [...toLonLat(x, y)]);
  return [...path, ...path.slice(0, 2)];
}

/**
 * Parallel strokes at 45 degrees that fill the area, `spacingM` apart: lon, lat pairs, two pairs a stroke.
 * The strokes of all areas lie on one grid, so overlapping areas do not shimmer.
 */
export function hatchStrokes(area: AreaInput, spacingM: number): number[] {
  const { ring, toLonLat } = localArea(area);
  const strokes: number[] = [];
  // Along u = (x + y) / sqrt2 a stroke runs at constant v = (y - x) / sqrt2.
  const turned = ring.map(([x, y]): [number, number] => [(x + y) / Math.SQRT2, (y - x) / Math.SQRT2]);
  const vs = turned.map(([, v]) => v);
  const first = Math.ceil(Math.min(...vs) / spacingM);
  const last = Math.floor(Math.max(...vs) / spacingM);
  for (let k = first; k <= last; k++) {
    const crossings = crossingsAt(turned, k * spacingM);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      for (const u of [crossings[i] ?? 0, crossings[i + 1] ?? 0]) {
        const v = k * spacingM;
        strokes.push(...toLonLat((u - v) / Math.SQRT2, (u + v) / Math.SQRT2));
      }
    }
  }
  return strokes;
}

/** Where the ring crosses the line v = const, ascending. */
function crossingsAt(ring: readonly (readonly [number, number])[], v: number): number[] {
  const crossings: number[] = [];
  for (const [i, [uA, vA]] of ring.entries()) {
    const [uB, vB] = ring[(i + 1) % ring.length] ?? [uA, vA];
    if (vA <= v === vB <= v) continue;
    crossings.push(uA + ((v - vA) / (vB - vA)) * (uB - uA));
  }
  return crossings.toSorted((a, b) => a - b);
}
