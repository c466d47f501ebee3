import { describe, expect, it } from 'vitest';
import { readLockfile } from './complete-lockfile.ts';
import { checkLicences, isAllowed, judgeLicences, statedLicence } from './licences.ts';

describe('isAllowed', () => {
  it.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0-only)', true],
    ['MIT AND GPL-3.0-only', false],
    ['MIT AND (GPL-3.0-only OR ISC)', true],
    ['AGPL-3.0-only', false],
    ['SEE LICENSE IN LICENSE.txt', false],
    ['MPL-2.0', false],
    ['', false],
    ['(MIT', false],
    ['MIT ISC', false],
  ])('%s in the product: %s', (expression, expected) => {
    expect(isAllowed(expression, false)).toBe(expected);
  });

  it('lets tools be MPL, the product not', () => {
    expect(isAllowed('MPL-2.0', true)).toBe(true);
    expect(isAllowed('AGPL-3.0-only', true)).toBe(false);
  });
});

describe('the gate', () => {
  it('turns red for a bad licence, a denied vendor and a silent package', () => {
    const packages = {
      '': {},
      'node_modules/a': {},
      'node_modules/@arcgis/core': {},
      'node_modules/x/node_modules/c': {},
    };
    const said: Record<string, string> = { 'node_modules/a': 'AGPL-3.0', 'node_modules/@arcgis/core': 'MIT' };
    const report = judgeLicences({ packages }, (path) => said[path]);
    expect(report.packagesRead).toBe(3);
    expect(report.problems.map((problem) => problem.name)).toEqual(['a', '@arcgis/core', 'c']);
  });

  it('reads the old way of stating a licence', () => {
    expect(statedLicence({ licenses: [{ type: 'MIT' }, { type: 'ISC' }] })).toBe('MIT OR ISC');
    expect(statedLicence({ license: { type: 'MIT' } })).toBe('MIT');
    expect(statedLicence({})).toBeUndefined();
  });

  it('is green over the real tree, and read all of it', () => {
    const report = checkLicences();
    expect(report.packagesRead).toBe(Object.keys(readLockfile().packages).length - 1);
    expect(report.problems).toEqual([]);
  });
});
