import { describe, expect, it } from 'vitest';
import { cleanText, needsCleaning } from './clean-text.ts';

describe('cleanText', () => {
  it('takes away what is invisible and what turns the reading direction', () => {
    expect(cleanText('转\u202e账\u2066\u200b 5\u0000 万\ufeff\u200e')).toBe('转账 5 万');
    expect(cleanText('a\u0085b\u001b[31m')).toBe('ab[31m');
  });

  it('keeps lines, tabs, emoji joined by U+200D and scripts of every direction', () => {
    for (const text of ['一\n二\t三', '👨\u200d👩', 'שלום', '济南 Jinan']) expect(cleanText(text)).toBe(text);
  });

  it('replaces half a surrogate pair, which no database and no line could carry', () => {
    expect(cleanText('a\ud800b\udc00😀')).toBe('a\ufffdb\ufffd😀');
  });
});

describe('needsCleaning', () => {
  it('sees escapes and the characters themselves, and lets plain JSON pass', () => {
    expect(needsCleaning('{"zh":"a\\u202eb"}')).toBe(true);
    expect(needsCleaning('{"zh":"a\u202eb"}')).toBe(true);
    expect(needsCleaning('{"zh":"收款方 A\\n😀"}')).toBe(false);
  });
});
