import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleReadings } from './sample-readings.ts';
import { MATCH_RANK } from './match.ts';
import { buildSearchIndex, search } from './search-index.ts';

const PLACES = [
  '重庆',
  '重庆北站',
  '长宁',
  '万州区',
  '历下区',
  '千佛山',
  '绿化路',
  '单县',
  '西安',
  '银行',
  '大乐',
  '乐陵',
];
const index = buildSearchIndex(
  PLACES.map((name) => ({ item: name, texts: [name] })),
  sampleReadings,
);
const names = (query: string): readonly string[] => search(index, query, 12).map((hit) => hit.item);

describe('places by character, pinyin and initials', () => {
  it.each([
    ['重庆', ['重庆', '重庆北站']],
    ['chongqing', ['重庆', '重庆北站']],
    ['CHONGQING', ['重庆', '重庆北站']],
    ['ｃｑ', ['重庆', '重庆北站']],
    ['cq', ['重庆', '重庆北站']],
    ['zhongqing', ['重庆', '重庆北站']],
    ['chongq', ['重庆', '重庆北站']],
    ['cqing', ['重庆', '重庆北站']],
    ['chóngqìng', ['重庆', '重庆北站']],
    ['重qing', ['重庆', '重庆北站']],
    ['chong qing', ['重庆', '重庆北站']],
    ['cqbz', ['重庆北站']],
    ['beizhan', ['重庆北站']],
    ['bz', ['重庆北站']],
    ['changning', ['长宁']],
    ['zhangning', ['长宁']],
    ['zn', ['长宁']],
    ['zhn', ['长宁']],
    ['wzq', ['万州区']],
    ['lvhua', ['绿化路']],
    ['luhua', ['绿化路']],
    ['lühua', ['绿化路']],
    ['shanxian', ['单县']],
    ['danxian', ['单县']],
    ["xi'an", ['西安', '单县']],
    ['xian', ['西安', '单县']],
    ['yinhang', ['银行']],
    ['yinxing', ['银行']],
    ['yueling', ['乐陵']],
    ['leling', ['乐陵']],
    ['qx', []],
    ['重宁', []],
    ['', []],
    ['   ', []],
  ])('%s finds %j', (query, expected) => {
    expect(names(query)).toEqual(expected);
  });
});

describe('ranking', () => {
  const rankOf = (text: string, query: string): number | undefined =>
    search(buildSearchIndex([{ item: text, texts: [text] }], sampleReadings), query, 1)[0]?.rank;

  it('puts exact before prefix before initials before substring', () => {
    expect(rankOf('重庆', 'chongqing')).toBe(MATCH_RANK.exact);
    expect(rankOf('重庆', '重庆')).toBe(MATCH_RANK.exact);
    expect(rankOf('重庆北站', 'chongqing')).toBe(MATCH_RANK.prefix);
    expect(rankOf('重庆北站', 'chongqingb')).toBe(MATCH_RANK.initials);
    expect(rankOf('重庆北站', 'chongqingbe')).toBe(MATCH_RANK.prefix);
    expect(rankOf('重庆北站', 'cqb')).toBe(MATCH_RANK.initials);
    expect(rankOf('重庆北站', '北站')).toBe(MATCH_RANK.substring);
    expect(rankOf('重庆北站', 'bz')).toBe(MATCH_RANK.innerInitials);
    expect(rankOf('Jinan East Gate', 'jntgt')).toBe(MATCH_RANK.scattered);
  });

  it('prefers the name over the alias, the short over the long, and otherwise keeps the order given', () => {
    const mixed = buildSearchIndex(
      [
        { item: 'alias', texts: ['北站', '长宁'] },
        { item: 'long', texts: ['长宁镇街办'] },
        { item: 'first', texts: ['长宁'] },
        { item: 'second', texts: ['长宁'] },
      ],
      sampleReadings,
    );
    expect(search(mixed, '长宁', 9).map((hit) => hit.item)).toEqual(['first', 'second', 'alias', 'long']);
    expect(search(mixed, '长宁', 2)).toHaveLength(2);
  });
});

describe('callsigns, plates and English', () => {
  const shown = (text: string, query: string): string | undefined => {
    const hit = search(buildSearchIndex([{ item: text, texts: [text] }], sampleReadings), query, 1)[0];
    if (hit === undefined) return undefined;
    let out = '';
    let at = 0;
    for (const { start, end } of hit.ranges) {
      out += `${text.slice(at, start)}[${text.slice(start, end)}]`;
      at = end;
    }
    return out + text.slice(at);
  };

  it.each([
    ['巡逻301', 'xl301', '[巡逻301]'],
    ['巡逻301', '01', '巡逻3[01]'],
    ['巡逻301', 'xunluo3', '[巡逻3]01'],
    ['巡逻 301', '巡逻301', '[巡逻] [301]'],
    ['鲁A·12345', 'a123', '鲁[A]·[123]45'],
    ['Jinan East Gate', 'jeg', '[J]inan [E]ast [G]ate'],
    ['Jinan East Gate', 'gate', 'Jinan East [Gate]'],
    ['Jinan East Gate', 'gate east', 'Jinan [East] [Gate]'],
    ['Jinan East Gate', 'st', 'Jinan Ea[st] Gate'],
    ['Café Élan', 'elan', 'Café [Élan]'],
    ['重庆北站', 'beiz', '重庆[北站]'],
    ['重庆𠮷北站', '𠮷bei', '重庆[𠮷北]站'],
    ['A/B', 'a/', '[A/]B'],
    ['便衣 2 组', 'by2', '[便衣] [2] 组'],
    ['巡逻301', '401', undefined],
  ])('%s for %s highlights %s', (text, query, expected) => {
    expect(shown(text, query)).toBe(expected);
  });

  it('finds every text by itself, by its reading and by its initials, and highlights inside it', () => {
    const characters = Array.from('重庆长宁北站州万区历下城千佛山绿单县西安银行');
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...characters), { minLength: 1, maxLength: 6 }), (picked) => {
        const text = picked.join('');
        const one = buildSearchIndex([{ item: text, texts: [text] }], sampleReadings);
        for (const reading of [0, 1]) {
          const spelt = picked.map((c) => sampleReadings(c)[reading] ?? sampleReadings(c)[0] ?? '');
          for (const query of [text, spelt.join(''), spelt.map((syllable) => syllable.charAt(0)).join('')]) {
            const [hit] = search(one, query, 1);
            expect(hit?.ranges[0]?.start, query).toBe(0);
            expect(hit?.rank, query).toBeLessThanOrEqual(MATCH_RANK.initials);
          }
          expect(search(one, text, 1)[0]).toMatchObject({
            rank: MATCH_RANK.exact,
            ranges: [{ start: 0, end: text.length }],
          });
          expect(search(one, spelt.join(''), 1)[0]?.rank).toBe(MATCH_RANK.exact);
        }
      }),
    );
  });

  it('takes any query without throwing or hanging', () => {
    const long = buildSearchIndex([{ item: 0, texts: ['安'.repeat(40)] }], () => ['a', 'an', 'ana']);
    expect(search(long, `${'an'.repeat(15)}x`, 5)).toEqual([]);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (query) => {
        for (const { ranges, item } of search(index, query, 5)) {
          for (const { start, end } of ranges) expect(start < end && end <= item.length).toBe(true);
        }
      }),
    );
  });
});
