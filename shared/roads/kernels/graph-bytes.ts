import type { RoadGraph } from '../road-graph.ts';

/** What the file holds; the CSR rows are derived from it on reading. */
export type DecodedColumns = Omit<RoadGraph, 'outFirst' | 'outEdge' | 'inFirst' | 'inEdge' | 'edgeCount'>;

const MAGIC = 0x47525052; // "RPRG"
/** Version 1: both directions of a segment join the same two nodes. Version 2 adds the edges of which this is not so. */
const PLAIN_VERSION = 1;
const TURN_VERSION = 2;
const HEADER_BYTES = 24;
const BYTES_PER_NODE = 12; // lon e7, lat e7, component
const BYTES_PER_SEGMENT = 22; // from, to, length cm, flags forward, flags back, class, speed, points
const BYTES_PER_POINT = 8;
const BYTES_PER_BACK_EDGE = 12; // edge, tail, head

/**
 * Layout: header, node columns, segment columns, then the interior points of every segment (ends are the nodes), then
 * (version 2 only) how many odd edges do not mirror their twin, and those.
 */
export function encodeColumns(graph: RoadGraph): Uint8Array {
  const interior = graph.shapeLon.length - 2 * graph.segmentCount;
  const unmirrored = unmirroredEdges(graph);
  const version = unmirrored.length > 0 ? TURN_VERSION : PLAIN_VERSION;
  const bytes = new Uint8Array(
    HEADER_BYTES +
      graph.nodeCount * BYTES_PER_NODE +
      graph.segmentCount * BYTES_PER_SEGMENT +
      interior * BYTES_PER_POINT +
      (version === TURN_VERSION ? 4 + unmirrored.length * BYTES_PER_BACK_EDGE : 0),
  );
  const view = new DataView(bytes.buffer);
  let at = 0;
  const u32 = (v: number): void => {
    view.setUint32(at, v, true);
    at += 4;
  };
  const e7 = (deg: number): void => {
    view.setInt32(at, Math.round(deg * 1e7), true);
    at += 4;
  };
  const u16 = (v: number): void => {
    view.setUint16(at, v, true);
    at += 2;
  };
  for (const v of [MAGIC, version, graph.nodeCount, graph.segmentCount, interior, bytes.length]) u32(v);
  graph.nodeLon.forEach(e7);
  graph.nodeLat.forEach(e7);
  graph.nodeComponent.forEach(u32);
  for (let s = 0; s < graph.segmentCount; s++) {
    const edge = 2 * s;
    u32(graph.edgeTail[edge]!);
    u32(graph.edgeHead[edge]!);
    u32(Math.round(graph.edgeLengthM[edge]! * 100));
    u16(graph.edgeFlags[edge]!);
    u16(graph.edgeFlags[edge + 1]!);
    view.setUint8(at++, graph.edgeClass[edge]!);
    view.setUint8(at++, graph.edgeSpeedKmh[edge]!);
    u32(graph.shapeFirst[s + 1]! - graph.shapeFirst[s]! - 2);
  }
  for (let s = 0; s < graph.segmentCount; s++) {
    for (let i = graph.shapeFirst[s]! + 1; i < graph.shapeFirst[s + 1]! - 1; i++) {
      e7(graph.shapeLon[i]!);
      e7(graph.shapeLat[i]!);
    }
  }
  if (version === TURN_VERSION) {
    u32(unmirrored.length);
    for (const edge of unmirrored)
      for (const v of [edge, graph.edgeTail[edge]!, graph.edgeHead[edge]!]) u32(v);
  }
  return bytes;
}

function unmirroredEdges(graph: RoadGraph): number[] {
  const found: number[] = [];
  for (let back = 1; back < graph.edgeCount; back += 2) {
    const mirrors =
      graph.edgeTail[back] === graph.edgeHead[back - 1] && graph.edgeHead[back] === graph.edgeTail[back - 1];
    if (!mirrors) found.push(back);
  }
  return found;
}

