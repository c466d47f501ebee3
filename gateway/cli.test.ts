import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteLedger } from './ledger/sqlite-ledger.ts';
import { silentLog } from '../shared/kit/log.ts';
import { parseCli } from './serve-flags.ts';
import { alertRow } from './testing/test-gateway.ts';

const CLI = fileURLToPath(new URL('./cli.ts', import.meta.url));
const REGION = fileURLToPath(new URL('../regions/jinan', import.meta.url));

interface Ready {
  readonly ingestUrl: string;
  readonly caFile: string;
  readonly ingestKeyFile: string;
  readonly stream: string;
}

describe('parseCli', () => {
  const bad: readonly [string[], RegExp][] = [
    [[], /name a command/],
    [['audit'], /no command "audit"/],
    [['serve'], /--region-dir/],
    [['serve', '--region-dir', 'x'], /--data-dir/],
    [['serve', '--region-dir', 'x', '--data-dir', 'y', '--mode', 'test'], /--mode is drill, live/],
    [['serve', '--region-dir', 'x', '--data-dir', 'y', '--feed-port', '70000'], /--feed-port/],
    [['serve', '--region-dir', 'x', '--data-dir', 'y', '--ingest-port', '-1'], /ingest-port/],
    [['serve', '--region-dir', 'x', '--data-dir', 'y', '--speed', 'fast'], /--speed/],
    [['serve', '--region-dir', 'x', '--data-dir', 'y', '--drill', 'nope'], /--drill is race/],
    [['serve', '--region-dir', 'x', '--data-dir', 'y', '--wat'], /wat/],
    [['serve', 'now', '--region-dir', 'x', '--data-dir', 'y'], /now/],
  ];
  for (const [argv, message] of bad) {
    it(`refuses ${argv.slice(-2).join(' ') || 'nothing'}`, () => {
      const parsed = parseCli(argv);
      expect(parsed.ok ? '' : parsed.error).toMatch(message);
    });
  }
  it('takes what the launcher passes', () => {
    const argv =
      'serve --json --region-dir r --data-dir d --drill warm --seed 7 --speed max --rate 2.5'.split(' ');
    expect(parseCli(argv)).toMatchObject({
      ok: true,
      value: { kind: 'serve', flags: { mode: 'drill', drill: 'warm', seed: 7, speed: 'max', rate: 2.5 } },
    });
  });
});

describe('the gateway program', () => {
  let dataDir: string;
  const children: ChildProcess[] = [];
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'rampart-cli-'));
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    rmSync(dataDir, { recursive: true });
  });

  /** Runs to the end: exit code and output. */
  async function run(...argv: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const child = spawn(process.execPath, [CLI, ...argv], { stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number];
    return { code, stdout, stderr };
  }

  /** Starts a live gateway as a child with a channel and waits for its ready message. */
  async function start(): Promise<{ child: ChildProcess; ready: Ready; stdout: () => string }> {
    const argv = ['serve', '--mode', 'live', '--region-dir', REGION, '--data-dir', dataDir];
    const child = fork(CLI, argv, { stdio: ['ignore', 'pipe', 'ignore', 'ipc'] });
    children.push(child);
    let stdout = '';
    child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    const [message] = (await once(child, 'message')) as [Ready];
    return { child, ready: message, stdout: () => stdout };
  }

  function post(ready: Ready, row: unknown): Promise<number> {
    return new Promise((resolve, reject) => {
      const outgoing = request(
        `${ready.ingestUrl}/v1/alerts`,
        {
          method: 'POST',
          ca: readFileSync(ready.caFile),
          headers: {
            authorization: `Bearer ${readFileSync(ready.ingestKeyFile, 'utf8').trim()}`,
            'content-type': 'application/json',
          },
        },
        (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        },
      );
      outgoing.on('error', reject);
      outgoing.end(JSON.stringify(row));
    });
  }

  it('explains itself, and bad usage with exit code 2', async () => {
    const help = await run('--help');
    expect([help.code, help.stderr]).toEqual([0, '']);
    expect(help.stdout).toMatch(/^usage: rampart serve/);
    const unknown = await run('audit');
    expect([unknown.code, unknown.stdout]).toEqual([2, '']);
    expect(unknown.stderr).toMatch(/no command "audit"[\s\S]*usage:/);
    const noRegion = await run('serve', '--region-dir', join(dataDir, 'nowhere'), '--data-dir', dataDir);
    expect([noRegion.code, noRegion.stdout]).toEqual([2, '']);
    expect(noRegion.stderr).toMatch(/not a usable region pack/);
  });

  it('says which port is taken, with exit code 1', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const address = squatter.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    const base = ['serve', '--mode', 'live', '--region-dir', REGION, '--data-dir', dataDir];
    const taken = await run(...base, '--feed-port', port);
    squatter.close();
    expect([taken.code, taken.stdout]).toEqual([1, '']);
    expect(taken.stderr).toContain(`port ${port} for feed is taken`);
  });

  it.runIf(process.platform !== 'win32')(
    'stops cleanly when told to, or when its parent lets go',
    async () => {
      const first = await start();
      expect(JSON.parse(first.stdout())).toEqual(first.ready);
      // Twice, as a killed process group gives it: once to us, once by the program that started us.
      first.child.kill('SIGTERM');
      setTimeout(() => first.child.kill('SIGTERM'), 5);
      expect((await once(first.child, 'exit'))[0]).toBe(0);
      const second = await start();
      second.child.disconnect();
      expect((await once(second.child, 'exit'))[0]).toBe(0);
    },
  );

  it('has everything it acknowledged after being killed', async () => {
    const { child, ready } = await start();
    let acknowledged = 0;
    const sending = (async () => {
      for (let index = 0; ; index++) {
        const status = await post(ready, alertRow(`k${index}`, { atMs: Date.now() })).catch(() => 0);
        if (status !== 202) return;
        acknowledged++;
        if (acknowledged === 25) child.kill('SIGKILL');
      }
    })();
    await once(child, 'exit');
    await sending;
    const ledger = openSqliteLedger(
      join(dataDir, 'ledger.db'),
      { nowMs: () => 0, newId: () => 'e' },
      silentLog,
    );
    const events = await ledger.read(ready.stream, 1, 10_000);
    await ledger.close();
    const stored = events.flatMap((event) => (event.kind === 'alert/raised' ? [event.data.sourceId] : []));
    expect(acknowledged).toBeGreaterThanOrEqual(25);
    expect(stored.slice(0, acknowledged)).toEqual(
      Array.from({ length: acknowledged }, (_, index) => `k${index}`),
    );
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
  });
});
