import { describe, expect, it } from 'vitest';
import type { WindPost, WindQuery } from '../../shared/domain/wind-tunnel.ts';
import { translatorOf } from '../i18n/translate.ts';
import { changeText, differenceText, intervalText, levelText, postText } from './wind-text.ts';

const [zh, en] = [translatorOf('zh-CN'), translatorOf('en')];
const POSTS: readonly WindPost[] = [
  { postId: 'base-0', name: { zh: '甲所', en: 'A Station' }, lon: 117, lat: 36.6 },
  { postId: 'base-1', name: { zh: '乙所', en: 'B Station' }, lon: 117.1, lat: 36.6 },
  { postId: 'kerb-0', near: { postId: 'base-0', metres: 1240, bearingDeg: 350 }, lon: 117, lat: 36.61 },
];
const TODAY = { cars: 9, isStandby: false, isTogether: true };
const says = (change: WindQuery['change'], t = zh): string =>
  changeText({ today: TODAY, change, shifts: 50 }, POSTS, t);

describe('a figure in words', () => {
  it('has its unit, its sign, and no sign when it rounds to nothing', () => {
    expect(levelText('late', 12.34, zh)).toBe('12.3%');
    expect(levelText('response', 551.6, zh)).toBe('9:12');
    expect(differenceText('late', -2.26, zh)).toBe('−2.3');
    expect(differenceText('late', -0.04, zh)).toBe('0.0');
    expect(differenceText('saved', 0.126, en)).toBe('+0.13');
    expect(differenceText('lost', -277_165, zh)).toBe('−¥2,772');
    expect(differenceText('lost', 3, zh)).toBe('¥0');
    expect(differenceText('response', 9.4, en)).toBe('+0:09');
    expect(differenceText('response', -0.4, en)).toBe('0:00');
  });

  it('says its interval, or that there is none', () => {
    expect(intervalText('late', { interval: [-0.61, 0.12] }, zh)).toBe('95% 区间 −0.6 至 +0.1');
    expect(intervalText('late', { interval: undefined }, zh)).toBe(zh.text('wind.interval.none'));
  });
});

describe('a rule in words', () => {
  it('names posts by station, and kerbs by the station they are near', () => {
    expect(postText(POSTS, 'base-1', en)).toBe('B Station');
    expect(postText(POSTS, 'kerb-0', zh)).toBe('甲所 北 1.2 km');
    expect(postText(POSTS, 'kerb-0', en)).toBe('1.2 km N of A Station');
  });

  it('says the one change', () => {
    expect(says({ kind: 'cars', cars: 8 })).toBe('9 辆车 → 8 辆车');
    expect(says({ kind: 'night-car', fromH: 4, toH: 8, postId: 'base-1' })).toBe(
      '第 4–8 小时加一辆车，驻乙所',
    );
    expect(says({ kind: 'post', toPostId: 'base-1' }, en)).toBe(
      'Another post with a car of its own: B Station',
    );
    expect(says({ kind: 'post', fromPostId: 'base-0', toPostId: 'kerb-0' })).toBe(
      '甲所的车改驻甲所 北 1.2 km',
    );
    expect(says({ kind: 'hold', atOnce: 'L0', keepFree: 2 }, en)).toBe(
      'L0 only at once, others once more than 2 cars are free',
    );
    expect(says({ kind: 'together', isOn: false })).toBe('停用合派');
  });
});
