import { foldQuery, MAX_QUERY, type ReadingsOf } from './fold.ts';
import { MATCH_RANK, type MatchRange, merged, TermMatcher } from './match.ts';
import { characterBook, letterMask, type SearchText, searchText } from './search-text.ts';

/** Something to be found under any of its texts, the most telling first (name, name in English, alias, code). */
export interface Searchable<T> {
  readonly item: T;
  readonly texts: readonly string[];
}

/** Prepared once; immutable. Build it again when the items change. */
export interface SearchIndex<T> {
  readonly entries: readonly { readonly item: T; readonly texts: readonly SearchText[] }[];
}

/** A find: which text answered, how well (smaller is better), and what to highlight in it. */
export interface SearchHit<T> {
  readonly item: T;
  readonly textIndex: number;
  readonly text: string;
  readonly rank: number;
  readonly ranges: readonly MatchRange[];
}

/** Prepares items for search. `readingsOf` is asked once a character. */
export function buildSearchIndex<T>(items: readonly Searchable<T>[], readingsOf: ReadingsOf): SearchIndex<T> {
  const book = characterBook(readingsOf);
  return {
    entries: items.map(({ item, texts }) => ({ item, texts: texts.map((text) => searchText(text, book)) })),
  };
}

/** A find before its highlights are worked out. */
interface Found {
  readonly order: number;
  readonly textIndex: number;
  readonly rank: number;
  readonly length: number;
}

/**
 * The best `limit` items for a query: exact before prefix before initials before substring; at equal rank the earlier
 * text, the shorter text, then the order of the index. All terms of a query must match one text. An empty query finds nothing.
 */
export function search<T>(index: SearchIndex<T>, query: string, limit: number): readonly SearchHit<T>[] {
  const terms = foldQuery(query);
  if (terms.length === 0) return [];
  const letters = letterMask(terms.join(''));
  const matcher = new QueryMatcher(terms);
  const best: Found[] = [];
  for (let order = 0; order < index.entries.length; order += 1) {
    const texts = index.entries[order]?.texts ?? [];
    let found: Found | undefined;
    for (let textIndex = 0; textIndex < texts.length; textIndex += 1) {
      const text = texts[textIndex];
      if (text === undefined || (text.letters & letters) !== letters) continue;
      const rank = matcher.match(text);
      if (rank !== undefined && (found === undefined || rank < found.rank)) {
        found = { order, textIndex, rank, length: text.text.length };
      }
    }
    if (found !== undefined) keep(best, found, limit);
  }
  return best.flatMap(({ order, textIndex, rank }) => {
    const entry = index.entries[order];
    const text = entry?.texts[textIndex];
    if (entry === undefined || text === undefined) return [];
    return [{ item: entry.item, textIndex, text: text.text, rank, ranges: matcher.ranges(text) }];
  });
}

/** Inserts into the sorted best `limit`; most finds of a broad query fall off the end at once. */
function keep(best: Found[], found: Found, limit: number): void {
  let at = best.length;
  while (at > 0 && compare(found, best[at - 1]) < 0) at -= 1;
  if (at >= limit) return;
  best.splice(at, 0, found);
  if (best.length > limit) best.pop();
}

function compare(a: Found, b: Found | undefined): number {
  if (b === undefined) return 0;
  return a.rank - b.rank || a.textIndex - b.textIndex || a.length - b.length || a.order - b.order;
}

/** The query in one piece, or else every term on its own, ranked by the worst of them. */
class QueryMatcher {
  readonly #whole: TermMatcher;
  readonly #terms: readonly TermMatcher[];

  constructor(terms: readonly string[]) {
    this.#whole = new TermMatcher(terms.join('').slice(0, MAX_QUERY));
    this.#terms = terms.length > 1 ? terms.map((term) => new TermMatcher(term)) : [];
  }

  match(text: SearchText): number | undefined {
    const whole = this.#whole.match(text);
    if (this.#terms.length === 0 || (whole !== undefined && whole < MATCH_RANK.scattered)) return whole;
    return this.#apart(text) ?? whole;
  }

  ranges(text: SearchText): readonly MatchRange[] {
    const whole = this.#whole.match(text);
    const isWhole = whole !== undefined && (whole < MATCH_RANK.scattered || this.#apart(text) === undefined);
    if (isWhole) return this.#whole.ranges(text);
    return merged(this.#terms.flatMap((term) => term.ranges(text)));
  }

  #apart(text: SearchText): number | undefined {
    let rank: number = MATCH_RANK.prefix;
    for (const term of this.#terms) {
      const one = term.match(text);
      if (one === undefined) return undefined;
      rank = Math.max(rank, one);
    }
    return this.#terms.length === 0 ? undefined : rank;
  }
}
