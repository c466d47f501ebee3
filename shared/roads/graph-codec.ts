import { decodeColumns, type DecodedColumns, encodeColumns } from './kernels/graph-bytes.ts';
import { buildCsr } from './kernels/csr.ts';
import { ROAD_CLASSES } from './road-class.ts';
import type { RoadGraph } from './road-graph.ts';

/** Raised for a road file that is not ours, is from another version, or is damaged; the message says which. */
export class RoadGraphFormatError extends Error {
  override readonly name = 'RoadGraphFormatError';
}

/**
 * The graph as one little-endian block: version 1, or 2 where junctions are split for turn restrictions. The same graph
 * always gives the same bytes.
 */
export function encodeRoadGraph(graph: RoadGraph): Uint8Array {
  return encodeColumns(graph);
}

/**
 * Reads what `encodeRoadGraph` wrote, on any machine and at any byte offset. Every length and index is checked, so a
 * decoded graph can be searched without bounds errors. Throws RoadGraphFormatError.
 */
export function decodeRoadGraph(bytes: Uint8Array): RoadGraph {
  const read = decodeColumns(bytes);
  if (typeof read === 'string') throw new RoadGraphFormatError(read);
  const problem = findDamage(read);
  if (problem !== undefined)
    throw new RoadGraphFormatError(`road graph is damaged: ${problem}; rebuild the region pack`);
  const out = buildCsr(read.nodeCount, read.edgeTail);
  const into = buildCsr(read.nodeCount, read.edgeHead);
  return {
    ...read,
    edgeCount: read.segmentCount * 2,
    outFirst: out.first,
    outEdge: out.edge,
    inFirst: into.first,
    inEdge: into.edge,
  };
}

function findDamage(read: DecodedColumns): string | undefined {
  const highestOf = (ends: Uint32Array): number => ends.reduce((max, node) => Math.max(max, node), 0);
  const highest = Math.max(highestOf(read.edgeTail), highestOf(read.edgeHead));
  if (read.segmentCount > 0 && highest >= read.nodeCount)
    return `an edge ends at node ${highest} of ${read.nodeCount}`;
  const badClass = read.edgeClass.find((code) => code >= ROAD_CLASSES.length);
  if (badClass !== undefined) return `unknown road class ${badClass}`;
  for (let s = 0; s < read.segmentCount; s++) {
    if ((read.shapeFirst[s + 1] ?? 0) - (read.shapeFirst[s] ?? 0) < 2)
      return `segment ${s} has fewer than two points`;
  }
  return undefined;
}
