import { describe, expect, it } from 'vitest';
import { buildSearchIndex } from '../../shared/domain/search/search-index.ts';
import { sampleReadings } from '../../shared/domain/search/sample-readings.ts';
import { translatorOf } from '../i18n/translate.ts';
import type { Target } from '../store/target.ts';
import { leadLines } from './lead-line.ts';
import type { PaletteItem } from './palette-search.ts';
import { placeIndex } from './report-places.ts';

/** 2026-03-02 14:30 in China. */
const nowMs = Date.UTC(2026, 2, 2, 6, 30);
const t = translatorOf('zh-CN');
const places = placeIndex(
  [
    { name: { zh: '明湖公园', en: 'Minghu Park' }, lon: 117.02, lat: 36.68, radiusM: 60, kind: 'pinned' },
    { name: { zh: '明水' }, lon: 117.5, lat: 36.7, radiusM: 3000, kind: 'pinned' },
  ],
  sampleReadings,
);
const road = (label: string, lon: number): { item: PaletteItem; texts: string[] } => ({
  item: { key: label, kind: 'road', label, run: { do: 'fly', place: { lon, lat: 36.7, zoom: 15, label } } },
  texts: [label, '友谊路'],
});
const region = buildSearchIndex([road('友谊路 · 济南', 117), road('友谊路 · 明水', 117.5)], sampleReadings);
const target = { id: 'I1', title: { zh: '携存折离家' }, isClosed: false } as unknown as Target;
const ask = (query: string, about: Target | undefined = target) =>
  leadLines({ query, target: about, places, region, nowMs, t });

describe('a lead typed into the palette', () => {
  it('becomes a belief with the place, the time and the words', () => {
    const [line, ...others] = ask('家属说 明湖公园 14:20');
    expect(others).toEqual([]);
    expect(line?.label).toBe(
      '线索：亲属告知\u00a0· 明湖公园\u00a0· 60 m 内\u00a0· 14:20\u00a0· 记入“携存折离家”',
    );
    expect(line?.run).toMatchObject({
      do: 'lead',
      lead: {
        place: {
          kind: 'family-says',
          lon: 117.02,
          lat: 36.68,
          radiusM: 60,
          atMs: nowMs - 600_000,
          source: 'dispatcher by phone',
          label: { zh: '明湖公园' },
        },
        text: { zh: '家属说 明湖公园 14:20' },
      },
    });
  });

  it('takes a mast by its degrees and its reach, now when nothing else is said', () => {
    expect(ask('基站 117.021 36.662 1.2公里')[0]?.run).toMatchObject({
      lead: { place: { kind: 'last-cell', lon: 117.021, lat: 36.662, radiusM: 1200, atMs: nowMs } },
    });
    expect(ask('基站 明湖公园')[0]?.run).toMatchObject({ lead: { place: { radiusM: 800 } } });
  });

  it('offers every stretch of a road, to be chosen from', () => {
    const lines = ask('付款 友谊路 14:25');
    expect(lines.map(({ run }) => (run.do === 'lead' ? run.lead.place.lon : undefined))).toEqual([
      117, 117.5,
    ]);
    expect(new Set(lines.map(({ key }) => key)).size).toBe(2);
  });

  it('says what is missing instead of guessing', () => {
    const said = (query: string, about?: Target): string | undefined => {
      const [line] = ask(query, about);
      expect(line?.run).toEqual({ do: 'nothing' });
      return line?.label;
    };
    expect(said('家属说 泰山脚下')).toContain('泰山脚下');
    expect(said('家属说 明湖公园 16:00')).toContain('12 小时');
    expect(said('家属说 明湖公园', { ...target, isClosed: true })).toContain('先选中');
    const none = leadLines({ query: '监控 明水', target: undefined, places, region, nowMs, t });
    expect(none[0]?.run).toEqual({ do: 'nothing' });
    const reading = leadLines({ query: '监控 明水', target, places: undefined, region, nowMs, t });
    expect(reading[0]?.run).toEqual({ do: 'nothing' });
  });

  it('leaves every other query alone', () => {
    for (const query of ['明湖公园', '基站', '坐大巴去明水']) expect(ask(query)).toEqual([]);
  });
});
