import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { z } from 'zod';
import { openConsole, seatContext } from './browser.ts';

// Follows README, "Bring your own", word for word: the commands are taken from there, in their order. Only the code that is
// printed replaces CODE, and other ports the usual ones where these are taken.

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const readySchema = z.object({ url: z.url(), pid: z.number().int() });
const servedSchema = z.object({
  ingestUrl: z.url(),
  feedUrl: z.url(),
  mode: z.literal('live'),
  pid: z.number(),
});
const resultsSchema = z.object({ results: z.array(z.object({ status: z.string() })) });

interface Block {
  readonly language: string;
  readonly text: string;
}

/** The fenced blocks of the section, in order. */
function blocks(): readonly Block[] {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const section = /\n## Bring your own\n([\s\S]*?)\n## /.exec(readme)?.[1] ?? '';
  return [...section.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, language = '', text = '']) => ({
    language,
    text,
  }));
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });

let cwd: string;
const running: ChildProcess[] = [];
test.beforeAll(() => {
  // Below the project, so that npm finds it; the folder of the reader is npm's INIT_CWD.
  mkdirSync(join(root, 'test-results'), { recursive: true });
  cwd = mkdtempSync(join(root, 'test-results', 'own-'));
});
test.afterAll(() => {
  for (const child of running)
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  rmSync(cwd, { recursive: true, force: true });
});

const env = (): NodeJS.ProcessEnv => {
  const { DISPLAY: _x, WAYLAND_DISPLAY: _wayland, INIT_CWD: _caller, ...rest } = process.env;
  return { ...rest, RAMPART_LOG: 'warn' };
};

/** Runs a command as a reader would; its stdout. Rejects with its stderr. */
function run(command: string, input?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      'bash',
      ['-c', command],
      { cwd, env: env(), encoding: 'utf8' },
      (error, stdout, stderr) =>
        error === null ? resolve(stdout) : reject(new Error(`${command}\n${stderr}`, { cause: error })),
    );
    child.stdin?.end(input ?? '');
  });
}

/** Starts a command that stays, and waits for a line of its stdout. */
function stay(
  command: string,
  isWanted: (line: string) => boolean,
): Promise<{ line: string; child: ChildProcess }> {
  const child = spawn('bash', ['-c', `exec ${command}`], {
    cwd,
    env: env(),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${command} ended with ${code}\n${log}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (isWanted(line)) resolve({ line, child });
    });
  });
}

async function start(command: string): Promise<z.infer<typeof readySchema>> {
  const { line } = await stay(command, (one) => one.startsWith('ready '));
  return readySchema.parse(JSON.parse(line.slice('ready '.length)));
}

async function stop({ pid }: { readonly pid: number }): Promise<void> {
  process.kill(pid, 'SIGTERM');
  await expect
    .poll(() => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    })
    .toBe(false);
}

const queue = (page: Page) => page.locator('[data-panel="queue"]');

test('README, "Bring your own", word for word', async ({ browser }) => {
  const taken = await Promise.all([4870, 4871, 4872, 4880].map(isFree));
  const shift = taken.every(Boolean) ? 0 : 20_000 + (process.pid % 1000) * 10;
  const move = (text: string): string =>
    text.replaceAll(/\b48[78]\d\b/g, (port) => String(Number(port) + shift));
  const [setup, curl, python, seats, alone] = blocks();
  if (
    setup === undefined ||
    curl === undefined ||
    python === undefined ||
    seats === undefined ||
    alone === undefined
  )
    throw new Error('README has fewer blocks under "Bring your own" than this test follows');
  const lines = (block: Block): string[] => move(block.text).trim().split('\n');

  const [init = '', check = '', live = ''] = lines(setup);
  await run(shift === 0 ? init : `${init} --port ${4870 + shift}`);
  expect(await run(check)).toContain('units.csv');
  const first = await start(live);
  const context = await seatContext(browser);
  const { page } = await openConsole(context, first.url);
  await expect(queue(page)).toContainText('还没有接入任何来源');
  await expect(queue(page).locator('code')).toContainText('/v1/alerts');

  expect(resultsSchema.parse(JSON.parse(await run(move(curl.text))))).toMatchObject({
    results: [{ status: 'accepted' }],
  });
  await expect(queue(page)).toContainText('柜台大额取现');
  const sent = resultsSchema.parse(JSON.parse(await run('python3 -', move(python.text))));
  expect(sent).toMatchObject({ results: [{ status: 'accepted' }] });

  await page.keyboard.press('Control+KeyK');
  await page.keyboard.type('96110');
  await expect(page.getByText('反诈专线')).toBeVisible();
  await page.keyboard.press('Escape');

  const [enrol = '', join2nd = '', list = '', revoke = ''] = lines(seats);
  const code = /^(\w{4}-){5}\w{4}$/m.exec(await run(enrol))?.[0] ?? '';
  const second = await start(join2nd.replace('CODE', code));
  const deskContext = await seatContext(browser);
  const { page: desk } = await openConsole(deskContext, second.url);
  await expect(queue(desk)).toContainText('柜台大额取现');
  // a seat whose line is being renewed is away for a moment
  await expect.poll(() => run(list)).toMatch(/desk-2\tdispatcher\t\S+\t在线/);
  const acknowledge = page.getByRole('button', { name: '(A)' });
  await page.keyboard.press('KeyJ');
  await expect(acknowledge).toBeVisible();
  await desk.keyboard.press('KeyJ');
  await desk.keyboard.press('KeyA');
  await expect(acknowledge).toBeHidden();
  await run(revoke);
  await expect(desk.getByText('网关拒绝连接').first()).toBeVisible();
  await deskContext.close();
  await context.close();
  await stop(second);
  await stop(first);

  const [serve = ''] = lines(alone);
  const { line, child } = await stay(serve, (one) => one.startsWith('{'));
  const served = servedSchema.parse(JSON.parse(line));
  expect(served.feedUrl).toContain(String(4872 + shift));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await stop(served);
  expect(await ended).toBe(0);
});
