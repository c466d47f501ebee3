import { readFile } from 'node:fs/promises';
import { OSMTransform } from 'osm-pbf-parser-node';
import { isRoad } from './access.ts';
import { POI_KEYS, poiKindOf } from './poi-kinds.ts';
import { RegionBuildError } from './region-error.ts';

/** Tags of an OpenStreetMap object. */
export type OsmTags = Readonly<Record<string, string>>;

/** A node with its coordinates (degrees, WGS-84). */
export interface OsmNode {
  readonly id: number;
  readonly lon: number;
  readonly lat: number;
  readonly tags: OsmTags;
}

/** A way: for roads one that we route on (or a ferry). */
export interface OsmWay {
  readonly id: number;
  readonly refs: readonly number[];
  readonly tags: OsmTags;
}

/** A building or ground: a way, or the outer ways of a multipolygon. */
export interface OsmArea {
  readonly type: 'way' | 'relation';
  readonly id: number;
  readonly lines: readonly (readonly number[])[];
  readonly tags: OsmTags;
}

/** A relation that restricts a turn or draws a border. */
export interface OsmRelation {
  readonly id: number;
  readonly tags: OsmTags;
  readonly members: readonly { readonly type: string; readonly ref: number; readonly role: string }[];
}

/** The part of an extract a region is made of, in file order. */
export interface OsmExtract {
  readonly nodes: ReadonlyMap<number, OsmNode>;
  readonly roads: readonly OsmWay[];
  /** Buildings and grounds that are points of interest. */
  readonly areas: readonly OsmArea[];
  /** Which keys that tell of points of interest occur beside the roads, anywhere in the file: one of roads alone has none. */
  readonly poiKeys: readonly string[];
  /** Ways that borders are made of. */
  readonly borderWays: readonly OsmWay[];
  readonly borders: readonly OsmRelation[];
  readonly turnRelations: readonly OsmRelation[];
  /** Date of the data (ISO) when the file's header has one. */
  readonly date: string | undefined;
}

const NO_TAGS: OsmTags = {};

/** The bytes of an .osm.pbf. Throws RegionBuildError for a missing file or another format. */
export async function readExtractFile(path: string): Promise<Uint8Array> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new RegionBuildError(
      `读不到 ${path}：文件不存在或无权限，请给出 .osm.pbf 文件路径。`,
      `Cannot read ${path}: no such file, or no permission. Give the path of an .osm.pbf extract.`,
      { cause },
    );
  });
  if (!bytes.subarray(0, 64).includes('OSMHeader')) {
    throw new RegionBuildError(
      `${path} 不是 OpenStreetMap PBF 文件，请下载 .osm.pbf 格式。`,
      `${path} is not an OpenStreetMap PBF file. Download the .osm.pbf form of the extract (not .osm, .shp or .zip).`,
    );
  }
  return bytes;
}

/**
 * Reads what `readExtractFile` gave; `path` is for messages. Throws RegionBuildError for a damaged file, or no roads.
 *
 * In passes, because a file holds its nodes before the ways that need them and its borders after: of a large extract most
 * nodes are corners of buildings, and never kept.
 */
