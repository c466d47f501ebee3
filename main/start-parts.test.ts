import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../shared/kit/log.ts';
import { loadCacheKey } from './cache-key.ts';
import { type DataFolderInput, dataFolders } from './data-folder.ts';
import type { Secrets } from './host/host.ts';
import { lockFolder } from './folder-lock.ts';
import {
  isInstanceAlive,
  isProcessAlive,
  readInstance,
  removeInstance,
  writeInstance,
} from './instance-file.ts';
import { sweepRuns } from './old-runs.ts';
import { portOwner } from './port-owner.ts';
import { assertPortsFree, portsFor } from './ports.ts';
import { requestLink } from './print-url.ts';
import { readyLine } from './ready-line.ts';
import { StartError, startText } from './start-text.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rampart-start-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('dataFolders', () => {
  const input: DataFolderInput = {
    platform: 'linux',
    env: {},
    homeDir: '/home/u',
    callerDir: '/work/here',
    dataDir: undefined,
    drill: undefined,
    runName: '20270101000000-7',
  };

  it('follows the system', () => {
    expect(dataFolders(input).home).toBe('/home/u/.local/share/rampart/drills/default');
    expect(dataFolders({ ...input, env: { XDG_DATA_HOME: '/x' } }).home).toBe('/x/rampart/drills/default');
    expect(dataFolders({ ...input, env: { XDG_DATA_HOME: 'relative' } }).home).toContain('/home/u/');
    expect(dataFolders({ ...input, platform: 'darwin' }).home).toBe(
      '/home/u/Library/Application Support/Rampart/drills/default',
    );
    const windows = { ...input, platform: 'win32', homeDir: 'C:\\Users\\u' } as const;
    expect(dataFolders(windows).home).toBe('C:\\Users\\u\\AppData\\Local\\Rampart\\drills\\default');
    expect(dataFolders({ ...windows, env: { LOCALAPPDATA: 'D:\\L' } }).home).toBe(
      'D:\\L\\Rampart\\drills\\default',
    );
  });

  it('gives every start of a drill a folder of its own, unless the user names one', () => {
    expect(dataFolders({ ...input, drill: 'warm' })).toEqual({
      home: '/home/u/.local/share/rampart/drills/warm',
      run: '/home/u/.local/share/rampart/drills/warm/run-20270101000000-7',
      regions: ['/home/u/.local/share/rampart/regions'],
      isNamed: false,
    });
    expect(dataFolders({ ...input, dataDir: '数据 1' })).toEqual({
      home: '/work/here/数据 1',
      run: '/work/here/数据 1',
      regions: ['/work/here/数据 1/regions', '/home/u/.local/share/rampart/regions'],
      isNamed: true,
    });
  });

  it('keeps the newest three and whatever still runs', () => {
    for (const run of [
      'run-20270101000000-1',
      'run-20270102000000-2',
      'run-20270103000000-3',
      'run-20270104000000-4',
      'run-20270105000000-5',
    ]) {
      mkdirSync(join(folder, run));
    }
    writeFileSync(join(folder, 'instance.json'), '{}');
    sweepRuns(folder, join(folder, 'run-20270105000000-5'), (pid) => pid === 1);
    expect(readdirSync(folder).toSorted()).toEqual([
      'instance.json',
      'run-20270101000000-1',
      'run-20270102000000-2',
      'run-20270103000000-3',
      'run-20270104000000-4',
      'run-20270105000000-5',
    ]);
    sweepRuns(folder, 'none', () => false);
    expect(readdirSync(folder)).toHaveLength(4);
  });
});

describe('ports', () => {
  it('are page N, ingest N+1 and feed N+2; 0 leaves all to the system', () => {
    expect(portsFor(5000)).toEqual({ page: 5000, ingest: 5001, feed: 5002 });
    expect(portsFor(0)).toEqual({ page: 0, ingest: 0, feed: 0 });
    expect(portsFor(undefined).feed).toBe(portsFor(undefined).page + 2);
  });

  it('names the one that is taken and the flag to change it', async () => {
    const server = await new Promise<Server>((resolve) => {
      const one = createServer().listen(0, '127.0.0.1', () => resolve(one));
    });
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const failure = await assertPortsFree({ page: 0, ingest: port, feed: 0 }).catch(
      (error: unknown) => error,
    );
    const owner = portOwner(port);
    server.close();
    if (process.platform === 'linux') expect(owner?.pid).toBe(process.pid);
    expect(portOwner(1, '/nonexistent')).toBeUndefined();
    expect(failure).toBeInstanceOf(StartError);
    const { problem } = failure as StartError;
    for (const lang of ['zh-CN', 'en'] as const) {
      expect(startText(lang, problem)).toContain(String(port));
      expect(startText(lang, problem)).toContain('--port');
    }
    expect(startText('zh-CN', problem)).toContain('（接入）');
    // On Linux it is named who has it: this very process.
    if (process.platform === 'linux') expect(startText('en', problem)).toContain(`(process ${process.pid})`);
    await expect(assertPortsFree({ page: 0, ingest: 0, feed: 0 })).resolves.toBeUndefined();
  });
});

