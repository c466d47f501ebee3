import type { Lang } from '../../main/launcher/flags.ts';
import { canRun } from './judge.ts';
import type { Finding, Text } from './facts.ts';

const MARKS = { ok: '✓', warn: '!', fail: '✗' } as const;

/** The report for a person, in one language; ends with a line break. */
export function table(findings: readonly Finding[], lang: Lang): string {
  const say = (words: Text): string => (lang === 'en' ? words.en : words.zh);
  const width = Math.max(...findings.map(({ name }) => columns(say(name))));
  const indent = ' '.repeat(width + 4);
  const rows = findings.flatMap(({ name, level, found, effect, advice }) => [
    `${MARKS[level]} ${say(name)}${' '.repeat(width - columns(say(name)))}  ${say(found)}`,
    ...(effect === undefined ? [] : [`${indent}${say(effect)}`]),
    ...(advice === undefined ? [] : [`${indent}→ ${say(advice)}`]),
  ]);
  return `${[...rows, '', verdict(findings, lang)].join('\n')}\n`;
}

/** The report for a program: one JSON line, both languages. */
export function jsonLine(findings: readonly Finding[]): string {
  return `${JSON.stringify({ ok: canRun(findings), checks: findings })}\n`;
}

function verdict(findings: readonly Finding[], lang: Lang): string {
  const count = (level: Finding['level']): number => findings.filter((one) => one.level === level).length;
  const [warn, fail] = [count('warn'), count('fail')];
  if (fail > 0)
    return lang === 'en'
      ? `Cannot run yet: ${fail} to put right (✗), ${warn} warnings`
      : `还不能运行：${fail} 项须处理（✗），${warn} 项提示`;
  return lang === 'en' ? `Can run, ${warn} warnings` : `可以运行，${warn} 项提示`;
}

/** Columns a terminal gives the text: two for Chinese. */
function columns(words: string): number {
  return words.replaceAll(/[\u2e80-\uffef]/g, '--').length;
}
