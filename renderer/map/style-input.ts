import type { DataDrivenPropertyValueSpecification, SourceSpecification } from 'maplibre-gl';
import type { MapPalette } from '../layers/map-palette.ts';

/** What a style is made of besides the colours. */
export interface StyleInput {
  readonly palette: MapPalette;
  readonly lang: 'zh-CN' | 'en';
  /** The region's vector tiles: layers roads, places, exits, drill_river, drill_county, and those of `optional`. */
  readonly tiles: SourceSpecification;
  /** Which of the layers borders, road_names and pois the pack has, and `core` where it has a jurisdiction of its own. */
  readonly optional: ReadonlySet<string>;
  /** A wall is read from five metres: main roads' names only, no points of interest. */
  readonly isWall: boolean;
  /** What a ferry is called. */
  readonly ferryWord: string;
  /** Ground beyond the road network, from `outsideOf`. */
  readonly outside: SourceSpecification;
  /** Middle line of the river with its name, from `riverLine`. */
  readonly river: SourceSpecification;
  /** Template with {fontstack} and {range}; Han glyphs never come from it. */
  readonly glyphsUrl: string;
  /** Factor of the wall type scale. */
  readonly scale: number;
}

/** The shipped faces; Han glyphs come from the page's own font. */
export const FONT = ['Noto Sans Regular'];
export const FONT_MEDIUM = ['Noto Sans Medium'];

/** Pixels by zoom, on the exponential curve roads need. */
export function widthBy(
  scale: number,
  ...stops: [zoom: number, px: number][]
): DataDrivenPropertyValueSpecification<number> {
  const [first = 0, ...rest] = stops.flatMap(([zoom, px]) => [zoom, px * scale]);
  const [firstPx = 0, ...more] = rest;
  return ['interpolate', ['exponential', 1.5], ['zoom'], first, firstPx, ...more];
}
