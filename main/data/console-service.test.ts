import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createColumns,
  decodePositions,
  type PositionColumns,
} from '../../shared/contract/position-frame.ts';
import { projectEvent } from '../../shared/contract/views.ts';
import { emptyState } from '../../shared/domain/state.ts';
import { silentLog } from '../../shared/kit/log.ts';
import { foldEvents } from '../../shared/timeline/fold.ts';
import { stateHash } from '../../shared/timeline/state-hash.ts';
import { FakeGateway } from '../testing/fake-gateway.ts';
import { alertRaised, sessionStarted, unitRegistered } from '../../tests/fixtures/sample-facts.ts';
import { makeTestCa, type TestCa } from '../testing/test-ca.ts';
import { TestWindow } from '../testing/test-window.ts';
import { until } from '../testing/until.ts';
import { ConsoleService } from './console-service.ts';
import { systemTimers } from './timers.ts';
import { openStores } from './stores.ts';

const T0 = 1_800_000_000_000;

let ca: TestCa;
let gateway: FakeGateway;
let service: ConsoleService;
let ids = 0;

beforeAll(async () => {
  ca = await makeTestCa();
});
beforeEach(async () => {
  gateway = new FakeGateway(ca);
  gateway.nowMs = T0 + 60_000;
  gateway.rate = 0;
  await gateway.start();
  service = new ConsoleService({
    stores: openStores('', undefined, '', silentLog),
    timers: systemTimers,
    firstEpoch: 1,
    random: () => 0,
    newId: () => `id-${++ids}`,
    lang: 'zh-CN',
    seat: 'dispatcher',
    regionUrl: '/region/',
    planner: undefined,
    log: silentLog,
  });
});
afterEach(async () => {
  service.close();
  await gateway.stop();
});

/** Three facts at 0, 10 and 20 s, and a window that shows them live. */
async function openLive(view: 'seat' | 'wall' = 'seat'): Promise<TestWindow> {
  gateway.append(sessionStarted(T0), unitRegistered(T0 + 10_000, 0), alertRaised(T0 + 20_000, 'a1'));
  service.connect(gateway.target);
  const window = new TestWindow();
  service.openWindow(window.pipe, view);
  await until(
    () => window.state.seq === 3 && (window.last('playhead')?.playhead.edgeMs ?? 0) === gateway.nowMs,
    'the live state',
  );
  return window;
}

function fix(slot: number, atMs: number, lon: number): PositionColumns {
  const columns = createColumns(1);
  columns.slot[0] = slot;
  columns.atMs[0] = atMs;
  columns.lonE7[0] = Math.round(lon * 1e7);
  columns.latE7[0] = Math.round(36.66 * 1e7);
  return columns;
}

function hashAfter(count: number): string {
  return stateHash(foldEvents(emptyState('test-stream'), gateway.events.slice(0, count)));
}

