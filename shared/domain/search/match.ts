import { firstBit, type SearchText, type SearchUnit } from './search-text.ts';

/** A stretch of the text to highlight, UTF-16 offsets, end exclusive. */
export interface MatchRange {
  readonly start: number;
  readonly end: number;
}

/** Ranks, best first. `initials` includes mixed spellings (`chongq`, `cqing`); `scattered` is letters in order. */
export const MATCH_RANK = {
  exact: 0,
  prefix: 1,
  /** 重庆 answers cq better than 重庆北站 does. */
  wholeInitials: 1.5,
  initials: 2,
  substring: 3,
  innerInitials: 4,
  scattered: 5,
} as const;

/** Steps of one text after which dead ends are remembered; a name never needs as many, a hostile text does. */
const FREE_STEPS = 200;

/**
 * Matches one folded term (at most 32 characters) against prepared texts: characters, full pinyin, initials, any mixture,
 * any reading of a polyphonic character, the last syllable unfinished. Reuses its scratch: one matcher, one caller.
 */
export class TermMatcher {
  readonly term: string;
  readonly #head: number;
  /** What no reading can spell, in order: it must occur in the text. */
  readonly #written: readonly string[];
  /** Pairs of offsets of the walk under way, and of the best match. */
  readonly #path: number[] = [];
  #best: readonly number[] = [];
  /** The term's characters, and its tails by offset: cut once, compared often. */
  readonly #characters: readonly string[];
  readonly #tails: readonly string[];
  readonly #dead = new Set<number>();
  #steps = 0;
  #isSpelt = true;
  #isWhole = true;
  #nextUnit = 0;

  constructor(term: string) {
    this.term = term;
    this.#head = firstBit(term);
    this.#characters = Array.from(term);
    this.#written = this.#characters.filter((character) => !/^[a-z]$/u.test(character));
    this.#tails = Array.from({ length: term.length }, (_, from) => term.slice(from));
  }

  /** The rank of the best match (see MATCH_RANK); undefined when the term does not occur at all. */
  match(text: SearchText): number | undefined {
    return this.#match(text, false);
  }

