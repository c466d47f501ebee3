import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MipOutcome, MipSolver } from '../../shared/interception/plan/mip.ts';
import { startMipThread } from './mip-thread.ts';
import { planCommand } from './plan-command.ts';
import { startUpMs } from './run-plan.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../../tests/fixtures/interception');
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), '拦截 plan-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A solver that answers only when closed, like one that needs hours. */
function endlessMip(): MipSolver {
  let end: (() => void) | undefined;
  const never = (): Promise<MipOutcome> =>
    new Promise((resolve) => {
      end = () => resolve({ status: 'stopped', bound: -Infinity, cost: Infinity, values: undefined });
    });
  return {
    solve: never,
    solveWith: never,
    stop: () => end?.(),
    close: () => end?.(),
  };
}

interface Ran {
  readonly code: number;
  readonly out: readonly string[];
  readonly err: readonly string[];
  readonly limitMs: number | undefined;
}

/** Runs the command as the program does; `endAfterMs` = somebody asks it to end then. */
async function run(
  argv: readonly string[],
  endAfterMs?: number,
  startMip = startMipThread,
  startUp = 0,
): Promise<Ran> {
  const out: string[] = [];
  const errors: string[] = [];
  let limitMs: number | undefined;
  const startedMs = performance.now();
  const code = await planCommand(argv, {
    out: (line) => out.push(line),
    err: (line) => errors.push(...line.split('\n')),
    cwd: folder,
    nowMs: () => startUp + performance.now() - startedMs,
    onEnd: (stop) => {
      if (endAfterMs !== undefined) setTimeout(stop, endAfterMs);
    },
    afterMs: (delayMs, stop) => {
      limitMs = delayMs;
      const timer = setTimeout(stop, delayMs);
      return () => clearTimeout(timer);
    },
    startMip,
  });
  return { code, out, err: errors, limitMs };
}

