import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLead, type SpokenLead } from './lead-text.ts';

/** 2026-03-02 14:30 in China. */
const NOW = Date.UTC(2026, 2, 2, 6, 30);
const at = (hour: number, minute: number): number => Date.UTC(2026, 2, 2, hour - 8, minute);
const MINUTE_MS = 60_000;

describe('a lead as people say it', () => {
  it.each<[string, SpokenLead]>([
    ['家属说 明湖公园', { kind: 'family-says', where: { name: '明湖公园' } }],
    ['女儿说他可能在明湖公园附近', { kind: 'family-says', where: { name: '明湖公园' } }],
    ['家属说 于家庄', { kind: 'family-says', where: { name: '于家庄' } }],
    ['家属说：常去明水', { kind: 'family-says', where: { name: '明水' } }],
    [
      '基站 117.02 36.66 800米 14:20',
      { kind: 'last-cell', where: { lon: 117.02, lat: 36.66 }, radiusM: 800, atMs: at(14, 20) },
    ],
    [
      '最后基站 36.66，117.02 1.5公里',
      { kind: 'last-cell', where: { lon: 117.02, lat: 36.66 }, radiusM: 1500 },
    ],
    ['基站 明湖公园 半小时前', { kind: 'last-cell', where: { name: '明湖公园' }, atMs: at(14, 0) }],
    ['付款 友谊路 14:25', { kind: 'last-payment', where: { name: '友谊路' }, atMs: at(14, 25) }],
    ['刷卡在友谊路 20分钟前', { kind: 'last-payment', where: { name: '友谊路' }, atMs: at(14, 10) }],
    ['监控 东站', { kind: 'camera-hit', where: { name: '东站' } }],
    ['监控拍到 东站 刚才', { kind: 'camera-hit', where: { name: '东站' }, atMs: NOW }],
    ['family says Minghu Park', { kind: 'family-says', where: { name: 'Minghu Park' } }],
    ["Son says he's at Minghu Park", { kind: 'family-says', where: { name: 'Minghu Park' } }],
    [
      'cell 117.02 36.66 800 m at 14:20',
      { kind: 'last-cell', where: { lon: 117.02, lat: 36.66 }, radiusM: 800, atMs: at(14, 20) },
    ],
    ['paid at Youyi Road 14:25', { kind: 'last-payment', where: { name: 'Youyi Road' }, atMs: at(14, 25) }],
    [
      'seen at East Station 5 min ago',
      { kind: 'camera-hit', where: { name: 'East Station' }, atMs: at(14, 25) },
    ],
    // a time that is still ahead is a slip: it is neither guessed nor swallowed
    ['付款 友谊路 16:00', { kind: 'last-payment', where: { name: '友谊路' }, atMs: 'unclear' }],
    ['监控 东站 昨晚10点', { kind: 'camera-hit', where: { name: '东站' }, atMs: 'unclear' }],
  ])('%s', (text, expected) => {
    expect(readLead(text, NOW)).toEqual({ radiusM: undefined, atMs: undefined, ...expected });
  });

  it.each([
    '基站',
    '监控',
    '家属区',
    '付款给冒充公检法',
    '监控 14:20',
    'cellar',
    'seen',
    '明湖公园',
    '14:20',
    '',
  ])('is not %s', (text) => {
    expect(readLead(text, NOW)).toBeUndefined();
  });

  it('keeps the name and the minute of any kind in any order', () => {
    const name = fc.stringMatching(/^[湖泉山河桥园寺港岭坪]{2,6}$/u);
    const ago = fc.integer({ min: 0, max: 11 * 60 });
    const word = fc.constantFrom<[string, SpokenLead['kind']]>(
      ['家属说', 'family-says'],
      ['基站', 'last-cell'],
      ['付款', 'last-payment'],
      ['监控', 'camera-hit'],
      ['cell', 'last-cell'],
      ['seen at', 'camera-hit'],
    );
    fc.assert(
      fc.property(word, name, ago, fc.boolean(), ([begins, kind], place, minutes, isTimeFirst) => {
        const atMs = NOW - minutes * MINUTE_MS;
        const clock = new Date(atMs + 8 * 3_600_000).toISOString().slice(11, 16);
        const said = isTimeFirst ? `${begins} ${clock} ${place}` : `${begins} ${place} ${clock}`;
        if (isTimeFirst && begins === 'seen at') return;
        expect(readLead(said, NOW)).toEqual({ kind, where: { name: place }, radiusM: undefined, atMs });
      }),
    );
  });

  it('never throws and never tells of the future', () => {
    const begins = fc.constantFrom('家属说', '基站 ', '付款 ', '监控 ', 'cell ', 'seen at ', '');
    fc.assert(
      fc.property(begins, fc.string({ maxLength: 40 }), (word, tail) => {
        const lead = readLead(word + tail, NOW);
        if (typeof lead?.atMs === 'number') expect(lead.atMs).toBeLessThanOrEqual(NOW);
        if (lead !== undefined && 'name' in lead.where) expect(lead.where.name).not.toBe('');
      }),
    );
  });
});
