import { equirectM } from '../geo/distance.ts';
import type { LonLat } from '../geo/point.ts';
import { buildCsr, labelComponents } from './kernels/csr.ts';
import type { RoadGraph } from './road-graph.ts';

/** One piece of road between two junctions, as the builder hands it over. */
export interface SegmentInput {
  readonly from: number;
  readonly to: number;
  /** Code of ROAD_CLASSES. */
  readonly roadClass: number;
  /** Tagged limit in km/h, 0 when untagged. */
  readonly speedKmh: number;
  /** EDGE_FLAGS from first to last point, and back. */
  readonly forwardFlags: number;
  readonly backwardFlags: number;
  /** Points strictly between the two junctions, degrees. */
  readonly interior: readonly LonLat[];
}

/** OSM stores 1e-7 degrees; graphs hold exactly those values so that encode and decode are lossless. */
export function quantiseDeg(deg: number): number {
  return Math.round(deg * 1e7) / 1e7;
}

/**
 * Builds a graph from junctions and segments. Lengths are measured along the shape, in whole centimetres.
 * Throws RangeError when a segment refers to a junction that does not exist.
 */
export function buildRoadGraph(junctions: readonly LonLat[], segments: readonly SegmentInput[]): RoadGraph {
  const nodeLon = Float64Array.from(junctions, (p) => quantiseDeg(p[0]));
  const nodeLat = Float64Array.from(junctions, (p) => quantiseDeg(p[1]));
  const edgeCount = segments.length * 2;
  const shapeTotal = segments.reduce((sum, s) => sum + s.interior.length + 2, 0);
  const edgeTail = new Uint32Array(edgeCount);
  const edgeHead = new Uint32Array(edgeCount);
  const edgeClass = new Uint8Array(edgeCount);
  const edgeSpeedKmh = new Uint8Array(edgeCount);
  const edgeLengthM = new Float64Array(edgeCount);
  const edgeFlags = new Uint16Array(edgeCount);
  const shapeFirst = new Uint32Array(segments.length + 1);
  const shapeLon = new Float64Array(shapeTotal);
  const shapeLat = new Float64Array(shapeTotal);
  let cursor = 0;
  for (const [s, segment] of segments.entries()) {
    const ends = [junctions[segment.from], junctions[segment.to]] as const;
    if (ends[0] === undefined || ends[1] === undefined) {
      throw new RangeError(
        `segment ${s} refers to junction ${segment.from} or ${segment.to}, but there are ${junctions.length}`,
      );
    }
    shapeFirst[s] = cursor;
    let lengthM = 0;
    for (const [lon, lat] of [ends[0], ...segment.interior, ends[1]]) {
      shapeLon[cursor] = quantiseDeg(lon);
      shapeLat[cursor] = quantiseDeg(lat);
      if (cursor > (shapeFirst[s] ?? 0)) {
        lengthM += equirectM(
          shapeLon[cursor - 1] ?? 0,
          shapeLat[cursor - 1] ?? 0,
          shapeLon[cursor] ?? 0,
          shapeLat[cursor] ?? 0,
        );
      }
      cursor++;
    }
    for (const back of [0, 1]) {
      const edge = 2 * s + back;
      edgeTail[edge] = back === 0 ? segment.from : segment.to;
      edgeHead[edge] = back === 0 ? segment.to : segment.from;
      edgeClass[edge] = segment.roadClass;
      edgeSpeedKmh[edge] = segment.speedKmh;
      edgeLengthM[edge] = Math.round(lengthM * 100) / 100;
      edgeFlags[edge] = back === 0 ? segment.forwardFlags : segment.backwardFlags;
    }
  }
  shapeFirst[segments.length] = cursor;
  const out = buildCsr(junctions.length, edgeTail);
  const into = buildCsr(junctions.length, edgeHead);
  return {
    nodeCount: junctions.length,
    segmentCount: segments.length,
    edgeCount,
    nodeLon,
    nodeLat,
    nodeComponent: labelComponents(junctions.length, edgeTail, edgeHead, edgeFlags),
    edgeTail,
    edgeHead,
    edgeClass,
    edgeSpeedKmh,
    edgeLengthM,
    edgeFlags,
    outFirst: out.first,
    outEdge: out.edge,
    inFirst: into.first,
    inEdge: into.edge,
    shapeFirst,
    shapeLon,
    shapeLat,
  };
}
