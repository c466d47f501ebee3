import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { textsZh } from '../../renderer/i18n/texts-zh.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Keys that no source names, neither whole nor by the start of a template. */
function unusedKeys(keys: readonly string[], source: string): string[] {
  const starts = [...source.matchAll(/`([\w-]+\.[\w.-]*)\$\{/gu)].map(([, start]) => start ?? '');
  return keys.filter((key) => !source.includes(`'${key}'`) && !starts.some((start) => key.startsWith(start)));
}

describe('texts of the console', () => {
  it('are all shown somewhere', () => {
    const source = globSync('renderer/**/*.{ts,tsx}', { cwd: ROOT })
      .filter((file) => !/^renderer\/i18n\/.*texts/u.test(file) && !file.includes('.test.'))
      .map((file) => readFileSync(join(ROOT, file), 'utf8'))
      .join('\n');
    expect(unusedKeys(Object.keys(textsZh), source)).toEqual([]);
  });

  it('finds one that is not', () => {
    const source = "t.text('a.one'); t.text(`a.part.${name}`);";
    expect(unusedKeys(['a.one', 'a.part.left', 'a.two'], source)).toEqual(['a.two']);
  });
});
