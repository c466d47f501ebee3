import { createHash } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import { encodeRoadGraph } from '../../shared/roads/graph-codec.ts';
import {
  type BilingualText,
  type CoreArea,
  type PackFile,
  type RegionManifest,
  type RoadNames,
} from '../../shared/roads/pack.ts';
import { CAR } from '../../shared/roads/profiles.ts';
import { REGION_TILES_FILE } from '../../shared/roads/region.ts';
import type { RoadGraph } from '../../shared/roads/road-graph.ts';
import { prepareMainNet } from '../../shared/roads/road-net.ts';
import { splitBannedTurns } from '../../shared/roads/turn-graph.ts';
import { findBorders } from './borders.ts';
import { whileLocked } from './build-lock.ts';
import type { CoreWish } from './core-area.ts';
import { makeDrillPlaces } from './drill-places.ts';
import { findExits } from './exits.ts';
import { outlineOf } from './outline.ts';
import { readPmtilesCount, writePmtiles } from './pmtiles-writer.ts';
import { countPois, describePoiKinds, findPois } from './pois.ts';
import { readExtractFile } from './read-extract.ts';
import { type RegionAbout, readRegionAbout } from './region-about.ts';
import { RegionBuildError } from './region-error.ts';
import { joinRoadLines } from './road-lines.ts';
import { collectRoadNames } from './road-names.ts';
import { buildRoadNetwork, type RoadNetwork } from './road-network.ts';
import { selectExtract } from './select-extract.ts';
import { findStoppable } from './stoppable.ts';
import { taggedPlaces } from './tagged-places.ts';
import { layersOf, MAX_ZOOM, MIN_ZOOM, tileLayers } from './tile-layers.ts';
import { encodeTiles } from './tiles.ts';
import { findTurnBans } from './turn-bans.ts';
import { buildWorkspace, type BuildWorkspace } from './workspace.ts';
import { cannotWrite, restorePack, writePack } from './write-pack.ts';

/** Changes whenever the same extract would give other bytes. */
export const BUILDER_VERSION = 3;

/** Changes with the form of what a stage stores, so that a newer program does not go on with an older one's. */
const STAGE_VERSION = 2;

/** What to build from what. Paths are absolute or relative to the working directory. */
export interface BuildRegionOptions {
  readonly extractPath: string;
  /** Lower-case letters, digits and dashes; becomes the folder's name. */
  readonly name: string;
  readonly outDir: string;
  /** region.json; default: beside the extract. */
  readonly aboutPath?: string | undefined;
  /** The jurisdiction; default: the whole extract. */
  readonly core?: CoreWish | undefined;
  /** How far beyond the core motorways and trunk roads are kept, minutes' drive; default 150. */
  readonly reachMinutes?: number | undefined;
}

export const DEFAULT_REACH_MINUTES = 150;

/** Beyond the core, all roads are kept up to this far: a unit or a suspect may well be there. */
const ALL_ROADS_MINUTES = 60;

/** Progress, one sentence at a time. */
export type BuildLog = (line: string) => void;

/**
 * Builds a region pack and puts it in place in one step; on any failure nothing is left behind and an older pack stays
 * as it was. A build that was killed leaves its finished stages in a hidden folder beside the pack, and the next one
 * with the same input goes on from them. The same input gives the same bytes on every machine. Throws
 * RegionBuildError for everything the user can put right, RegionBusyError while another process builds this pack.
 */
export async function buildRegion(options: BuildRegionOptions, log: BuildLog): Promise<RegionManifest> {
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(options.name)) {
    throw new RegionBuildError(
      `区域名 '${options.name}' 不可用：须以小写字母开头，只含小写字母、数字、连字符，至多 40 个。`,
      `Region name '${options.name}' is not usable: lower-case letters, digits and dashes, at most 40, letter first`,
    );
  }
  const outDir = resolve(options.outDir);
  return whileLocked(outDir, async () => {
    const workspace = buildWorkspace(outDir);
    try {
      await restorePack(outDir).catch((cause: unknown) => Promise.reject(cannotWrite(outDir, cause)));
      const { manifest, files } = await makePack(options, workspace, log);
      await writePack(outDir, workspace.packDir, files);
      log(`wrote ${files.size} files to ${options.outDir}`);
      return manifest;
    } finally {
      await workspace.remove();
    }
  });
}

