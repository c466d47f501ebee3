/** The folder of `npm run bundle`, copied nowhere near the source, with nothing but itself: no PATH, no home, no network. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { z } from 'zod';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const here = mkdtempSync(join(tmpdir(), 'rampart 壁垒 '));
const bundle = join(here, 'bundle');

/** Run inside: starts the folder, looks at the page as a browser would, and asks it to stop. */
const LOOK = `
const { spawn } = require('node:child_process');
const child = spawn(process.argv[1], ['--headless', '--port', '0', '--drill', 'warm'], { env: {}, stdio: ['ignore', 'pipe', 'inherit'] });
let said = '';
child.stdout.on('data', async (chunk) => {
  said += chunk;
  const line = /^ready (.*)\\n/m.exec(said);
  if (line === null || said === 'seen') return;
  said = 'seen';
  const { url, dataDir } = JSON.parse(line[1]);
  const first = await fetch(url, { redirect: 'manual' });
  const headers = { cookie: first.headers.get('set-cookie').split(';')[0] };
  const get = async (path) => (await fetch(new URL(path, url), { headers })).status;
  const html = await (await fetch(new URL('/', url), { headers })).text();
  const script = /src="([^"]+[.]js)"/.exec(html)[1];
  const statuses = [await get(script), await get('/region/tiles.pmtiles'), await get('/glyphs/Noto%20Sans%20Regular/0-255.pbf')];
  const online = await fetch('https://192.0.2.1', { signal: AbortSignal.timeout(1000) }).then(() => true, () => false);
  child.once('exit', (code) => console.log(JSON.stringify({ statuses, online, dataDir, code })));
  child.kill('SIGTERM');
});
child.on('exit', (code) => { if (said !== 'seen') process.exit(code || 1); });
`;
/** Minimises -x - 2y for x + y <= 1, both 0 or 1. */
const ASK_SOLVER = `
const { Worker } = require('node:worker_threads');
const worker = new Worker(process.argv[1]);
worker.on('message', ({ t, outcome, message }) => {
  if (t === 'progress') return;
  process.stdout.write(t === 'done' ? outcome.status + ' ' + Math.round(outcome.cost) : message);
  worker.terminate();
});
worker.postMessage({ t: 'solve', model: {
  cost: Float64Array.of(-1, -2), lower: new Float64Array(2), upper: Float64Array.of(1, 1), isWhole: Uint8Array.of(1, 1),
  first: Int32Array.of(0, 2), column: Int32Array.of(0, 1), value: Float64Array.of(1, 1),
  rowLower: Float64Array.of(-Infinity), rowUpper: Float64Array.of(1),
} });
`;
const seenSchema = z.object({
  statuses: z.array(z.number()),
  online: z.boolean(),
  dataDir: z.string(),
  code: z.number(),
});

/** How to run a program without a network here; undefined = this machine permits no network namespace. */
function cutNetwork(): readonly string[] | undefined {
  const ways = [
    ['unshare', '-n'],
    ['unshare', '-r', '-n'],
  ];
  // Loopback is down in a new namespace, and the page is served on it.
  return ways
    .map((way) => [...way, 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'])
    .find(([file = '', ...args]) => spawnSync(file, [...args, 'true']).status === 0);
}

test.beforeAll(() => {
  const made = spawnSync(process.execPath, [join(root, 'tools/run.ts'), 'bundle', '--out', bundle], {
    encoding: 'utf8',
  });
  expect(made.status, made.stderr).toBe(0);
  expect(made.stdout.trim()).toBe(bundle);
});
test.afterAll(() => rmSync(here, { recursive: true, force: true }));

test('the bundled folder starts with the network cut, an empty PATH and no home', () => {
  const cut = cutNetwork();
  test.skip(cut === undefined, 'unshare -n or ip is not permitted here: the network cannot be cut');
  const [file = '', ...args] = cut ?? [];
  const node = join(bundle, 'runtime', 'node');
  const env = { PATH: process.env['PATH'] ?? '', XDG_DATA_HOME: join(here, 'data') };
  // env: {} above empties everything for the folder itself; only where data goes is told, so that nothing is left behind.
  const look = LOOK.replace('env: {}', `env: { XDG_DATA_HOME: ${JSON.stringify(env.XDG_DATA_HOME)} }`);
  const told = spawnSync(file, [...args, node, '-e', look, join(bundle, 'start.sh')], {
    cwd: '/',
    encoding: 'utf8',
    env,
    timeout: 240_000,
  });
  expect(told.status, told.stderr).toBe(0);
  const seen = seenSchema.parse(JSON.parse(told.stdout));
  expect(seen).toMatchObject({ statuses: [200, 200, 200], online: false, code: 0 });
  expect(seen.dataDir.startsWith(env.XDG_DATA_HOME)).toBe(true);
});

test('its self-test passes with the network cut: units move, a plan is made, an order is accepted', () => {
  const cut = cutNetwork();
  test.skip(cut === undefined, 'unshare -n or ip is not permitted here: the network cannot be cut');
  const [file = '', ...args] = cut ?? [];
  const told = spawnSync(file, [...args, join(bundle, 'start.sh'), '--check'], {
    cwd: '/',
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', TMPDIR: here },
    timeout: 300_000,
  });
  expect(told.status, told.stderr).toBe(0);
  expect(JSON.parse(told.stdout)).toMatchObject({ ok: true, assigned: { state: 'accepted' } });
});

test("its gateway commands are the product's own", () => {
  for (const command of ['init', 'serve', 'admin']) {
    const help = spawnSync(join(bundle, 'rampart.sh'), [command, '--help'], { encoding: 'utf8', env: {} });
    expect([help.status, help.stdout.includes(command)], help.stderr).toEqual([0, true]);
  }
  expect(spawnSync(join(bundle, 'rampart.sh'), ['nonsense'], { env: {} }).status).toBe(2);
});

test('it plans, and its solver is there', () => {
  const problem = join(root, 'tests/fixtures/interception/amsterdam.json');
  const plan = spawnSync(join(bundle, 'rampart.sh'), ['plan', problem], { encoding: 'utf8', env: {} });
  expect(plan.status, plan.stderr).toBe(0);
  expect(JSON.parse(plan.stdout)).toMatchObject({ met: 983, upperBound: 983, optimal: true });
  const solver = join(bundle, 'dist/main/mip.worker.js');
  const told = spawnSync(join(bundle, 'runtime/node'), ['-e', ASK_SOLVER, solver], {
    encoding: 'utf8',
    env: {},
    timeout: 120_000,
  });
  expect(told.stdout, told.stderr).toBe('optimal -2');
});

test('doctor of the folder finds every file as listed', () => {
  const doctor = spawnSync(join(bundle, 'rampart.sh'), ['doctor', '--json', '--port', '0'], {
    encoding: 'utf8',
    env: { HOME: here },
  });
  const report = z
    .object({ ok: z.boolean(), checks: z.array(z.object({ id: z.string(), level: z.string() })) })
    .parse(JSON.parse(doctor.stdout));
  const wanted = readFileSync(join(bundle, 'MANIFEST.sha256'), 'utf8').trim().split('\n').length;
  expect(wanted).toBeGreaterThan(100);
  expect(doctor.stdout).toContain(`${wanted}, as in the list`);
  expect(report.ok, doctor.stdout).toBe(true);
});
