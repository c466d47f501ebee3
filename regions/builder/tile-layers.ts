import type { LonLat } from '../../shared/geo/point.ts';
import type { DrillPlaces, ExitPoint, NamedPlace, Poi, PoiKind, RoadNames } from '../../shared/roads/pack.ts';
import { bandRing } from './drill-lines.ts';
import type { RegionOutline } from './outline.ts';
import type { BorderFeature } from './borders.ts';
import type { RoadLine } from './road-lines.ts';

/** One feature before tiling; `minZoom` is the lowest zoom it is drawn at. */
export interface TileFeature {
  readonly minZoom: number;
  readonly properties: Readonly<Record<string, string | number | boolean>>;
  readonly geometry:
    | { readonly type: 'Point'; readonly coordinates: LonLat }
    | { readonly type: 'LineString'; readonly coordinates: readonly LonLat[] }
    | { readonly type: 'Polygon'; readonly coordinates: readonly (readonly LonLat[])[] };
}

/** Names of the layers an archive may hold, bottom first. */
export const TILE_LAYERS = [
  'outline',
  'drill_river',
  'borders',
  'roads',
  'road_names',
  'drill_county',
  'pois',
  'exits',
  'places',
] as const;
export type TileLayer = (typeof TILE_LAYERS)[number];

/** Layers an archive has only when the extract holds such things. */
const OPTIONAL_LAYERS: ReadonlySet<TileLayer> = new Set(['borders', 'road_names', 'pois']);

export const MIN_ZOOM = 6;
export const MAX_ZOOM = 14;

/** Class -> drawing rank (0 = drawn last, on top) and the zooms from which roads and their ramps appear. */
const ROAD_STYLE: Readonly<
  Record<string, { readonly rank: number; readonly zoom: number; readonly linkZoom: number }>
> = {
  motorway: { rank: 0, zoom: 6, linkZoom: 10 },
  trunk: { rank: 1, zoom: 6, linkZoom: 10 },
  primary: { rank: 2, zoom: 8, linkZoom: 11 },
  secondary: { rank: 3, zoom: 10, linkZoom: 12 },
  tertiary: { rank: 4, zoom: 11, linkZoom: 12 },
  unclassified: { rank: 5, zoom: 12, linkZoom: 12 },
  residential: { rank: 5, zoom: 12, linkZoom: 12 },
  ferry: { rank: 5, zoom: 10, linkZoom: 10 },
  living_street: { rank: 5, zoom: 12, linkZoom: 12 },
  service: { rank: 6, zoom: 13, linkZoom: 13 },
};
/** The lowest zoom of what orders are about; every other kind of place is for whoever has come close. */
const POI_ZOOM: Readonly<Partial<Record<PoiKind, number>>> = {
  police: 12,
  'toll-booth': 12,
  bank: 12,
  'gold-shop': 12,
  hospital: 12,
  fuel: 12,
};
const OTHER_ROAD = { rank: 7, zoom: 13, linkZoom: 13 } as const;

/** The layers that belong in this archive's list, bottom first. */
export function layersOf(layers: Readonly<Record<TileLayer, readonly TileFeature[]>>): TileLayer[] {
  return TILE_LAYERS.filter((name) => !OPTIONAL_LAYERS.has(name) || layers[name].length > 0);
}