  /** What a match of this text should highlight; empty when there is none. */
  ranges(text: SearchText): readonly MatchRange[] {
    this.#best = [];
    this.#match(text, true);
    const ranges: MatchRange[] = [];
    for (let at = 0; at + 1 < this.#best.length; at += 2) {
      ranges.push({ start: this.#best[at] ?? 0, end: this.#best[at + 1] ?? 0 });
    }
    return merged(ranges);
  }

  #match(text: SearchText, isShown: boolean): number | undefined {
    if (!occursInOrder(text.folded, this.#written)) return undefined;
    this.#steps = 0;
    if (this.#dead.size > 0) this.#dead.clear();
    let best: number | undefined;
    for (let at = 0; at < text.units.length; at += 1) {
      const unit = text.units[at];
      if (unit === undefined || !this.#begins(text.units, unit, at)) continue;
      const rank = this.#rank(text);
      if (best === undefined || rank < best) {
        best = rank;
        if (isShown) this.#best = this.#path.slice();
      }
      if (at === 0 || rank <= MATCH_RANK.substring) break;
    }
    return best ?? this.#literal(text) ?? this.#scattered(text, isShown);
  }

  #begins(units: readonly SearchUnit[], unit: SearchUnit, at: number): boolean {
    this.#path.length = 0;
    this.#isSpelt = true;
    if ((unit.heads & this.#head) !== 0 && this.#walk(units, at, 0)) return true;
    return unit.kind !== 'han' && this.#inside(units, unit, at);
  }

  #rank(text: SearchText): number {
    const isFirst = this.#path[0] === text.units[0]?.start;
    const isAll = isFirst && this.#isWhole && this.#nextUnit === text.units.length;
    if (!isFirst) return this.#isSpelt ? MATCH_RANK.substring : MATCH_RANK.innerInitials;
    if (this.#isSpelt) return isAll ? MATCH_RANK.exact : MATCH_RANK.prefix;
    return isAll ? MATCH_RANK.wholeInitials : MATCH_RANK.initials;
  }

  /** Unit by unit from `from` on; prefers whole spellings, then an unfinished end, then initials. Leaves the path behind. */
  #walk(units: readonly SearchUnit[], at: number, from: number): boolean {
    if (from === this.term.length) {
      this.#isWhole = true;
      this.#nextUnit = at;
      return true;
    }
    const unit = units[at];
    if (unit === undefined) return false;
    const key = at * 64 + from;
    this.#steps += 1;
    if (this.#steps > FREE_STEPS && this.#dead.has(key)) return false;
    if (this.#wholly(units, unit, at, from) || this.#unfinished(unit, at, from)) return true;
    if (this.#initially(units, unit, at, from)) return true;
    if (this.#steps > FREE_STEPS) this.#dead.add(key);
    return false;
  }

  #wholly(units: readonly SearchUnit[], unit: SearchUnit, at: number, from: number): boolean {
    for (const form of unit.forms) {
      if (
        this.term.startsWith(form, from) &&
        this.#step(units, unit.start, unit.end, at, from + form.length)
      ) {
        return true;
      }
    }
    return false;
  }

  #unfinished(unit: SearchUnit, at: number, from: number): boolean {
    const left = this.term.length - from;
    const rest = this.#tails[from] ?? '';
    let isOpen = false;
    for (const form of unit.forms) isOpen ||= form.length > left && form.startsWith(rest);
    if (!isOpen) return false;
    this.#path.push(unit.start, unit.kind === 'han' ? unit.end : unit.start + left);
    // A single letter of a syllable is an initial; more is a syllable being typed.
    this.#isSpelt = unit.kind !== 'han' || left > 1;
    this.#isWhole = unit.kind === 'han' && left === 1;
    this.#nextUnit = at + 1;
    return true;
  }

  #initially(units: readonly SearchUnit[], unit: SearchUnit, at: number, from: number): boolean {
    for (const initial of unit.initials) {
      if (!this.term.startsWith(initial, from)) continue;
      const end = unit.kind === 'han' ? unit.end : unit.start + initial.length;
      if (this.#step(units, unit.start, end, at, from + initial.length)) {
        this.#isSpelt = false;
        return true;
      }
    }
    return false;
  }

  #step(units: readonly SearchUnit[], start: number, end: number, at: number, from: number): boolean {
    this.#path.push(start, end);
    if (this.#walk(units, at + 1, from)) return true;
    this.#path.length -= 2;
    return false;
  }

  /** A match that begins inside a word or a number: `301` in `A1301`, then on from the next unit. */
  #inside(units: readonly SearchUnit[], unit: SearchUnit, at: number): boolean {
    const head = this.term.charAt(0);
    for (let skip = unit.folded.indexOf(head, 1); skip !== -1; skip = unit.folded.indexOf(head, skip + 1)) {
      const start = unit.start + skip;
      const tail = unit.folded.slice(skip);
      if (tail.startsWith(this.term)) {
        this.#path.push(start, start + this.term.length);
        this.#isWhole = tail.length === this.term.length;
        this.#nextUnit = at + 1;
        return true;
      }
      if (this.term.startsWith(tail) && this.#step(units, start, unit.end, at, tail.length)) return true;
    }
    return false;
  }

  /** The term as written, punctuation included, which no unit holds. */
  #literal(text: SearchText): number | undefined {
    const at = text.folded.indexOf(this.term);
    if (at === -1) return undefined;
    this.#best = [at, at + this.term.length];
    return MATCH_RANK.substring;
  }

  #scattered(text: SearchText, isShown: boolean): number | undefined {
    if (!occursInOrder(text.folded, this.#characters)) return undefined;
    if (isShown) {
      let at = 0;
      this.#best = this.#characters.flatMap((character) => {
        const found = text.folded.indexOf(character, at);
        at = found + character.length;
        return [found, at];
      });
    }
    return MATCH_RANK.scattered;
  }
}

function occursInOrder(text: string, characters: readonly string[]): boolean {
  let at = 0;
  for (const character of characters) {
    const found = text.indexOf(character, at);
    if (found === -1) return false;
    at = found + character.length;
  }
  return true;
}

/** Ranges in order, touching ones joined. */
export function merged(ranges: readonly MatchRange[]): readonly MatchRange[] {
  const joined: MatchRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const last = joined.at(-1);
    if (last !== undefined && range.start <= last.end) {
      joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    } else joined.push(range);
  }
  return joined;
}