describe('the instance file', () => {
  const instance = {
    pid: 4242,
    host: 'browser',
    controlUrl: 'http://127.0.0.1:1/control/link',
    secret: 's',
  } as const;

  it('is private, and counts only while its process lives', () => {
    writeInstance(folder, instance);
    if (process.platform !== 'win32') expect(statSync(join(folder, 'instance.json')).mode & 0o077).toBe(0);
    expect(readInstance(folder, () => true)).toEqual(instance);
    expect(readInstance(folder, () => false)).toBeUndefined();
    expect(readInstance(folder, isInstanceAlive)?.pid ?? 0).toBe(isProcessAlive(4242) ? 4242 : 0);
    removeInstance(folder, 1);
    expect(readInstance(folder, () => true)).toEqual(instance);
    removeInstance(folder, 4242);
    expect(readInstance(folder, () => true)).toBeUndefined();
    expect(isProcessAlive(process.pid)).toBe(true);
  });

  it('tells --print-url what is wrong', async () => {
    await expect(requestLink(folder)).rejects.toMatchObject({ problem: { kind: 'nothing-runs' } });
    writeInstance(folder, { pid: process.pid, host: 'electron', secret: 's' });
    await expect(requestLink(folder)).rejects.toMatchObject({ problem: { kind: 'electron-runs' } });
    writeInstance(folder, { ...instance, pid: process.pid });
    await expect(requestLink(folder)).rejects.toMatchObject({ problem: { kind: 'no-answer' } });
  });

  it('is not taken for a running console when its number became another process', async () => {
    writeInstance(folder, { ...instance, pid: process.pid, runDir: folder });
    await expect(requestLink(folder)).rejects.toMatchObject({ problem: { kind: 'nothing-runs' } });
    const lock = lockFolder(folder);
    expect(readInstance(folder, isInstanceAlive)?.pid).toBe(process.pid);
    lock?.release();
  });
});

describe('the folder lock', () => {
  /** Another process that takes the folder, says whether it could, and holds it until it is killed. */
  const holder = async (): Promise<{ readonly said: string; readonly kill: () => Promise<void> }> => {
    const script = `const { lockFolder } = await import(${JSON.stringify(join(import.meta.dirname, 'folder-lock.ts'))});
      const lock = lockFolder(process.argv[1]);
      process.stdout.write(lock === undefined ? 'taken' : 'mine');
      setInterval(() => lock, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const said = await new Promise<string>((resolve) =>
      child.stdout.once('data', (data: Buffer) => resolve(String(data))),
    );
    const exited = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
    return { said, kill: () => (child.kill('SIGKILL'), exited) };
  };

  it('is held by one process at a time and let go by a killed one', async () => {
    const first = await holder();
    expect(first.said).toBe('mine');
    expect(lockFolder(folder)).toBeUndefined();
    const second = await holder();
    expect(second.said).toBe('taken');
    await first.kill();
    const lock = lockFolder(folder);
    expect(lock).toBeDefined();
    lock?.release();
    await second.kill();
  });
});

describe('the ready line', () => {
  it('has the shape that programs read', () => {
    const gateway = {
      ingest: { url: 'https://127.0.0.1:4871', keyFile: '/d/ingest.key' },
      feedUrl: 'https://127.0.0.1:4872',
      caFile: '/d/ca.pem',
      consoleKey: 'secret',
      mode: 'drill',
      region: 'jinan',
    } as const;
    const line = readyLine({
      url: 'http://127.0.0.1:4870/?token=t',
      host: 'browser',
      gateway,
      dataDir: '/d',
      pid: 7,
    });
    expect(line.startsWith('ready ')).toBe(true);
    expect(JSON.parse(line.slice(6))).toEqual({
      url: 'http://127.0.0.1:4870/?token=t',
      host: 'browser',
      mode: 'drill',
      region: 'jinan',
      ingest: { url: 'https://127.0.0.1:4871', keyFile: '/d/ingest.key' },
      feed: { url: 'https://127.0.0.1:4872' },
      caFile: '/d/ca.pem',
      dataDir: '/d',
      pid: 7,
    });
    expect(line).not.toContain('secret');
  });
});

describe('loadCacheKey', () => {
  const key = new Uint8Array(32).fill(3);
  const xor = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => byte ^ 0x5a);
  const store = (backend: string | undefined, rewrap = false): Secrets => ({
    backend: () => Promise.resolve(backend),
    wrap: (secret) => Promise.resolve(xor(secret)),
    unwrap: (wrapped) => Promise.resolve({ secret: xor(wrapped), rewrap }),
  });
  const load = (secrets: Secrets, fresh = key): Promise<Uint8Array | undefined> =>
    loadCacheKey(folder, secrets, () => fresh, silentLog);

  it('is made once, kept wrapped only, and given back', async () => {
    expect(await load(store('kwallet6'))).toEqual(key);
    expect(await load(store('kwallet6', true), new Uint8Array(32))).toEqual(key);
    const kept = readFileSync(join(folder, 'cache-key.json'), 'utf8');
    expect(kept).not.toContain(Buffer.from(key).toString('base64'));
  });

  it('is absent without a store, and left alone when the store is another one', async () => {
    expect(await load(store(undefined))).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
    await load(store('kwallet6'));
    const kept = readFileSync(join(folder, 'cache-key.json'), 'utf8');
    expect(await load(store('gnome_libsecret'))).toBeUndefined();
    expect(readFileSync(join(folder, 'cache-key.json'), 'utf8')).toBe(kept);
  });
});
