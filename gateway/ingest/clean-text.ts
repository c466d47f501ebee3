/**
 * Controls but tab and line feed, zero-width characters, and marks that change the reading direction of what follows: text
 * that carries them can look like other text on the screen and in the report. U+200D stays, emoji are joined by it.
 */
const HIDDEN = /(?![\t\n])[\p{Cc}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/** Whether JSON text may hold hidden characters, literally or as \u escapes. */
export function needsCleaning(json: string): boolean {
  return json.includes('\\u') || json.search(HIDDEN) >= 0;
}

/** The text without hidden characters; half a surrogate pair becomes U+FFFD. */
export function cleanText(text: string): string {
  return text.replaceAll(HIDDEN, '').toWellFormed();
}
