import { halfWidth } from '../half-width.ts';

/** All readings of one character in plain letters (`重` -> `zhong`, `chong`); empty for what has none. Injected data. */
export type ReadingsOf = (character: string) => readonly string[];

/** One character as compared: half-width, lower case, without accents; never longer or shorter than it was. */
export function foldCharacter(character: string): string {
  const folded = halfWidth(character)
    .toLowerCase()
    .replaceAll(/[üǖǘǚǜ]/gu, 'v')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '');
  return folded.length === character.length ? folded : character;
}

/** Characters of a query that count; nobody types more into a palette. */
export const MAX_QUERY = 32;

/** A query as compared: folded, at most 32 characters; spaces split it into terms. Apostrophes go (xi'an). */
export function foldQuery(query: string): readonly string[] {
  return Array.from(query.normalize('NFC').slice(0, MAX_QUERY), foldCharacter)
    .join('')
    .replaceAll(/['’`]/gu, '')
    .split(/\s+/u)
    .filter((term) => term !== '');
}

/** Readings as people type them: lower case, no tones, ü as v and as u, each once. */
export function foldReadings(readings: readonly string[]): readonly string[] {
  const typed = readings.flatMap((reading) => {
    const plain = Array.from(reading.normalize('NFC'), foldCharacter).join('');
    if (!/^[a-z]+$/u.test(plain)) return [];
    return plain.includes('v') ? [plain, plain.replaceAll('v', 'u')] : [plain];
  });
  return [...new Set(typed)];
}
