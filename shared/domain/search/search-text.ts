import { foldCharacter, foldReadings, type ReadingsOf } from './fold.ts';

/** A piece of a text that is matched as one: a Chinese character with its readings, or a run of letters or of digits. */
export interface SearchUnit {
  /** Where it stands in the text, UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
  readonly folded: string;
  readonly kind: 'han' | 'letters' | 'digits';
  /** What spells it whole: itself, then its readings. */
  readonly forms: readonly string[];
  /** First letters that stand for the whole: c, ch and z, zh for 重; the first letter of a word; none for digits. */
  readonly initials: readonly string[];
  /** First characters of the forms, as `firstBit` gives them. */
  readonly heads: number;
}

/** A text prepared once, matched often. */
export interface SearchText {
  readonly text: string;
  readonly folded: string;
  readonly units: readonly SearchUnit[];
  /** Bit n: letter a+n occurs in the text or in a reading. A query with another letter cannot match. */
  readonly letters: number;
}

const HAN = /^\p{Script=Han}$/u;

/** Prepares a text. Punctuation and spaces belong to no unit, so `鲁A·123` and `A123` meet. */
export function searchText(text: string, readingsOf: ReadingsOf): SearchText {
  const units: SearchUnit[] = [];
  let folded = '';
  let run: { start: number; folded: string; kind: 'letters' | 'digits' } | undefined;
  let at = 0;
  const close = (): void => {
    if (run === undefined) return;
    units.push({
      ...run,
      end: at,
      forms: [run.folded],
      initials: run.kind === 'letters' ? [run.folded.slice(0, 1)] : [],
      heads: firstBit(run.folded),
    });
    run = undefined;
  };
  for (const character of text) {
    const plain = foldCharacter(character);
    folded += plain;
    const isHan = HAN.test(character);
    const kind = isHan
      ? 'han'
      : /^\p{L}$/u.test(plain)
        ? 'letters'
        : /^\p{N}$/u.test(plain)
          ? 'digits'
          : undefined;
    if (run !== undefined && run.kind !== kind) close();
    if (kind === 'han') {
      const readings = foldReadings(readingsOf(character));
      units.push({
        start: at,
        end: at + character.length,
        folded: plain,
        kind,
        forms: [plain, ...readings],
        initials: initialsOf(readings),
        heads: readings.reduce((mask, reading) => mask | firstBit(reading), OTHER_BIT),
      });
    } else if (kind !== undefined) {
      if (run === undefined) run = { start: at, folded: plain, kind };
      else run.folded += plain;
    }
    at += character.length;
  }
  close();
  return { text, folded, units, letters: lettersOf(folded, units) };
}

function initialsOf(readings: readonly string[]): readonly string[] {
  const heads = readings.flatMap((reading) =>
    /^[zcs]h/u.test(reading) ? [reading.slice(0, 2), reading.slice(0, 1)] : [reading.slice(0, 1)],
  );
  return [...new Set(heads)];
}

function lettersOf(folded: string, units: readonly SearchUnit[]): number {
  return units.reduce(
    (mask, unit) => unit.forms.reduce((sum, form) => sum | letterMask(form), mask),
    letterMask(folded),
  );
}

const OTHER_BIT = 1 << 26;

/** The bit of a text's first character: a to z, or one bit for everything else. */
export function firstBit(text: string): number {
  const letter = text.charCodeAt(0) - 97;
  return letter >= 0 && letter < 26 ? 1 << letter : OTHER_BIT;
}

/** One bit for each of a to z that occurs. */
export function letterMask(text: string): number {
  let mask = 0;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charCodeAt(at) - 97;
    if (letter >= 0 && letter < 26) mask |= 1 << letter;
  }
  return mask;
}
