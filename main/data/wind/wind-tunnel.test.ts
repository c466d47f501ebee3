import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { WindQuery, WindReport } from '../../../shared/domain/wind-tunnel.ts';
import { silentLog } from '../../../shared/kit/log.ts';
import { until } from '../../testing/until.ts';
import { answerWind } from './answer-wind.ts';
import { windThread } from './start-wind.ts';
import type { WindNews, WindOrder } from './wind-messages.ts';
import { type WindThread, WindTunnel } from './wind-tunnel.ts';

const JINAN = fileURLToPath(new URL('../../../regions/jinan', import.meta.url));
const BOARD = fileURLToPath(new URL('../../../regions/wanzhou-board', import.meta.url));
const QUERY: WindQuery = {
  today: { cars: 6, isStandby: false, isTogether: false },
  change: { kind: 'cars', cars: 7 },
  shifts: 1000,
};

/** A thread in memory, steered by the test. */
class FakeThread implements WindThread {
  readonly orders: WindOrder[] = [];
  isEnded = false;
  say: (news: WindNews) => void = () => undefined;
  fall: (reason: string) => void = () => undefined;
  post(order: WindOrder): void {
    this.orders.push(order);
  }
  onNews(listener: (news: WindNews) => void): void {
    this.say = listener;
  }
  onExit(listener: (reason: string) => void): void {
    this.fall = listener;
  }
  terminate(): void {
    this.isEnded = true;
    this.fall('ended');
  }
}

function reportOf(state: WindReport['state'], played = 5): WindReport {
  const nobody = { people: 0 };
  return {
    state,
    played,
    planned: 1000,
    groups: { all: nobody, town: nobody, suburb: nobody, elderly: nobody },
  };
}

function faked(): { tunnel: WindTunnel; threads: FakeThread[] } {
  const threads: FakeThread[] = [];
  const start = (): WindThread => {
    const thread = new FakeThread();
    threads.push(thread);
    return thread;
  };
  return { tunnel: new WindTunnel({ start, log: silentLog }), threads };
}

class Visitor {
  readonly reports: { readonly runId: number; readonly report: WindReport }[] = [];
  heard(runId: number, report: WindReport): void {
    this.reports.push({ runId, report });
  }
}

describe('the wind tunnel', () => {
  it('starts one thread for everybody and ends it with the last visitor', async () => {
    const { tunnel, threads } = faked();
    const [one, two] = [new Visitor(), new Visitor()];
    const towns = [tunnel.open(one), tunnel.open(two)];
    expect(threads).toHaveLength(1);
    threads[0]?.say({ t: 'town', town: { kind: 'missing', what: 'stations' } });
    for (const town of towns) expect(await town).toEqual({ kind: 'missing', what: 'stations' });
    tunnel.close(one);
    expect(threads[0]?.isEnded).toBe(false);
    tunnel.close(two);
    expect(threads[0]?.isEnded).toBe(true);
    void tunnel.open(one);
    expect(threads).toHaveLength(2);
  });

  it('plays one run at a time, and tells only whoever asked', () => {
    const { tunnel, threads } = faked();
    const [one, two] = [new Visitor(), new Visitor()];
    const first = tunnel.run(one, QUERY) ?? 0;
    expect(tunnel.run(two, QUERY)).toBeUndefined();
    const second = tunnel.run(one, QUERY) ?? 0;
    const thread = threads[0];
    thread?.say({ t: 'report', runId: first, report: reportOf('stopped') });
    thread?.say({ t: 'report', runId: second, report: reportOf('running') });
    thread?.say({ t: 'report', runId: second, report: reportOf('done') });
    expect(one.reports.map(({ runId, report }) => [runId, report.state])).toEqual([
      [second, 'running'],
      [second, 'done'],
    ]);
    expect(tunnel.run(two, QUERY)).toBe(second + 1);
    expect(two.reports).toEqual([]);
  });

  it('frees the way for others when its visitor leaves in the middle of a run', () => {
    const { tunnel, threads } = faked();
    const [one, two] = [new Visitor(), new Visitor()];
    void tunnel.open(two);
    const runId = tunnel.run(one, QUERY) ?? 0;
    tunnel.close(one);
    expect(threads[0]?.orders.at(-1)).toEqual({ t: 'stop' });
    threads[0]?.say({ t: 'report', runId, report: reportOf('running') });
    expect(one.reports).toEqual([]);
    expect(tunnel.run(two, QUERY)).toBeDefined();
  });

  it('says that a run came to nothing when its thread falls over, and starts another for the next question', async () => {
    const { tunnel, threads } = faked();
    const one = new Visitor();
    const town = tunnel.open(one);
    const runId = tunnel.run(one, QUERY) ?? 0;
    threads[0]?.say({ t: 'report', runId, report: reportOf('running', 7) });
    threads[0]?.fall('out of memory');
    expect(await town).toBeUndefined();
    expect(one.reports.at(-1)?.report).toMatchObject({ state: 'failed', played: 7 });
    expect(tunnel.run(one, QUERY)).toBeDefined();
    expect(threads).toHaveLength(2);
  });

  it('is not for walls', async () => {
    const { tunnel, threads } = faked();
    const wall = { view: 'wall', wind: new Visitor() } as const;
    for (const request of [
      { channel: 'wind/open', args: {} },
      { channel: 'wind/run', args: QUERY },
    ] as const)
      await expect(answerWind(tunnel, wall, request)).rejects.toThrow('a wall shows');
    expect(threads).toEqual([]);
  });
});

