import type {
  DataDrivenPropertyValueSpecification,
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
  StyleSpecification,
} from 'maplibre-gl';
import { borderLayers, bridgeLayers, ferryLayers, poiLayers, roadNameLayers } from './style-details.ts';
import { FONT, FONT_MEDIUM, type StyleInput, widthBy } from './style-input.ts';

/** Images the style asks for; `drawn-images.ts` makes them. */
export const HATCH_IMAGE = 'no-data-hatch';
export const EXIT_BOX_IMAGE = 'exit-box';
/** Source of the ground beyond the pack: polygons and the points of its labels. */
export const NO_DATA_SOURCE = 'no-data';

/** Source of the river's name. */
export const RIVER_SOURCE = 'river-line';

const isClass = (...classes: string[]): ExpressionSpecification => [
  'match',
  ['get', 'class'],
  classes,
  true,
  false,
];
const isLink: ExpressionSpecification = ['==', ['get', 'link'], true];
const mainLine = (...classes: string[]): FilterSpecification => ['all', isClass(...classes), ['!', isLink]];

/** Which of two crossing roads is on top, and roads that nobody sees from above. */
const LEVEL: ExpressionSpecification = ['coalesce', ['get', 'layer'], 0];
const UNDERGROUND: ExpressionSpecification = ['case', ['==', ['get', 'tunnel'], true], 0.4, 1];

/** Larger places first, smaller ones as there is room. */
const PLACES_BY_ZOOM: FilterSpecification = [
  '<=',
  ['get', 'rank'],
  ['step', ['zoom'], 2, 10, 3, 11, 4, 13, 99],
];

/** The whole base map: calm ground, roads by weight, no colour that means anything. */
export function mapStyle(input: StyleInput): StyleSpecification {
  return {
    version: 8,
    glyphs: input.glyphsUrl,
    sources: { region: input.tiles, [NO_DATA_SOURCE]: input.outside, [RIVER_SOURCE]: input.river },
    layers: [
      { id: 'land', type: 'background', paint: { 'background-color': input.palette.land } },
      ...waterLayers(input),
      ...outsideLayers(input),
      ...borderLayers(input),
      ...ferryLayers(input),
      ...roadLayers(input),
      ...bridgeLayers(input),
      ...countyLayers(input),
      ...roadNameLayers(input),
      ...poiLayers(input),
      ...labelLayers(input),
    ],
  };
}

function waterLayers({ palette, scale }: StyleInput): LayerSpecification[] {
  return [
    {
      id: 'river',
      type: 'fill',
      source: 'region',
      'source-layer': 'drill_river',
      paint: { 'fill-color': palette.river },
    },
    {
      id: 'river-label',
      type: 'symbol',
      source: RIVER_SOURCE,
      layout: {
        'symbol-placement': 'line',
        'symbol-spacing': 360,
        'text-field': ['get', 'text'],
        'text-font': FONT,
        'text-size': 12 * scale,
        'text-letter-spacing': 0.2,
      },
      paint: { 'text-color': palette.waterLabel },
    },
  ];
}

function roadLayers({ palette, scale }: StyleInput): LayerSpecification[] {
  const line = (
    id: string,
    filter: FilterSpecification,
    color: string,
    width: DataDrivenPropertyValueSpecification<number>,
    minzoom: number,
  ): LayerSpecification => ({
    id,
    type: 'line',
    source: 'region',
    'source-layer': 'roads',
    minzoom,
    filter,
    layout: { 'line-cap': 'round', 'line-join': 'round', 'line-sort-key': LEVEL },
    paint: { 'line-color': color, 'line-width': width, 'line-opacity': UNDERGROUND },
  });
  const small: FilterSpecification = isClass('track', 'footway', 'path', 'cycleway', 'steps', 'pedestrian');
  const minor: FilterSpecification = isClass('unclassified', 'residential', 'living_street', 'service');
  const ramps: FilterSpecification = ['all', isClass('motorway', 'trunk', 'primary'), isLink];
  return [
    line('road-path', small, palette.path, widthBy(scale, [13, 0.6], [16, 1.5]), 13),
    line('road-minor', minor, palette.minor, widthBy(scale, [11, 0.5], [12, 0.8], [14, 1.6], [16, 4]), 11),
    line(
      'road-tertiary',
      isClass('tertiary'),
      palette.minor,
      widthBy(scale, [9, 0.6], [12, 1.1], [14, 2.4], [16, 6]),
      9,
    ),
    line(
      'road-secondary',
      isClass('secondary'),
      palette.secondary,
      widthBy(scale, [8, 0.6], [12, 1.6], [14, 3.2], [16, 8]),
      8,
    ),
    line(
      'road-primary',
      mainLine('primary'),
      palette.primary,
      widthBy(scale, [7, 0.7], [12, 2], [14, 4], [16, 10]),
      7,
    ),
    line('road-link', ramps, palette.primary, widthBy(scale, [10, 0.7], [12, 1.4], [14, 2.6], [16, 6]), 10),
    line(
      'road-casing',
      mainLine('trunk', 'motorway'),
      palette.casing,
      widthBy(scale, [6, 1.6], [12, 5.6], [14, 9], [16, 17]),
      9,
    ),
    line(
      'road-trunk',
      mainLine('trunk'),
      palette.trunk,
      widthBy(scale, [6, 0.8], [12, 2.6], [14, 4.8], [16, 11]),
      5,
    ),
    line(
      'road-motorway',
      mainLine('motorway'),
      palette.motorway,
      widthBy(scale, [5, 0.8], [12, 3.4], [14, 6], [16, 13]),
      4,
    ),
  ];
}

