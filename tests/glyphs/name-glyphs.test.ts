import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMPOUND_SURNAMES } from '../../shared/domain/compound-surnames.ts';
import { textsZh } from '../../renderer/i18n/texts-zh.ts';
import { wordsZh } from '../../renderer/i18n/words-zh.ts';
import { hasFace } from '../../renderer/ui/shown-text.ts';
import { woff2Cover } from './woff2-cover.ts';

const files = join(
  dirname(createRequire(import.meta.url).resolve('@fontsource/noto-sans-sc/package.json')),
  'files',
);
const coverOf = (name: string): ReadonlySet<number> => woff2Cover(readFileSync(join(files, name)));
const shipped = new Set([
  ...coverOf('noto-sans-sc-chinese-simplified-400-normal.woff2'),
  ...coverOf('noto-sans-sc-latin-400-normal.woff2'),
]);
/** The rare family as declared: each subset file and the ranges it is asked for. */
const rareFaces = [
  ...readFileSync(new URL('../../renderer/ui/fonts-rare.css', import.meta.url), 'utf8').matchAll(
    /files\/([\w-]+\.woff2)[^}]*unicode-range:([^;]*);/gu,
  ),
].map(([, name = '', ranges = '']) => ({ cover: coverOf(name), asked: codePoints(ranges) }));
const ui = new URL('../../renderer/ui/', import.meta.url);
const ownFace = woff2Cover(readFileSync(new URL('faces/rare-names-400.woff2', ui)));
const withRare = new Set([...shipped, ...rareFaces.flatMap(({ asked }) => asked), ...ownFace]);

function codePoints(ranges: string): readonly number[] {
  return [...ranges.matchAll(/U\+([0-9A-F]+)(?:-([0-9A-F]+))?/gu)].flatMap(([, first = '', last = first]) => {
    const from = Number.parseInt(first, 16);
    return Array.from({ length: Number.parseInt(last, 16) - from + 1 }, (_, step) => from + step);
  });
}

const lacking = (text: string, cover: ReadonlySet<number>): string =>
  [...new Set(text)].filter((character) => !cover.has(character.codePointAt(0) ?? 0)).join('');

/** Characters of real given names and surnames that registers hold and simple faces lack. */
const RARE_NAMES =
  '喆堃犇淼焱燚垚昇赟祎玥珺翀昶晟瑄頔燊芃芊劼玮珅琛瑾璐璟甯皓祐禛绂聿荪菀萱蓁薇薰袆觐谞豳跬轫邕钰铄锴镕闳隽雯霁霖靖韫颀骁骅鸾麒黎鼐龢' +
  '骉翯媖姮嫄琎颋龑翾勍仉麴璿瑢玠玢玙玚瓘皞竑竦缑贇赑迺邴镱雩骦鹓潆闿锜栐檾爔璥绹虓鹔㛃䶮𠅤𬤇𬴂𬞟𫖯𫍯𨰻𠮷㐂㴔';

describe('faces that the page ships', () => {
  it('have every character of the console itself and of the compound surnames', () => {
    const own = Object.values<string>({ ...textsZh, ...wordsZh }).join('');
    expect(lacking(own.replaceAll(/[\p{P}\p{S}\s]/gu, ''), shipped)).toBe('');
    expect(lacking([...COMPOUND_SURNAMES].join(''), withRare)).toBe('');
  });

  it('ask each file of the rare family only for what it holds, and for nothing the first face has', () => {
    expect(rareFaces.length).toBeGreaterThan(50);
    const first = coverOf('noto-sans-sc-chinese-simplified-400-normal.woff2');
    for (const { cover, asked } of rareFaces) {
      expect(asked.filter((code) => !cover.has(code) || first.has(code))).toEqual([]);
    }
  });

  it('have characters of names that the first face lacks', () => {
    expect(lacking('瑢玠竑潆麴璿谞袆龢', shipped)).toBe('瑢玠竑潆麴璿谞袆龢');
    expect(lacking('瑢玠竑潆麴璿谞袆龢', withRare)).toBe('');
  });

  it('have every rare character of real names', () => {
    expect(lacking(RARE_NAMES, withRare)).toBe('');
    expect(lacking(RARE_NAMES, new Set([...withRare].filter((code) => !ownFace.has(code))))).toContain('骦');
  });

  it('have every character of GBK, in which registers were kept', () => {
    const lead = Array.from({ length: 0xfe - 0x81 + 1 }, (_, at) => 0x81 + at);
    const trail = Array.from({ length: 0xfe - 0x40 + 1 }, (_, at) => 0x40 + at);
    const bytes = Uint8Array.from(lead.flatMap((high) => trail.flatMap((low) => [high, low])));
    const characters = new TextDecoder('gbk').decode(bytes).match(/[\u4E00-\u9FA5]/gu) ?? [];
    expect(new Set(characters).size).toBe(20_902);
    expect(lacking(characters.join(''), withRare)).toBe('');
  });

  it('are known to the page: it shows a code point for the Han characters they lack, and for no other', () => {
    const wrong: string[] = [];
    for (let code = 0x2e80; code <= 0x3_23_af; code += 1) {
      const character = String.fromCodePoint(code);
      if (!/(?=\p{Script=Han})\P{M}/u.test(character)) continue;
      if (hasFace(code) !== withRare.has(code)) wrong.push(character);
    }
    expect(wrong.join('')).toBe('');
  });

  it('are asked for the file of rare names at all it holds', () => {
    const css = readFileSync(new URL('fonts-names.css', ui), 'utf8');
    const asked = new Set(codePoints(/unicode-range:([^;]*);/u.exec(css)?.[1] ?? ''));
    expect([...ownFace].filter((code) => !asked.has(code))).toEqual([]);
    expect(readFileSync(new URL('base.css', ui), 'utf8')).toMatch(
      /"Noto Sans SC Rare",\s+"Rampart Rare Names"/u,
    );
  });
});

describe('the reader', () => {
  it('refuses what is no face', () => {
    expect(() => woff2Cover(Buffer.alloc(64))).toThrow('not a WOFF2 file');
  });

  it('knows a face of Latin letters from one of Chinese characters', () => {
    const latin = coverOf('noto-sans-sc-latin-400-normal.woff2');
    expect(lacking('Az09·', latin)).toBe('');
    expect(lacking('张', latin)).toBe('张');
  });
});
