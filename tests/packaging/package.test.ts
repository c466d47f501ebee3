/** electron-builder with our configuration, on a stand-in runtime: what is packed, and the fuses that are burnt. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { APP_PROGRAMS, bundlePath, PROGRAM_DATA } from '../../tools/build-app.ts';
import { FUSES } from '../../tools/packaging/set-fuses.mjs';
import { writeProject, writeRuntime } from './stand-in.ts';

const repo = resolve(import.meta.dirname, '../..');
const PACKED = [...[...APP_PROGRAMS, ...PROGRAM_DATA].map(bundlePath), 'dist/renderer/index.html'];
const LEFT_OUT = [
  'dist/renderer/assets/app.js.map',
  'regions/jinan/source/jinan.osm.pbf',
  'regions/builder/build.ts',
  'main/index.ts',
  'tests/a.test.ts',
  'secret.env',
];

let root = '';
let built: ReturnType<typeof spawnSync>;

function build(project: string): ReturnType<typeof spawnSync> {
  const cli = join(repo, 'node_modules', 'electron-builder', 'cli.js');
  const args = ['--dir', '--linux', '--x64', '--publish', 'never', '--projectDir', project];
  const runtime = ['-c.electronDist=' + join(root, 'runtime'), '-c.electronVersion=45.4.1'];
  // A proxy nobody answers on: whoever tries the network fails at once.
  const offline = {
    HTTPS_PROXY: 'http://127.0.0.1:9',
    HTTP_PROXY: 'http://127.0.0.1:9',
    npm_config_offline: 'true',
  };
  return spawnSync(process.execPath, [cli, ...args, ...runtime], {
    cwd: project,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: root, ...offline },
    timeout: 90_000,
  });
}

describe.skipIf(process.platform !== 'linux')('electron-builder --dir', () => {
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), '壁垒 packaging '));
    await writeRuntime(join(root, 'runtime'));
    writeProject(join(root, 'app'), [...PACKED, ...LEFT_OUT, 'regions/jinan/manifest.json']);
    built = build(join(root, 'app'));
  }, 100_000);
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const unpacked = (...parts: string[]): string =>
    join(root, 'app', 'dist', 'packages', 'linux-unpacked', ...parts);

  it('accepts the configuration', () => {
    expect(built.stderr).toBe('');
    expect(built.status, String(built.stdout)).toBe(0);
    expect(existsSync(unpacked('rampart'))).toBe(true);
  });

  it('packs the programs, the region and the native module, and nothing else', () => {
    const files = listPackage(unpacked('resources', 'app.asar'), { isPack: false }).map((file) =>
      file.slice(1),
    );
    for (const file of [...PACKED, 'package.json', 'LICENSE', 'NOTICE', 'regions/jinan/manifest.json'])
      expect(files).toContain(file);
    for (const file of LEFT_OUT) expect(files).not.toContain(file);
    const modules = files.filter((file) => /^node_modules\/[^/]+$/.test(file));
    expect(modules).toEqual(['node_modules/better-sqlite3-multiple-ciphers']);
    const native = 'node_modules/better-sqlite3-multiple-ciphers/prebuilds/linux-x64.node';
    expect(files).toContain(native);
    expect(existsSync(unpacked('resources', 'app.asar.unpacked', native))).toBe(true);
  });

  it('burns every fuse as stated', async () => {
    const wire = await getCurrentFuseWire(unpacked('rampart'));
    const names = Object.values(FuseV1Options).filter((key) => typeof key === 'number');
    expect(names).toHaveLength(9);
    for (const fuse of names) {
      const expected = FUSES[fuse] ? FuseState.ENABLE : FuseState.DISABLE;
      expect(wire[fuse], FuseV1Options[fuse]).toBe(expected);
    }
  });

  it('refuses to pack without the main program', () => {
    rmSync(join(root, 'app', 'dist'), { recursive: true, force: true });
    const refused = build(join(root, 'app'));
    expect(refused.status).not.toBe(0);
    expect(String(refused.stdout) + String(refused.stderr)).toContain('dist/main/index.js');
  }, 100_000);
});
