import type { LocalText } from '../../shared/domain/belief.ts';

/** Language of what is printed. */
export type PrintLang = 'zh-CN' | 'en';

/** Something in a configuration that cannot be used: where it stands, what is wrong, what to do about it. */
export interface Problem {
  readonly file: string;
  /** From 1; absent when the whole file is meant. */
  readonly line?: number | undefined;
  /** Heading of the column, as the file has it. */
  readonly column?: string | undefined;
  readonly value?: string | undefined;
  readonly what: LocalText;
  readonly todo: LocalText;
}

/** One text in the language of print. */
export function inLang(text: LocalText, lang: PrintLang): string {
  return lang === 'en' ? (text.en ?? text.zh) : text.zh;
}

/** One line: `units.csv:7 kind “x”: what is wrong. What to do`. */
export function problemLine(problem: Problem, lang: PrintLang): string {
  const at = problem.line === undefined ? problem.file : `${problem.file}:${problem.line}`;
  const column = problem.column === undefined ? '' : ` ${problem.column}`;
  const value = problem.value === undefined ? '' : ` “${shorten(problem.value)}”`;
  const what = inLang(problem.what, lang);
  const todo = inLang(problem.todo, lang);
  return lang === 'en'
    ? `${at}${column}${value}: ${what}. ${todo}`
    : `${at}${column}${value}：${what}。${todo}`;
}

const SHOWN = 40;
/** Long or broken cells must not tear the line apart; control characters would act on the terminal. */
function shorten(text: string): string {
  const plain = text.replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ');
  return plain.length > SHOWN ? `${plain.slice(0, SHOWN)}…` : plain;
}
