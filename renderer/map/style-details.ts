import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from 'maplibre-gl';
import { POI_KINDS, type PoiKind } from '../../shared/roads/pack.ts';
import { FONT, FONT_MEDIUM, type StyleInput, widthBy } from './style-input.ts';

/** Images of points of interest, one a kind; `drawn-images.ts` makes them. */
export const poiImage = (kind: PoiKind): string => `poi-${kind}`;
/** Box around the number of a road. */
export const ROAD_BOX_IMAGE = 'road-box';

const classIn = (...classes: string[]): ExpressionSpecification => [
  'match',
  ['get', 'class'],
  classes,
  true,
  false,
];

/** Borders as mapped, the higher the heavier; the jurisdiction's own outline over them. */
export function borderLayers({ palette, scale, optional }: StyleInput): LayerSpecification[] {
  const borders: LayerSpecification = {
    id: 'border',
    type: 'line',
    source: 'region',
    'source-layer': 'borders',
    layout: { 'line-join': 'round' },
    paint: {
      'line-color': palette.border,
      'line-width': ['step', ['get', 'level'], 1.6 * scale, 5, 1.2 * scale, 7, 0.8 * scale],
      'line-dasharray': [6, 3, 1, 3],
    },
  };
  const core: LayerSpecification = {
    id: 'core-outline',
    type: 'line',
    source: 'region',
    'source-layer': 'outline',
    filter: ['==', ['get', 'kind'], 'core'],
    layout: { 'line-join': 'round' },
    paint: { 'line-color': palette.county, 'line-width': 1.4 * scale },
  };
  return [...(optional.has('borders') ? [borders] : []), ...(optional.has('core') ? [core] : [])];
}

/** A ferry is no road: thin, broken, in the colour of water, and named so. */
export function ferryLayers({ palette, scale }: StyleInput): LayerSpecification[] {
  return [
    {
      id: 'ferry',
      type: 'line',
      source: 'region',
      'source-layer': 'roads',
      minzoom: 10,
      filter: classIn('ferry'),
      paint: {
        'line-color': palette.ferry,
        'line-width': widthBy(scale, [10, 0.8], [14, 1.6], [16, 2.4]),
        'line-dasharray': [3, 3],
      },
    },
  ];
}

/** Where a road passes over another one, its edges are drawn over what is below: no junction. */
export function bridgeLayers({ palette, scale }: StyleInput): LayerSpecification[] {
  const shared = {
    type: 'line',
    source: 'region',
    'source-layer': 'roads',
    minzoom: 13,
  } as const;
  const px = (wide: number): ExpressionSpecification => {
    const byClass = (
      motorway: number,
      trunk: number,
      main: number,
      other: number,
    ): ExpressionSpecification => [
      'match',
      ['get', 'class'],
      'motorway',
      (motorway + wide) * scale,
      'trunk',
      (trunk + wide) * scale,
      ['primary', 'secondary'],
      (main + wide) * scale,
      (other + wide) * scale,
    ];
    const stops = [13, byClass(4.6, 3.7, 2.8, 1.4), 14, byClass(6, 4.8, 3.6, 2), 16, byClass(13, 11, 9, 5)];
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the pairs of an interpolation, spread from a list
    return ['interpolate', ['exponential', 1.5], ['zoom'], ...stops] as unknown as ExpressionSpecification;
  };
  const isBridge: FilterSpecification = ['==', ['get', 'bridge'], true];
  const level: ExpressionSpecification = ['coalesce', ['get', 'layer'], 0];
  return [
    {
      id: 'bridge-edge',
      ...shared,
      filter: isBridge,
      layout: { 'line-cap': 'butt', 'line-join': 'round', 'line-sort-key': level },
      paint: { 'line-color': palette.bridge, 'line-width': px(2.4) },
    },
    {
      id: 'bridge-deck',
      ...shared,
      filter: isBridge,
      layout: { 'line-cap': 'round', 'line-join': 'round', 'line-sort-key': level },
      paint: {
        'line-color': [
          'match',
          ['get', 'class'],
          'motorway',
          palette.motorway,
          'trunk',
          palette.trunk,
          'primary',
          palette.primary,
          'secondary',
          palette.secondary,
          palette.minor,
        ],
        'line-width': px(0),
      },
    },
  ];
}

