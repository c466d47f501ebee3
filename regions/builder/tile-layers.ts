import type { LonLat } from '../../shared/geo/point.ts';
import type { DrillPlaces, ExitPoint, NamedPlace } from '../../shared/roads/pack.ts';
import { bandRing } from './drill-lines.ts';
import type { RegionOutline } from './outline.ts';
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

/** Names of the layers in the archive, bottom first. */
export const TILE_LAYERS = ['outline', 'drill_river', 'roads', 'drill_county', 'exits', 'places'] as const;
export type TileLayer = (typeof TILE_LAYERS)[number];

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
  living_street: { rank: 5, zoom: 12, linkZoom: 12 },
  service: { rank: 6, zoom: 13, linkZoom: 13 },
};
const OTHER_ROAD = { rank: 7, zoom: 13, linkZoom: 13 } as const;

/** All features of the region by layer. Drill features say so and carry 示意 in their label. */
export function tileLayers(input: {
  readonly lines: readonly RoadLine[];
  readonly outline: RegionOutline;
  readonly places: readonly NamedPlace[];
  readonly exits: readonly ExitPoint[];
  readonly drill: DrillPlaces;
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
    roads: input.lines.map(roadFeature),
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
      properties: { id: e.id, number: e.number, class: e.class, name_zh: e.name.zh, name_en: e.name.en },
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
    },
    geometry: { type: 'LineString', coordinates: line.points },
  };
}
