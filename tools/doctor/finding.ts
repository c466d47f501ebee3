import type { Finding, Level, Text } from './facts.ts';

/** A sentence in both languages. */
export function text(zh: string, en: string): Text {
  return { zh, en };
}

/** Words that are the same in both: names, numbers, paths. */
export function same(words: string): Text {
  return { zh: words, en: words };
}

/** One row; without a level it is fine. */
export function finding(
  id: string,
  name: Text,
  found: Text,
  level: Level = 'ok',
  more: Pick<Finding, 'effect' | 'advice'> = {},
): Finding {
  return { id, name, level, found, ...more };
}
