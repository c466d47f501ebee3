import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { encodeRoadGraph } from '../../shared/roads/graph-codec.ts';
import type { PackFile, RegionManifest } from '../../shared/roads/pack.ts';
import { CAR } from '../../shared/roads/profiles.ts';
import { REGION_TILES_FILE } from '../../shared/roads/region.ts';
import type { RoadGraph } from '../../shared/roads/road-graph.ts';
import { prepareMainNet } from '../../shared/roads/road-net.ts';
import { makeDrillPlaces } from './drill-places.ts';
import { findExits } from './exits.ts';
import { outlineOf } from './outline.ts';
import { writePmtiles } from './pmtiles-writer.ts';
import { readExtract } from './read-extract.ts';
import { readRegionAbout } from './region-about.ts';
import { RegionBuildError } from './region-error.ts';
import { joinRoadLines } from './road-lines.ts';
import { buildRoadNetwork } from './road-network.ts';
import { findStoppable } from './stoppable.ts';
import { MAX_ZOOM, MIN_ZOOM, TILE_LAYERS, tileLayers } from './tile-layers.ts';
import { encodeTiles } from './tiles.ts';
import { writePack } from './write-pack.ts';

/** Changes whenever the same extract would give other bytes. */
export const BUILDER_VERSION = 1;

/** What to build from what. Paths are absolute or relative to the working directory. */
export interface BuildRegionOptions {
  readonly extractPath: string;
  /** Lower-case letters, digits and dashes; becomes the folder's name. */
  readonly name: string;
  readonly outDir: string;
  /** region.json; default: beside the extract. */
  readonly aboutPath?: string | undefined;
}

/** Progress, one sentence at a time. */
export type BuildLog = (line: string) => void;

/**
 * Builds a region pack and puts it in place in one step; on any failure nothing is left behind and an older pack stays
 * as it was. The same extract and region.json give the same bytes on every machine. Throws RegionBuildError for
 * everything the user can put right.
 */
export async function buildRegion(options: BuildRegionOptions, log: BuildLog): Promise<RegionManifest> {
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(options.name)) {
    throw new RegionBuildError(
      `区域名 '${options.name}' 不可用：须以小写字母开头，只含小写字母、数字、连字符，至多 40 个。`,
      `Region name '${options.name}' is not usable: lower-case letters, digits and dashes, at most 40, letter first`,
    );
  }
  const extractPath = resolve(options.extractPath);
  const extract = await readExtract(extractPath);
  log(`read ${extract.roads.length} road ways and ${extract.nodes.size} nodes`);
  const { about, bytes: aboutBytes } = await readRegionAbout(
    options.aboutPath ?? join(dirname(extractPath), 'region.json'),
    options.name,
    options.aboutPath !== undefined,
  );
  const { graph, droppedPieces } = buildRoadNetwork(extract);
  if (graph.segmentCount === 0)
    throw new RegionBuildError(
      `${extractPath} 缺少道路节点，请使用完整的提取文件。`,
      `${extractPath} names roads but holds none of their nodes. Use a complete extract.`,
    );
  if (droppedPieces > 0)
    log(`left out ${droppedPieces} nodes that the extract refers to but does not hold (cut at its border)`);
  const components = describeComponents(graph);
  log(`network: ${graph.nodeCount} junctions, ${graph.segmentCount} segments; ${components.text}`);

  const outline = outlineOf(graph);
  const tagged = [...extract.nodes.values()].filter((n) => Object.keys(n.tags).length > 0);
  const net = prepareMainNet(graph, CAR);
  const exits = findExits(net, outline.centre, about.places, tagged);
  const stoppable = findStoppable(net, outline, about.places, exits, tagged);
  const drill = makeDrillPlaces(net, outline, about);
  log(
    `found ${exits.length} exits and ${stoppable.length} stoppable points (${stoppable.filter((s) => s.derived).length} derived)`,
  );

  const tiles = encodeTiles(
    tileLayers({ lines: joinRoadLines(graph), outline, places: about.places, exits, drill }),
    outline.bounds,
  );
  log(`encoded ${tiles.length} tiles, zoom ${MIN_ZOOM} to ${MAX_ZOOM}`);
  const archive = writePmtiles(tiles, {
    bounds: outline.bounds,
    centre: outline.centre,
    centreZoom: 11,
    metadata: {
      name: options.name,
      attribution: about.source.attribution.join(', '),
      vector_layers: TILE_LAYERS.map((id) => ({ id, fields: {}, minzoom: MIN_ZOOM, maxzoom: MAX_ZOOM })),
    },
  });

  const sourceFile = `source/${options.name}.osm.pbf`;
  const files = new Map<string, Uint8Array>([
    ['roads.bin', encodeRoadGraph(graph)],
    [REGION_TILES_FILE, archive],
    ['places.json', toJson(about.places)],
    ['exits.json', toJson(exits)],
    ['stoppable.json', toJson(stoppable)],
    ['drill.json', toJson(drill)],
    [sourceFile, await readFile(extractPath)],
    ...(aboutBytes === undefined ? [] : [['source/region.json', aboutBytes] as const]),
  ]);
  const manifest: RegionManifest = {
    formatVersion: 1,
    name: options.name,
    title: about.title,
    timezone: about.timezone,
    source: {
      file: sourceFile,
      sha256: sha256(files.get(sourceFile)),
      ...about.source,
      date: extract.date ?? about.source.date,
    },
    bounds: outline.bounds,
    centre: outline.centre,
    coreOutline: outline.coreOutline,
    coverage: outline.coverage,
    tiles: { minZoom: MIN_ZOOM, maxZoom: MAX_ZOOM, layers: TILE_LAYERS },
    counts: {
      nodes: graph.nodeCount,
      segments: graph.segmentCount,
      edges: graph.edgeCount,
      components: components.count,
      largestComponentShare: components.largestShare,
      exits: exits.length,
      stoppable: stoppable.length,
      places: about.places.length,
      tiles: tiles.length,
    },
    builder: { name: 'rampart region build', version: BUILDER_VERSION },
    files: [...files].map(
      ([path, bytes]): PackFile => ({ path, bytes: bytes.length, sha256: sha256(bytes) }),
    ),
  };
  files.set('manifest.json', toJson(manifest));
  await writePack(resolve(options.outDir), files);
  log(`wrote ${files.size} files to ${options.outDir}`);
  return manifest;
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

function toJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, undefined, 1)}\n`);
}

function sha256(bytes: Uint8Array | undefined): string {
  return createHash('sha256')
    .update(bytes ?? new Uint8Array())
    .digest('hex');
}
