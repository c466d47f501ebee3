import type { LonLat } from '../../shared/geo/point.ts';
import { buildRoadGraph, type SegmentInput } from '../../shared/roads/build-graph.ts';
import { equirectM } from '../../shared/geo/distance.ts';
import type { RoadGraph } from '../../shared/roads/road-graph.ts';
import { durationMinutes, roadAccess, roadClassOfTags, taggedSpeedKmh } from './access.ts';
import type { OsmExtract, OsmNode, OsmTags, OsmWay } from './read-extract.ts';

/** The stretch of a way that one segment is: its nodes in the way's direction, both junctions included. */
export interface RoadPiece {
  readonly way: OsmWay;
  readonly nodes: readonly OsmNode[];
}

/** The graph of an extract, and the OpenStreetMap node each junction came from. */
export interface RoadNetwork {
  readonly graph: RoadGraph;
  readonly nodeOf: readonly OsmNode[];
  /** One per segment. */
  readonly pieces: readonly RoadPiece[];
  /** Pieces of ways dropped because the extract lacks their nodes (it was cut out of something larger). */
  readonly droppedPieces: number;
}

/** Splits ways where they meet or end. Junctions come in ascending OSM id, segments in file order: both are stable. */
export function buildRoadNetwork(extract: OsmExtract): RoadNetwork {
  const runs: RoadPiece[] = [];
  let droppedPieces = 0;
  for (const way of extract.roads) {
    let run: OsmNode[] = [];
    for (const ref of way.refs) {
      const node = extract.nodes.get(ref);
      if (node === undefined) {
        droppedPieces++;
        if (run.length > 1) runs.push({ way, nodes: run });
        run = [];
      } else if (node.id !== run.at(-1)?.id) run.push(node);
    }
    if (run.length > 1) runs.push({ way, nodes: run });
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
  const cut = runs.flatMap((run) => split(run, indexOf));
  const graph = buildRoadGraph(
    nodeOf.map((n): LonLat => [n.lon, n.lat]),
    cut.map(({ segment }) => segment),
  );
  return { graph, nodeOf, pieces: cut.map(({ piece }) => piece), droppedPieces };
}

function split(
  run: RoadPiece,
  indexOf: ReadonlyMap<number, number>,
): { readonly segment: SegmentInput; readonly piece: RoadPiece }[] {
  const { tags } = run.way;
  const shared = {
    roadClass: roadClassOfTags(tags) ?? 0,
    speedKmh: tags['highway'] === undefined ? ferryKmh(tags, run.nodes) : taggedSpeedKmh(tags),
    ...roadAccess(tags),
  };
  const cut: { segment: SegmentInput; piece: RoadPiece }[] = [];
  let from: number | undefined;
  let nodes: OsmNode[] = [];
  for (const node of run.nodes) {
    nodes.push(node);
    const junction = indexOf.get(node.id);
    if (junction === undefined) continue;
    if (from !== undefined) {
      const interior = nodes.slice(1, -1).map((n): LonLat => [n.lon, n.lat]);
      cut.push({ segment: { ...shared, from, to: junction, interior }, piece: { way: run.way, nodes } });
    }
    from = junction;
    nodes = [node];
  }
  return cut;
}

/** A ferry's length over its tagged duration in whole km/h, at least 1; 0 when it has no duration. */
function ferryKmh(tags: OsmTags, nodes: readonly OsmNode[]): number {
  const minutes = durationMinutes(tags['duration']);
  if (minutes === undefined) return 0;
  const lengthM = nodes.reduce((sum, node, i) => {
    const before = nodes[i - 1];
    return before === undefined ? 0 : sum + equirectM(before.lon, before.lat, node.lon, node.lat);
  }, 0);
  return Math.min(60, Math.max(1, Math.round(lengthM / 1000 / (minutes / 60))));
}
