import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasFace, textPieces } from './shown-text.ts';

/** A character of Extension C that stands in no register table; no shipped face holds it. */
const FACELESS = String.fromCodePoint(0x2b_501);

describe('text that may hold a name', () => {
  it('leaves what the faces hold in one piece', () => {
    const text = '报案人 张㛃𬴂〇 · 女 · J. Smith · 42';
    expect(textPieces(text)).toEqual([{ kind: 'text', at: 0, text, shown: text }]);
    expect(textPieces('')).toEqual([]);
  });

  it('names the code point of a Han character without a face, in its place', () => {
    expect(textPieces(`张${FACELESS}**`)).toEqual([
      { kind: 'text', at: 0, text: '张', shown: '张' },
      { kind: 'code-point', at: 1, text: FACELESS, shown: 'U+2B501' },
      { kind: 'text', at: 3, text: '**', shown: '**' },
    ]);
  });

  it('keeps a variation selector with its character', () => {
    const varied = `${FACELESS}\u{E0101}`;
    expect(textPieces(varied)).toEqual([{ kind: 'code-point', at: 0, text: varied, shown: 'U+2B501' }]);
    expect(textPieces('葛\u{E0101}')).toHaveLength(1);
  });

  it('leaves other scripts to the machine', () => {
    expect(textPieces('ئالىم ᠮᠣᠩᠭᠣᠯ བོད').map(({ kind }) => kind)).toEqual(['text']);
  });

  it('loses no character, and shows none without a face', () => {
    const han = fc.integer({ min: 0x34_00, max: 0x3_23_af }).map((code) => String.fromCodePoint(code));
    const names = fc.string({ unit: fc.oneof(han, fc.string({ unit: 'grapheme' })) });
    fc.assert(
      fc.property(names, (text) => {
        const pieces = textPieces(text.toWellFormed());
        expect(pieces.map((piece) => piece.text).join('')).toBe(text.toWellFormed());
        for (const piece of pieces) {
          const bare = piece.shown.match(/(?=\p{Script=Han})\P{M}/gu) ?? [];
          if (piece.kind === 'code-point') expect(bare).toEqual([]);
          else expect(bare.filter((character) => !hasFace(character.codePointAt(0) ?? 0))).toEqual([]);
        }
      }),
    );
  });
});
