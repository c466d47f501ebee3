import { RAD_PER_DEG, EARTH_RADIUS_M } from '../geo/point.ts';
import { buildCellGrid, type CellGrid } from './kernels/cell-grid.ts';
import { roadDistanceM } from './kernels/road-distance.ts';
import { EMERGENCY, type Profile } from './profiles.ts';
import type { RoadGraph } from './road-graph.ts';
import { profileSpeedKmh } from './road-net.ts';
import { pointOnEdge } from './snap.ts';

/** What a distance to the nearest road says about whether a fix lies where it claims; made once per graph, immutable. */
export interface DatumEvidence {
  readonly graph: RoadGraph;
  readonly grid: CellGrid;
  /** 1 = a vehicle may drive this segment, one way at least. */
  readonly open: Uint8Array;
  /** Log likelihood ratio "rightly placed" to "anywhere near these roads", by distance bin; clipped. */
  readonly weight: Float64Array;
}

type Roads = Omit<DatumEvidence, 'weight'>;

/** Upper ends of the distance bins, metres; the last bin is everything farther. */
const BIN_END_M = [5, 10, 15, 20, 30, 45, 65, 100] as const;
/** Farther from any road than this says no more than this. */
const REACH_M = 100;
/**
 * Share of the fixes of a moving vehicle in each bin when it is where it says: two half normals, 65 % with sigma 6 m (the
 * device) and 35 % with sigma 18 m (wide roads drawn as one line, towers between).
 */
const RIGHT = [0.4635, 0.2719, 0.1149, 0.0559, 0.0604, 0.0291, 0.0042, 0.0001, 0];
/** Share of fixes that lie anywhere all the same: jumps, car parks, roads nobody drew. */
const STRAY = 0.07;
/** One fix alone never says more than this. */
const MAX_WEIGHT = 2;
const SAMPLES = 1_500;
/** The golden angle spreads directions evenly in any number of steps. */
const GOLDEN_DEG = 137.507_764;

/** Measures how often a place 300 to 1,500 m from a road is near another one by chance, here. About 20 ms for a city. */
export function prepareDatumEvidence(graph: RoadGraph): DatumEvidence {
  const roads: Roads = { graph, grid: buildCellGrid(graph), open: openSegments(graph, EMERGENCY) };
  // long roads hold more of the driving: every n-th metre of road, not every n-th road
  const lengths = Float64Array.from(roads.open, (isOpen, s) => isOpen * (graph.edgeLengthM[2 * s] ?? 0));
  const stepM = lengths.reduce((sum, lengthM) => sum + lengthM, 0) / SAMPLES;
  const counts = RIGHT.map(() => 1);
  let walkedM = 0;
  let taken = 0;
  for (const [segment, lengthM] of lengths.entries()) {
    while (taken < SAMPLES && (taken + 0.5) * stepM < walkedM + lengthM) {
      const at = pointOnEdge(graph, 2 * segment, ((taken + 0.5) * stepM - walkedM) / lengthM);
      const [lon, lat] = moved(at.lon, at.lat, taken * GOLDEN_DEG, 300 + ((taken * 73) % 1200));
      const bin = binAt(roads, lon, lat);
      counts[bin] = (counts[bin] ?? 0) + 1;
      taken++;
    }
    walkedM += lengthM;
  }
  const sum = counts.reduce((a, b) => a + b, 0);
  const weight = Float64Array.from(RIGHT, (right, bin) => {
    const chance = (counts[bin] ?? 1) / sum;
    const ratio = Math.log(((1 - STRAY) * right + STRAY * chance) / chance);
    return Math.min(MAX_WEIGHT, Math.max(-MAX_WEIGHT, ratio));
  });
  return { ...roads, weight };
}

/** What a WGS-84 place says for being rightly placed: positive for, negative against. */
export function placeWeight(evidence: DatumEvidence, lon: number, lat: number): number {
  return evidence.weight[binAt(evidence, lon, lat)] ?? 0;
}

function openSegments(graph: RoadGraph, profile: Profile): Uint8Array {
  const isOpen = (edge: number): boolean => profileSpeedKmh(graph, profile, edge) > 0;
  return Uint8Array.from({ length: graph.segmentCount }, (_, s) =>
    isOpen(2 * s) || isOpen(2 * s + 1) ? 1 : 0,
  );
}

function binAt({ graph, grid, open }: Roads, lon: number, lat: number): number {
  const distanceM = roadDistanceM(graph, grid, open, lon, lat, REACH_M, BIN_END_M[0]);
  const bin = BIN_END_M.findIndex((endM) => distanceM < endM);
  return bin < 0 ? BIN_END_M.length : bin;
}

function moved(lon: number, lat: number, bearingDeg: number, metres: number): readonly [number, number] {
  const deg = metres / (EARTH_RADIUS_M * RAD_PER_DEG);
  const north = deg * Math.cos(bearingDeg * RAD_PER_DEG);
  const east = (deg * Math.sin(bearingDeg * RAD_PER_DEG)) / Math.cos(lat * RAD_PER_DEG);
  return [lon + east, lat + north];
}
