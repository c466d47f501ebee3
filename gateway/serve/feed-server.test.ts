import { readFileSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseLedgerEvent } from '../../shared/contract/event-schemas.ts';
import {
  eventBatchSchema,
  eventPageSchema,
  heartbeatSchema,
  positionPageSchema,
  subscribeAnswerSchema,
} from '../../shared/contract/ctl.ts';
import { decodePositions } from '../../shared/contract/position-frame.ts';
import { eventHash, type View } from '../../shared/contract/views.ts';
import type { EventDraft, LedgerEvent } from '../../shared/domain/event.ts';
import { silentLog } from '../../shared/kit/log.ts';
import { unitDraft } from '../../tests/fixtures/sample-facts.ts';
import { alertRow, connected, NOW_MS, startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import type { AcceptedFix } from '../ingest/ingest-deps.ts';
import { createMemoryLedger } from '../ledger/memory-ledger.ts';
import { PositionRecorder } from '../positions/position-recorder.ts';
import { MAX_PAGE_FIXES, readPositionPage } from './history.ts';
import { WINDOW_EVENTS } from './feed-session.ts';
import { issueServerIdentity } from './local-ca.ts';

const dispatcher: View = { view: 'seat', role: 'dispatcher' };
const note = (index: number): EventDraft => ({
  kind: 'incident/noted',
  atMs: NOW_MS,
  actor: { type: 'system', id: 'test' },
  data: { incidentId: 'i', noteId: `n${index}`, text: { zh: `第 ${index} 条` } },
});
const notes = (count: number): EventDraft[] => Array.from({ length: count }, (_, index) => note(index));

/** Collects events and acknowledges them unless told not to. */
function collect(
  socket: Socket,
  options: { readonly acknowledges: boolean } = { acknowledges: true },
): LedgerEvent[] {
  const events: LedgerEvent[] = [];
  socket.on('events', (message: unknown) => {
    const batch = eventBatchSchema.parse(message);
    for (const event of batch.events) events.push(parseLedgerEvent(event));
    if (options.acknowledges) socket.emit('ack', { stream: batch.stream, seq: events.at(-1)?.seq ?? 0 });
  });
  return events;
}
const subscribe = async (socket: Socket, fromSeq: number, stream = 'testland') =>
  subscribeAnswerSchema.parse(await socket.emitWithAck('subscribe', { stream, fromSeq }));
const seqs = (events: readonly LedgerEvent[]): number[] => events.map((event) => event.seq);
const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('feed over TLS', () => {
  let test: TestGateway;
  beforeAll(async () => {
    test = await startTestGateway();
    await test.gateway.port.appendFacts([unitDraft('u1', 3), unitDraft('u2', 9), ...notes(2)]);
  });
  afterAll(() => test.close());
  const open: Socket[] = [];
  afterEach(() => {
    for (const socket of open.splice(0)) socket.disconnect();
  });
  async function joinFeed(namespace: '/ctl' | '/pos', view: View = dispatcher): Promise<Socket> {
    const socket = await connected(test.connect(namespace, view));
    open.push(socket);
    return socket;
  }

  it('refuses a handshake by name', async () => {
    const cases: readonly [Record<string, unknown>, string][] = [
      [{ key: 'wrong' }, 'bad-key'],
      [{ key: `rampart-drill-console-${'x'.repeat(43)}` }, 'bad-key'],
      [{ key: test.gateway.ingestKey }, 'bad-key'],
      [{ protocol: 99, later: true }, 'bad-protocol'],
      [{ view: { view: 'field' } }, 'bad-handshake'],
      [{ view: { view: 'seat', role: 'chief' } }, 'bad-handshake'],
      [{ extra: 1 }, 'bad-handshake'],
    ];
    for (const namespace of ['/ctl', '/pos'] as const)
      for (const [auth, refusal] of cases)
        await expect(
          connected(test.connect(namespace, dispatcher, { auth })),
          JSON.stringify(auth),
        ).rejects.toThrow(refusal);
  });

  it('is not trusted by a client that pins another authority', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'rampart-ca-'));
    try {
      const other = await issueServerIdentity({
        dataDir,
        name: 'other',
        nowMs: Date.now(),
        hosts: ['127.0.0.1'],
      });
      const ca = readFileSync(other.caFile, 'utf8');
      await expect(connected(test.connect('/ctl', dispatcher, { ca }))).rejects.toThrow(
        /certificate|signature/i,
      );
    } finally {
      rmSync(dataDir, { recursive: true });
    }
  });

  it('answers a subscription before any event, and says what it cannot serve', async () => {
    const socket = await joinFeed('/ctl');
    const order: string[] = [];
    socket.onAny((event: string) => order.push(event));
    const events = collect(socket);
    const answered = subscribe(socket, 1).then((answer) => order.push(`answer ${answer.ok}`));
    await answered;
    await vi.waitFor(() => expect(seqs(events)).toEqual(range(1, 5)));
    expect(order.find((event) => event !== 'heartbeat')).toBe('answer true');
    expect(events.map((event) => event.hash)).toEqual(events.map((event) => eventHash(event)));
    expect(await subscribe(socket, 1, 'elsewhere')).toMatchObject({ ok: false, code: 'unknown-stream' });
    expect(await subscribe(socket, 99)).toEqual({ ok: false, code: 'ahead', headSeq: 5 });
    expect(await subscribe(socket, 0)).toMatchObject({ ok: false, code: 'invalid' });
  });

  it('resumes after a reconnect without gap or repetition', async () => {
    const first = await joinFeed('/ctl');
    const before = collect(first);
    await subscribe(first, 1);
    await vi.waitFor(() => expect(before).toHaveLength(5));
    first.disconnect();
    await test.gateway.port.appendFacts(notes(3));
    const second = await joinFeed('/ctl');
    const after = collect(second);
    await subscribe(second, 6);
    await test.gateway.port.appendFacts(notes(1));
    await vi.waitFor(() => expect(seqs([...before, ...after])).toEqual(range(1, 9)));
  });

  it('takes commands by the role of the connection and tells everybody', async () => {
    const desk = await joinFeed('/ctl');
    const wall = await joinFeed('/ctl', { view: 'wall' });
    const seen = collect(wall);
    await subscribe(wall, 1);
    const posted = await test.post('/v1/alerts', alertRow('cmd'));
    expect(posted.status).toBe(202);
    const alertId = Object.keys(test.gateway.port.state().alerts)[0];
    const command = {
      commandId: 'c1',
      kind: 'alert/acknowledge',
      payload: { alertId },
      actor: { type: 'system', id: 'pretender' },
      issuedAtMs: NOW_MS,
      ttlMs: 5000,
    };
    expect(await wall.emitWithAck('command', command)).toMatchObject({
      state: 'rejected',
      code: 'read-only',
    });
    const answer: unknown = await desk.emitWithAck('command', { ...command, commandId: 'c2' });
    expect(answer).toMatchObject({ commandId: 'c2', state: 'accepted' });
    expect(await desk.emitWithAck('command', { ...command, commandId: 'c2' })).toEqual(answer);
    await vi.waitFor(() =>
      expect(seen.at(-1)).toMatchObject({
        kind: 'alert/acknowledged',
        actor: { type: 'seat', id: 'dispatcher' },
      }),
    );
  });

  it('shows a wall no personal data, live or from history', async () => {
    const secrets = ['赵测试', '13800001234', '鲁AT0001'];
    const subject = {
      personId: 'p1',
      role: 'reported-victim',
      name: secrets[0],
      phone: secrets[1],
      plate: secrets[2],
    };
    const row = alertRow('secret', { subject, reason: { zh: `${secrets[0]} 电话 ${secrets[1]}` } });
    const wall = await joinFeed('/ctl', { view: 'wall' });
    const heard: string[] = [];
    wall.onAny((...message: unknown[]) => heard.push(JSON.stringify(message)));
    const events = collect(wall);
    await subscribe(wall, 1);
    const posted = await test.post('/v1/alerts', row);
    expect(posted.status).toBe(202);
    const head = test.gateway.port.state().seq;
    await vi.waitFor(() => expect(events.at(-1)?.seq).toBe(head));
    heard.push(
      JSON.stringify(
        await wall.emitWithAck('history/events', { stream: 'testland', fromSeq: 1, limit: 1000 }),
      ),
    );
    const desk = await joinFeed('/ctl');
    const full = JSON.stringify(
      await desk.emitWithAck('history/events', { stream: 'testland', fromSeq: 1, limit: 1000 }),
    );
    for (const secret of secrets) {
      expect(full).toContain(secret);
      expect(heard.join('\n')).not.toContain(secret);
    }
  });

  it('beats once a second with the health of the sources', async () => {
    const socket = await joinFeed('/ctl');
    const beat = await new Promise((resolve) => socket.once('heartbeat', resolve));
    expect(heartbeatSchema.parse(beat)).toMatchObject({
      nowMs: NOW_MS,
      rate: 1,
      stream: 'testland',
      mode: 'live',
      headSeq: test.gateway.port.state().seq,
      sources: [{ name: 'bank-alarm' }],
    });
  });

  it('sends the newest fix of every unit, then what changed, as frames', async () => {
    const fix = (unitId: string, atMs: number, lon: number) => ({
      unitId,
      atMs,
      lon,
      lat: 36.6,
      datum: 'wgs84',
      speedMps: 3.5,
    });
    await test.post('/v1/positions', {
      rows: [fix('u1', NOW_MS, 117), fix('u1', NOW_MS + 1000, 117.1), fix('u2', NOW_MS, 117.2)],
    });
    const socket = test.connect('/pos', { view: 'wall' });
    open.push(socket);
    const frames: Uint8Array[] = [];
    socket.on('frame', (frame: Uint8Array) => frames.push(frame));
    await connected(socket);
    await vi.waitFor(() => expect(frames).toHaveLength(1));
    const first = decodePositions(frames[0] ?? new Uint8Array());
    expect([...first.slot].toSorted((a, b) => a - b)).toEqual([3, 9]);
    expect(first.lonE7[[...first.slot].indexOf(3)]).toBe(1_171_000_000);
    expect(first.speedCmps[0]).toBe(350);
    await test.post('/v1/positions', fix('u2', NOW_MS + 2000, 117.3));
    await vi.waitFor(() => expect(frames).toHaveLength(2));
    expect([...decodePositions(frames[1] ?? new Uint8Array()).slot]).toEqual([9]);

    const desk = await joinFeed('/ctl');
    const page = positionPageSchema.parse(
      await desk.emitWithAck('history/positions', { fromMs: NOW_MS, toMs: NOW_MS + 1500, keyframe: true }),
    );
    expect(page.toMs).toBe(NOW_MS + 1500);
    const all = decodePositions(page.frame);
    expect([...all.atMs].map((atMs) => atMs - NOW_MS)).toEqual([0, 0, 0, 0, 1000]);
    expect(await desk.emitWithAck('history/positions', { fromMs: 0, toMs: 9e6, keyframe: false })).toEqual({
      error: 'invalid',
    });
  });

  it('answers many requests at once one after another, and refuses a flood', async () => {
    const desk = await joinFeed('/ctl');
    const body = { stream: 'testland', fromSeq: 1, limit: 2 };
    const answers: unknown[] = await Promise.all(
      Array.from({ length: 200 }, () => desk.emitWithAck('history/events', body)),
    );
    const refused = answers.filter((answer) => JSON.stringify(answer) === '{"error":"unavailable"}');
    const pages = answers.filter((answer) => eventPageSchema.safeParse(answer).success);
    expect(pages.length).toBeGreaterThanOrEqual(64);
    expect(pages.length + refused.length).toBe(200);
    expect(refused.length).toBeGreaterThan(0);
  });

  it('cuts off a client that keeps sending nonsense', async () => {
    const socket = await joinFeed('/ctl');
    const gone = new Promise((resolve) => socket.once('disconnect', resolve));
    for (let i = 0; i < 30; i++) socket.emit('no-such-thing', { i });
    await gone;
  });
});