async function makePack(
  options: BuildRegionOptions,
  workspace: BuildWorkspace,
  log: BuildLog,
): Promise<{ manifest: RegionManifest; files: ReadonlyMap<string, Uint8Array> }> {
  const extractPath = resolve(options.extractPath);
  const extractBytes = await readExtractFile(extractPath);
  const { about, bytes: aboutBytes } = await readRegionAbout(
    options.aboutPath ?? join(dirname(extractPath), 'region.json'),
    options.name,
    options.aboutPath !== undefined,
  );
  const wish = options.core && {
    area: options.core,
    allRoadsMinutes: ALL_ROADS_MINUTES,
    reachMinutes: options.reachMinutes ?? DEFAULT_REACH_MINUTES,
  };
  const input = JSON.stringify([STAGE_VERSION, BUILDER_VERSION, sha256(extractBytes), wish]);
  const { extract, core } = await selectExtract(extractBytes, extractPath, wish, workspace, input, log);
  const network = buildRoadNetwork(extract);
  const { droppedPieces } = network;
  if (network.graph.segmentCount === 0)
    throw new RegionBuildError(
      `${extractPath} 缺少道路节点，请使用完整的提取文件。`,
      `${extractPath} names roads but holds none of their nodes. Use a complete extract.`,
    );
  if (droppedPieces > 0)
    log(`left out ${droppedPieces} nodes that the extract refers to but does not hold (cut at its border)`);
  const turns = findTurnBans(network, extract.turnRelations);
  const graph = splitBannedTurns(network.graph, turns.bans);
  const components = describeComponents(graph);
  log(`network: ${graph.nodeCount} junctions, ${graph.segmentCount} segments; ${components.text}`);
  if (extract.turnRelations.length > 0)
    log(
      `turns: ${turns.bans.length} banned; ${turns.skipped} restrictions not understood (by way, by time of day)`,
    );

  const outline = outlineOf(network.graph, core);
  const tagged = [...extract.nodes.values()].filter((n) => Object.keys(n.tags).length > 0);
  const places = about.places.length > 0 ? about.places : taggedPlaces(tagged);
  // places are found on the roads as drawn; what the bans cut off is closed there too
  const net = { ...prepareMainNet(graph, CAR), graph: network.graph };
  const exits = findExits(net, outline.centre, places, tagged);
  const stoppable = findStoppable(net, outline, places, exits, tagged);
  const drill = makeDrillPlaces(net, outline, about);
  const names = collectRoadNames(network.pieces);
  const pois = findPois(extract);
  const poiKinds = countPois(pois, extract);
  log(
    `found ${exits.length} exits and ${stoppable.length} stoppable points (${stoppable.filter((s) => s.derived).length} derived), ${names?.names.length ?? 0} road names, ${pois.length} points of interest`,
  );

  log(describePoiKinds(poiKinds));

  const layers = tileLayers({
    ...drawnRoads(network, names),
    names,
    pois,
    borders: findBorders(extract),
    outline,
    places,
    exits,
    drill,
  });
  const shownLayers = layersOf(layers);
  const { bytes: archive, reused } = await workspace.stage(
    'tiles',
    JSON.stringify([input, aboutBytes === undefined ? '' : sha256(aboutBytes), options.name]),
    () =>
      writePmtiles(encodeTiles(layers, outline.bounds), {
        bounds: outline.bounds,
        centre: outline.centre,
        centreZoom: 11,
        metadata: {
          name: options.name,
          attribution: about.source.attribution.join(', '),
          vector_layers: shownLayers.map((id) => ({ id, fields: {}, minzoom: MIN_ZOOM, maxzoom: MAX_ZOOM })),
        },
      }),
  );
  const tileCount = readPmtilesCount(archive);
  log(`${reused ? 'took over' : 'encoded'} ${tileCount} tiles, zoom ${MIN_ZOOM} to ${MAX_ZOOM}`);

  const sourceFile = `source/${options.name}.osm.pbf`;
  const files = new Map<string, Uint8Array>([
    ['roads.bin', encodeRoadGraph(graph)],
    [REGION_TILES_FILE, archive],
    ['places.json', toJson(places)],
    ['exits.json', toJson(exits)],
    ['stoppable.json', toJson(stoppable)],
    ['drill.json', toJson(drill)],
    ...(names === undefined ? [] : [['names.json', toJson(names, 0)] as const]),
    ...(pois.length === 0 ? [] : [['pois.json', toJson(pois)] as const]),
    [sourceFile, extractBytes],
    ...(aboutBytes === undefined ? [] : [['source/region.json', aboutBytes] as const]),
  ]);
  const manifest: RegionManifest = {
    formatVersion: 1,
    name: options.name,
    title: titleOf(about, aboutBytes !== undefined, core),
    timezone: about.timezone,
    source: {
      file: sourceFile,
      sha256: sha256(extractBytes),
      ...about.source,
      date: extract.date ?? about.source.date,
    },
    bounds: outline.bounds,
    centre: outline.centre,
    coreOutline: outline.coreOutline,
    coverage: outline.coverage,
    core,
    tiles: { minZoom: MIN_ZOOM, maxZoom: MAX_ZOOM, layers: shownLayers },
    counts: {
      nodes: graph.nodeCount,
      segments: graph.segmentCount,
      edges: graph.edgeCount,
      components: components.count,
      largestComponentShare: components.largestShare,
      exits: exits.length,
      stoppable: stoppable.length,
      places: places.length,
      tiles: tileCount,
      names: names?.names.length,
      pois: pois.length === 0 ? undefined : pois.length,
      poiKinds,
      turnBans: turns.bans.length === 0 ? undefined : turns.bans.length,
    },
    builder: { name: 'rampart region build', version: BUILDER_VERSION },
    files: [...files].map(
      ([path, bytes]): PackFile => ({ path, bytes: bytes.length, sha256: sha256(bytes) }),
    ),
  };
  files.set('manifest.json', toJson(manifest));
  return { manifest, files };
}

