import type { BBox } from '../geo/bbox.ts';
import type { LonLat } from '../geo/point.ts';
import {
  type BilingualText,
  type CoreArea,
  type DrillCheckpoint,
  type DrillPlace,
  type DrillPlaces,
  type ExitFoot,
  type ExitPoint,
  type NamedPlace,
  type PackFile,
  type PackSource,
  POI_KINDS,
  type Poi,
  type RegionManifest,
  type RoadName,
  type RoadNames,
  STOPPABLE_KINDS,
  type StoppablePoint,
} from './pack.ts';
import {
  type Check,
  count,
  fields,
  finiteNumber,
  flag,
  keyed,
  list,
  maybe,
  oneOf,
  text,
  within,
} from './shape-check.ts';

const lon = within(-180, 180);
const lat = within(-90, 90);
const share = within(0, 1);
const bilingual = fields<BilingualText>({ zh: text, en: text });

const lonLat: Check<LonLat> = (value, path) => {
  const pair = list(finiteNumber)(value, path);
  return [lon(pair[0], `${path}[0]`), lat(pair[1], `${path}[1]`)];
};

const bbox: Check<BBox> = (value, path) => {
  const box = list(finiteNumber)(value, path);
  return [
    lon(box[0], `${path}[0]`),
    lat(box[1], `${path}[1]`),
    lon(box[2], `${path}[2]`),
    lat(box[3], `${path}[3]`),
  ];
};

const packFile = fields<PackFile>({ path: text, bytes: count, sha256: text });
const packSource = fields<PackSource>({
  file: text,
  sha256: text,
  date: text,
  note: bilingual,
  licence: text,
  attribution: list(text),
});

/** Checks manifest.json. Throws RegionPackError naming the path. */
export const checkManifest: Check<RegionManifest> = fields<RegionManifest>({
  formatVersion: oneOf(1),
  name: text,
  title: bilingual,
  timezone: text,
  source: packSource,
  bounds: bbox,
  centre: lonLat,
  coreOutline: list(lonLat),
  coverage: list(lonLat),
  core: maybe(
    fields<CoreArea>({
      kind: oneOf('boundary', 'bbox'),
      name: bilingual,
      rings: list(list(lonLat)),
      allRoadsMinutes: finiteNumber,
      reachMinutes: finiteNumber,
    }),
  ),
  tiles: fields<RegionManifest['tiles']>({ minZoom: count, maxZoom: count, layers: list(text) }),
  counts: fields<RegionManifest['counts']>({
    nodes: count,
    segments: count,
    edges: count,
    components: count,
    largestComponentShare: share,
    exits: count,
    stoppable: count,
    places: count,
    tiles: count,
    names: maybe(count),
    pois: maybe(count),
    poiKinds: maybe(keyed(POI_KINDS, count)),
    turnBans: maybe(count),
  }),
  builder: fields<RegionManifest['builder']>({ name: text, version: count }),
  files: list(packFile),
});

/** Checks places.json. */
export const checkPlaces: Check<readonly NamedPlace[]> = list(
  fields<NamedPlace>({ id: text, name: bilingual, lon, lat, rank: count }),
);

const onRoad = { edge: count, fraction: share, lon, lat };
const exitFoot = { ...onRoad, node: count };

/** Checks exits.json. */
export const checkExits: Check<readonly ExitPoint[]> = list(
  fields<ExitPoint>({
    id: text,
    number: count,
    name: bilingual,
    ref: maybe(text),
    class: oneOf('motorway', 'trunk'),
    ...exitFoot,
    feet: list(fields<ExitFoot>(exitFoot)),
    derived: flag,
    rule: text,
  }),
);

const alwaysTrue: Check<true> = (value, path) => oneOf(true)(value, path);

/** Checks stoppable.json. */
export const checkStoppable: Check<readonly StoppablePoint[]> = list(
  fields<StoppablePoint>({
    ...onRoad,
    id: text,
    kind: oneOf(...STOPPABLE_KINDS),
    name: bilingual,
    exitId: maybe(text),
    derived: flag,
    rule: text,
  }),
);

const drillPlace = { ...onRoad, id: text, name: bilingual, drill: alwaysTrue };
const drillPlaces = list(fields<DrillPlace>(drillPlace));

/** Checks drill.json. */
export const checkDrillPlaces: Check<DrillPlaces> = fields<DrillPlaces>({
  formatVersion: oneOf(1),
  seed: count,
  label: bilingual,
  stations: drillPlaces,
  branches: drillPlaces,
  goldShops: drillPlaces,
  teahouses: drillPlaces,
  checkpoints: list(fields<DrillCheckpoint>({ ...drillPlace, headingDeg: within(0, 360), node: count })),
  stoppable: checkStoppable,
  countyLine: maybe(
    fields<NonNullable<DrillPlaces['countyLine']>>({
      neighbour: bilingual,
      label: bilingual,
      line: list(lonLat),
      ring: list(lonLat),
    }),
  ),
  river: maybe(
    fields<NonNullable<DrillPlaces['river']>>({
      name: bilingual,
      label: bilingual,
      widthM: finiteNumber,
      line: list(lonLat),
    }),
  ),
});

/** Checks pois.json. */
export const checkPois: Check<readonly Poi[]> = list(
  fields<Poi>({
    id: text,
    kind: oneOf(...POI_KINDS),
    name: bilingual,
    named: flag,
    lon,
    lat,
    atm: maybe(alwaysTrue),
  }),
);

const run: Check<readonly [number, number]> = (value, path) => {
  const pair = list(finiteNumber)(value, path);
  return [count(pair[0], `${path}[0]`), within(-1, Number.MAX_SAFE_INTEGER)(pair[1], `${path}[1]`)];
};

/** Checks names.json. */
export const checkRoadNames: Check<RoadNames> = fields<RoadNames>({
  formatVersion: oneOf(1),
  names: list(
    fields<RoadName>({ zh: text, en: text, pinyin: maybe(text), ref: maybe(text), at: maybe(list(lonLat)) }),
  ),
  runs: list(run),
});
