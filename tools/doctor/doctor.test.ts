import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { REPO_ROOT } from '../spawn.ts';
import { type DoctorDeps, runDoctor } from './doctor.ts';
import type { Facts } from './facts.ts';
import { canRun, judge } from './judge.ts';
import { askWebgl } from './probe-webgl.ts';

const GIB = 1024 ** 3;
const NOW_MS = Date.UTC(2026, 5, 1);
const healthy: Facts = {
  os: { name: 'Debian GNU/Linux 12', platform: 'linux', release: '6.1.0', arch: 'x64' },
  node: '24.21.0',
  glibc: '2.36',
  sqlite: { ok: true, message: '' },
  cpus: 8,
  memoryBytes: 16 * GIB,
  data: {
    folder: '/home/a/.local/share/rampart',
    freeBytes: 50 * GIB,
    writeError: undefined,
    fileAheadMs: 3,
  },
  nowMs: NOW_MS,
  installedAtMs: NOW_MS - 1_000,
  hasDisplay: true,
  isRoot: false,
  browser: '/usr/bin/chromium',
  electron: { path: '/e/electron', isPresent: true },
  fonts: { all: 60, chinese: 0 },
  soundCards: 1,
  renderNodes: [{ path: '/dev/dri/renderD128', isOpen: true }],
  webgl: { renderer: 'ANGLE (Intel, Mesa)' },
  ports: [4870, 4871, 4872].map((port) => ({ port, state: 'free' })),
  isBundle: false,
  packages: { wanted: 700, differing: [] },
  region: { name: 'jinan', problem: undefined },
};

describe('judging a machine', () => {
  it('finds nothing wrong with a healthy one', () => {
    const findings = judge(healthy);
    expect(findings.filter(({ level }) => level !== 'ok')).toEqual([]);
    expect(canRun(findings)).toBe(true);
    expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
  });

  const { data } = healthy;
  const cases: readonly (readonly [string, 'warn' | 'fail', string, Partial<Facts>])[] = [
    ['os', 'warn', 'tried', { os: { ...healthy.os, arch: 'loong64' } }],
    ['node', 'fail', 'starts', { node: '22.1.0' }],
    ['database', 'fail', '2.34', { glibc: '2.31', sqlite: { ok: false, message: 'GLIBC_2.34 not found' } }],
    ['database', 'fail', 'musl', { glibc: undefined, sqlite: { ok: false, message: 'Error' } }],
    ['database', 'fail', 'node_modules', { sqlite: { ok: false, message: 'Error: no module' } }],
    ['packages', 'fail', 'npm start', { packages: undefined }],
    ['packages', 'warn', 'tested', { packages: { wanted: 700, differing: ['zod'] } }],
    ['packages', 'fail', 'copy', { isBundle: true, packages: { wanted: 145, differing: ['runtime/node'] } }],
    ['database', 'fail', 'copy', { isBundle: true, sqlite: { ok: false, message: 'Error: no module' } }],
    ['electron', 'warn', 'npm run package', { isBundle: true }],
    ['region', 'fail', 'region build', { region: { name: 'jinan', problem: 'roads.bin is missing' } }],
    ['machine', 'warn', 'slow', { cpus: 1 }],
    ['machine', 'warn', '4 GB', { memoryBytes: 2 * GIB }],
    ['disk', 'fail', '--data-dir', { data: { ...data, writeError: 'EROFS' } }],
    ['disk', 'fail', '--data-dir', { data: { ...data, freeBytes: 1024 } }],
    ['disk', 'warn', 'positions', { data: { ...data, freeBytes: GIB / 2 } }],
    ['clock', 'warn', 'NTP', { nowMs: 0 }],
    ['clock', 'warn', 'NTP', { installedAtMs: NOW_MS + 30 * 24 * 3_600_000 }],
    ['clock', 'warn', 'another time', { data: { ...data, fileAheadMs: -90_000 } }],
    ['ports', 'warn', '--port 0', { ports: [{ port: 4871, state: 'taken' }] }],
    ['display', 'warn', 'link', { hasDisplay: false }],
    ['browser', 'warn', 'second way', { browser: undefined }],
    ['browser', 'warn', 'only the gateway', { browser: undefined, isRoot: true }],
    ['electron', 'warn', 'npm run electron', { electron: { path: '/e', isPresent: false } }],
    ['electron', 'warn', 'ordinary user', { isRoot: true }],
    ['electron', 'warn', 'graphical', { hasDisplay: false }],
    ['gpu', 'warn', 'slow map', { renderNodes: [] }],
    ['gpu', 'warn', 'there is no map', { webgl: 'none' }],
    ['gpu', 'warn', 'group render', { renderNodes: [{ path: '/dev/dri/renderD128', isOpen: false }] }],
    ['fonts', 'warn', 'any font', { fonts: { all: 0, chinese: 0 } }],
    ['sound', 'warn', 'on screen stays', { soundCards: undefined }],
  ];
  it.each(cases)('%s: %s, and says "%s"', (id, level, words, change) => {
    const findings = judge({ ...healthy, ...change });
    const found = findings.find((one) => one.id === id);
    expect(found?.level).toBe(level);
    expect(`${found?.effect?.en} ${found?.advice?.en}`).toContain(words);
    expect(canRun(findings)).toBe(level === 'warn');
    // both languages say something, and not the same
    for (const part of [found?.effect, found?.advice]) expect(part?.zh).toMatch(/\p{Script=Han}/u);
  });

  it('tells what the browser said of WebGL, and when it was not asked', () => {
    const gpu = (webgl: Facts['webgl']): string =>
      judge({ ...healthy, webgl }).find(({ id }) => id === 'gpu')?.found.en ?? '';
    expect(gpu({ renderer: 'ANGLE (Intel, Mesa)' })).toContain('without a window: ANGLE (Intel, Mesa)');
    expect(gpu(undefined)).toContain('no browser could be asked');
  });

  it('asks nothing of Linux on other systems', () => {
    const os = { ...healthy.os, platform: 'win32' };
    const bare = { glibc: undefined, fonts: undefined, soundCards: undefined, renderNodes: undefined };
    expect(judge({ ...healthy, os, ...bare }).every(({ level }) => level === 'ok')).toBe(true);
  });
});

