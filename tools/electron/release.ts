/**
 * Where the release file of the Electron runtime is: the same rules as @electron/get, which the electron package's
 * installer uses and which exports none of them.
 */
import { createHash } from 'node:crypto';
import { posix, win32 } from 'node:path';

type Env = Readonly<Record<string, string | undefined>>;

export interface Release {
  /** Version of the electron package, such as 45.4.1. */
  readonly version: string;
  readonly env: Env;
  readonly platform: string;
  readonly arch: string;
}

const GITHUB = 'https://github.com/electron/electron/releases/download/';

/** The address the installer will ask. May not be a valid URL when a mirror variable is not one. */
export function releaseUrl({ version, env, platform, arch }: Release): string {
  const custom = setting(env, 'custom_version', 'customVersion') ?? version;
  const tag = custom.startsWith('v') ? custom : `v${custom}`;
  const base = setting(env, 'mirror', 'mirror') ?? GITHUB;
  const folder = (setting(env, 'custom_dir', 'customDir') ?? tag).replace('{{ version }}', tag.slice(1));
  const system = first(env, ['ELECTRON_INSTALL_PLATFORM', 'npm_config_platform']) ?? platform;
  const processor = first(env, ['ELECTRON_INSTALL_ARCH', 'npm_config_arch']) ?? arch;
  const usual = `electron-${tag}-${system}-${processor === 'arm' ? 'armv7l' : processor}.zip`;
  return `${base}${folder}/${setting(env, 'custom_filename', 'customFilename') ?? usual}`;
}

/** Where a file fetched from `url` before is kept; undefined when the cache is switched off. */
export function cachedZip(
  url: string,
  env: Env,
  platform: NodeJS.Platform,
  home: string,
): string | undefined {
  if (env['force_no_cache'] === 'true' || !URL.canParse(url)) return undefined;
  const path = platform === 'win32' ? win32 : posix;
  const parsed = new URL(url);
  const file = posix.basename(parsed.pathname);
  parsed.hash = '';
  parsed.search = '';
  parsed.pathname = posix.dirname(parsed.pathname);
  const key = createHash('sha256').update(parsed.toString()).digest('hex');
  return path.join(first(env, ['electron_config_cache']) ?? usualCache(env, platform, home), key, file);
}

function usualCache(env: Env, platform: NodeJS.Platform, home: string): string {
  if (platform === 'darwin') return posix.join(home, 'Library', 'Caches', 'electron');
  if (platform === 'win32') {
    const local = first(env, ['LOCALAPPDATA']) ?? win32.join(home, 'AppData', 'Local');
    return win32.join(local, 'electron', 'Cache');
  }
  return posix.join(first(env, ['XDG_CACHE_HOME']) ?? posix.join(home, '.cache'), 'electron');
}

/** A mirror setting by its snake and camel name: npm's configuration first, then package.json's, then Electron's. */
function setting(env: Env, snake: string, camel: string): string | undefined {
  return first(env, [
    `npm_config_electron_${camel.toLowerCase()}`,
    `NPM_CONFIG_ELECTRON_${snake.toUpperCase()}`,
    `npm_config_electron_${snake}`,
    `npm_package_config_electron_${camel}`,
    `npm_package_config_electron_${snake}`,
    `ELECTRON_${snake.toUpperCase()}`,
  ]);
}

/** The first that is set and not empty. */
function first(env: Env, names: readonly string[]): string | undefined {
  return names.map((name) => env[name]).find((value) => value !== undefined && value !== '');
}
