import { bboxContains, bboxOf } from '../../shared/geo/bbox.ts';
import type { LonLat } from '../../shared/geo/point.ts';
import { createSearchWorkspace, fastestFrom, type SnapPoint } from '../../shared/roads/fastest.ts';
import type { CoreArea } from '../../shared/roads/pack.ts';
import { CAR, type Profile } from '../../shared/roads/profiles.ts';
import { EDGE_FLAGS, roadClassName } from '../../shared/roads/road-class.ts';
import { prepareRoadNet, profileSpeedKmh } from '../../shared/roads/road-net.ts';
import { insideOf } from './core-area.ts';
import type { OsmExtract, OsmWay } from './read-extract.ts';
import { RegionBuildError } from './region-error.ts';
import { buildRoadNetwork, type RoadPiece } from './road-network.ts';

const REACH_CLASSES = new Set(['motorway', 'motorway_link', 'trunk', 'trunk_link']);

/** A car that ignores one-way: what matters is how far a road is, and both carriageways must stay. */
const EITHER_WAY: Profile = { ...CAR, permission: CAR.permission | EDGE_FLAGS.AGAINST_ONE_WAY };

/**
 * The part of an extract that a region with this core needs: everything in the core, all roads for cars within
 * `allRoadsMinutes` of it, and motorways and trunk roads (ramps included) within `reachMinutes`, by one search outwards from the
 * core. Points of interest are kept in the core and on kept roads. Throws RegionBuildError when the core holds no road.
 */
export function cutExtract(
  extract: OsmExtract,
  core: Pick<CoreArea, 'name' | 'rings' | 'allRoadsMinutes' | 'reachMinutes'>,
): OsmExtract {
  const { graph, pieces } = buildRoadNetwork(extract);
  const inside = insideOf(core.rings);
  const inCore = pieces.map(({ nodes }) => nodes.some((n) => inside(n.lon, n.lat)));
  const starts = inCore.flatMap((isIn, segment): SnapPoint[] =>
    isIn ? [0, 1].map((fraction) => ({ edge: 2 * segment, fraction, lon: 0, lat: 0, distanceM: 0 })) : [],
  );
  if (starts.length === 0)
    throw new RegionBuildError(
      `“${core.name.zh}”内没有道路，请检查 --boundary 或 --bbox（顺序：西,南,东,北，单位度）。`,
      `There are no roads inside '${core.name.en}'. Check --boundary or --bbox (west,south,east,north in degrees).`,
    );
  const net = prepareRoadNet(graph, EITHER_WAY);
  const { seconds } = fastestFrom(net, createSearchWorkspace(graph.nodeCount), starts, {
    limitSeconds: Math.max(core.allRoadsMinutes, core.reachMinutes) * 60,
  });
  const kept = pieces.filter((_, segment) => {
    if (inCore[segment] === true) return true;
    const edge = 2 * segment;
    const isOpen =
      profileSpeedKmh(graph, EITHER_WAY, edge) > 0 || profileSpeedKmh(graph, EITHER_WAY, edge + 1) > 0;
    const isReach = REACH_CLASSES.has(roadClassName(graph.edgeClass[edge] ?? 0));
    const minutes = isReach ? Math.max(core.allRoadsMinutes, core.reachMinutes) : core.allRoadsMinutes;
    const near = Math.min(
      seconds[graph.edgeTail[edge] ?? 0] ?? Infinity,
      seconds[graph.edgeHead[edge] ?? 0] ?? Infinity,
    );
    return isOpen && near <= minutes * 60;
  });
  return selectFor(extract, joinPieces(kept), inside);
}

/** Pieces of one way that follow each other become one way again. */
function joinPieces(pieces: readonly RoadPiece[]): OsmWay[] {
  const roads: { id: number; refs: number[]; tags: OsmWay['tags'] }[] = [];
  for (const { way, nodes } of pieces) {
    const refs = nodes.map((n) => n.id);
    const last = roads.at(-1);
    if (last !== undefined && last.id === way.id && last.refs.at(-1) === refs[0])
      last.refs.push(...refs.slice(1));
    else roads.push({ id: way.id, refs, tags: way.tags });
  }
  return roads;
}

function selectFor(
  extract: OsmExtract,
  roads: readonly OsmWay[],
  inside: (lon: number, lat: number) => boolean,
): OsmExtract {
  const onRoads = new Set(roads.flatMap((road) => road.refs));
  const places = [...onRoads].flatMap((ref): LonLat[] => {
    const node = extract.nodes.get(ref);
    return node === undefined ? [] : [[node.lon, node.lat]];
  });
  const box = bboxOf(places);
  const touches = (refs: readonly number[], test: (lon: number, lat: number) => boolean): boolean =>
    refs.some((ref) => {
      const node = extract.nodes.get(ref);
      return node !== undefined && test(node.lon, node.lat);
    });
  const areas = extract.areas.filter(({ lines }) => touches(lines.flat(), inside));
  const borderWays = extract.borderWays.filter((way) =>
    touches(way.refs, (lon, lat) => box !== undefined && bboxContains(box, lon, lat)),
  );
  const used = new Set([
    ...areas.flatMap(({ lines }) => lines.flat()),
    ...borderWays.flatMap((way) => way.refs),
  ]);
  const nodes = new Map(
    [...extract.nodes].filter(
      ([id, node]) =>
        onRoads.has(id) || used.has(id) || (Object.keys(node.tags).length > 0 && inside(node.lon, node.lat)),
    ),
  );
  return { ...extract, nodes, roads, areas, borderWays };
}
