import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { echoAmount, parseAmount } from './amount.ts';

const yuan = (text: string): number | string => {
  const result = parseAmount(text);
  return result.ok ? result.value.fen / 100 : `${result.error.code} ${result.error.part}`;
};

describe('amounts people write', () => {
  it.each([
    ['14万', 140_000],
    ['十四万', 140_000],
    ['140,000', 140_000],
    ['１４万', 140_000],
    ['14w', 140_000],
    ['14W元', 140_000],
    ['14.5万', 145_000],
    ['１４．５万', 145_000],
    ['14万5千', 145_000],
    ['14万5', 145_000],
    ['14万5000', 145_000],
    ['14万500元', 140_500],
    ['14万0050', 140_050],
    ['十四万五', 145_000],
    ['三十万零五千', 305_000],
    ['三十万五千', 305_000],
    ['壹拾肆万元整', 140_000],
    ['人民币壹拾肆萬圆整', 140_000],
    ['¥ 140000.00', 140_000],
    ['￥140,000.00元', 140_000],
    ['140 000', 140_000],
    ['140千', 140_000],
    ['140k', 140_000],
    ['1.2亿', 120_000_000],
    ['一点二亿', 120_000_000],
    ['1亿2千万', 120_000_000],
    ['一亿二', 120_000_000],
    ['1.2万亿', 1_200_000_000_000],
    ['两万五', 25_000],
    ['两万零五', 20_005],
    ['两万零五十', 20_050],
    ['两万五块', 25_000],
    ['八千五', 8500],
    ['八千零五', 8005],
    ['三百二', 320],
    ['一百零五', 105],
    ['十五', 15],
    ['廿五万', 250_000],
    ['十四点五万', 145_000],
    ['1.5M', 1_500_000],
    ['3千万', 30_000_000],
    ['1.5百万', 1_500_000],
    ['半万', 5000],
    ['两万半', 25_000],
    ['十四万半', 145_000],
    ['两块半', 2.5],
    ['12块5', 12.5],
    ['十二块五毛二', 12.52],
    ['三百元零五分', 300.05],
    ['壹佰贰拾叁元肆角伍分', 123.45],
    ['五角', 0.5],
    ['50分', 0.5],
    ['0', 0],
    ['零元', 0],
    [' 14 万 元 ', 140_000],
    ['140000 RMB', 140_000],
    ['CNY 1,234,567.89', 1_234_567.89],
    ['12345万', 123_450_000],
    ['1亿零5', 100_000_005],
    ['九千九百九十九亿九千九百九十九万九千九百九十九元九角九分', 999_999_999_999.99],
  ])('%s is %d yuan', (text, value) => {
    expect(yuan(text)).toBe(value);
  });

  it('reads back in full', () => {
    const result = parseAmount('１４万');
    expect(result.ok && result.value.echo).toEqual({ zh: '140,000.00 元', en: 'CNY 140,000.00' });
  });
});

describe('amounts that are refused, with the part that was not understood', () => {
  it.each([
    ['', 'empty '],
    ['　 ', 'empty '],
    ['abc', 'not-understood abc'],
    ['14万吧', 'not-understood 吧'],
    ['14²', 'not-understood ²'],
    ['元', 'not-understood 元'],
    ['¥', 'not-understood ¥'],
    ['14万多', 'ambiguous 多'],
    ['几十万', 'ambiguous 几'],
    ['3-5万', 'ambiguous -'],
    ['三五万', 'ambiguous 三五'],
    ['十四五万', 'ambiguous 四五'],
    ['百万', 'ambiguous 百'],
    ['14,0000', 'ambiguous 14,0000'],
    ['14,5万', 'ambiguous 14,5'],
    ['1 4万', 'ambiguous 1 4'],
    ['140.000', 'ambiguous 140.000'],
    ['1.400.000', 'ambiguous 1.400.000'],
    ['14万50', 'ambiguous 50'],
    ['14万050', 'ambiguous 050'],
    ['十万零', 'not-understood 零'],
    ['三元零', 'not-understood 零'],
    ['14万5元', 'ambiguous 5'],
    ['一百万五', 'ambiguous 五'],
    ['三百五万', 'ambiguous 五万'],
    ['二十万半', 'ambiguous 半'],
    ['12块50', 'ambiguous 50'],
    ['半', 'ambiguous 半'],
    ['万', 'not-understood 万'],
    ['万万', 'not-understood 万'],
    ['1万2万', 'not-understood 万'],
    ['3百2千', 'not-understood 2千'],
    ['14.5万5千', 'not-understood 5'],
    ['十四万整整', 'not-understood 整'],
    ['-5', 'negative -'],
    ['−14万', 'negative −'],
    ['负三万', 'negative 负'],
    ['(140000)', 'negative (140000)'],
    ['0.001元', 'too-precise 0.001元'],
    ['1.23456789012', 'too-precise 1.23456789012'],
    ['9007199254740993分', 'not-understood 9007199254740993分'],
    ['90071992547409.92', 'too-large 90071992547409.92'],
    ['100万亿', 'too-large 100万亿'],
    ['$500', 'currency $'],
    ['3万美元', 'currency 美元'],
  ])('%s: %s', (text, refusal) => {
    expect(yuan(text)).toBe(refusal);
  });

  it('says what to do in both languages and names the part', () => {
    const result = parseAmount('14万吧');
    expect(result.ok).toBe(false);
    if (!result.ok) {
      expect(result.error.message.zh).toContain('吧');
      expect(result.error.message.en).toContain('吧');
    }
  });
});

const DIGITS = '零一二三四五六七八九';
/** The textbook reading of a whole number below 1e16, with 零 wherever places are skipped. */
function inChinese(whole: number): string {
  const section = (value: number): string => {
    let text = '';
    let isGap = false;
    for (const [size, unit] of [
      [1000, '千'],
      [100, '百'],
      [10, '十'],
      [1, ''],
    ] as const) {
      const digit = Math.floor(value / size) % 10;
      if (digit === 0) isGap = text !== '';
      else {
        text += `${isGap ? '零' : ''}${DIGITS.charAt(digit)}${unit}`;
        isGap = false;
      }
    }
    return text;
  };
  let text = '';
  for (const [size, unit] of [
    [100_000_000, '亿'],
    [10_000, '万'],
    [1, ''],
  ] as const) {
    const value = Math.floor(whole / size) % 10_000;
    if (value > 0) text += `${text !== '' && value < 1000 ? '零' : ''}${section(value)}${unit}`;
  }
  return text === '' ? '零' : text;
}

describe('round trips', () => {
  it('reads back its own echo in both languages', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (fen) => {
        const echo = echoAmount(fen);
        for (const text of [echo.zh, echo.en ?? '']) {
          const result = parseAmount(text);
          expect(result.ok && result.value.fen).toBe(fen);
        }
      }),
    );
  });

  it('reads whole yuan in Chinese', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), (whole) => {
        expect(yuan(`${inChinese(whole)}元`)).toBe(whole);
      }),
      { numRuns: 1000 },
    );
  });

  it('answers every text without throwing, and never with a fraction of a fen or less than nothing', () => {
    const alphabet = Array.from('0123456789.,, 零一二两三四五六七八九十百千万亿点半元块角分整wkm¥-多$');
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...alphabet), { maxLength: 12 }), (characters) => {
        const result = parseAmount(characters.join(''));
        if (result.ok) expect(Number.isSafeInteger(result.value.fen) && result.value.fen >= 0).toBe(true);
        else expect(result.error.message.zh).not.toBe('');
      }),
      { numRuns: 3000 },
    );
  });
});
