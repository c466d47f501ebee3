import { describe, expect, it } from 'vitest';
import { buildSearchIndex, search } from '../../shared/domain/search/search-index.ts';
import { dictionaryReadings } from './pinyin-readings.ts';

describe('readings of the dictionary', () => {
  it.each([
    ['重', ['chong', 'zhong']],
    ['长', ['chang', 'zhang']],
    ['行', ['hang', 'xing']],
    ['区', ['ou', 'qu']],
    ['㛃', ['jie']],
    ['𠅤', ['xi']],
  ])('%s reads %j', (character, readings) => {
    expect(dictionaryReadings(character)).toEqual(expect.arrayContaining(readings));
  });

  it.each([
    ['重庆北站', 'chongqing'],
    ['重庆北站', 'cqbz'],
    ['长清区', 'changqing'],
    ['单县', 'shanxian'],
    ['绿地中心', 'lvdi'],
    ['厦门路', 'xiamen'],
    ['六安', 'luan'],
    ['六安', 'liuan'],
    ['朝阳街', 'cyj'],
    ['大明湖派出所', 'dmhpcs'],
    ['泺源大街', 'luoyuan'],
  ])('%s is found by %s', (name, query) => {
    const index = buildSearchIndex([{ item: name, texts: [name] }], dictionaryReadings);
    expect(search(index, query, 1)[0]?.ranges[0]?.start).toBe(0);
  });
});