async function write(name: string, content: unknown): Promise<string> {
  await writeFile(path.join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  return name;
}

const nodes = [
  [117, 36],
  [117.1, 36],
  [117.2, 36],
];
const edges = [
  [0, 1, 10],
  [1, 2, 10, 500],
  [2, 1, 10],
  [1, 0, 10],
];
const graph = { nodes, edges };

describe('rampart plan on published problems', () => {
  it.each([
    ['winterswijk', 750],
    ['amsterdam', 983],
  ])('%s: proves that %i routes are the most', async (name, met) => {
    const { code, out } = await run([path.join(FIXTURES, `${name}.json`)]);
    expect(code).toBe(0);
    expect(out).toHaveLength(1);
    expect(JSON.parse(out[0] ?? '')).toMatchObject({ kind: 'cover', met, upperBound: met, optimal: true });
  });
});

describe('rampart plan', () => {
  it('answers each kind in the form of the format', async () => {
    const units = [{ id: 'A1', node: 2 }];
    const seal = await run([await write('seal.json', { ...graph, kind: 'seal', units, exits: [1] })]);
    expect(JSON.parse(seal.out[0] ?? '')).toEqual({
      kind: 'seal',
      assignments: [{ unit: 'A1', exit: 1, seconds: 10 }],
      maxSeconds: 10,
      totalSeconds: 10,
      optimal: true,
      lowerBound: { maxSeconds: 10, totalSeconds: 10 },
    });
    const target = { node: 0, headStartSeconds: 0 };
    const contained = { ...graph, kind: 'contain', units, target, exits: [2], objective: 'earliest' };
    const contain = await run([await write('contain.json', contained)]);
    expect(JSON.parse(contain.out[0] ?? '')).toEqual({
      kind: 'contain',
      assignments: [{ unit: 'A1', node: 2, unitSeconds: 0, targetSeconds: 20 }],
      closedAtSeconds: 0,
      seals: 1,
      optimal: true,
      lowerBound: { closedAtSeconds: 0, seals: 1 },
    });
    const cover = await run([
      await write('cover.json', { ...graph, kind: 'cover', units: [], routes: [[]] }),
    ]);
    expect(JSON.parse(cover.out[0] ?? '')).toMatchObject({ plan: [], met: 0, upperBound: 0, optimal: true });
    expect([seal.code, contain.code, cover.code]).toEqual([0, 0, 0]);
  });

  it('answers what cannot be done with a reason and the best part of it', async () => {
    const units = [{ id: 'A1', node: 2 }];
    const seal = await run([await write('seal.json', { ...graph, kind: 'seal', units, exits: [1, 2, 1] })]);
    expect(JSON.parse(seal.out[0] ?? '')).toEqual({
      kind: 'seal',
      infeasible: '1 units for 2 exits',
      assignments: [{ unit: 'A1', exit: 2, seconds: 0 }],
      maxSeconds: 0,
      totalSeconds: 0,
      optimal: false,
    });
    const target = { node: 0, headStartSeconds: 0 };
    const onExit = { ...graph, kind: 'contain', units, target, exits: [0, 2], objective: 'fewest' };
    const contain = await run([await write('contain.json', onExit)]);
    expect(JSON.parse(contain.out[0] ?? '')).toMatchObject({
      infeasible: 'the target stands on exit 0',
      assignments: [{ unit: 'A1' }],
      optimal: false,
    });
    expect([seal.code, contain.code]).toEqual([0, 0]);
  });

  it.each([
    ['no object', '[]', '(document): must be an object, not an array'],
    ['no kind', '{}', 'kind: missing'],
    ['unknown kind', '{"kind":"chase"}', 'kind: must be "cover", "seal" or "contain"'],
    ['no nodes', { kind: 'cover' }, 'nodes: missing'],
    ['a node that is none', { kind: 'cover', nodes: [[1, 2], [3]] }, 'nodes[1][1]: missing'],
    [
      'an edge out of range',
      { kind: 'cover', nodes, edges: [[0, 3, 1]] },
      'edges[0][1]: out of range: 3 of 3 nodes',
    ],
    [
      'a negative time',
      { kind: 'cover', nodes, edges: [[0, 1, -2]] },
      'edges[0][2]: must not be negative: -2',
    ],
    ['no time', { kind: 'cover', nodes, edges: [[0, 1, null]] }, 'edges[0][2]: must be a number, not null'],
    [
      'an endless time',
      '{"kind":"cover","nodes":[[0,0]],"edges":[[0,0,1e999]]}',
      'edges[0][2]: must be finite',
    ],
    ['half a node', { kind: 'cover', ...graph, units: [0.5] }, 'units[0]: must be a whole number: 0.5'],
    ['no routes', { kind: 'cover', ...graph, units: [0] }, 'routes: missing'],
    [
      'a bad visit',
      {
        kind: 'cover',
        ...graph,
        units: [],
        routes: [
          [],
          [
            [0, 1],
            [0, '2'],
          ],
        ],
      },
      'routes[1][1][1]: must be a number, not string',
    ],
    ['a unit without a name', { kind: 'seal', ...graph, units: [{ node: 0 }] }, 'units[0].id: missing'],
    [
      'one name twice',
      {
        kind: 'seal',
        ...graph,
        units: [
          { id: 'A', node: 0 },
          { id: 'A', node: 1 },
        ],
      },
      'units[1].id: the same id as units[0]: A',
    ],
    ['no exits', { kind: 'seal', ...graph, units: [] }, 'exits: missing'],
    [
      'no target',
      { kind: 'contain', ...graph, units: [], exits: [], objective: 'fewest' },
      'target: missing',
    ],
    [
      'no objective',
      { kind: 'contain', ...graph, units: [], exits: [], target: { node: 0, headStartSeconds: 0 } },
      'objective: missing',
    ],
  ])('refuses %s and names the place', async (_, content, message) => {
    const { code, out, err } = await run([await write('bad.json', content)]);
    expect([code, out]).toEqual([2, []]);
    expect(err.at(-1)).toBe(`bad.json: ${message}`);
  });

  it('refuses what is no document', async () => {
    await write('empty.json', '');
    await write('torn.json', '{"kind":"cover"');
    await write('large.json', '');
    await truncate(path.join(folder, 'large.json'), 200 * 1024 * 1024);
    const said = new Map<string, string | undefined>();
    for (const name of ['nothing.json', 'empty.json', 'torn.json', 'large.json', '.']) {
      const { code, out, err } = await run([name]);
      expect([code, out]).toEqual([2, []]);
      said.set(name, err.at(-1));
    }
    expect(said.get('nothing.json')).toMatch(/^nothing\.json: .*no such file$/);
    expect(said.get('empty.json')).toMatch(/not JSON$/);
    expect(said.get('torn.json')).toMatch(/^torn\.json: .*not JSON: /);
    expect(said.get('large.json')).toMatch(/over 128 MB: 200 MB$/);
    expect(said.get('.')).toMatch(/a folder/);
  });

  it('keeps the place on the last line, whatever the file quotes', async () => {
    const twice = [
      { id: 'A\n1', node: 0 },
      { id: 'A\n1', node: 1 },
    ];
    const named = await run([await write('ids.json', { kind: 'seal', ...graph, units: twice })]);
    expect(named.err.at(-1)).toBe('ids.json: units[1].id: the same id as units[0]: A 1');
    const torn = await run([await write('torn.json', '{\n"kind":\nNaN\n}')]);
    expect(torn.err.at(-1)).toMatch(/^torn\.json: .*not JSON: /);
    expect([named.code, named.out, torn.code, torn.out]).toEqual([2, [], 2, []]);
  });

  it('reads a byte order mark, routes without a stop and a zero with a sign', async () => {
    const cover = `\uFEFF${JSON.stringify({ ...graph, kind: 'cover', units: [0], routes: [[], [[0, 0]]] })}`;
    const { code, out } = await run([await write('marked.json', cover.replace('[0,0]', '[-0,-0]'))]);
    expect(code).toBe(0);
    expect(JSON.parse(out[0] ?? '')).toMatchObject({ plan: [0], met: 1, upperBound: 1, optimal: true });
  });

  it('refuses bad usage', async () => {
    for (const argv of [
      [],
      ['a', 'b'],
      ['a', '--limit-ms', 'soon'],
      ['a', '--limit-ms', '-1'],
      ['--fast', 'a'],
    ]) {
      const { code, out, err } = await run(argv);
      expect([code, out]).toEqual([2, []]);
      expect(err.at(-1)).toMatch(/problem\.json>|unexpected|limit-ms|--fast/);
    }
    expect(await run(['--help'])).toMatchObject({ code: 0, err: [] });
  });

  it('waits no longer than a timer can, and never less than it was told', async () => {
    const file = await write('none.json', { ...graph, kind: 'cover', units: [], routes: [] });
    expect((await run([file, '--limit-ms', '1e12'])).limitMs).toBe(2 ** 31 - 1);
    expect((await run([file, '--limit-ms', '0'])).limitMs).toBe(0);
  });

  it('counts the start-up, keeps the more back for the end the longer that took, and never waits in vain', async () => {
    const file = await write('none.json', { ...graph, kind: 'cover', units: [], routes: [] });
    const waitMs = async (startUp: number): Promise<number> =>
      (await run([file, '--limit-ms', '1000'], undefined, startMipThread, startUp)).limitMs ?? Number.NaN;
    expect(await waitMs(0)).toBeGreaterThan(900);
    const [quick, slow] = [await waitMs(300), await waitMs(600)];
    expect(quick).toBeLessThan(700 - 20);
    expect(quick - slow).toBeGreaterThan(310);
    expect(await waitMs(2000)).toBe(0);
    expect(startUpMs('1000.5', 1500)).toBe(499.5);
    for (const told of [undefined, '', 'soon', '2000', '-1e9']) expect(startUpMs(told, 1500)).toBe(0);
  });

  it('prints the best so far and its bound at the limit, or when told to end', async () => {
    const file = await write('hard.json', hardCover());
    for (const ran of [
      await run([file, '--limit-ms', '300'], undefined, endlessMip),
      await run([file], 300, endlessMip),
    ]) {
      expect(ran.code).toBe(0);
      const answer: unknown = JSON.parse(ran.out[0] ?? '');
      expect(answer).toMatchObject({ kind: 'cover', optimal: false });
      expect(ran.out).toHaveLength(1);
      const { met, upperBound } = answer as { met: number; upperBound: number };
      expect(met).toBeGreaterThan(0);
      expect(upperBound).toBeGreaterThan(met);
    }
  });
});

/** Routes of three random nodes, units that can be anywhere in time: far beyond exhaustion, and prices leave a gap. */
function hardCover(): object {
  let seed = 7;
  const next = (below: number): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * below);
  };
  const count = 120;
  const hub = Array.from({ length: count }, (_, n) => [0, n, 1]);
  return {
    kind: 'cover',
    nodes: Array.from({ length: count }, () => [0, 0]),
    edges: hub,
    units: Array.from({ length: 14 }, () => 0),
    routes: Array.from({ length: 400 }, () => Array.from({ length: 3 }, () => [next(count), 5])),
  };
}
