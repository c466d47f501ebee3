import { describe, expect, it } from 'vitest';
import type { PoiKind } from '../../shared/roads/pack.ts';
import { middleOf } from './area-middle.ts';
import { poiKindOf, poiNameOf } from './poi-kinds.ts';
import { countPois, findPois } from './pois.ts';
import type { OsmNode, OsmTags } from './read-extract.ts';

const nodesOf = (...places: readonly (readonly [lon: number, lat: number, tags?: OsmTags])[]) =>
  new Map(places.map(([lon, lat, tags = {}], id): [number, OsmNode] => [id, { id, lon, lat, tags }]));

describe('what tags make of a place', () => {
  it.each<[OsmTags, PoiKind | undefined]>([
    [{ tourism: 'hotel' }, 'hotel'],
    [{ tourism: 'motel' }, 'hotel'],
    [{ tourism: 'hostel', amenity: 'cafe' }, 'hotel'],
    [{ tourism: 'hotel', disused: 'yes' }, undefined],
    [{ tourism: 'chalet' }, undefined],
    [{ amenity: 'atm' }, 'cash-machine'],
    [{ amenity: 'bank', atm: 'yes' }, 'bank'],
    [{ amenity: 'cafe', cuisine: 'tea' }, 'tea-house'],
    [{ amenity: 'restaurant', cuisine: 'chinese; tea' }, 'tea-house'],
    [{ amenity: 'restaurant', cuisine: 'steak' }, undefined],
    [{ amenity: 'internet_cafe' }, 'tea-house'],
    [{ leisure: 'adult_gaming_centre' }, 'tea-house'],
    [{ leisure: 'park' }, 'park'],
    [{ leisure: 'playground' }, undefined],
    [{ railway: 'halt', public_transport: 'stop_position' }, 'station'],
    [{ public_transport: 'stop_area' }, undefined],
    [{ amenity: 'bus_station' }, 'station'],
    [{ highway: 'bus_stop' }, undefined],
  ])('%j', (tags, kind) => {
    expect(poiKindOf(tags)).toBe(kind);
  });

  it('a place without a name is called by what it is, a machine by whose it is', () => {
    const of = (kind: PoiKind, tags: OsmTags) => {
      const { zh, en } = poiNameOf(kind, tags).name;
      return [zh, en];
    };
    expect(of('tea-house', { amenity: 'cafe' })).toEqual(['咖啡馆', 'café']);
    expect(of('tea-house', { amenity: 'cafe', cuisine: 'tea' })).toEqual(['茶楼', 'tea house']);
    expect(of('cash-machine', { amenity: 'atm' })).toEqual(['取款机', 'cash machine']);
    expect(of('cash-machine', { brand: '中国银行', 'brand:en': 'Bank of China' })).toEqual([
      '中国银行 取款机',
      'Bank of China cash machine',
    ]);
    expect(of('park', { name: '大明湖公园', 'name:en': 'Daming Lake Park' })).toEqual([
      '大明湖公园',
      'Daming Lake Park',
    ]);
  });
});

describe('the middle of an area', () => {
  const square = nodesOf([117, 36], [117.002, 36], [117.002, 36.002], [117, 36.002]);

  it('is the centroid however many ways draw it, and whichever way round', () => {
    for (const lines of [
      [[0, 1, 2, 3, 0]],
      [[0, 3, 2, 1, 0]],
      [
        [0, 1, 2],
        [0, 3, 2],
      ],
    ]) {
      const middle = middleOf({ lines }, square);
      expect(middle?.lon).toBeCloseTo(117.001, 9);
      expect(middle?.lat).toBeCloseTo(36.001, 9);
      // 222.4 m by 179.9 m
      expect(middle?.squareM).toBeCloseTo(40_010, -2);
    }
  });

  it('lies on the ground itself where that is a crescent', () => {
    const angle = nodesOf([0, 0], [0.01, 0], [0.01, 0.0001], [0.0001, 0.0001], [0.0001, 0.01], [0, 0.01]);
    const middle = middleOf({ lines: [[0, 1, 2, 3, 4, 5, 0]] }, angle);
    expect(middle).toMatchObject({ lon: 0.0001, lat: 0.0001 });
  });

  it('of an outline the extract cuts is the mean of what is left; of nothing there is none', () => {
    const cut = middleOf({ lines: [[1, 2, 99]] }, square);
    expect(cut?.lon).toBeCloseTo(117.002, 9);
    expect(cut?.lat).toBeCloseTo(36.001, 9);
    expect(cut?.squareM).toBe(0);
    expect(middleOf({ lines: [[98, 99], []] }, square)).toBeUndefined();
  });
});

describe('the places of an extract', () => {
  it('are told once where the map draws them twice, and two of one chain stay two', () => {
    const inn = { tourism: 'hotel', name: '如家' };
    const nodes = nodesOf(
      [117, 36, inn],
      [117.001, 36, inn],
      [117.01, 36, inn],
      [117, 36, { tourism: 'hotel' }],
    );
    expect(findPois({ nodes, areas: [] }).map(({ id }) => id)).toEqual(['node/0', 'node/2', 'node/3']);
  });

  it('lawns are no parks unless they have a name', () => {
    const nodes = nodesOf([117, 36], [117.0002, 36], [117.0002, 36.0002]);
    const lawn = (id: number, tags: OsmTags) =>
      ({ type: 'way', id, lines: [[0, 1, 2, 0]], tags: { leisure: 'park', ...tags } }) as const;
    const found = findPois({ nodes, areas: [lawn(1, {}), lawn(2, { name: '口袋公园' })] });
    expect(found.map(({ id }) => id)).toEqual(['way/2']);
  });

  it('are counted by kind, none included, where the extract could tell of the kind at all', () => {
    const pois = findPois({ nodes: nodesOf([117, 36, { tourism: 'hotel' }]), areas: [] });
    expect(countPois(pois, { poiKeys: ['tourism', 'leisure'] })).toEqual({ hotel: 1, park: 0 });
    expect(countPois([], { poiKeys: [] })).toEqual({});
  });
});
