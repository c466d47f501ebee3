import { glueDots, type Lang } from './format.ts';
import { textsEn } from './texts-en.ts';
import { type TextKey, textsZh } from './texts-zh.ts';
import { wordsEn } from './words-en.ts';
import { wordsZh } from './words-zh.ts';

/** Key of a word of the field's closed lists. */
export type WordKey = keyof typeof wordsZh;
/** Values for `{name}`; `n` also chooses between singular and plural. */
export type Params = Readonly<Record<string, string | number>>;

/** Fills a template: `{name}` from params, `one||many` by `n`. A missing parameter stays visible as `{name}`. */
export function fill(template: string, params: Params = {}): string {
  const parts = template.split('||');
  const chosen = parts[1] !== undefined && params['n'] !== 1 ? parts[1] : (parts[0] ?? '');
  return chosen.replaceAll(/\{(\w+)\}/gu, (whole, name: string) => String(params[name] ?? whole));
}

/** Speaks one language. */
export interface Translator {
  readonly lang: Lang;
  text(key: TextKey, params?: Params): string;
  /** A vocabulary word. */
  word(key: WordKey): string;
}

/** The translator of a language. */
export function translatorOf(lang: Lang): Translator {
  const texts = lang === 'en' ? textsEn : textsZh;
  const words = lang === 'en' ? wordsEn : wordsZh;
  return { lang, text: (key, params) => fill(glueDots(texts[key]), params), word: (key) => words[key] };
}

/** The first language that is asked for and known; Chinese otherwise. */
export function chooseLang(...asked: readonly (string | null | undefined)[]): Lang {
  for (const wish of asked) {
    if (wish === undefined || wish === null) continue;
    if (wish.toLowerCase().startsWith('en')) return 'en';
    if (wish.toLowerCase().startsWith('zh')) return 'zh-CN';
  }
  return 'zh-CN';
}
