/** The house rules that a listing of the tree can hold. */
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROGRAM_FOLDERS } from '../../tools/boundaries.ts';

const repo = resolve(import.meta.dirname, '../..');
const files = PROGRAM_FOLDERS.flatMap((folder) =>
  readdirSync(join(repo, folder), { recursive: true, encoding: 'utf8' }).map(
    (file) => `${folder}/${file.replaceAll('\\', '/')}`,
  ),
);
const sources = files.filter((file) => /^(?!tests\/).*[.](tsx?|mjs)$/.test(file));
const product = sources.filter((file) => !/[.](test|bench)[.]tsx?$/.test(file));

describe('the tree', () => {
  it('is read', () => {
    expect(product.length).toBeGreaterThan(50);
  });

  it('has no folder that says nothing', () => {
    expect(files.filter((file) => /(^|\/)(utils|helpers|common)(\/|$)/.test(file))).toEqual([]);
  });

  it('has no file that lost its idea: 400 lines is the end', () => {
    const lines = (file: string): number => readFileSync(join(repo, file), 'utf8').split('\n').length - 1;
    expect(product.filter((file) => lines(file) > 400)).toEqual([]);
  });
});
