import { spawn, spawnSync } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RegionBusyError, whileLocked } from './build-lock.ts';
import { regionCommand } from './cli.ts';
import { HAND_MADE } from './testing/hand-made.ts';
import { writePbf } from './testing/write-pbf.ts';

const BOARD = join(import.meta.dirname, '..', 'wanzhou-board');

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'build-lock-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function run(...argv: string[]): Promise<{ code: number; out: string[]; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await regionCommand(argv, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    cwd: dir,
    regionsDir: dir,
    searchDirs: [dir],
  });
  return { code, out, err: err.join('\n') };
}

/** The number of a process that has ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

describe('two builds of one pack', () => {
  it('the second says who builds and exits 1, the first goes on; another name is free', async () => {
    await writeFile(join(dir, 'x.osm.pbf'), writePbf(HAND_MADE));
    const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { stdio: 'ignore' });
    try {
      await writeFile(join(dir, '.a-lock'), `${other.pid}\n`);
      const second = await run('build', 'x.osm.pbf', '--name', 'a');
      expect([second.code, second.out]).toEqual([1, []]);
      expect(second.err).toMatch(
        new RegExp(`进程 ${other.pid} 正在生成.*being built by process ${other.pid}`),
      );
      expect((await readdir(dir)).toSorted()).toEqual(['.a-lock', 'x.osm.pbf']);
      expect(await readFile(join(dir, '.a-lock'), 'utf8')).toBe(`${other.pid}\n`);
      expect(await run('build', 'x.osm.pbf', '--name', 'b')).toMatchObject({ code: 0 });
    } finally {
      other.kill();
    }
  });

  it('of builds started together one builds; afterwards the next may, and no lock is left', async () => {
    await writeFile(join(dir, 'x.osm.pbf'), writePbf(HAND_MADE));
    const ran = await Promise.all(Array.from({ length: 4 }, () => run('build', 'x.osm.pbf', '--name', 'a')));
    expect(ran.filter(({ code }) => code === 0)).toHaveLength(1);
    expect(ran.filter(({ code }) => code === 1)).toHaveLength(3);
    expect(await run('build', 'x.osm.pbf', '--name', 'a')).toMatchObject({ code: 0 });
    expect((await readdir(dir)).toSorted()).toEqual(['a', 'x.osm.pbf']);
  });

  it('holds for a board too', async () => {
    await cp(BOARD, join(dir, 'board'), { recursive: true });
    await whileLocked(join(dir, 'board'), async () => {
      expect(await run('board', 'board')).toMatchObject({ code: 1 });
    });
    expect(await run('board', 'board')).toMatchObject({ code: 0 });
  });
});

describe('the lock', () => {
  it('of a dead process is taken over, by one of several', async () => {
    for (const pid of [deadPid(), process.pid]) {
      await writeFile(join(dir, '.a-lock'), `${pid}\n`);
      let inside = 0;
      let most = 0;
      const tried = await Promise.allSettled(
        Array.from({ length: 8 }, () =>
          whileLocked(join(dir, 'a'), async () => {
            most = Math.max(most, ++inside);
            expect(await readFile(join(dir, '.a-lock'), 'utf8')).toBe(`${process.pid}\n`);
            inside--;
          }),
        ),
      );
      expect(tried.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
      expect(most).toBe(1);
      expect(await readdir(dir)).toEqual([]);
    }
  });

  it('that names nobody is not taken over: its build may just be writing it', async () => {
    await writeFile(join(dir, '.a-lock'), '');
    const attempt = whileLocked(join(dir, 'a'), async () => undefined);
    await expect(attempt).rejects.toBeInstanceOf(RegionBusyError);
    await expect(attempt).rejects.toThrow(/delete .*\.a-lock/);
  });

  it('goes away when the work fails, with the folders made for it', async () => {
    const attempt = whileLocked(join(dir, 'p', 'q', 'a'), () => Promise.reject(new Error('no')));
    await expect(attempt).rejects.toThrow('no');
    expect(await readdir(dir)).toEqual([]);
  });
});
