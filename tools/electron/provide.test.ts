import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { type RequestListener, type Server, createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseFlags } from '../../main/launcher/flags.ts';
import { REPO_ROOT } from '../spawn.ts';
import { type Provided, type ProvideInput, provideElectron } from './provide.ts';
import { cachedZip, releaseUrl } from './release.ts';

const NOW_MS = 1_800_000_000_000;
const ZIP = '/v45.4.1/electron-v45.4.1-linux-x64.zip';

let root = '';
let said: string[] = [];
let drawn = '';
let asked: string[] = [];
let server: Server | undefined;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), '壁垒 runtime-'));
  said = [];
  drawn = '';
  asked = [];
  mkdirSync(home(), { recursive: true });
  writeFileSync(join(home(), 'package.json'), JSON.stringify({ version: '45.4.1' }));
  installer(
    `fs.mkdirSync(dist); fs.writeFileSync(dist + '/electron', ''); fs.writeFileSync(home + '/path.txt', 'electron')`,
  );
});
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)));
  server = undefined;
  rmSync(root, { recursive: true, force: true });
});

const home = (): string => join(root, 'node_modules', 'electron');

/** The electron package's install.js, played by a few lines of ours. */
function installer(body: string): void {
  const lines = `const fs = require('node:fs'); const home = __dirname; const dist = home + '/dist'; ${body}`;
  writeFileSync(join(home(), 'install.js'), lines);
}

