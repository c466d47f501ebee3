import { describe, expect, it } from 'vitest';
import * as vocabulary from '../../shared/domain/vocabulary.ts';
import { textsEn } from './texts-en.ts';
import { textsZh } from './texts-zh.ts';
import { chooseLang, fill, translatorOf } from './translate.ts';
import { wordsEn } from './words-en.ts';
import { wordsZh } from './words-zh.ts';

const placeholders = (text: string): string[] => [...new Set(text.match(/\{\w+\}/gu) ?? [])].sort();

describe('dictionaries', () => {
  it('have the same keys', () => {
    expect(Object.keys(textsEn).sort()).toEqual(Object.keys(textsZh).sort());
    expect(Object.keys(wordsEn).sort()).toEqual(Object.keys(wordsZh).sort());
  });

  it('use the same placeholders and are never empty', () => {
    for (const [key, zh] of Object.entries(textsZh)) {
      const en = Object.entries(textsEn).find(([name]) => name === key)?.[1] ?? '';
      expect(placeholders(en), key).toEqual(placeholders(zh));
      expect(zh.length * en.length, key).toBeGreaterThan(0);
    }
  });

  it('have a word for every term of the closed lists', () => {
    const lists: readonly (readonly [string, readonly string[]])[] = [
      ['level', vocabulary.ALERT_LEVELS],
      ['source', vocabulary.ALERT_SOURCES],
      ['scam', vocabulary.SCAM_TYPES],
      ['alert-state', vocabulary.ALERT_STATES],
      ['phase', vocabulary.PHASES],
      ['lane', vocabulary.LANES],
      ['order', vocabulary.ORDER_STATES],
      ['approach', vocabulary.APPROACHES],
      ['unit-kind', vocabulary.UNIT_KINDS],
      ['unit-state', vocabulary.UNIT_STATES],
      ['milestone', vocabulary.MILESTONES],
      ['disposition', vocabulary.DISPOSITIONS],
      ['money', vocabulary.MONEY_ACCOUNTS],
      ['role', vocabulary.PERSON_ROLES],
      ['belief', vocabulary.BELIEF_KINDS],
      ['clock', vocabulary.CLOCK_KINDS],
      ['seat', vocabulary.SEATS],
      ['via', vocabulary.REPORTED_VIA],
    ];
    const wanted = lists.flatMap(([list, words]) => words.map((word) => `${list}.${word}`));
    for (const key of wanted) expect(Object.keys(wordsZh)).toContain(key);
  });

  it('never calls a person a target', () => {
    const all = [...Object.values(textsZh), ...Object.values(wordsZh)].join('\n');
    expect(all).not.toMatch(/目标/u);
    expect([...Object.values(textsEn), ...Object.values(wordsEn)].join('\n')).not.toMatch(/\btarget/iu);
  });
});

describe('fill', () => {
  it('fills, chooses plurals and shows what is missing', () => {
    expect(fill('{n} unit||{n} units', { n: 1 })).toBe('1 unit');
    expect(fill('{n} unit||{n} units', { n: 3 })).toBe('3 units');
    expect(fill('{a} and {b}', { a: 'x' })).toBe('x and {b}');
  });

  it('speaks both languages', () => {
    expect(translatorOf('zh-CN').word('level.L0')).toBe('特高危');
    expect(translatorOf('en').text('queue.left', { time: '6:10' })).toBe('6:10 left');
    // no line of what it says begins with a dot
    expect(translatorOf('en').text('win.text', { word: 'likely', percent: 90 })).toBe(
      'likely\u00a0· about 90%',
    );
    expect(chooseLang(null, 'fr', 'en-GB')).toBe('en');
    expect(chooseLang(undefined)).toBe('zh-CN');
  });
});