describe('many positions', () => {
  const UNITS = 6_000;
  const fixes = (atMs: number): AcceptedFix[] =>
    Array.from({ length: UNITS }, (_, slot) => ({ slot, atMs, lon: 117, lat: 36.6 }));

  it('sends every unit, though one turn takes several frames', async () => {
    const test = await startTestGateway();
    try {
      const socket = test.connect('/pos', { view: 'wall' });
      const seen = new Map<number, number>();
      socket.on('frame', (frame: Uint8Array) => {
        const columns = decodePositions(frame);
        columns.slot.forEach((slot, row) => seen.set(slot, columns.atMs[row] ?? 0));
      });
      await connected(socket);
      for (const atMs of [NOW_MS, NOW_MS + 1000]) {
        test.gateway.live.accept(fixes(atMs));
        await vi.waitFor(() =>
          expect([...seen.values()].filter((seenMs) => seenMs === atMs)).toHaveLength(UNITS),
        );
      }
    } finally {
      await test.close();
    }
  });

  it('pages history by what a message may hold, without a gap or a fix twice', async () => {
    const ledger = createMemoryLedger({ nowMs: () => NOW_MS, newId: () => 'e' }, silentLog);
    const recorder = new PositionRecorder('s', ledger.positions, silentLog);
    for (let second = 0; second < 20; second++) await recorder.record(fixes(NOW_MS + second * 1000));
    const got: number[] = [];
    let fromMs = NOW_MS - 3_000_000;
    let pages = 0;
    while (fromMs < NOW_MS + 20_000) {
      const wanted = { fromMs, toMs: Math.min(fromMs + 3_600_000, NOW_MS + 20_000), keyframe: false };
      const page = await readPositionPage(ledger, recorder, 's', wanted);
      const columns = decodePositions(page?.frame ?? new Uint8Array());
      expect(columns.count).toBeLessThanOrEqual(MAX_PAGE_FIXES);
      columns.atMs.forEach((atMs, row) => got.push((atMs - NOW_MS) * UNITS + (columns.slot[row] ?? 0)));
      expect(page?.toMs).toBeGreaterThan(fromMs);
      fromMs = page?.toMs ?? Infinity;
      pages++;
    }
    expect(pages).toBeGreaterThan(1);
    expect(got).toHaveLength(20 * UNITS);
    expect(new Set(got).size).toBe(20 * UNITS);
  });
});

