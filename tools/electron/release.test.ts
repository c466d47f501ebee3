import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { REPO_ROOT } from '../spawn.ts';
import { cachedZip, releaseUrl } from './release.ts';

/** The parts of @electron/get that its index does not export; what the installer really asks. */
interface Theirs {
  readonly getArtifactRemoteURL: (details: object) => Promise<string>;
  readonly getArtifactVersion: (details: object) => string;
}
interface TheirCache {
  readonly Cache: new (root?: string) => { getCachePath: (url: string, file: string) => string };
}

async function theirs<T>(file: string): Promise<T> {
  const require = createRequire(join(REPO_ROOT, 'node_modules', 'electron', 'package.json'));
  const index = require.resolve('@electron/get');
  return (await import(pathToFileURL(join(index, '..', file)).href)) as T;
}

afterEach(() => void vi.unstubAllEnvs());

describe('releaseUrl', () => {
  it.each<[Record<string, string>, string]>([
    [{}, 'https://github.com/electron/electron/releases/download/v45.4.1/electron-v45.4.1-linux-x64.zip'],
    [{ ELECTRON_MIRROR: 'http://m/e/' }, 'http://m/e/v45.4.1/electron-v45.4.1-linux-x64.zip'],
    [
      { npm_config_electron_mirror: 'http://n/', ELECTRON_MIRROR: 'http://m/' },
      'http://n/v45.4.1/electron-v45.4.1-linux-x64.zip',
    ],
    [
      { ELECTRON_MIRROR: 'http://m/', ELECTRON_CUSTOM_DIR: 'v{{ version }}-x' },
      'http://m/v45.4.1-x/electron-v45.4.1-linux-x64.zip',
    ],
    [
      { ELECTRON_CUSTOM_VERSION: '45.0.0', ELECTRON_MIRROR: 'http://m/' },
      'http://m/v45.0.0/electron-v45.0.0-linux-x64.zip',
    ],
    [{ ELECTRON_CUSTOM_FILENAME: 'e.zip', ELECTRON_MIRROR: 'http://m/' }, 'http://m/v45.4.1/e.zip'],
  ])('with %j is what the installer asks', async (env, url) => {
    expect(releaseUrl({ version: '45.4.1', env, platform: 'linux', arch: 'x64' })).toBe(url);
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    const get = await theirs<Theirs>('artifact-utils.js');
    const details = { version: 'v45.4.1', platform: 'linux', arch: 'x64', artifactName: 'electron' };
    const version = get.getArtifactVersion(details);
    expect(await get.getArtifactRemoteURL({ ...details, version })).toBe(url);
  });

  it('follows the variables that choose another system', () => {
    const env = { ELECTRON_INSTALL_PLATFORM: 'win32', npm_config_arch: 'arm64' };
    expect(releaseUrl({ version: '45.4.1', env, platform: 'linux', arch: 'x64' })).toMatch(
      /-win32-arm64[.]zip$/,
    );
  });
});

describe('cachedZip', () => {
  const url = 'https://m.example/e/v45.4.1/electron-v45.4.1-linux-x64.zip?token=1#x';

  it('is where the installer looks', async () => {
    const { Cache } = await theirs<TheirCache>('Cache.js');
    const file = 'electron-v45.4.1-linux-x64.zip';
    expect(cachedZip(url, { electron_config_cache: '/c' }, 'linux', '/home/u')).toBe(
      new Cache('/c').getCachePath(url, file),
    );
  });

  it('is under the cache folder of the system', () => {
    expect(cachedZip(url, {}, 'linux', '/home/u')).toMatch(
      /^\/home\/u\/[.]cache\/electron\/[0-9a-f]{64}\/electron-/,
    );
    expect(cachedZip(url, { XDG_CACHE_HOME: '/x' }, 'linux', '/home/u')).toMatch(/^\/x\/electron\//);
    expect(cachedZip(url, {}, 'darwin', '/Users/u')).toMatch(/^\/Users\/u\/Library\/Caches\/electron\//);
    expect(cachedZip(url, {}, 'win32', 'C:\\u')).toMatch(/^C:\\u\\AppData\\Local\\electron\\Cache\\/);
  });

  it('is not looked at when switched off, nor for what is no address', () => {
    expect(cachedZip(url, { force_no_cache: 'true' }, 'linux', '/h')).toBeUndefined();
    expect(cachedZip('mirror/e.zip', {}, 'linux', '/h')).toBeUndefined();
  });
});
