/** The licence gate: every package of the lockfile, by its own package.json where it is installed. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Lockfile, readLockfile } from './complete-lockfile.ts';
import { REPO_ROOT } from './spawn.ts';

const ALLOWED = new Set([
  'MIT',
  'MIT-0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'ISC',
  '0BSD',
  'BlueOak-1.0.0',
  'Python-2.0',
  'OFL-1.1',
  'CC0-1.0',
  'Unlicense',
]);
/** Fine for tools that never ship. */
const DEV_ONLY = new Set(['MPL-2.0', 'WTFPL', 'CC-BY-4.0', 'CC-BY-3.0']);
/** Refused whatever they say: map software under its vendor's own terms, and what it drags in. */
const DENIED_NAMES = /^(@arcgis|@esri|@amcharts|esri-)/;

export interface LicenceProblem {
  readonly name: string;
  readonly licence: string;
}

export interface LicenceReport {
  readonly packagesRead: number;
  readonly problems: readonly LicenceProblem[];
}

/** Judges every package. `licenceOf` answers the SPDX expression of the package at a lockfile path. */
export function judgeLicences(
  lock: Lockfile,
  licenceOf: (path: string) => string | undefined,
): LicenceReport {
  const problems: LicenceProblem[] = [];
  let packagesRead = 0;
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (path === '') continue;
    packagesRead++;
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const licence = licenceOf(path) ?? entry.license ?? 'none stated';
    const isDev = entry.dev === true || entry.devOptional === true;
    if (DENIED_NAMES.test(name) || !isAllowed(licence, isDev)) problems.push({ name, licence });
  }
  return { packagesRead, problems };
}

/** Whether an SPDX expression (AND, OR, parentheses) can be met with allowed licences. */
export function isAllowed(expression: string, isDev: boolean): boolean {
  const words = expression.match(/\(|\)|[^\s()]+/g) ?? [];
  let at = 0;
  const atom = (): boolean => {
    const word = words[at++];
    if (word === undefined) return false;
    if (word !== '(') return ALLOWED.has(word) || (isDev && DEV_ONLY.has(word));
    const inner = either();
    return words[at++] === ')' && inner;
  };
  const both = (): boolean => {
    let ok = atom();
    while (words[at] === 'AND') {
      at++;
      ok = atom() && ok;
    }
    return ok;
  };
  const either = (): boolean => {
    let ok = both();
    while (words[at] === 'OR') {
      at++;
      ok = both() || ok;
    }
    return ok;
  };
  return either() && at === words.length;
}

/** The licence a package.json states: today's string, or the old `licenses` list. */
export function statedLicence(manifest: unknown): string | undefined {
  if (typeof manifest !== 'object' || manifest === null) return undefined;
  if ('license' in manifest) {
    if (typeof manifest.license === 'string') return manifest.license;
    return typeOf(manifest.license);
  }
  if ('licenses' in manifest && Array.isArray(manifest.licenses)) {
    const types = manifest.licenses.map(typeOf).filter((type) => type !== undefined);
    return types.length > 0 ? types.join(' OR ') : undefined;
  }
  return undefined;
}

function typeOf(old: unknown): string | undefined {
  return typeof old === 'object' && old !== null && 'type' in old && typeof old.type === 'string'
    ? old.type
    : undefined;
}

/** The gate over the real tree. */
export function checkLicences(): LicenceReport {
  return judgeLicences(readLockfile(), (path) => {
    const file = join(REPO_ROOT, path, 'package.json');
    return existsSync(file) ? statedLicence(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
  });
}
