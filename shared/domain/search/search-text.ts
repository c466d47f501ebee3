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

/** What a character is in every text; worked out once. */
interface CharacterFacts {
  readonly folded: string;
  readonly kind: SearchUnit['kind'] | undefined;
  readonly forms: readonly string[];
  readonly initials: readonly string[];
  readonly heads: number;
}

/** Knows characters; one for all texts of an index, so that each is looked up once. */
export type CharacterBook = (character: string) => CharacterFacts;

/** A book over the readings, empty at first. */
export function characterBook(readingsOf: ReadingsOf): CharacterBook {
  const known = new Map<string, CharacterFacts>();
  return (character) => {
    const before = known.get(character);
    if (before !== undefined) return before;
    const facts = factsOf(character, readingsOf);
    known.set(character, facts);
    return facts;
  };
}

function factsOf(character: string, readingsOf: ReadingsOf): CharacterFacts {
  const folded = foldCharacter(character);
  if (!/^\p{Script=Han}$/u.test(character)) {
    const kind = /^\p{L}$/u.test(folded) ? 'letters' : /^\p{N}$/u.test(folded) ? 'digits' : undefined;
    return { folded, kind, forms: [folded], initials: [], heads: firstBit(folded) };
  }
  const readings = foldReadings(readingsOf(character));
  return {
    folded,
    kind: 'han',
    forms: [folded, ...readings],
    initials: initialsOf(readings),
    heads: readings.reduce((mask, reading) => mask | firstBit(reading), OTHER_BIT),
  };
}

/** Prepares a text. Punctuation and spaces belong to no unit, so `鲁A·123` and `A123` meet. */
export function searchText(text: string, book: CharacterBook): SearchText {
  const units: SearchUnit[] = [];
  let folded = '';
  let run: { readonly start: number; readonly kind: 'letters' | 'digits' } | undefined;
  let at = 0;
  const close = (): void => {
    if (run === undefined) return;
    const word = folded.slice(run.start);
    const initials = run.kind === 'letters' ? [word.slice(0, 1)] : [];
    units.push({ ...run, end: at, folded: word, forms: [word], initials, heads: firstBit(word) });
    run = undefined;
  };
  for (const character of text) {
    const facts = book(character);
    if (run !== undefined && run.kind !== facts.kind) close();
    if (facts.kind === 'han') units.push({ ...facts, kind: 'han', start: at, end: at + character.length });
    else if (facts.kind !== undefined) run ??= { start: at, kind: facts.kind };
    folded += facts.folded;
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
