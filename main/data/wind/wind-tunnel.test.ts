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

  it('plays the newest question of whoever asks, and tells nobody else', () => {
    const { tunnel, threads } = faked();
    const [one, two] = [new Visitor(), new Visitor()];
    const first = tunnel.run(one, QUERY);
    const second = tunnel.run(one, QUERY);
    const thread = threads[0];
    expect(thread?.orders.at(-1)).toMatchObject({ t: 'run', runId: second });
    thread?.say({ t: 'report', runId: first, report: reportOf('stopped') });
    thread?.say({ t: 'report', runId: second, report: reportOf('running') });
    thread?.say({ t: 'report', runId: second, report: reportOf('done') });
    expect(one.reports.map(({ runId, report }) => [runId, report.state])).toEqual([
      [second, 'running'],
      [second, 'done'],
    ]);
    expect(two.reports).toEqual([]);
  });

  it('lets the others wait in their order, and tells them how much is played before', () => {
    const { tunnel, threads } = faked();
    const [one, two, three] = [new Visitor(), new Visitor(), new Visitor()];
    const first = tunnel.run(one, QUERY);
    const old = tunnel.run(two, QUERY);
    const third = tunnel.run(three, QUERY);
    const second = tunnel.run(two, { ...QUERY, shifts: 50 });
    const thread = threads[0];
    const last = ({ reports }: Visitor): [number, string, number | undefined] | undefined => {
      const told = reports.at(-1);
      return told && [told.runId, told.report.state, told.report.ahead];
    };
    expect(old).toBeLessThan(third);
    expect(last(three)).toEqual([third, 'waiting', 1000]);
    expect(last(two)).toEqual([second, 'waiting', 2000]);
    thread?.say({ t: 'report', runId: first, report: reportOf('running', 400) });
    expect([last(three)?.[2], last(two)?.[2]]).toEqual([600, 1600]);
    thread?.say({ t: 'report', runId: first, report: reportOf('done', 1000) });
    expect(thread?.orders.at(-1)).toMatchObject({ t: 'run', runId: third });
    expect(last(two)?.[2]).toBe(1000);
    // whoever asks anew while others wait has had their turn
    const again = tunnel.run(three, QUERY);
    expect(thread?.orders.at(-1)).toMatchObject({ t: 'run', runId: second });
    expect(last(three)).toEqual([again, 'waiting', 50]);
    tunnel.stop(three);
    expect(last(three)).toEqual([again, 'stopped', undefined]);
    thread?.say({ t: 'report', runId: second, report: reportOf('done', 50) });
    expect(thread?.orders.at(-1)).toMatchObject({ t: 'run', runId: second });
  });

  it('frees the way for others when its visitor leaves in the middle of a run', () => {
    const { tunnel, threads } = faked();
    const [one, two] = [new Visitor(), new Visitor()];
    void tunnel.open(two);
    const runId = tunnel.run(one, QUERY);
    const waiting = tunnel.run(two, QUERY);
    tunnel.close(one);
    expect(threads[0]?.orders.slice(-2)).toEqual([{ t: 'stop' }, { t: 'run', runId: waiting, query: QUERY }]);
    threads[0]?.say({ t: 'report', runId, report: reportOf('running') });
    expect(one.reports).toEqual([]);
  });

  it('says that a run came to nothing when its thread falls over, and starts another for the next question', async () => {
    const { tunnel, threads } = faked();
    const one = new Visitor();
    const town = tunnel.open(one);
    const runId = tunnel.run(one, QUERY);
    threads[0]?.say({ t: 'report', runId, report: reportOf('running', 7) });
    threads[0]?.fall('out of memory');
    expect(await town).toBeUndefined();
    expect(one.reports.at(-1)?.report).toMatchObject({ state: 'failed', played: 7 });
    const next = tunnel.run(one, QUERY);
    expect(threads[1]?.orders).toEqual([{ t: 'run', runId: next, query: QUERY }]);
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
    const second = new Visitor();
    board.run(second, QUERY);
    await until(() => second.reports.length > 0, 'another refusal', 60_000);
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
