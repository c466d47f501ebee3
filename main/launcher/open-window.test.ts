import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findBrowser, openWindow, type OpenWindowInput } from './open-window.ts';

let dir = '';
const said: string[] = [];
const URL = 'http://127.0.0.1:7000/?t=abc';

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), '壁垒 window-'));
  said.length = 0;
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function fakeBrowser(script: string): string {
  const file = join(dir, 'chromium');
  writeFileSync(file, `#!${process.execPath}\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

function input(more: Partial<OpenWindowInput> = {}): OpenWindowInput {
  const env = { PATH: dir, DISPLAY: ':0' };
  const say = (line: string): void => void said.push(line);
  const profileDir = join(dir, 'profile');
  return {
    url: URL,
    env,
    platform: 'linux',
    headless: false,
    lang: 'en',
    profileDir,
    say,
    settleMs: 3_000,
    ...more,
  };
}

describe.skipIf(process.platform === 'win32')('openWindow', () => {
  it('opens the page as an app window and adds no --no-sandbox', async () => {
    const args = join(dir, 'args.json');
    fakeBrowser(
      `require('node:fs').writeFileSync(${JSON.stringify(args)}, JSON.stringify(process.argv.slice(2)))`,
    );
    expect(await openWindow(input())).toBe('opened');
    const given: unknown = JSON.parse(readFileSync(args, 'utf8'));
    expect(given).toContain(`--app=${URL}`);
    expect(given).not.toContain('--no-sandbox');
    expect(said).toEqual([]);
  });

  it('takes a browser that keeps running as opened', async () => {
    fakeBrowser(`setTimeout(() => 0, 1000)`);
    expect(await openWindow(input({ settleMs: 200 }))).toBe('opened');
  });

  it('says what to open when the browser refuses', async () => {
    fakeBrowser(`process.exit(1)`);
    expect(await openWindow(input())).toBe('failed');
    expect(said).toEqual([expect.stringContaining(`open ${URL}`)]);
  });

  it('opens nothing without a display, with a line, and nothing at all when headless', async () => {
    const mark = join(dir, 'started');
    fakeBrowser(`require('node:fs').writeFileSync(${JSON.stringify(mark)}, '')`);
    expect(await openWindow(input({ env: { PATH: dir } }))).toBe('no-display');
    expect(said).toHaveLength(1);
    expect(await openWindow(input({ headless: true }))).toBe('headless');
    expect(said).toHaveLength(1);
    expect(existsSync(mark)).toBe(false);
  });

  it('knows a Wayland display', async () => {
    fakeBrowser('');
    expect(await openWindow(input({ env: { PATH: dir, WAYLAND_DISPLAY: 'wayland-0' } }))).toBe('opened');
  });

  it('names what to install when there is no browser', async () => {
    expect(await openWindow(input({ lang: 'zh-CN', exists: () => false }))).toBe('no-browser');
    expect(said[0]).toContain('CHROME_PATH');
    expect(said[0]).toContain(URL);
  });
});

describe('findBrowser', () => {
  const only = (path: string) => (candidate: string) => candidate === path;

  it.each([
    ['linux', '/usr/bin/google-chrome', {}],
    ['linux', '/home/x/bin/chromium', { PATH: '/home/x/bin' }],
    ['darwin', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', {}],
    [
      'win32',
      'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
      { 'ProgramFiles(x86)': 'C:\\Program Files (x86)' },
    ],
    ['linux', '/odd/place', { CHROME_PATH: '/odd/place' }],
  ] as const)('%s: %s', (platform, path, env) => {
    expect(findBrowser(env, platform, only(path))).toBe(path);
  });

  it('answers nothing when there is none, and never a relative path', () => {
    expect(findBrowser({ PATH: '.:' }, 'linux', only('chromium'))).toBeUndefined();
    expect(findBrowser({}, 'win32', () => false)).toBeUndefined();
  });
});
