import { err, ok, type Result } from '../kit/result.ts';
import type { LocalText } from './belief.ts';
import { COMPOUND_SURNAMES } from './compound-surnames.ts';

/** The longest name a register holds, in characters as people count them. */
export const NAME_MAX_CHARACTERS = 50;

/** Why a text cannot be kept as a name. */
export interface NameError {
  readonly code: 'empty' | 'too-long';
  readonly message: LocalText;
}

/** What keyboards, old registers and scanners put where U+00B7 belongs. */
const MIDDLE_DOTS = /[\u00B7\u0387\u16EB\u2022\u2027\u2219\u22C5\u25CF\u2E31\u30FB\uA78F\uFF65]/gu;
/** A full stop is a middle dot only between Chinese characters: `阿迪力.买买提`, but `J. Smith`. */
const STOP_BETWEEN_HAN = /(?<=\p{Script=Han}\p{M}*)\s*[.\uFE52\uFF0E]\s*(?=\p{Script=Han})/gu;
/** Invisible and direction-turning characters; they hide in pasted names and break equality. */
const INVISIBLE = /[\p{Cc}\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/gu;

/**
 * One spelling for one name: U+00B7 for every look-alike dot, no spaces between Chinese characters, single spaces
 * elsewhere, nothing invisible. Chinese characters are kept exactly as given, variants and compatibility forms included.
 */
export function normaliseName(raw: string): string {
  return raw
    .toWellFormed()
    .replaceAll(/[\t\r\n]/gu, ' ')
    .replaceAll(INVISIBLE, '')
    .replaceAll(/[^\p{Script=Han}]+/gu, (other) => other.normalize('NFC'))
    .replaceAll(STOP_BETWEEN_HAN, '·')
    .replaceAll(MIDDLE_DOTS, '·')
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/ ?·[ ·]*/gu, '·')
    .replaceAll(/(?<=\p{Script=Han}\p{M}*) (?=\p{Script=Han})/gu, '')
    .replaceAll(/^[ ·]+|[ ·]+$/gu, '');
}

/** The characters as people count them: surrogate pairs, variation selectors and accents belong to their character. */
export function nameCharacters(name: string): readonly string[] {
  return name.match(/\P{M}\p{M}*|\p{M}+/gu) ?? [];
}

/** The normalised name, or why there is none to keep. */
export function readName(raw: string): Result<string, NameError> {
  const name = normaliseName(raw);
  const count = nameCharacters(name).length;
  if (count === 0) {
    return err({ code: 'empty', message: { zh: '请输入姓名', en: 'Enter a name' } });
  }
  if (count <= NAME_MAX_CHARACTERS) return ok(name);
  return err({
    code: 'too-long',
    message: {
      zh: `姓名最多 ${NAME_MAX_CHARACTERS} 个字，现有 ${count} 个；请只填姓名`,
      en: `A name has at most ${NAME_MAX_CHARACTERS} characters, this has ${count}; enter the name alone`,
    },
  });
}

/**
 * Masks a name. Chinese: the surname stays, one star a hidden character (`张*`, `欧阳**`). Names in parts (`阿*·*`,
 * `J* *`): the first letter stays, one star a part, so that lengths tell nothing. A single character is hidden whole.
 */
export function maskName(raw: string): string {
  const name = normaliseName(raw);
  const separator = name.includes('·') ? '·' : ' ';
  const parts = name.split(separator);
  if (parts.length > 1 || !/^\p{Script=Han}/u.test(name)) {
    return parts.map((part, index) => (index === 0 ? maskPart(part) : '*')).join(separator);
  }
  const characters = nameCharacters(name);
  if (characters.length < 2) return '*'.repeat(characters.length);
  const kept = characters.slice(0, characters.length > 2 ? surnameLength(characters) : 1);
  return kept.join('') + '*'.repeat(characters.length - kept.length);
}

function maskPart(part: string): string {
  const characters = nameCharacters(part);
  if (characters.length === 0) return '';
  return characters.length === 1 ? '*' : `${characters[0] ?? ''}*`;
}

function surnameLength(characters: readonly string[]): number {
  return COMPOUND_SURNAMES.has(characters.slice(0, 2).join('')) ? 2 : 1;
}
