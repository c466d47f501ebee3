import { describe, expect, it } from 'vitest';
import { buildSearchIndex } from '../../shared/domain/search/search-index.ts';
import { sampleReadings } from '../../shared/domain/search/sample-readings.ts';
import { translatorOf } from '../i18n/translate.ts';
import type { Target } from '../store/target.ts';
import { itineraryLine } from './itinerary-line.ts';
import type { PaletteItem } from './palette-search.ts';

/** 2026-03-02 14:00 in China. */
const nowMs = Date.UTC(2026, 2, 2, 6, 0);
const t = translatorOf('zh-CN');
const fly = (label: string, lon: number): { item: PaletteItem; texts: string[] } => ({
  item: { key: label, kind: 'place', label, run: { do: 'fly', place: { lon, lat: 36.7, zoom: 12, label } } },
  texts: [label],
});
const region = buildSearchIndex([fly('明水', 117.3), fly('高速口 02', 117.2)], sampleReadings);
const place = {
  kind: 'branch',
  lon: 117,
  lat: 36.6,
  radiusM: 60,
  atMs: nowMs,
  source: 'x',
  label: { zh: '某支行' },
};
const target = { id: 'I1', title: { zh: '携现金离开' }, isClosed: false, place } as unknown as Target;
const ask = (query: string, about: Target | undefined = target) =>
  itineraryLine({ query, target: about, region, nowMs, t });

describe('a way typed into the palette', () => {
  it('becomes a timetable that begins where they got on', () => {
    const line = ask('坐大巴去明水 14:20 发车 15:40到');
    expect(line?.label).toBe('去向：大巴 某支行 14:20 → 明水 15:40\u00a0· 记入“携现金离开”');
    expect(line?.run).toMatchObject({
      do: 'itinerary',
      itinerary: {
        vehicle: 'coach',
        stops: [
          { lon: 117, atMs: nowMs + 20 * 60_000 },
          { lon: 117.3, atMs: nowMs + 100 * 60_000 },
        ],
      },
    });
  });

  it('takes the exit on the way where the destination is off the roads', () => {
    expect(ask('坐大巴经高速口 02去泰安')?.run).toMatchObject({
      do: 'itinerary',
      itinerary: { stops: [{ name: { zh: '高速口 02' }, lon: 117.2 }] },
    });
  });

  it('does not take a town beyond the outline of the roads for a way that is known', () => {
    const box = [
      [116.9, 36.5],
      [117.25, 36.5],
      [117.25, 36.8],
      [116.9, 36.8],
    ] as const;
    const beyond = (query: string) => itineraryLine({ query, target, region, coverage: box, nowMs, t });
    expect(beyond('坐大巴去明水 14:20 发车')).toMatchObject({ run: { do: 'nothing' } });
    expect(beyond('坐大巴去明水 14:20 发车')?.label).toContain('明水');
    expect(beyond('坐大巴经高速口 02去明水 14:20 发车')?.run).toMatchObject({
      do: 'itinerary',
      itinerary: { stops: [{ atMs: nowMs + 20 * 60_000 }, { name: { zh: '高速口 02' }, lon: 117.2 }] },
    });
  });

  it('says what is missing instead of guessing', () => {
    expect(ask('坐大巴去泰安 14:20 发车')).toMatchObject({ run: { do: 'nothing' } });
    expect(ask('坐大巴去泰安 14:20 发车')?.label).toContain('泰安');
    expect(itineraryLine({ query: '坐大巴去明水', target: undefined, region, nowMs, t })).toMatchObject({
      run: { do: 'nothing' },
    });
  });

  it('leaves every other query alone', () => {
    expect(ask('明水')).toBeUndefined();
    expect(ask('历下301')).toBeUndefined();
  });
});
