import { describe, expect, it } from 'vitest';
import { translatorOf } from '../i18n/translate.ts';
import { winFull, winPercent } from './win-text.ts';

describe('a chance in words', () => {
  it('is rounded to 5 and never certain', () => {
    expect([0, 0.02, 0.073, 0.5, 0.624, 0.98, 1].map((p) => winPercent({ p }))).toEqual([
      5, 5, 5, 50, 60, 95, 95,
    ]);
  });

  it('never stands without its word and says what it rests on', () => {
    const [zh, en] = [translatorOf('zh-CN'), translatorOf('en')];
    expect(winFull({ p: 0.97 }, zh)).toBe('大概率赶上\u00a0· 约 95%（未校准）');
    expect(winFull({ p: 0.01, drives: 213 }, en)).toBe(
      'hardly in time\u00a0· about 5% (calibrated on 213 drives)',
    );
  });
});