/** A mirror on this machine. Answers its address. */
async function mirror(listener: RequestListener): Promise<string> {
  const one = createServer((request, response) => {
    asked.push(request.url ?? '');
    listener(request, response);
  });
  server = one;
  await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve));
  const address = one.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`;
}

const serves: RequestListener = (_, response) => void response.end('PK');

function provide(env: Record<string, string>, more: Partial<ProvideInput> = {}): Promise<Provided> {
  const parsed = parseFlags(['--lang', 'en'], {});
  if (parsed.kind !== 'run') throw new Error('bad flags');
  return provideElectron({
    repoRoot: root,
    flags: parsed.flags,
    env: { PATH: process.env['PATH'], DISPLAY: ':0', ...env },
    platform: 'linux',
    arch: 'x64',
    homeDir: root,
    isRoot: false,
    nowMs: NOW_MS,
    say: (line) => said.push(line),
    draw: (text) => (drawn += text),
    signal: new AbortController().signal,
    firstByteMs: 5_000,
    stallMs: 5_000,
    pollMs: 20,
    ...more,
  });
}

describe('a start without the runtime', () => {
  it('fetches it after one line, and asks nothing again', async () => {
    const url = await mirror(serves);
    expect(await provide({ ELECTRON_MIRROR: url })).toBe('present');
    expect(said).toEqual([expect.stringMatching(/fetching it once from 127[.]0[.]0[.]1:\d+ /)]);
    expect(asked).toEqual([ZIP]);
    expect(await provide({ ELECTRON_MIRROR: url })).toBe('present');
    expect([said.length, asked.length]).toEqual([1, 1]);
    expect(readdirSync(join(root, '.cache'))).toEqual([]);
  });

  it('waits only so long for the first byte, and only once a day', async () => {
    const url = await mirror(() => undefined);
    const env = { npm_config_electron_mirror: url };
    const startedMs = performance.now();
    expect(await provide(env, { firstByteMs: 300 })).toBe('failed');
    expect(performance.now() - startedMs).toBeLessThan(3_000);
    expect(said).toHaveLength(2);
    expect(said[1]).toMatch(
      /sent nothing within 0.3 s.*npm run electron.*ELECTRON_MIRROR.*browser host opens/,
    );
    expect(await provide(env, { firstByteMs: 300, nowMs: NOW_MS + 3_600_000 })).toBe('untried');
    expect([said.length, asked.length]).toEqual([2, 1]);
    expect(await provide(env, { firstByteMs: 300, nowMs: NOW_MS + 86_400_000 })).toBe('failed');
    expect(asked).toHaveLength(2);
  });

  it('counts headers without a byte as nothing', async () => {
    const url = await mirror((_, response) => response.writeHead(200).flushHeaders());
    expect(await provide({ ELECTRON_MIRROR: url }, { firstByteMs: 300 })).toBe('failed');
    expect(said[1]).toContain('sent nothing');
  });

  it('names what the server answered', async () => {
    const url = await mirror((_, response) => void response.writeHead(404).end('no'));
    expect(await provide({ ELECTRON_MIRROR: url })).toBe('failed');
    expect(said[1]).toMatch(/answered 404.*browser host opens instead/);
  });

  it('says in Chinese that nobody listens there', async () => {
    const url = await mirror(serves);
    await new Promise((resolve) => server?.close(resolve));
    server = undefined;
    const parsed = parseFlags([], {});
    if (parsed.kind !== 'run') throw new Error('bad flags');
    expect(await provide({ ELECTRON_MIRROR: url }, { flags: parsed.flags })).toBe('failed');
    expect(said[0]).toContain('尚无 Electron 运行时');
    expect(said[1]).toMatch(/无法连接 127[.]0[.]0[.]1.*ECONNREFUSED.*npm run electron.*现在改用浏览器/);
  });

  it('names a mirror that is no address', async () => {
    expect(await provide({ ELECTRON_MIRROR: 'mirror' })).toBe('failed');
    expect(said[1]).toMatch(/^The Electron runtime was not fetched \(mirrorv45/);
  });

  it('leaves a tree that it cannot write to alone', async () => {
    rmSync(join(home(), 'package.json'));
    expect(await provide({ ELECTRON_MIRROR: 'http://127.0.0.1:1/' })).toBe('untried');
    writeFileSync(join(root, '.cache'), 'not a folder');
    writeFileSync(join(home(), 'package.json'), JSON.stringify({ version: '45.4.1' }));
    expect(await provide({ ELECTRON_MIRROR: 'http://127.0.0.1:1/' })).toBe('untried');
    expect(said).toEqual([]);
  });
});

describe('the installer', () => {
  it('may take its time while it gets on, with dots', async () => {
    installer(`
      const scratch = require('node:os').tmpdir();
      let n = 0;
      const timer = setInterval(() => {
        fs.writeFileSync(scratch + '/part-' + n, Buffer.alloc(3e6));
        if (++n < 6) return;
        clearInterval(timer);
        fs.mkdirSync(dist);
        fs.writeFileSync(dist + '/electron', '');
      }, 120)`);
    const url = await mirror(serves);
    expect(await provide({ ELECTRON_MIRROR: url }, { stallMs: 500 })).toBe('present');
    expect(drawn).toMatch(/^[.]{3,}\n$/);
    expect(readdirSync(join(root, '.cache'))).toEqual([]);
  });

  it('is ended when it stands still, and its half runtime goes with it', async () => {
    installer(`fs.mkdirSync(dist); fs.writeFileSync(dist + '/electron', 'half'); setInterval(() => 0, 1000)`);
    const url = await mirror(serves);
    expect(await provide({ ELECTRON_MIRROR: url }, { stallMs: 200 })).toBe('failed');
    expect(said[1]).toMatch(/stood still for 0.2 s/);
    expect(existsSync(join(home(), 'dist'))).toBe(false);
  });

  it('is ended when the start is, without another word', async () => {
    installer(
      `fs.mkdirSync(dist); fs.writeFileSync(dist + '/electron', Buffer.alloc(6e6)); setInterval(() => 0, 1000)`,
    );
    const url = await mirror(serves);
    const stop = new AbortController();
    const draw = (): void => stop.abort();
    expect(await provide({ ELECTRON_MIRROR: url }, { signal: stop.signal, draw })).toBe('stopped');
    expect(said).toHaveLength(1);
    expect(existsSync(join(home(), 'dist'))).toBe(false);
  });

  it('ends without a runtime: its own words are the reason', async () => {
    installer(`console.error('Error: no space left on device'); process.exit(1)`);
    const url = await mirror(serves);
    expect(await provide({ ELECTRON_MIRROR: url })).toBe('failed');
    expect(said[1]).toContain('(Error: no space left on device)');
  });

  it('needs no network for a file it has fetched before', async () => {
    const env = { ELECTRON_MIRROR: 'http://127.0.0.1:1/', electron_config_cache: join(root, 'zips') };
    const url = releaseUrl({ version: '45.4.1', env, platform: 'linux', arch: 'x64' });
    const zip = cachedZip(url, env, 'linux', root) ?? '';
    mkdirSync(dirname(zip), { recursive: true });
    writeFileSync(zip, 'PK');
    expect(await provide(env)).toBe('present');
  });

  it.skipIf(process.platform === 'win32')(
    'is the real one, and refuses what is not the published file',
    async () => {
      const real = join(REPO_ROOT, 'node_modules');
      for (const file of ['install.js', 'package.json', 'checksums.json']) {
        cpSync(join(real, 'electron', file), join(home(), file));
      }
      for (const name of readdirSync(real).filter(
        (entry) => !entry.startsWith('.') && entry !== 'electron',
      )) {
        symlinkSync(join(real, name), join(root, 'node_modules', name));
      }
      chmodSync(join(home(), 'install.js'), 0o644);
      const url = await mirror(serves);
      const env = { ELECTRON_MIRROR: url, electron_config_cache: join(root, 'zips') };
      expect(await provide(env)).toBe('failed');
      expect(asked).toHaveLength(2);
      expect(said[1]).toMatch(/checksum/i);
      expect(existsSync(join(home(), 'dist'))).toBe(false);
    },
  );
});