/** All features of the region by layer. Drill features say so and carry 示意 in their label. */
export function tileLayers(input: {
  readonly lines: readonly RoadLine[];
  readonly outline: RegionOutline;
  readonly places: readonly NamedPlace[];
  readonly exits: readonly ExitPoint[];
  readonly drill: DrillPlaces;
  /** Lines whose `group` is the index of their name in `names`. */
  readonly namedLines?: readonly RoadLine[] | undefined;
  readonly names?: RoadNames | undefined;
  readonly pois?: readonly Poi[];
  readonly borders?: readonly BorderFeature[];
}): Readonly<Record<TileLayer, readonly TileFeature[]>> {
  const { drill, outline } = input;
  const area = (kind: string, ring: readonly LonLat[]): TileFeature => ({
    minZoom: MIN_ZOOM,
    properties: { kind },
    geometry: { type: 'Polygon', coordinates: [ring] },
  });
  return {
    outline: [area('coverage', outline.coverage), area('core', outline.coreOutline)],
    drill_river:
      drill.river === undefined
        ? []
        : [
            {
              minZoom: MIN_ZOOM,
              properties: {
                name_zh: drill.river.name.zh,
                name_en: drill.river.name.en,
                label_zh: drill.river.label.zh,
                label_en: drill.river.label.en,
              },
              geometry: { type: 'Polygon', coordinates: [bandRing(drill.river.line, drill.river.widthM)] },
            },
          ],
    borders: (input.borders ?? []).map((border) => ({
      minZoom: border.level <= 4 ? MIN_ZOOM : border.level <= 6 ? 8 : 10,
      properties: { level: border.level, name_zh: border.name.zh, name_en: border.name.en },
      geometry: { type: 'LineString', coordinates: border.line },
    })),
    roads: input.lines.map(roadFeature),
    road_names: (input.namedLines ?? []).flatMap((line) => nameFeature(line, input.names)),
    pois: (input.pois ?? []).map((p) => ({
      minZoom: POI_ZOOM[p.kind] ?? 14,
      properties: { id: p.id, kind: p.kind, name_zh: p.name.zh, name_en: p.name.en },
      geometry: { type: 'Point', coordinates: [p.lon, p.lat] },
    })),
    drill_county:
      drill.countyLine === undefined
        ? []
        : [
            {
              minZoom: MIN_ZOOM,
              properties: {
                neighbour_zh: drill.countyLine.neighbour.zh,
                neighbour_en: drill.countyLine.neighbour.en,
                label_zh: drill.countyLine.label.zh,
                label_en: drill.countyLine.label.en,
              },
              geometry: { type: 'LineString', coordinates: drill.countyLine.line },
            },
          ],
    exits: input.exits.map((e) => ({
      minZoom: e.class === 'motorway' ? 9 : 11,
      properties: {
        id: e.id,
        number: e.number,
        class: e.class,
        name_zh: e.name.zh,
        name_en: e.name.en,
        ...(e.ref === undefined ? {} : { ref: e.ref }),
      },
      geometry: { type: 'Point', coordinates: [e.lon, e.lat] },
    })),
    places: input.places.map((p) => ({
      minZoom: MIN_ZOOM,
      properties: { id: p.id, rank: p.rank, name_zh: p.name.zh, name_en: p.name.en },
      geometry: { type: 'Point', coordinates: [p.lon, p.lat] },
    })),
  };
}

function roadFeature(line: RoadLine): TileFeature {
  const style = ROAD_STYLE[line.roadClass] ?? OTHER_ROAD;
  return {
    minZoom: line.link ? style.linkZoom : style.zoom,
    properties: {
      class: line.roadClass,
      rank: style.rank,
      ...(line.link ? { link: true } : {}),
      ...(line.tunnel ? { tunnel: true } : {}),
      ...(line.bridge ? { bridge: true } : {}),
      ...(line.group === 0 ? {} : { layer: line.group }),
    },
    geometry: { type: 'LineString', coordinates: line.points },
  };
}

/** A line to write a road's name along, one zoom after the road itself appears. */
function nameFeature(line: RoadLine, names: RoadNames | undefined): TileFeature[] {
  const name = names?.names[line.group];
  if (name === undefined) return [];
  const style = ROAD_STYLE[line.roadClass] ?? OTHER_ROAD;
  return [
    {
      minZoom: Math.min(MAX_ZOOM, Math.max(10, (line.link ? style.linkZoom : style.zoom) + 1)),
      properties: {
        class: line.roadClass,
        rank: style.rank,
        name_zh: name.zh,
        name_en: name.en,
        ...(name.pinyin === undefined ? {} : { pinyin: name.pinyin }),
        ...(name.ref === undefined ? {} : { ref: name.ref }),
      },
      geometry: { type: 'LineString', coordinates: line.points },
    },
  ];
}
