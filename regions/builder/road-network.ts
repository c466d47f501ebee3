import type { LonLat } from '../../shared/geo/point.ts';
import { buildRoadGraph, type SegmentInput } from '../../shared/roads/build-graph.ts';
import { roadClassCode } from '../../shared/roads/road-class.ts';
import type { RoadGraph } from '../../shared/roads/road-graph.ts';
import { roadAccess, taggedSpeedKmh } from './access.ts';
import type { OsmExtract, OsmNode } from './read-extract.ts';

/** The graph of an extract, and the OpenStreetMap node each junction came from. */
export interface RoadNetwork {
  readonly graph: RoadGraph;
  readonly nodeOf: readonly OsmNode[];
  /** Pieces of ways dropped because the extract lacks their nodes (it was cut out of something larger). */
  readonly droppedPieces: number;
}

/** Splits ways where they meet or end. Junctions come in ascending OSM id, segments in file order: both are stable. */
export function buildRoadNetwork(extract: OsmExtract): RoadNetwork {
  const runs: { readonly tags: Readonly<Record<string, string>>; readonly nodes: readonly OsmNode[] }[] = [];
  let droppedPieces = 0;
  for (const way of extract.roads) {
    let run: OsmNode[] = [];
    for (const ref of way.refs) {
      const node = extract.nodes.get(ref);
      if (node === undefined) {
        droppedPieces++;
        if (run.length > 1) runs.push({ tags: way.tags, nodes: run });
        run = [];
      } else if (node.id !== run.at(-1)?.id) run.push(node);
    }
    if (run.length > 1) runs.push({ tags: way.tags, nodes: run });
  }
  const uses = new Map<number, number>();
  for (const { nodes } of runs) {
    for (const [i, node] of nodes.entries()) {
      const atEnd = i === 0 || i === nodes.length - 1;
      uses.set(node.id, (uses.get(node.id) ?? 0) + (atEnd ? 2 : 1));
    }
  }
  const nodeOf = [...uses]
    .filter(([, n]) => n > 1)
    .map(([id]) => id)
    .toSorted((a, b) => a - b)
    .flatMap((id) => extract.nodes.get(id) ?? []);
  const indexOf = new Map(nodeOf.map((node, i) => [node.id, i]));
  const segments = runs.flatMap(({ tags, nodes }) => split(nodes, indexOf, tags));
  const graph = buildRoadGraph(
    nodeOf.map((n): LonLat => [n.lon, n.lat]),
    segments,
  );
  return { graph, nodeOf, droppedPieces };
}

function split(
  nodes: readonly OsmNode[],
  indexOf: ReadonlyMap<number, number>,
  tags: Readonly<Record<string, string>>,
): SegmentInput[] {
  const shared = {
    roadClass: roadClassCode(tags['highway'] ?? '') ?? 0,
    speedKmh: taggedSpeedKmh(tags),
    ...roadAccess(tags),
  };
  const segments: SegmentInput[] = [];
  let from: number | undefined;
  let interior: LonLat[] = [];
  for (const node of nodes) {
    const junction = indexOf.get(node.id);
    if (junction === undefined) {
      interior.push([node.lon, node.lat]);
      continue;
    }
    if (from !== undefined) segments.push({ ...shared, from, to: junction, interior });
    from = junction;
    interior = [];
  }
  return segments;
}