describe('a slow consumer', () => {
  it('gets its window and no more, holds no memory, and resumes by seq', async () => {
    let nowMs = 0;
    const test = await startTestGateway({ monotonicMs: () => nowMs });
    try {
      const socket = await connected(test.connect('/ctl', dispatcher));
      const events = collect(socket, { acknowledges: false });
      await subscribe(socket, 1);
      for (let i = 0; i < 10; i++) await test.gateway.port.appendFacts(notes(200));
      await vi.waitFor(() => expect(events).toHaveLength(WINDOW_EVENTS));
      const healthy = await connected(test.connect('/ctl', dispatcher));
      const everything = collect(healthy);
      await subscribe(healthy, 1);
      await vi.waitFor(() => expect(seqs(everything)).toEqual(range(1, 2001)), { timeout: 10_000 });
      expect(events).toHaveLength(WINDOW_EVENTS);
      socket.emit('ack', { stream: 'testland', seq: 100 });
      await vi.waitFor(() => expect(events).toHaveLength(WINDOW_EVENTS + 100));
      const gone = new Promise((resolve) => socket.once('disconnect', resolve));
      nowMs = 10_001;
      await gone;
      const again = await connected(test.connect('/ctl', dispatcher));
      const rest = collect(again);
      await subscribe(again, events.length + 1);
      await vi.waitFor(() => expect(seqs([...events, ...rest])).toEqual(range(1, 2001)), { timeout: 10_000 });
    } finally {
      await test.close();
    }
  });
});