export async function parseExtract(bytes: Uint8Array, path: string): Promise<OsmExtract> {
  const roads: OsmWay[] = [];
  const areas: OsmArea[] = [];
  const multipolygons: OsmRelation[] = [];
  const borders: OsmRelation[] = [];
  const turnRelations: OsmRelation[] = [];
  let date: string | undefined;
  const keys = new Set<string>();
  const noteKeys = (tags: OsmTags): void => {
    for (const key in tags) if (POI_KEYS.has(key)) keys.add(key);
  };
  const pass = (take: (item: OsmItem) => void): Promise<void> =>
    parse(bytes, take).catch((cause: unknown) => {
      throw new RegionBuildError(
        `${path} 已损坏或不完整，请重新下载。`,
        `${path} is damaged or cut short (${String(cause)}). Download the extract again.`,
        { cause },
      );
    });
  await pass((item) => {
    if (item.type === 'way') {
      const way = { id: item.id, refs: item.refs, tags: item.tags ?? NO_TAGS };
      if (isRoad(way.tags)) roads.push(way);
      else noteKeys(way.tags);
      if (poiKindOf(way.tags) !== undefined)
        areas.push({ type: 'way', id: way.id, lines: [way.refs], tags: way.tags });
    } else if (item.type === 'relation') {
      const { id, members, tags = NO_TAGS } = item;
      if (tags['type'] === 'restriction') turnRelations.push({ id, members, tags });
      else if (isBorder(tags)) borders.push({ id, members, tags });
      if (tags['type'] === 'multipolygon' && poiKindOf(tags) !== undefined)
        multipolygons.push({ id, members, tags });
    } else if (item.type === undefined && item.osmosis_replication_timestamp > 0) {
      date = new Date(item.osmosis_replication_timestamp * 1000).toISOString().slice(0, 10);
    }
  });
  if (roads.length === 0)
    throw new RegionBuildError(
      `${path} 中没有道路，请使用包含路网的提取文件。`,
      `${path} holds no roads (no ways tagged highway=...). Use an extract that includes the road network.`,
    );
  // the ways of a border need not say that they are one
  const members = new Set(borders.flatMap((b) => b.members.map((m) => (m.type === 'way' ? m.ref : -1))));
  const outlines = new Map<number, readonly number[]>();
  for (const { members: parts } of multipolygons) for (const ref of outerWays(parts)) outlines.set(ref, []);
  const borderWays: OsmWay[] = [];
  await pass((item) => {
    if (item.type !== 'way') return;
    const tags = item.tags ?? NO_TAGS;
    if (members.has(item.id) || isBorder(tags)) borderWays.push({ id: item.id, refs: item.refs, tags });
    if (outlines.has(item.id)) outlines.set(item.id, item.refs);
  });
  for (const { id, members: parts, tags } of multipolygons) {
    const lines = outerWays(parts).flatMap((ref) => [outlines.get(ref) ?? []]);
    areas.push({ type: 'relation', id, lines, tags });
  }
  const onRoads = new Set(roads.flatMap((way) => way.refs));
  const besideRoads = new Set([
    ...borderWays.flatMap((way) => way.refs),
    ...areas.flatMap(({ lines }) => lines.flat()),
  ]);
  const nodes = new Map<number, OsmNode>();
  await pass((item) => {
    if (item.type !== 'node') return;
    const { id, lon, lat, tags = NO_TAGS } = item;
    const isTagged = Object.keys(tags).length > 0;
    if (isTagged && !onRoads.has(id)) noteKeys(tags);
    if (isTagged || onRoads.has(id) || besideRoads.has(id)) nodes.set(id, { id, lon, lat, tags });
  });
  const poiKeys = [...keys].toSorted();
  return { nodes, roads, areas, poiKeys, borderWays, borders, turnRelations, date };
}

function outerWays(members: OsmRelation['members']): number[] {
  return members.flatMap(({ type, ref, role }) => (type === 'way' && role !== 'inner' ? [ref] : []));
}

function isBorder(tags: OsmTags): boolean {
  return tags['boundary'] === 'administrative';
}

type OsmItem =
  | {
      readonly type: 'node';
      readonly id: number;
      readonly lon: number;
      readonly lat: number;
      readonly tags?: OsmTags;
    }
  | { readonly type: 'way'; readonly id: number; readonly refs: readonly number[]; readonly tags?: OsmTags }
  | {
      readonly type: 'relation';
      readonly id: number;
      readonly members: OsmRelation['members'];
      readonly tags?: OsmTags;
    }
  | { readonly type?: undefined; readonly osmosis_replication_timestamp: number };

/** The parser throws out of `end` for some damage and emits 'error' for other: both reject here. */
function parse(bytes: Uint8Array, take: (item: OsmItem) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const transform = new OSMTransform({ withTags: true, withInfo: false });
    transform.on('data', (batch: readonly OsmItem[]) => {
      for (const item of batch) take(item);
    });
    transform.on('end', resolve);
    transform.on('error', reject);
    try {
      transform.end(bytes);
    } catch (error) {
      reject(error instanceof Error ? error : new Error(String(error)));
    }
  });
}