/** Names along the roads and numbers in boxes; ever smaller streets as one comes nearer, main roads alone on a wall. */
export function roadNameLayers({
  palette,
  lang,
  scale,
  optional,
  isWall,
  ferryWord,
}: StyleInput): LayerSpecification[] {
  if (!optional.has('road_names')) return [];
  const zh: ExpressionSpecification = ['get', 'name_zh'];
  const en: ExpressionSpecification = ['get', 'name_en'];
  const [own, other] = lang === 'en' ? [en, zh] : [zh, en];
  // the plates in the street bear both: close by, so does the map
  const both: ExpressionSpecification = ['case', ['==', zh, en], own, ['concat', own, '  ', other]];
  const text: ExpressionSpecification = ['step', ['zoom'], own, lang === 'en' ? 14 : 16, both];
  const names = (
    id: string,
    filter: FilterSpecification,
    minzoom: number,
    px: number,
  ): LayerSpecification => ({
    id,
    type: 'symbol',
    source: 'region',
    'source-layer': 'road_names',
    minzoom,
    filter,
    layout: {
      'symbol-placement': 'line',
      'symbol-spacing': 420 * scale,
      'symbol-sort-key': ['get', 'rank'],
      'text-field': text,
      'text-font': FONT,
      'text-size': px * scale,
      'text-max-angle': 30,
      'text-padding': 10 * scale,
      'text-letter-spacing': 0.04,
    },
    paint: { 'text-color': palette.roadName, 'text-halo-color': palette.land, 'text-halo-width': 1.4 },
  });
  const ferry = names('name-ferry', classIn('ferry'), 12, 11);
  const layers: LayerSpecification[] = [
    names('name-main', classIn('motorway', 'trunk', 'primary'), 12, 12),
    names('name-secondary', classIn('secondary'), 13, 11.5),
  ];
  const desk: LayerSpecification[] = [
    names('name-tertiary', classIn('tertiary'), 14, 11),
    names(
      'name-minor',
      classIn('unclassified', 'residential', 'living_street', 'pedestrian', 'service'),
      15,
      11,
    ),
  ];
  if (ferry.type === 'symbol')
    ferry.layout = {
      ...ferry.layout,
      'text-field': ['concat', own, ' · ', ferryWord],
      'text-offset': [0, -0.9],
    };
  const numbers: LayerSpecification = {
    id: 'road-number',
    type: 'symbol',
    source: 'region',
    'source-layer': 'road_names',
    minzoom: 10,
    filter: ['all', ['has', 'ref'], classIn('motorway', 'trunk', 'primary')],
    layout: {
      'symbol-placement': 'line',
      'symbol-spacing': 520 * scale,
      'icon-image': ROAD_BOX_IMAGE,
      'icon-text-fit': 'both',
      'icon-text-fit-padding': [1, 3, 1, 3],
      'icon-rotation-alignment': 'viewport',
      'text-rotation-alignment': 'viewport',
      'text-field': ['get', 'ref'],
      'text-font': FONT_MEDIUM,
      'text-size': 10.5 * scale,
      'text-padding': 24 * scale,
    },
    paint: { 'text-color': palette.exitText },
  };
  return [...(isWall ? [] : desk.toReversed()), ferry, ...layers.toReversed(), numbers];
}

/** From which zoom each kind is drawn: what orders are about first; where one may only be searched for, among the houses. */
const POI_ZOOM: Readonly<Record<PoiKind, number>> = {
  police: 12,
  'toll-booth': 12,
  bank: 13.5,
  'gold-shop': 13.5,
  hospital: 14.5,
  fuel: 15,
  station: 14.5,
  hotel: 15.5,
  park: 15.5,
  'tea-house': 16,
  'cash-machine': 16,
};
/** How much nearer one comes before a name is written under the mark. */
const NAMED_AFTER = 1;
/** Which mark stays where several would overlap. */
const POI_ORDER: readonly PoiKind[] = [
  'police',
  'gold-shop',
  'bank',
  'toll-booth',
  'hospital',
  'station',
  'hotel',
  'fuel',
  'park',
  'tea-house',
  'cash-machine',
];

/** Points of interest, quiet: they are places, not events. */
export function poiLayers({ palette, lang, scale, optional, isWall }: StyleInput): LayerSpecification[] {
  if (isWall || !optional.has('pois')) return [];
  return POI_KINDS.toSorted((a, b) => POI_ORDER.indexOf(b) - POI_ORDER.indexOf(a)).map((kind) => ({
    id: poiImage(kind),
    type: 'symbol',
    source: 'region',
    'source-layer': 'pois',
    minzoom: POI_ZOOM[kind],
    filter: ['==', ['get', 'kind'], kind],
    layout: {
      'icon-image': poiImage(kind),
      'icon-size': scale,
      'icon-padding': 3,
      'text-field': [
        'step',
        ['zoom'],
        '',
        POI_ZOOM[kind] + NAMED_AFTER,
        ['get', `name_${lang === 'en' ? 'en' : 'zh'}`],
      ],
      'text-font': FONT,
      'text-size': 11 * scale,
      'text-anchor': 'top',
      'text-offset': [0, 0.8],
      'text-max-width': 8,
      'text-optional': true,
      'text-padding': 4,
    },
    paint: { 'text-color': palette.poi, 'text-halo-color': palette.land, 'text-halo-width': 1.4 },
  }));
}