describe.runIf(process.platform !== 'win32')('asking a browser about WebGL', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rampart-webgl-test-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  /** A program in the browser's place that prints this page. */
  function browserSaying(html: string): string {
    const file = join(folder, 'browser');
    writeFileSync(file, `#!/bin/sh\nprintf '%s' '${html}'\n`, { mode: 0o700 });
    return file;
  }

  it('reads who draws, that nobody does, and takes no answer for none', async () => {
    const page = (answer: string): string => `<html><head></head><body>WEBGL[${answer}]</body></html>`;
    expect(await askWebgl(browserSaying(page('ANGLE (x, [y])')), false)).toEqual({
      renderer: 'ANGLE (x, [y])',
    });
    expect(await askWebgl(browserSaying(page('')), false)).toBe('none');
    expect(await askWebgl(browserSaying('<html></html>'), false)).toBeUndefined();
    expect(await askWebgl(join(folder, 'nothing'), false)).toBeUndefined();
  });
});

describe('rampart doctor', () => {
  const folders: string[] = [];
  afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

  async function run(args: readonly string[], change: Partial<DoctorDeps> = {}) {
    const said = { out: '', err: '' };
    const code = await runDoctor(args, {
      out: (words) => void (said.out += words),
      err: (words) => void (said.err += words),
      machine: {
        repoRoot: REPO_ROOT,
        env: process.env,
        platform: process.platform,
        callerDir: '/',
        nowMs: () => Date.now(),
      },
      ...change,
    });
    return { code, ...said };
  }
  const look = (change: Partial<Facts>) => (): Promise<Facts> => Promise.resolve({ ...healthy, ...change });
  const report = z.object({
    ok: z.boolean(),
    checks: z.array(z.object({ id: z.string(), level: z.string(), found: z.object({ en: z.string() }) })),
  });

  it('prints one language, and ends with 0 or 1', async () => {
    const fine = await run(['--lang', 'en'], { look: look({ soundCards: 0 }) });
    expect(fine).toMatchObject({ code: 0, err: '' });
    expect(fine.out).toContain('Can run, 1 warnings');
    expect(fine.out).not.toMatch(/\p{Script=Han}/u);
    const bad = await run(['--lang=zh-CN'], { look: look({ packages: undefined }) });
    expect(bad.code).toBe(1);
    expect(bad.out).toContain('还不能运行：1 项须处理');
  });

  it('refuses what it does not know with 2, and explains itself', async () => {
    for (const args of [['--jsn'], ['now'], ['--lang', 'fr'], ['--port', '70000'], ['--data-dir', ' ']]) {
      const { code, out, err } = await run(args);
      expect([code, out], args.join(' ')).toEqual([2, '']);
      expect(err).toContain('Usage');
    }
    const help = await run(['--help']);
    expect(help.code).toBe(0);
    expect(help.out).toContain('--json');
  });

  it('looks at this machine and leaves nothing behind', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rampart-doctor-test-'));
    folders.push(folder);
    const server = createServer();
    await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? Math.min(address.port, 65_533) : 0;
    const { code, out } = await run([
      '--json',
      '--data-dir',
      join(folder, 'deep', 'er'),
      '--port',
      `${port}`,
    ]);
    await new Promise((done) => server.close(done));
    const { ok, checks } = report.parse(JSON.parse(out));
    expect(out.trim().split('\n')).toHaveLength(1);
    expect([code, ok]).toEqual([0, true]);
    const levels = Object.fromEntries(checks.map(({ id, level }) => [id, level]));
    expect(levels).toMatchObject({ node: 'ok', database: 'ok', region: 'ok', disk: 'ok', ports: 'warn' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('lives through a machine that has nothing', async () => {
    const nowhere = join(tmpdir(), 'rampart-doctor-nothing-here');
    expect(existsSync(nowhere)).toBe(false);
    const { code, out } = await run(['--json', '--port', '0', '--data-dir', '/dev/null/data'], {
      machine: { repoRoot: nowhere, env: {}, platform: 'linux', callerDir: '/', nowMs: () => 0 },
    });
    const { checks } = report.parse(JSON.parse(out));
    expect(code).toBe(1);
    const failed = checks.filter(({ level }) => level === 'fail').map(({ id }) => id);
    expect(failed).toEqual(['database', 'packages', 'region', 'disk']);
  });
});