describe('its thread', () => {
  let tunnel: WindTunnel | undefined;
  let folder: string | undefined;
  let hasEnded = false;
  afterEach(() => {
    tunnel?.end();
    if (folder !== undefined) rmSync(folder, { recursive: true });
    folder = undefined;
  });
  const openOn = (regionDir: string): WindTunnel => {
    hasEnded = false;
    const start = (): WindThread => {
      const thread = windThread({ regionDir });
      return {
        ...thread,
        onExit: (listener) =>
          thread.onExit((reason) => {
            hasEnded = true;
            listener(reason);
          }),
      };
    };
    tunnel = new WindTunnel({ start, log: silentLog });
    return tunnel;
  };

  it('draws the town of a pack, streams figures that others do not wait for, and stops when told', async () => {
    const visitor = new Visitor();
    const tunnelOfJinan = openOn(JINAN);
    const town = await tunnelOfJinan.open(visitor);
    if (town?.kind !== 'town') throw new Error('no town');
    expect(town.posts.filter(({ name }) => name !== undefined)).toHaveLength(12);
    expect(town.posts.length).toBeGreaterThan(60);
    if (process.platform === 'linux') expect(lowestPriorities()).toContain(10);
    const runId = tunnelOfJinan.run(visitor, QUERY);
    await until(() => visitor.reports.length >= 2, 'two reports', 30_000);
    const [first, second] = visitor.reports;
    expect(first).toMatchObject({ runId, report: { state: 'running', planned: 1000 } });
    expect(second?.report.played).toBeGreaterThan(first?.report.played ?? Infinity);
    tunnelOfJinan.stop(visitor);
    await until(() => visitor.reports.at(-1)?.report.state === 'stopped', 'the end of the run', 30_000);
    expect(visitor.reports.at(-1)?.report.played).toBeLessThan(1000);
    const told = visitor.reports.length;
    // whoever has left ends the thread in the middle of a run
    tunnelOfJinan.run(visitor, QUERY);
    await until(() => visitor.reports.length > told, 'another report', 30_000);
    tunnelOfJinan.close(visitor);
    await until(() => hasEnded, 'the end of the thread', 30_000);
    const atEnd = visitor.reports.length;
    await new Promise((resolve) => setImmediate(resolve));
    expect(visitor.reports).toHaveLength(atEnd);
  }, 90_000);

  it('says what a pack lacks', async () => {
    const first = new Visitor();
    const board = openOn(BOARD);
    expect(await board.open(first)).toEqual({ kind: 'missing', what: 'roads' });
    board.run(first, QUERY);
    await until(() => first.reports.length > 0, 'a refusal', 60_000);
    expect(first.reports[0]?.report).toMatchObject({ state: 'failed', played: 0 });
    expect(board.run(new Visitor(), QUERY)).toBeDefined();
    folder = mkdtempSync(join(tmpdir(), 'rampart-wind-'));
    cpSync(join(JINAN, 'roads.bin'), join(folder, 'roads.bin'));
    expect(await openOn(folder).open(new Visitor())).toEqual({ kind: 'missing', what: 'stations' });
  }, 90_000);

  it('refuses a question about a post this town does not have', async () => {
    const visitor = new Visitor();
    const change = { kind: 'post', toPostId: 'nowhere' } as const;
    openOn(JINAN).run(visitor, { ...QUERY, change });
    await until(() => visitor.reports.length > 0, 'an answer', 60_000);
    expect(visitor.reports[0]?.report).toMatchObject({ state: 'failed', played: 0 });
  }, 90_000);
});

/** Nice values of this process's threads. */
function lowestPriorities(): number[] {
  return readdirSync('/proc/self/task').map((task) => {
    const stat = readFileSync(`/proc/self/task/${task}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
  });
}
