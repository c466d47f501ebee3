import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from './testing/until.ts';

const ENTRY = fileURLToPath(new URL('./index.ts', import.meta.url));
const STARTS_WITHIN_MS = 60_000;

let folder: string;
let running: ChildProcess[];

interface Run {
  readonly child: ChildProcess;
  out: string;
  err: string;
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
}

/** The program as `npm start` runs it, in a home of its own. */
function start(...args: string[]): Run {
  const env = {
    ...process.env,
    XDG_DATA_HOME: folder,
    HOME: folder,
    LOCALAPPDATA: folder,
    INIT_CWD: folder,
    LC_ALL: 'C',
  };
  const child = spawn(process.execPath, [ENTRY, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  const run = {
    child,
    out: '',
    err: '',
    ended: new Promise<number | null>((resolve) => child.once('close', resolve)),
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (run.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (run.err += text));
  return run;
}

async function ready(
  run: Run,
): Promise<{ readonly url: string; readonly pid: number; readonly dataDir: string }> {
  await until(() => /^ready .*\n/m.test(run.out), 'the ready line', STARTS_WITHIN_MS);
  return JSON.parse(run.out.slice('ready '.length)) as { url: string; pid: number; dataDir: string };
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rampart 壁垒 '));
  running = [];
});
afterEach(async () => {
  for (const child of running) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }
  await until(() => tryRemove(), 'the folder to be free');
});

function tryRemove(): boolean {
  try {
    rmSync(folder, { recursive: true, force: true });
    return true;
  } catch {
    return false; // a killed program's children take a moment to follow
  }
}

describe('npm start', () => {
  it('prints help on stdout and complains about bad flags with exit 2', async () => {
    const help = start('--help');
    expect(await help.ended).toBe(0);
    expect(help.out).toContain('--print-url');
    const bad = start('--port', 'many');
    expect(await bad.ended).toBe(2);
    expect([bad.out, bad.err]).toEqual(['', expect.stringContaining('--port')]);
    const none = start('--print-url', '--lang', 'en');
    expect(await none.ended).toBe(1);
    expect(none.err).toContain('npm start');
  });

  it('names the port that is taken', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const run = start('--host', 'browser', '--headless', '--port', String(port), '--lang', 'en');
    const code = await run.ended;
    server.close();
    expect([code, run.out]).toEqual([1, '']);
    expect(run.err).toContain(`Port ${port} (page) is taken`);
  });

  it('runs gateway, data service and page in a folder with Han and a space, and leaves nothing behind', {
    timeout: 120_000,
  }, async () => {
    const run = start('--host', 'browser', '--headless', '--port', '0', '--data-dir', '数据 1');
    const { url, pid, dataDir } = await ready(run);
    expect(run.out.trimEnd().split('\n')).toHaveLength(1);
    expect([pid, dataDir]).toEqual([run.child.pid, join(folder, '数据 1')]);
    expect((await fetch(url, { redirect: 'manual' })).status).toBe(303);
    expect((await fetch(url, { redirect: 'manual' })).status).toBe(401);

    const link = start('--print-url', '--data-dir', '数据 1');
    expect(await link.ended).toBe(0);
    expect(link.err).toBe('');
    expect((await fetch(link.out.trim(), { redirect: 'manual' })).status).toBe(303);

    const second = start('--host', 'browser', '--headless', '--port', '0', '--data-dir', '数据 1');
    expect(await second.ended).toBe(1);
    expect(second.err).toContain(String(pid));

    run.child.kill('SIGTERM');
    setTimeout(() => run.child.kill('SIGTERM'), 5);
    expect(await run.ended).toBe(0);
    expect(run.err).not.toMatch(/"level":(50|60)/);
    expect(readdirSync(dataDir)).not.toContain('instance.json');
    await expect(fetch(url)).rejects.toThrow();
  });
});
