import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sampleReadings } from '../../shared/domain/search/sample-readings.ts';
import { emptyState, type State } from '../../shared/domain/state.ts';
import { decodeBoard } from '../../shared/roads/board.ts';
import { translatorOf } from '../i18n/translate.ts';
import type { Gazetteer } from './gazetteer.ts';
import { gazetteerIndex } from './gazetteer-search.ts';
import { paletteIndex, paletteItems } from './palette-search.ts';

const DIR = resolve(import.meta.dirname, '../../regions/wanzhou-board');
const bytes = (name: string): Uint8Array => new Uint8Array(readFileSync(resolve(DIR, name)));
const { board } = decodeBoard({
  'manifest.json': bytes('manifest.json'),
  'board.json': bytes('board.json'),
});

const gazetteer: Gazetteer = {
  board,
  places: [
    { id: 'a', name: { zh: '重庆', en: 'Chongqing' }, lon: 106.5, lat: 29.5, rank: 1 },
    { id: 'b', name: { zh: '长宁', en: 'Changning' }, lon: 121.4, lat: 31.2, rank: 2 },
  ],
  exits: [],
  pois: [
    { id: 'node/1', kind: 'bank', name: { zh: '某银行', en: 'Some Bank' }, named: true, lon: 1, lat: 2 },
    { id: 'node/2', kind: 'bank', name: { zh: '银行', en: 'bank' }, named: false, lon: 1, lat: 2 },
  ],
  names: {
    formatVersion: 1,
    runs: [],
    names: [
      { zh: '重庆路', en: 'Chongqing Road', at: [[121.47, 31.22]] },
      {
        zh: '长江路',
        en: 'Changjiang Road',
        ref: 'G42',
        at: [
          [106.51, 29.5],
          [121.41, 31.2],
        ],
      },
      { zh: '旧包路', en: 'Old Pack Road' },
    ],
  },
};

const t = translatorOf('zh-CN');
const region = gazetteerIndex(gazetteer, t, sampleReadings);
const own = paletteIndex(emptyState('s'), t, sampleReadings);
const find = (query: string) => paletteItems(own, query, region);

describe('names of the region in the palette', () => {
  it('finds roads by characters, pinyin, initials, English and number, and says where to fly', () => {
    const [road] = find('重庆路');
    expect(road).toMatchObject({
      kind: 'road',
      run: { do: 'fly', place: { lon: 121.47, lat: 31.22, zoom: 15, label: '重庆路' } },
    });
    for (const query of ['chongqinglu', 'cql', 'Chongqing Road'])
      expect(find(query)[0]).toMatchObject({ kind: 'road', label: '重庆路' });
    expect(find('G42').map(({ label }) => label)).toEqual(['长江路 G42 · 重庆', '长江路 G42 · 长宁']);
  });

  it('finds places, named sites, and townships, which open the board', () => {
    expect(find('重庆')[0]).toMatchObject({ kind: 'place', label: '重庆' });
    expect(find('银行').map(({ key }) => key)).toEqual(['node/1']);
    const [township] = find('太白');
    expect(township).toMatchObject({ kind: 'township', run: { do: 'township', code: '500101002' } });
    expect(find('500101002')[0]).toMatchObject({ kind: 'township', label: '太白街道' });
  });

  it('offers nothing that has no place, and keeps the room before the region', () => {
    expect(find('旧包路')).toEqual([]);
    expect(find('调度')[0]).toMatchObject({ kind: 'workspace' });
  });

  it('puts points of the map first while a road to close is looked for', () => {
    const base = {
      unitId: 'U1',
      callsign: '东01',
      kind: 'patrol',
      state: 'available',
      base: { zh: '重庆路' },
    };
    const state = { ...emptyState('s'), units: { U1: base } } as unknown as State;
    const room = paletteIndex(state, t, sampleReadings);
    const kinds = (isForRoad: boolean): string[] =>
      paletteItems(room, '重庆路', region, isForRoad).map(({ run }) => run.do);
    expect(kinds(false)[0]).toBe('select');
    expect(kinds(true)[0]).toBe('fly');
    expect(new Set(kinds(true))).toEqual(new Set(kinds(false)));
  });
});
