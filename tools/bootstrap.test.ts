/** The bootstrap in a tree of its own, with an npm that only writes down that it was called. */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { REPO_ROOT, exitCodeOf } from './spawn.ts';

let root = '';
let npm = '';

/** Answers `ci` as npm does: node_modules is there afterwards, and it is chatty on stdout. */
const FAKE_NPM = `
const fs = require('node:fs');
fs.appendFileSync('npm-calls.txt', JSON.stringify(process.argv.slice(2)) + '\\n');
console.log('added 1 package');
if (fs.existsSync('npm-fails')) process.exit(1);
fs.mkdirSync('node_modules', { recursive: true });
`;

/** Says what it was given, then ends with 7 or waits to be told. */
const FAKE_RUN = `
const args: string[] = process.argv.slice(2);
if (args[0] === 'wait') {
  process.on('SIGTERM', () => process.exit(42));
  setInterval(() => 0, 1000);
} else process.exitCode = 7;
process.stdout.write(JSON.stringify({ args, cwd: process.env['INIT_CWD'], node: process.versions.node }) + '\\n');
`;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), '壁垒 桌面 '));
  mkdirSync(join(root, 'tools'));
  cpSync(join(REPO_ROOT, 'tools', 'bootstrap.mjs'), join(root, 'tools', 'bootstrap.mjs'));
  writeFileSync(join(root, 'tools', 'run.ts'), FAKE_RUN);
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  writeLock('1.0.0');
  npm = join(root, 'npm-cli.cjs');
  writeFileSync(npm, FAKE_NPM);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function writeLock(version: string): void {
  const packages = { '': {}, 'node_modules/a': { version, integrity: `sha512-${version}` } };
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages }));
}

function npmCalls(): string[][] {
  const file = join(root, 'npm-calls.txt');
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as string[]);
}

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function boot(
  args: readonly string[],
  nodeArgs: readonly string[] = [],
  onLine?: (kill: () => void) => void,
): Promise<Ended> {
  const env = { ...process.env, npm_execpath: npm, INIT_CWD: '/where/I/was', LANG: 'C' };
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...nodeArgs, join(root, 'tools', 'bootstrap.mjs'), ...args], {
      env,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      onLine?.(() => child.kill('SIGTERM'));
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.on('close', (code, signal) => resolve({ code: exitCodeOf(code, signal), stdout, stderr }));
  });
}

/** Makes the Node that runs the bootstrap believe it is Node 20. */
const AS_NODE_20 = [
  '--import',
  `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.19.0'}})`,
];

describe.skipIf(process.platform === 'win32')('bootstrap', () => {
  it('installs once per lockfile, without scripts, and keeps stdout for the command', async () => {
    const first = await boot(['check', 'a b', '济南']);
    expect(first.code).toBe(7);
    expect(JSON.parse(first.stdout)).toMatchObject({ args: ['check', 'a b', '济南'], cwd: '/where/I/was' });
    expect(first.stderr).toContain('added 1 package');
    expect(npmCalls()).toEqual([expect.arrayContaining(['ci', '--ignore-scripts'])]);

    const second = await boot(['check']);
    expect(second.stderr).toBe('');
    expect(npmCalls()).toHaveLength(1);

    writeLock('2.0.0');
    await boot(['check']);
    expect(npmCalls()).toHaveLength(2);
  });

  it('adopts a tree that already matches, as after a developer’s own npm install', async () => {
    await boot(['check']);
    writeLock('2.0.0');
    cpSync(join(root, 'package-lock.json'), join(root, 'node_modules', '.package-lock.json'));
    await boot(['check']);
    expect(npmCalls()).toHaveLength(1);
  });

  it('says what to do when the install fails, and tries again next time', async () => {
    writeFileSync(join(root, 'npm-fails'), '');
    const failed = await boot(['check']);
    expect(failed).toMatchObject({ code: 1, stdout: '' });
    expect(failed.stderr).toMatch(/npm ci failed \(exit 1\): check network and disk/);
    rmSync(join(root, 'npm-fails'));
    expect((await boot(['check'])).code).toBe(7);
  });

  it('clears the lock of an install that was killed', async () => {
    mkdirSync(join(root, '.cache'));
    writeFileSync(join(root, '.cache', 'install.lock'), '4194999'); // above the highest pid Linux gives out
    expect((await boot(['check'])).code).toBe(7);
    expect(existsSync(join(root, '.cache', 'install.lock'))).toBe(false);
  });

  it('lets two first starts share one install', async () => {
    const both = await Promise.all([boot(['one']), boot(['two'])]);
    expect(both.map((ended) => ended.code)).toEqual([7, 7]);
    expect(npmCalls()).toHaveLength(1);
  });

  it('passes a signal on and answers the command’s own exit code', async () => {
    const ended = await boot(['wait'], [], (kill) => kill());
    expect(ended.code).toBe(42);
  });

  it('hands over to the bundled Node 24 when the present one is older', async () => {
    const platform = process.platform === 'darwin' ? 'darwin' : 'linux';
    const bin = join(root, 'node_modules', `node-${platform}-${process.arch}`, 'bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, 'node'), `#!/bin/sh\nexec '${process.execPath}' "$@"\n`, { mode: 0o755 });
    const ended = await boot(['check'], AS_NODE_20);
    expect(JSON.parse(ended.stdout)).toMatchObject({ node: process.versions.node });
  });

  it('says how to get Node 24 where none is bundled', async () => {
    const ended = await boot(['check'], AS_NODE_20);
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toMatch(/Node 24 or newer is needed .* install it \(macOS: "brew install node@24"/);
  });

  it('shows its usage without a command', async () => {
    expect(await boot([])).toMatchObject({ code: 2, stdout: '' });
  });
});
