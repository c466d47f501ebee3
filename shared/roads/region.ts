import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { decodeRoadGraph, RoadGraphFormatError } from './graph-codec.ts';
import type {
  DrillPlaces,
  ExitPoint,
  NamedPlace,
  Poi,
  RegionManifest,
  RoadName,
  RoadNames,
  StoppablePoint,
} from './pack.ts';
import {
  checkDrillPlaces,
  checkExits,
  checkManifest,
  checkPlaces,
  checkPois,
  checkRoadNames,
  checkStoppable,
} from './pack-check.ts';
import type { RoadGraph } from './road-graph.ts';
import { type Check, RegionPackError } from './shape-check.ts';
import { decodeUtf8 } from './utf8.ts';

/** The files a program reads and hands to `decodeRegion`, relative to the pack's folder. The tiles are served as a file. */
export const REGION_FILES = [
  'manifest.json',
  'roads.bin',
  'places.json',
  'exits.json',
  'stoppable.json',
  'drill.json',
] as const;

/** Files a pack has only when its extract holds such things; hand them over too when the manifest lists them. */
export const OPTIONAL_REGION_FILES = ['names.json', 'pois.json'] as const;

/** Vector tiles of the pack (PMTiles v3), relative to its folder. */
export const REGION_TILES_FILE = 'tiles.pmtiles';

/** A region pack in memory. Immutable. */
export interface Region {
  readonly manifest: RegionManifest;
  readonly graph: RoadGraph;
  readonly places: readonly NamedPlace[];
  readonly exits: readonly ExitPoint[];
  readonly stoppable: readonly StoppablePoint[];
  readonly drill: DrillPlaces;
  /** Empty, or undefined for names, when the pack has none or the files were not handed over. */
  readonly pois: readonly Poi[];
  readonly names: RoadNames | undefined;
}

/**
 * Turns the bytes of a pack's files (keys: REGION_FILES; more are ignored) into a region, after comparing each with the
 * manifest's size and SHA-256. Throws RegionPackError, whose message names the file and says what to do.
 */
export function decodeRegion(files: Readonly<Record<string, Uint8Array>>): Region {
  const manifest = readJson(files, 'manifest.json', checkManifest);
  for (const name of REGION_FILES)
    if (name !== 'manifest.json') compareWithManifest(manifest, name, files[name]);
  for (const name of OPTIONAL_REGION_FILES)
    if (files[name] !== undefined) compareWithManifest(manifest, name, files[name]);
  const region: Region = {
    manifest,
    graph: readGraph(files['roads.bin']),
    places: readJson(files, 'places.json', checkPlaces),
    exits: readJson(files, 'exits.json', checkExits),
    stoppable: readJson(files, 'stoppable.json', checkStoppable),
    drill: readJson(files, 'drill.json', checkDrillPlaces),
    pois: files['pois.json'] === undefined ? [] : readJson(files, 'pois.json', checkPois),
    names: files['names.json'] === undefined ? undefined : readJson(files, 'names.json', checkRoadNames),
  };
  if (files['pois.json'] !== undefined) comparePoiKinds(region);
  const { drill, graph } = region;
  const positions = [
    ...region.stoppable,
    ...drill.stations,
    ...drill.branches,
    ...drill.goldShops,
    ...drill.teahouses,
    ...drill.checkpoints,
  ];
  const stray =
    positions.find((p) => p.edge >= graph.edgeCount) ?? region.exits.find((e) => e.node >= graph.nodeCount);
  if (stray !== undefined)
    throw new RegionPackError(
      `${stray.id} lies on a road that roads.bin does not have; rebuild the region pack`,
    );
  return region;
}

/** The name of each segment of the graph, undefined where it has none: names.json spread out for reading by number. */
export function namesBySegment(names: RoadNames): (RoadName | undefined)[] {
  return names.runs.flatMap(([segments, name]) => Array.from({ length: segments }, () => names.names[name]));
}

function compareWithManifest(manifest: RegionManifest, name: string, bytes: Uint8Array | undefined): void {
  const listed = manifest.files.find((f) => f.path === name);
  if (bytes === undefined || listed === undefined) {
    throw new RegionPackError(
      `${name} is missing from region '${manifest.name}'; rebuild or copy the region pack again`,
    );
  }
  if (listed.bytes !== bytes.length || listed.sha256 !== bytesToHex(sha256(bytes))) {
    throw new RegionPackError(
      `${name} of region '${manifest.name}' differs from its manifest; rebuild or copy the region pack again`,
    );
  }
}

/** What the manifest says of each kind is what the find board tells people: it must be so. */
function comparePoiKinds({ manifest, pois }: Region): void {
  for (const [kind, listed] of Object.entries(manifest.counts.poiKinds ?? {})) {
    const found = pois.filter((poi) => poi.kind === kind).length;
    if (found !== listed)
      throw new RegionPackError(
        `pois.json holds ${found} of the kind '${kind}', manifest.json says ${listed}; rebuild the region pack`,
      );
  }
}

function readGraph(bytes: Uint8Array | undefined): RoadGraph {
  try {
    return decodeRoadGraph(bytes ?? new Uint8Array());
  } catch (error) {
    if (error instanceof RoadGraphFormatError)
      throw new RegionPackError(`roads.bin: ${error.message}`, { cause: error });
    throw error;
  }
}

function readJson<T>(files: Readonly<Record<string, Uint8Array>>, name: string, check: Check<T>): T {
  const bytes = files[name];
  if (bytes === undefined)
    throw new RegionPackError(`${name} is missing from the region pack; rebuild it or copy it again`);
  let value: unknown;
  try {
    value = JSON.parse(decodeUtf8(bytes));
  } catch (error) {
    throw new RegionPackError(`${name} is not JSON; rebuild the region pack or copy it again`, {
      cause: error,
    });
  }
  return check(value, name);
}