describe('ConsoleService', () => {
  it('greets with hello, then a snapshot, marks and the playhead; changes come as patches', async () => {
    const window = await openLive();
    const told = window.events.map((event) => event.t);
    expect(told[0]).toBe('hello');
    const first = told.indexOf('snapshot');
    expect(told.slice(first, first + 3)).toEqual(['snapshot', 'marks', 'playhead']);
    // An empty room is never shown before the gateway said that it is empty.
    const snapshot = window.events[first];
    expect(snapshot?.t === 'snapshot' ? snapshot.state.seq : 0).toBeGreaterThan(0);
    gateway.append(unitRegistered(T0 + 61_000, 1));
    await until(() => window.state.seq === 4, 'the patch');
    expect(window.events.filter((event) => event.t === 'snapshot')).toHaveLength(1);
    expect(window.last('marks')).toMatchObject({
      reset: false,
      marks: [{ seq: 4, kind: 'unit/registered' }],
    });
    expect(stateHash(window.state)).toBe(hashAfter(4));
    expect((await window.request('state/hash', {})).hash).toBe(hashAfter(4));
  });

  it('replays any moment to the state that was known then, and comes back to the same hash (I2, I3)', async () => {
    const window = await openLive();
    const liveHash = (await window.request('state/hash', {})).hash;
    for (const [second, count] of [
      [0, 1],
      [9, 1],
      [10, 2],
      [25, 3],
      [10, 2],
    ] as const) {
      const info = await window.request('playhead/seek', { atMs: T0 + second * 1000 });
      expect(info).toMatchObject({ mode: 'replay', rate: 0, atMs: T0 + second * 1000 });
      expect(await window.request('state/hash', {})).toMatchObject({ hash: hashAfter(count), seq: count });
      expect(stateHash(window.state)).toBe(hashAfter(count));
      expect(window.last('snapshot')?.epoch).toBe(info.epoch);
    }
    await window.request('playhead/live', {});
    expect((await window.request('state/hash', {})).hash).toBe(liveHash);
    expect(liveHash).toBe(hashAfter(3));
  });

  it('drives every window with one playhead and plays it forward', async () => {
    const first = await openLive();
    const second = new TestWindow();
    service.openWindow(second.pipe, 'wall');
    await until(() => second.state.seq === 3, 'the second window');
    await first.request('playhead/seek', { atMs: T0 + 5_000 });
    expect(second.last('playhead')?.playhead).toMatchObject({ mode: 'replay', atMs: T0 + 5_000 });
    expect(second.state.seq).toBe(1);
    await second.request('playhead/play', { rate: 64 });
    await until(() => first.last('playhead')?.playhead.mode === 'live', 'the edge');
    expect([first.state.seq, second.state.seq]).toEqual([3, 3]);
  });

  it('steps from event to event', async () => {
    const window = await openLive();
    await window.request('playhead/seek', { atMs: T0 });
    expect(await window.request('playhead/step', { direction: 'next' })).toMatchObject({
      atMs: T0 + 10_000,
      rate: 0,
    });
    expect(await window.request('playhead/step', { direction: 'next' })).toMatchObject({ atMs: T0 + 20_000 });
    expect(await window.request('playhead/step', { direction: 'previous' })).toMatchObject({
      atMs: T0 + 10_000,
    });
    await expect(window.request('playhead/step', { direction: 'next', incidentId: 'none' })).rejects.toThrow(
      'not-found',
    );
  });

  it('takes no orders in replay, none from a wall, and none a seat may not give', async () => {
    const window = await openLive();
    const wall = new TestWindow();
    service.openWindow(wall.pipe, 'wall');
    const acknowledge = { kind: 'alert/acknowledge', payload: { alertId: 'a1' } } as const;
    await expect(wall.request('command/submit', acknowledge)).rejects.toThrow('not-allowed');
    await expect(wall.request('focus/set', { targetId: 'a1', find: true })).rejects.toThrow('not-allowed');
    const aPoint = { lon: 117, lat: 36.66, lengthM: 200, bothWays: true };
    await expect(wall.request('roads/stretch', aPoint)).rejects.toThrow('not-allowed');
    await window.request('playhead/seek', { atMs: T0 });
    await expect(window.request('command/submit', acknowledge)).rejects.toThrow('read-only');
    await window.request('playhead/live', {});
    await window.request('seat/choose', { seat: 'leader' });
    await expect(window.request('command/submit', acknowledge)).rejects.toThrow('not-allowed');
    expect(gateway.commands).toEqual([]);
  });

  it('carries an order to the gateway and its answer back', async () => {
    const window = await openLive();
    const { commandId } = await window.request('command/submit', {
      kind: 'alert/acknowledge',
      payload: { alertId: 'a1' },
    });
    await until(() => window.last('command')?.progress.state === 'accepted', 'the answer');
    const states = window.events.flatMap((event) => (event.t === 'command' ? [event.progress.state] : []));
    expect(states).toEqual(['queued', 'sent', 'accepted']);
    expect(gateway.commands).toMatchObject([
      { commandId, actor: { type: 'seat', id: 'dispatcher' }, issuedAtMs: gateway.nowMs },
    ]);
  });

  it('says that an order is void when its drill is gone, instead of forgetting it, and that the drill began anew', async () => {
    const window = await openLive();
    const drill = { ...gateway.target, mode: 'drill' } as const;
    service.connect(drill);
    await gateway.stop();
    await window.request('command/submit', { kind: 'alert/acknowledge', payload: { alertId: 'a1' } });
    service.connect({ ...drill, stream: 'next-drill' });
    expect(window.last('command')?.progress.state).toBe('expired');
    const notice = (): unknown =>
      window.last('feed')?.feed.storage.find((one) => one.kind === 'drill-restarted');
    expect(notice()).toEqual({ kind: 'drill-restarted', kept: 1, lost: 1 });
    service.connect({ ...drill, stream: 'third-drill' });
    expect(notice()).toEqual({ kind: 'drill-restarted', kept: 2, lost: 0 });
  });

  it('shows a wall no person, and a changed seat a new epoch', async () => {
    const window = await openLive();
    const wall = new TestWindow();
    service.openWindow(wall.pipe, 'wall');
    await until(() => wall.state.seq === 3, 'the wall');
    expect(window.state.alerts['a1']?.subject?.name).toBe('张三');
    expect(JSON.stringify(wall.events)).not.toContain('张三');
    const projected = gateway.events.map((event) => projectEvent(event, { view: 'wall' }));
    expect(stateHash(wall.state)).toBe(stateHash(foldEvents(emptyState('test-stream'), projected)));
    const epoch = wall.last('snapshot')?.epoch ?? 0;
    await window.request('seat/choose', { seat: 'commander' });
    await until(() => (wall.last('snapshot')?.epoch ?? 0) > epoch && window.state.seq === 3, 'the new epoch');
    expect(window.last('hello')?.seat).toBe('commander');
  });

  it('has one frame in flight, counts what it dropped and sends the newest after (I5)', async () => {
    const window = await openLive();
    gateway.positions(fix(0, T0 + 60_001, 117));
    await until(
      () => window.frames.some((frame) => decodePositions(frame.frame).count === 1),
      'the first fix',
    );
    window.isBusy = true;
    gateway.positions(fix(0, T0 + 60_002, 117.1));
    const sent = window.frames.length;
    await until(() => window.frames.length === sent + 1, 'the frame in flight');
    gateway.positions(fix(0, T0 + 60_003, 117.2));
    await until(() => (window.last('feed')?.feed.droppedFrames ?? 0) > 0, 'a counted drop');
    expect(window.frames).toHaveLength(sent + 1);
    window.release();
    await until(() => window.frames.length === sent + 2, 'the newest fix');
    expect(decodePositions(window.frames.at(-1)?.frame ?? new Uint8Array()).lonE7[0]).toBe(1_172_000_000);
  });

  it('tells windows which source is not in the datum it declares, until it is', async () => {
    const window = await openLive();
    const told = (): unknown => window.last('feed')?.feed.sources[0]?.datumAlarm;
    expect(told()).toBeUndefined();
    gateway.datumAlarm = { declared: 'wgs84', looksLike: 'gcj02', fixes: 40 };
    gateway.beat();
    await until(() => told() !== undefined, 'the alarm');
    expect(told()).toEqual(gateway.datumAlarm);
    gateway.datumAlarm = undefined;
    gateway.beat();
    await until(() => told() === undefined, 'the alarm withdrawn');
  });

  it('tells windows which file of the district is not usable, until it is', async () => {
    const window = await openLive();
    const told = (): unknown => window.last('feed')?.feed.storage;
    expect(told()).toEqual([]);
    gateway.districtAlarm = { file: 'units.csv', line: 7, errors: 2, keptAtMs: T0 };
    gateway.beat();
    await until(() => window.last('feed')?.feed.storage.length === 1, 'the notice');
    expect(told()).toEqual([{ kind: 'district-kept', district: gateway.districtAlarm }]);
    gateway.districtAlarm = undefined;
    gateway.beat();
    await until(() => window.last('feed')?.feed.storage.length === 0, 'the notice withdrawn');
  });

  it('shows where everybody was at the playhead, with a reset on every seek', async () => {
    const window = await openLive();
    gateway.positions(fix(0, T0 + 30_000, 117));
    gateway.positions(fix(0, T0 + 50_000, 117.5));
    await until(
      () => window.frames.some((frame) => decodePositions(frame.frame).lonE7[0] === 1_175_000_000),
      'both fixes',
    );
    const { epoch } = await window.request('playhead/seek', { atMs: T0 + 40_000 });
    await until(() => window.frames.at(-1)?.epoch === epoch, 'the past');
    const frame = window.frames.find((one) => one.epoch === epoch);
    expect(frame?.reset).toBe(true);
    expect(decodePositions(frame?.frame ?? new Uint8Array()).lonE7[0]).toBe(1_170_000_000);
    const sent = window.frames.length;
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(window.frames).toHaveLength(sent);
    const live = await window.request('playhead/live', {});
    await until(() => window.frames.at(-1)?.epoch === live.epoch, 'the present');
    expect(decodePositions(window.frames.at(-1)?.frame ?? new Uint8Array()).lonE7[0]).toBe(1_175_000_000);
  });

  it('runs from the past into the present without losing a fix', async () => {
    const window = await openLive();
    gateway.positions(fix(0, T0 + 50_000, 117.5));
    await until(() => window.frames.some((one) => decodePositions(one.frame).count === 1), 'the fix');
    await window.request('playhead/seek', { atMs: T0 + 40_000 });
    await window.request('playhead/play', { rate: 64 });
    await until(() => window.last('playhead')?.playhead.mode === 'live', 'the edge');
    gateway.positions(fix(0, T0 + 60_001, 117.9));
    const newest = (): number | undefined =>
      decodePositions(window.frames.at(-1)?.frame ?? new Uint8Array()).lonE7[0];
    await until(() => newest() === 1_179_000_000, 'the live fix');
  });

  it('fetches the fixes from before it was connected when they are looked at', async () => {
    gateway.past = fix(0, T0 + 5_000, 116.9);
    const window = await openLive();
    await window.request('playhead/seek', { atMs: T0 + 6_000 });
    const seen = (): boolean =>
      window.frames.some(
        (one) => one.atMs === T0 + 6_000 && decodePositions(one.frame).lonE7[0] === 1_169_000_000,
      );
    await until(seen, 'the fix of the past');
  });

  it('replays from its own disk what an earlier run of it saw', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rampart-replay-'));
    const openOnDisk = (): ConsoleService =>
      new ConsoleService({
        ...service.input,
        stores: openStores(folder, new Uint8Array(32).fill(3), 'now', silentLog),
      });
    const [idle, first] = [service, openOnDisk()];
    service = first;
    const before = await openLive();
    gateway.positions(fix(0, T0 + 30_000, 117));
    await until(() => before.frames.some((one) => decodePositions(one.frame).count === 1), 'the fix');
    first.close();
    service = openOnDisk();
    service.connect(gateway.target);
    const window = new TestWindow();
    service.openWindow(window.pipe, 'seat');
    await until(() => (window.last('playhead')?.playhead.edgeMs ?? 0) === gateway.nowMs, 'the edge');
    expect(window.frames.every((one) => decodePositions(one.frame).count === 0)).toBe(true);
    const { epoch } = await window.request('playhead/seek', { atMs: T0 + 40_000 });
    await until(() => window.frames.at(-1)?.epoch === epoch, 'the past');
    const frame = decodePositions(window.frames.at(-1)?.frame ?? new Uint8Array());
    expect([...frame.lonE7]).toEqual([1_170_000_000]);
    service.close();
    service = idle;
    rmSync(folder, { recursive: true, force: true });
  });

  it('reads the events of an incident or alert up to the playhead only', async () => {
    const window = await openLive();
    gateway.append({
      kind: 'alert/promoted',
      atMs: T0 + 30_000,
      actor: { type: 'seat', id: 'dispatcher' },
      data: { alertId: 'a1', incidentId: 'i1' },
    });
    await until(() => window.state.seq === 4, 'the incident');
    const kinds = async (): Promise<string[]> =>
      (await window.request('events/read', { incidentId: 'i1' })).events.map((event) => event.kind);
    expect(await kinds()).toEqual(['alert/raised', 'alert/promoted']);
    await window.request('playhead/seek', { atMs: T0 + 25_000 });
    expect(await kinds()).toEqual(['alert/raised']);
  });

  it('refuses malformed requests and floods with words, and lives on', async () => {
    const window = await openLive();
    window.raw('nonsense');
    window.raw({ t: 'request', id: 900, channel: 'playhead/seek', args: { atMs: 'soon' } });
    window.raw({ t: 'request', id: 901, channel: '__proto__', args: {} });
    await until(() => window.events.some((event) => event.t === 'reply' && event.id === 900), 'the refusal');
    expect(window.events.find((event) => event.t === 'reply' && event.id === 900)).toMatchObject({
      error: { code: 'invalid' },
    });
    for (let i = 1000; i < 1200; i++) window.raw({ t: 'request', id: i, channel: 'focus/set', args: {} });
    const refused = window.events.filter(
      (event) => event.t === 'reply' && !event.ok && event.error.code === 'too-many-requests',
    );
    expect(refused.length).toBeGreaterThan(100);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await expect(window.request('state/hash', {})).resolves.toMatchObject({ seq: 3 });
  });
});