/** The columns, or a sentence saying why the bytes cannot be read. */
export function decodeColumns(bytes: Uint8Array): DecodedColumns | string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER_BYTES || view.getUint32(0, true) !== MAGIC) {
    return 'not a road graph file: it does not begin with RPRG';
  }
  const version = view.getUint32(4, true);
  if (version !== PLAIN_VERSION && version !== TURN_VERSION)
    return `road graph version ${version} is not supported (this program reads ${PLAIN_VERSION} and ${TURN_VERSION}); rebuild the region pack`;
  const nodeCount = view.getUint32(8, true);
  const segmentCount = view.getUint32(12, true);
  const interior = view.getUint32(16, true);
  const total = view.getUint32(20, true);
  const plain =
    HEADER_BYTES + nodeCount * BYTES_PER_NODE + segmentCount * BYTES_PER_SEGMENT + interior * BYTES_PER_POINT;
  const hasTurns = version === TURN_VERSION && bytes.length >= plain + 4;
  const unmirrored = hasTurns ? view.getUint32(plain, true) : 0;
  const expected = version === TURN_VERSION ? plain + 4 + unmirrored * BYTES_PER_BACK_EDGE : plain;
  if (expected !== total || bytes.length !== total) {
    return `road graph is cut short or padded: ${bytes.length} bytes, ${expected} expected; copy the region pack again`;
  }
  const columns = readColumns(view, nodeCount, segmentCount, interior);
  if (typeof columns === 'string') return columns;
  return readUnmirrored(view, plain + 4, unmirrored, columns) ?? columns;
}

/** Puts the stored ends of odd edges into the columns just read; a sentence when they make no sense. */
function readUnmirrored(
  view: DataView,
  start: number,
  count: number,
  columns: DecodedColumns,
): string | undefined {
  for (let at = start; at < start + count * BYTES_PER_BACK_EDGE; at += BYTES_PER_BACK_EDGE) {
    const edge = view.getUint32(at, true);
    if (edge % 2 === 0 || edge >= columns.edgeTail.length)
      return `road graph is damaged: no back edge ${edge}; rebuild the region pack`;
    columns.edgeTail[edge] = view.getUint32(at + 4, true);
    columns.edgeHead[edge] = view.getUint32(at + 8, true);
  }
  return undefined;
}

function readColumns(
  view: DataView,
  nodeCount: number,
  segmentCount: number,
  interior: number,
): DecodedColumns | string {
  let at = HEADER_BYTES;
  const u32 = (): number => view.getUint32((at += 4) - 4, true);
  const u16 = (): number => view.getUint16((at += 2) - 2, true);
  const e7 = (): number => view.getInt32((at += 4) - 4, true) / 1e7;
  const nodeLon = Float64Array.from({ length: nodeCount }, e7);
  const nodeLat = Float64Array.from({ length: nodeCount }, e7);
  const nodeComponent = Uint32Array.from({ length: nodeCount }, u32);
  const edgeCount = segmentCount * 2;
  const edgeTail = new Uint32Array(edgeCount);
  const edgeHead = new Uint32Array(edgeCount);
  const edgeLengthM = new Float64Array(edgeCount);
  const edgeFlags = new Uint16Array(edgeCount);
  const edgeClass = new Uint8Array(edgeCount);
  const edgeSpeedKmh = new Uint8Array(edgeCount);
  const shapeFirst = new Uint32Array(segmentCount + 1);
  let wild = false;
  for (let e = 0; e < edgeCount; e += 2) {
    edgeTail[e] = edgeHead[e + 1] = u32();
    edgeHead[e] = edgeTail[e + 1] = u32();
    edgeLengthM[e] = edgeLengthM[e + 1] = u32() / 100;
    edgeFlags[e] = u16();
    edgeFlags[e + 1] = u16();
    edgeClass[e] = edgeClass[e + 1] = view.getUint8(at++);
    edgeSpeedKmh[e] = edgeSpeedKmh[e + 1] = view.getUint8(at++);
    const points = u32();
    // bounded before it is added: a wild count must not wrap round and read past the end below
    wild ||= points > interior;
    shapeFirst[e / 2 + 1] = shapeFirst[e / 2]! + (wild ? 0 : points) + 2;
  }
  if (wild || shapeFirst[segmentCount]! !== interior + 2 * segmentCount)
    return 'road graph is damaged: its shapes do not add up; rebuild the region pack';
  const shapeLon = new Float64Array(interior + 2 * segmentCount);
  const shapeLat = new Float64Array(interior + 2 * segmentCount);
  for (let s = 0; s < segmentCount; s++) {
    const last = shapeFirst[s + 1]! - 1;
    shapeLon[shapeFirst[s]!] = nodeLon[edgeTail[2 * s]!]!;
    shapeLat[shapeFirst[s]!] = nodeLat[edgeTail[2 * s]!]!;
    for (let i = shapeFirst[s]! + 1; i < last; i++) {
      shapeLon[i] = e7();
      shapeLat[i] = e7();
    }
    shapeLon[last] = nodeLon[edgeHead[2 * s]!]!;
    shapeLat[last] = nodeLat[edgeHead[2 * s]!]!;
  }
  return {
    nodeCount,
    segmentCount,
    nodeLon,
    nodeLat,
    nodeComponent,
    edgeTail,
    edgeHead,
    edgeClass,
    edgeSpeedKmh,
    edgeLengthM,
    edgeFlags,
    shapeFirst,
    shapeLon,
    shapeLat,
  };
}
