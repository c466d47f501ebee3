import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  electronPath,
  launchElectron,
  type LaunchElectronInput,
  type LaunchOutcome,
} from './launch-electron.ts';

let dir = '';
const said: string[] = [];
const forwarded: string[] = [];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), '壁垒 electron-'));
  said.length = 0;
  forwarded.length = 0;
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** A runtime that is a Node script: it runs as the real one would, with our app and arguments. */
function fakeElectron(script: string): void {
  const file = join(dir, 'electron');
  writeFileSync(file, `#!${process.execPath}\n${script}\n`);
  chmodSync(file, 0o755);
}

function launch(more: Partial<LaunchElectronInput> = {}): Promise<LaunchOutcome> {
  return launchElectron({
    repoRoot: dir,
    app: '/app',
    args: ['--drill', 'warm'],
    env: { ...process.env, DISPLAY: ':0', ELECTRON_OVERRIDE_DIST_PATH: dir },
    platform: 'linux',
    isRoot: false,
    lang: 'en',
    say: (line) => said.push(line),
    forward: (line) => forwarded.push(line),
    signal: new AbortController().signal,
    helloTimeoutMs: 10_000,
    ...more,
  });
}

const HELLO = `process.stdout.write('rampart-hello\\n');`;

describe.skipIf(process.platform === 'win32')('launchElectron', () => {
  it.each([
    ['exits 1 before hello', `process.exit(1)`, /while starting \(exit 1\)/],
    ['exits 0 before hello', `process.exit(0)`, /while starting \(exit 0\)/],
    [
      'traps',
      `process.kill(process.pid, 'SIGTRAP'); setInterval(() => 0, 1000)`,
      /while starting \(SIGTRAP\)/,
    ],
    ['dies after hello', `${HELLO} setTimeout(() => process.exit(3), 50)`, /ended unexpectedly \(exit 3\)/],
    [
      'traps after hello',
      `${HELLO} setTimeout(() => process.kill(process.pid, 'SIGTRAP'), 50)`,
      /unexpectedly \(SIGTRAP\)/,
    ],
  ])('%s: one line, then the browser', async (_, script, line) => {
    fakeElectron(script);
    expect(await launch()).toBe('use-browser');
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(line);
    expect(said[0]).toContain('browser host opens instead');
  });

  it('ends a runtime that hangs, even one that ignores SIGTERM', async () => {
    fakeElectron(`process.on('SIGTERM', () => 0); setInterval(() => 0, 1000)`);
    const started = performance.now();
    expect(await launch({ helloTimeoutMs: 300 })).toBe('use-browser');
    expect(performance.now() - started).toBeLessThan(6_000);
    expect(said).toEqual([expect.stringMatching(/did not answer within 0.3 s/)]);
  });

  it('stays with a runtime that says hello, forwards its lines and knows a normal close', async () => {
    fakeElectron(
      `${HELLO} console.log('ready {}'); console.log(JSON.stringify(process.argv.slice(2))); setTimeout(() => 0, 600)`,
    );
    expect(await launch({ helloTimeoutMs: 500 })).toBe('closed');
    expect(said).toEqual([]);
    expect(forwarded).toEqual(['ready {}', '["/app","--drill","warm"]']);
  });

  it('ends the runtime when asked, without a word', async () => {
    fakeElectron(`${HELLO} console.log('up'); setInterval(() => 0, 1000)`);
    const stop = new AbortController();
    const outcome = launch({ signal: stop.signal, forward: () => stop.abort() });
    expect(await outcome).toBe('closed');
    expect(said).toEqual([]);
  });

  it('says which file is missing, in the language asked for', async () => {
    expect(await launch({ lang: 'zh-CN' })).toBe('use-browser');
    expect(said[0]).toContain('找不到 Electron 运行时');
    expect(said[0]).toContain(join(dir, 'electron'));
    expect(said[0]).toContain('现在改用浏览器');
  });

  it('says that a file without the right to run cannot be started', async () => {
    writeFileSync(join(dir, 'electron'), 'not a program');
    expect(await launch()).toBe('use-browser');
    expect(said).toEqual([expect.stringMatching(/cannot be started/)]);
  });

  it('never starts the runtime where no window can be shown', async () => {
    fakeElectron(`require('node:fs').writeFileSync(${JSON.stringify(join(dir, 'started'))}, '')`);
    expect(await launch({ env: { ELECTRON_OVERRIDE_DIST_PATH: dir } })).toBe('use-browser');
    expect(said).toEqual([expect.stringMatching(/without a display/)]);
    expect(() => rmSync(join(dir, 'started'))).toThrow('ENOENT');
  });

  it('goes straight to the browser as root and never starts the runtime', async () => {
    fakeElectron(`require('node:fs').writeFileSync(${JSON.stringify(join(dir, 'started'))}, '')`);
    expect(await launch({ isRoot: true })).toBe('use-browser');
    expect(said).toEqual([expect.stringMatching(/as root/)]);
    expect(() => rmSync(join(dir, 'started'))).toThrow('ENOENT');
  });
});

describe('electronPath', () => {
  it('uses the name of the platform, and path.txt where the package wrote one', () => {
    expect(electronPath(dir, {}, 'linux')).toBe(join(dir, 'node_modules/electron/dist/electron'));
    expect(electronPath(dir, { ELECTRON_OVERRIDE_DIST_PATH: '/x' }, 'win32')).toBe(
      join('/x', 'electron.exe'),
    );
    expect(electronPath(dir, {}, 'darwin')).toContain('Electron.app');
    mkdirSync(join(dir, 'node_modules/electron'), { recursive: true });
    writeFileSync(join(dir, 'node_modules/electron/path.txt'), 'my-electron\n');
    expect(electronPath(dir, {}, 'linux')).toBe(join(dir, 'node_modules/electron/dist/my-electron'));
  });
});
