import { HAN_COVER } from './han-cover.ts';

/** A run of text as the page can draw it: characters, or the code point of one that no shipped face holds. */
export interface TextPiece {
  readonly kind: 'text' | 'code-point';
  /** Where it begins in the text given, in UTF-16 units. */
  readonly at: number;
  /** The characters as given; for a code point the one character that has no face. */
  readonly text: string;
  /** What to draw: the text itself, or `U+2B9C1`. */
  readonly shown: string;
}

const HAN = /^\p{Script=Han}/u;
/** One character with the marks and variation selectors that belong to it. */
const CHARACTERS = /\P{M}\p{M}*|\p{M}+/gu;

const covered: readonly (readonly [first: number, last: number])[] = HAN_COVER.trim()
  .split(/\s+/u)
  .map((range) => {
    const [first = '', last = first] = range.split('-');
    return [Number.parseInt(first, 16), Number.parseInt(last, 16)];
  });

/** Whether a shipped face holds the Han character of this code point; by bisection. */
export function hasFace(codePoint: number): boolean {
  let low = 0;
  let high = covered.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((covered[middle]?.[1] ?? Infinity) < codePoint) low = middle + 1;
    else high = middle;
  }
  return (covered[low]?.[0] ?? Infinity) <= codePoint;
}

/**
 * Splits a text into what the shipped faces draw and the Han characters they lack. Joined again, the pieces' `text` is
 * the text given. Other scripts are left to the machine.
 */
export function textPieces(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let run = '';
  let at = 0;
  const endRun = (): void => {
    if (run !== '') pieces.push({ kind: 'text', at, text: run, shown: run });
    at += run.length;
    run = '';
  };
  for (const character of text.match(CHARACTERS) ?? []) {
    const codePoint = character.codePointAt(0) ?? 0;
    if (!HAN.test(character) || hasFace(codePoint)) {
      run += character;
      continue;
    }
    endRun();
    const shown = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
    pieces.push({ kind: 'code-point', at, text: character, shown });
    at += character.length;
  }
  endRun();
  return pieces;
}