/** Without a region.json the jurisdiction's own name is better than the folder's. */
function titleOf(about: RegionAbout, isWritten: boolean, core: CoreArea | undefined): BilingualText {
  return !isWritten && core?.kind === 'boundary' ? core.name : about.title;
}

function drawnRoads({ graph, pieces }: RoadNetwork, names: RoadNames | undefined) {
  // groups are not negative: a negative one leaves the segment out
  const levels = pieces.map(({ way }) => levelOf(way.tags['layer']) - LOWEST_LEVEL);
  return {
    lines: joinRoadLines(graph, levels).map((line) => ({ ...line, group: line.group + LOWEST_LEVEL })),
    namedLines: names && joinRoadLines(graph, nameIndexes(names.runs)),
  };
}

/** OpenStreetMap's `layer`: which of two crossing roads is on top. */
const LOWEST_LEVEL = -5;

function levelOf(tag: string | undefined): number {
  const level = Number(tag ?? 0);
  return Number.isInteger(level) ? Math.max(LOWEST_LEVEL, Math.min(5, level)) : 0;
}

function nameIndexes(runs: readonly (readonly [segments: number, name: number])[]): number[] {
  return runs.flatMap(([segments, name]) => Array.from({ length: segments }, () => name));
}

function describeComponents(graph: RoadGraph): { count: number; largestShare: number; text: string } {
  let count = 0;
  let inLargest = 0;
  for (const component of graph.nodeComponent) {
    count = Math.max(count, component + 1);
    if (component === 0) inLargest++;
  }
  const largestShare = Math.round((inLargest / graph.nodeCount) * 10_000) / 10_000;
  return {
    count,
    largestShare,
    text: `${(largestShare * 100).toFixed(1)} % of the junctions in the largest of ${count} components`,
  };
}

function toJson(value: unknown, indent = 1): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, undefined, indent)}\n`);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
