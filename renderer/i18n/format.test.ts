import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatAge,
  formatAmount,
  formatAmountFull,
  formatClock,
  formatDate,
  formatDuration,
  formatGold,
  formatMargin,
} from './format.ts';

describe('margins and durations', () => {
  it.each([
    [250, '+4:10'],
    [-90, '−1:30'],
    [0, '+0:00'],
    [-0, '+0:00'],
    [-0.9, '+0:00'],
    [-1, '−0:01'],
    [3725, '+1:02:05'],
  ])('%d s reads %s', (seconds, text) => {
    expect(formatMargin(seconds)).toBe(text);
  });

  it('never shows minus nothing', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), (seconds) => {
        expect(formatMargin(seconds)).not.toMatch(/^[-−]0:00$/u);
        expect(formatMargin(seconds)).toMatch(/^[+−]\d+(:\d\d)?:\d\d$/u);
      }),
    );
  });

  it('pads seconds and switches to hours', () => {
    expect(formatDuration(5)).toBe('0:05');
    expect(formatDuration(3599)).toBe('59:59');
    expect(formatDuration(3600)).toBe('1:00:00');
  });
});

describe('amounts', () => {
  it.each([
    [14_000_000, '¥14.0 万', '¥140k'],
    [41_200_000, '¥41.2 万', '¥412k'],
    [8_600_000, '¥8.6 万', '¥86k'],
    [999_999, '¥9,999.99', '¥10k'],
    [600_000, '¥6,000', '¥6k'],
    [865_000, '¥8,650', '¥8.7k'],
    [12_345, '¥123.45', '¥123.45'],
    [123_456_789_00, '¥12,345.7 万', '¥123.5M'],
    [0, '¥0', '¥0'],
    [-14_000_000, '−¥14.0 万', '−¥140k'],
  ])('%d fen', (fen, zh, en) => {
    expect(formatAmount(fen, 'zh-CN')).toBe(zh);
    expect(formatAmount(fen, 'en')).toBe(en);
  });

  it('shows every fen in full', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000_000_00 }), (fen) => {
        const digits = formatAmountFull(fen).replaceAll(/[¥,]/gu, '');
        const [yuan, cents = '00'] = digits.split('.');
        expect(Number(yuan) * 100 + Number(cents)).toBe(fen);
      }),
    );
  });

  it('weighs gold', () => {
    expect(formatGold(1_000_000)).toBe('1,000 g');
    expect(formatGold(50_250)).toBe('50.3 g');
  });
});

describe('times and ages', () => {
  it('shows the region time in 24 hours', () => {
    expect(formatClock(Date.UTC(2026, 10, 21, 16, 5, 9))).toBe('00:05:09');
    expect(formatDate(Date.UTC(2026, 10, 21, 16, 5, 9))).toBe('2026-11-22');
  });

  it('says ages in words and never a negative one', () => {
    expect(formatAge(-5000, 'zh-CN')).toBe('0 秒');
    expect(formatAge(12_300, 'en')).toBe('12 s');
    expect(formatAge(185_000, 'zh-CN')).toBe('3 分');
    expect(formatAge(7_300_000, 'en')).toBe('2 h');
  });
});
