import { describe, expect, it } from 'vitest';
import { mapPalette } from '../layers/map-palette.ts';
import { hatchImage } from './drawn-images.ts';
import { outsideOf } from './outside.ts';
import { riverLine } from './river-line.ts';
import type { StyleInput } from './style-input.ts';
import { mapStyle } from './style.ts';

const TILE_LAYERS = ['drill_river', 'roads', 'drill_county', 'exits', 'places'];
const OPTIONAL_LAYERS = ['borders', 'road_names', 'pois'];

function layersUsed({ layers }: ReturnType<typeof mapStyle>): Set<string | undefined> {
  return new Set(layers.flatMap((layer) => ('source-layer' in layer ? [layer['source-layer']] : [])));
}

describe.each(['zh-CN', 'en'] as const)('the base map in %s', (lang) => {
  const input: StyleInput = {
    palette: mapPalette('dark'),
    lang,
    scale: 1,
    tiles: { type: 'vector', url: 'pmtiles://x/region/tiles.pmtiles' },
    optional: new Set<string>(),
    isWall: false,
    ferryWord: 'ferry',
    outside: outsideOf(
      [
        [116, 36],
        [117, 36],
        [117, 37],
        [116, 37],
      ],
      '无路网数据',
    ),
    river: riverLine(undefined, lang),
    glyphsUrl: '/glyphs/{fontstack}/{range}.pbf',
  };
  const style = mapStyle(input);
  const full = mapStyle({ ...input, optional: new Set([...OPTIONAL_LAYERS, 'core']) });

  it('draws every layer of the pack and asks for nothing else', () => {
    expect(layersUsed(style)).toEqual(new Set(TILE_LAYERS));
    expect(layersUsed(full)).toEqual(new Set([...TILE_LAYERS, ...OPTIONAL_LAYERS, 'outline']));
    expect(JSON.stringify(full)).not.toContain('http');
  });

  it('names every layer once and reads names in the language', () => {
    const ids = full.layers.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(JSON.stringify(style)).toContain(lang === 'en' ? 'name_en' : 'name_zh');
    expect(JSON.stringify(style)).not.toContain(lang === 'en' ? '_zh' : '_en');
  });

  it('writes both scripts of a street close by, the own one first', () => {
    const names = JSON.stringify(full.layers.find(({ id }) => id === 'name-minor'));
    const [own, other] = lang === 'en' ? ['name_en', 'name_zh'] : ['name_zh', 'name_en'];
    expect(names).toMatch(new RegExp(`"concat",\\["get","${own}"\\],"  ",\\["get","${other}"\\]`, 'u'));
  });

  it('keeps a wall to main roads: no small streets, no points of interest', () => {
    const wall = mapStyle({ ...input, optional: new Set(OPTIONAL_LAYERS), isWall: true });
    expect(layersUsed(wall)).not.toContain('pois');
    const ids = wall.layers.map(({ id }) => id);
    expect(ids).toContain('name-main');
    expect(ids).not.toContain('name-minor');
  });

  it('uses only the shipped glyphs', () => {
    const fonts = full.layers.flatMap((layer) =>
      layer.type === 'symbol' ? (layer.layout?.['text-font'] ?? []) : [],
    );
    expect(new Set(fonts)).toEqual(new Set(['Noto Sans Regular', 'Noto Sans Medium']));
  });
});

describe('the ground beyond the road network', () => {
  it('is one closed polygon with the outline as its hole, and labels outside of it', () => {
    const ring = [
      [116, 36],
      [117, 36],
      [117, 37],
      [116, 37],
    ] as const;
    const { data } = outsideOf(ring, 'No road data');
    if (typeof data === 'string' || data.type !== 'FeatureCollection') throw new Error('expected features');
    const [ground, ...labels] = data.features;
    if (ground?.geometry.type !== 'Polygon') throw new Error('expected a polygon');
    expect(ground.geometry.coordinates[1]).toEqual([...ring.map((p) => [...p]), [116, 36]]);
    expect(labels).toHaveLength(12);
    for (const { geometry, properties } of labels) {
      if (geometry.type !== 'Point') throw new Error('expected a point');
      const [lon = 0, lat = 0] = geometry.coordinates;
      expect(lon > 116 && lon < 117 && lat > 36 && lat < 37).toBe(false);
      expect(properties?.['text']).toBe('No road data');
    }
  });

  it('repeats its hatching without a seam', () => {
    const { data, width } = hatchImage([1, 2, 3, 255], 12);
    const alpha = (x: number, y: number): number =>
      data[(((y + width) % width) * width + ((x + width) % width)) * 4 + 3] ?? 0;
    for (let i = 0; i < width; i++) expect(alpha(i, -1)).toBe(alpha(i - 1, 0));
    expect(alpha(0, 0)).toBe(255);
    expect(alpha(6, 0)).toBe(0);
  });
});

describe('the name of the river', () => {
  it('is written along its middle line in the language of the screen', () => {
    const river = {
      name: { zh: '黄河', en: 'Yellow River' },
      label: { zh: '示意', en: 'schematic' },
      widthM: 900,
      line: [
        [116.7, 36.6],
        [116.8, 36.7],
      ] as const,
    };
    const { data } = riverLine(river, 'en');
    if (typeof data === 'string' || data.type !== 'Feature') throw new Error('expected one feature');
    expect(data.properties).toEqual({ text: 'Yellow River · schematic' });
    expect(data.geometry).toEqual({ type: 'LineString', coordinates: river.line });
  });
});