function outsideLayers({ palette, scale }: StyleInput): LayerSpecification[] {
  const isGround: FilterSpecification = ['==', ['geometry-type'], 'Polygon'];
  return [
    {
      id: 'outside-ground',
      type: 'fill',
      source: NO_DATA_SOURCE,
      filter: isGround,
      paint: { 'fill-color': palette.outside, 'fill-antialias': false },
    },
    {
      id: 'outside-hatch',
      type: 'fill',
      source: NO_DATA_SOURCE,
      filter: isGround,
      paint: { 'fill-pattern': HATCH_IMAGE, 'fill-antialias': false },
    },
    {
      id: 'outside-label',
      type: 'symbol',
      source: NO_DATA_SOURCE,
      filter: ['==', ['geometry-type'], 'Point'],
      layout: {
        'text-field': ['get', 'text'],
        'text-font': FONT,
        'text-size': 13 * scale,
        'text-letter-spacing': 0.15,
      },
      paint: { 'text-color': palette.place, 'text-halo-color': palette.outside, 'text-halo-width': 4 },
    },
  ];
}

function countyLayers({ palette, lang, scale }: StyleInput): LayerSpecification[] {
  const shared = { source: 'region', 'source-layer': 'drill_county' } as const;
  return [
    {
      id: 'county-line',
      type: 'line',
      ...shared,
      paint: { 'line-color': palette.county, 'line-width': 1.2 * scale, 'line-dasharray': [5, 3, 1, 3] },
    },
    {
      id: 'county-label',
      type: 'symbol',
      ...shared,
      layout: {
        'symbol-placement': 'line',
        'symbol-spacing': 480,
        'text-field': ['concat', text('neighbour', lang), ' · ', text('label', lang)],
        'text-font': FONT,
        'text-size': 12 * scale,
        'text-offset': [0, -0.9],
      },
      paint: { 'text-color': palette.place, 'text-halo-color': palette.land, 'text-halo-width': 1.6 },
    },
  ];
}

/** A text of the pack in the language of the screen. */
function text(field: 'name' | 'label' | 'neighbour', lang: 'zh-CN' | 'en'): ExpressionSpecification {
  return ['get', `${field}_${lang === 'en' ? 'en' : 'zh'}`];
}

function labelLayers({ palette, lang, scale }: StyleInput): LayerSpecification[] {
  const halo = { 'text-halo-color': palette.land, 'text-halo-width': 1.6 };
  return [
    {
      id: 'exit-number',
      type: 'symbol',
      source: 'region',
      'source-layer': 'exits',
      minzoom: 12,
      layout: {
        'icon-image': EXIT_BOX_IMAGE,
        'icon-text-fit': 'both',
        'icon-text-fit-padding': [1, 3, 1, 3],
        'text-field': ['coalesce', ['get', 'ref'], ['to-string', ['get', 'number']]],
        'text-font': FONT_MEDIUM,
        'text-size': 11 * scale,
        'text-padding': 6,
      },
      paint: { 'text-color': palette.exitText },
    },
    {
      id: 'place-label',
      type: 'symbol',
      source: 'region',
      'source-layer': 'places',
      filter: PLACES_BY_ZOOM,
      layout: {
        'symbol-sort-key': ['get', 'rank'],
        'text-field': text('name', lang),
        'text-font': FONT,
        'text-size': ['match', ['get', 'rank'], [1], 15 * scale, [2], 13 * scale, 12 * scale],
        'text-letter-spacing': 0.1,
        'text-padding': 8,
      },
      paint: { 'text-color': palette.place, ...halo },
    },
  ];
}
