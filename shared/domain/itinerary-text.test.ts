import { describe, expect, it } from 'vitest';
import { readItinerary } from './itinerary-text.ts';

/** 2026-03-02 14:00 in China. */
const NOW = Date.UTC(2026, 2, 2, 6, 0);
const at = (hour: number, minute: number): number => Date.UTC(2026, 2, 2, hour - 8, minute);

describe('an itinerary as people say it', () => {
  it.each([
    ['坐大巴去泰安 14:20 发车', { vehicle: 'coach', to: '泰安', departMs: at(14, 20) }],
    [
      '坐大巴去明水，14:20发车，15:40到',
      { vehicle: 'coach', to: '明水', departMs: at(14, 20), arriveMs: at(15, 40) },
    ],
    ['乘14:20的班车去明水', { vehicle: 'coach', to: '明水', departMs: at(14, 20) }],
    [
      '从济南西站坐长途车经高速口 02去泰安',
      { vehicle: 'coach', to: '泰安', from: '济南西站', via: '高速口 02' },
    ],
    ['两点半发车的班车，去济阳', { vehicle: 'coach', to: '济阳', departMs: at(14, 30) }],
    ['打车到演练胜利路所', { vehicle: 'car', to: '演练胜利路所' }],
    ['coach to Mingshui leaves 14:20', { vehicle: 'coach', to: 'Mingshui', departMs: at(14, 20) }],
    [
      'bus from Jinan to Qihe, leaves 14:20, arrives 15:10',
      { vehicle: 'coach', from: 'Jinan', to: 'Qihe', departMs: at(14, 20), arriveMs: at(15, 10) },
    ],
    [
      'taxi to N · near Jinan · expressway exit 01',
      { vehicle: 'car', to: 'N · near Jinan · expressway exit 01' },
    ],
    // it left ten minutes ago: the coach is on the road
    ['坐大巴去明水 13:50 发车', { vehicle: 'coach', to: '明水', departMs: at(13, 50) }],
  ])('%s', (text, expected) => {
    expect(readItinerary(text, NOW)).toEqual({
      from: undefined,
      via: undefined,
      departMs: undefined,
      arriveMs: undefined,
      ...expected,
    });
  });

  it.each(['14:20', '去泰安', '大巴', '明水', '开发区派出所', 'burst', ''])('is not %s', (text) => {
    expect(readItinerary(text, NOW)).toBeUndefined();
  });
});
