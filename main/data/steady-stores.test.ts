import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventHash } from '../../shared/contract/views.ts';
import type { Command } from '../../shared/domain/command.ts';
import type { LedgerEvent } from '../../shared/domain/event.ts';
import { DAY_MS } from '../../shared/domain/retention.ts';
import { silentLog } from '../../shared/kit/log.ts';
import { sessionStarted, unitRegistered } from '../../tests/fixtures/sample-facts.ts';
import { ballastFile } from './ballast.ts';
import { openCache } from './cache.ts';
import { DiskGuard, LOW_BYTES } from './disk-guard.ts';
import { memoryOutbox, type OutboxStore } from './outbox-store.ts';
import { steadyCache } from './steady-cache.ts';
import { steadyOutbox } from './steady-outbox.ts';
import { openStores } from './stores.ts';

const BALLAST = 65_536;
const key = new Uint8Array(32).map((_, i) => i * 3 + 1);
let folder: string;
let free: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rampart-steady-'));
  free = 10 * LOW_BYTES;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const full = (): Error => Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
const damaged = (): Error => Object.assign(new Error('malformed'), { code: 'SQLITE_CORRUPT' });
const ballastPath = (): string => join(folder, 'ballast.bin');
const makeGuard = (): DiskGuard =>
  new DiskGuard({ ballast: ballastFile(ballastPath(), BALLAST), freeBytes: () => free, log: silentLog });
const hasBallast = (): boolean => statSync(ballastPath(), { throwIfNoEntry: false })?.size === BALLAST;

function order(commandId: string): { partition: string; command: Command } {
  const command: Command = {
    commandId,
    kind: 'alert/acknowledge',
    payload: { alertId: 'a1' },
    actor: { type: 'seat', id: 'dispatcher' },
    issuedAtMs: 1,
    ttlMs: 60_000,
  };
  return { partition: 's|seat:dispatcher', command };
}

function facts(): LedgerEvent[] {
  return [sessionStarted(1), unitRegistered(2, 0), unitRegistered(3, 1)].map((draft, i) => {
    const event = { ...draft, stream: 's', seq: i + 1, id: `e${i + 1}`, receivedAtMs: draft.atMs, hash: '' };
    return { ...event, hash: eventHash(event) };
  });
}

/** Puts fail as long as `fault` gives an error. */
function failing(fault: () => Error | undefined): OutboxStore {
  const inner = memoryOutbox();
  const guarded =
    <A>(run: (arg: A) => void) =>
    (arg: A): void => {
      const error = fault();
      if (error !== undefined) throw error;
      run(arg);
    };
  return { ...inner, put: guarded(inner.put), remove: guarded(inner.remove) };
}

describe('the disk guard', () => {
  it('holds room in reserve, lets go of it, and takes it back when there is plenty', () => {
    const guard = makeGuard();
    expect([guard.level, hasBallast()]).toEqual(['ok', true]);
    expect(guard.ranOut()).toBe(true);
    expect([guard.level, hasBallast()]).toEqual(['full', false]);
    expect(guard.ranOut()).toBe(false);
    free = LOW_BYTES;
    guard.look();
    expect(guard.level).toBe('full');
    free = LOW_BYTES + BALLAST;
    guard.look();
    expect([guard.level, hasBallast()]).toEqual(['ok', true]);
    free = LOW_BYTES - 1;
    guard.look();
    expect([guard.level, hasBallast()]).toEqual(['low', true]);
  });
});

describe('the steady outbox', () => {
  it('writes an order in the room of the ballast', () => {
    const guard = makeGuard();
    const store = failing(() => (hasBallast() ? full() : undefined));
    const outbox = steadyOutbox({ guard, open: () => store, read: () => [], log: silentLog });
    outbox.put(order('c1'));
    expect([guard.level, outbox.unsaved, store.pending().length]).toEqual(['full', 0, 1]);
  });

  it('takes an order even when nothing can be written, and writes it as soon as it can', () => {
    let isFull = true;
    const store = failing(() => (isFull ? full() : undefined));
    const outbox = steadyOutbox({ guard: makeGuard(), open: () => store, read: () => [], log: silentLog });
    outbox.put(order('c1'));
    outbox.put(order('c2'));
    outbox.tick();
    expect(outbox.pending().map(({ command }) => command.commandId)).toEqual(['c1', 'c2']);
    expect([outbox.unsaved, store.pending().length]).toEqual([2, 0]);
    outbox.remove('c1');
    isFull = false;
    outbox.tick();
    expect(outbox.unsaved).toBe(0);
    expect(store.pending()).toEqual([order('c2')]);
  });

  it('knows the orders of a file it cannot open, and opens it when it can', () => {
    let isFull = true;
    const store = memoryOutbox();
    store.put(order('c1'));
    const open = (): OutboxStore => {
      if (isFull) throw full();
      return store;
    };
    const outbox = steadyOutbox({ guard: makeGuard(), open, read: () => [order('c1')], log: silentLog });
    outbox.put(order('c2'));
    expect(outbox.pending()).toEqual([order('c1'), order('c2')]);
    expect(outbox.unsaved).toBe(1);
    isFull = false;
    outbox.tick();
    expect(outbox.unsaved).toBe(0);
    expect(store.pending()).toEqual([order('c1'), order('c2')]);
  });

  it('moves every unanswered order to a new file when the old one is damaged', () => {
    let isDamaged = false;
    const old = failing(() => (isDamaged ? damaged() : undefined));
    const next = memoryOutbox();
    const files = [old, next];
    const open = (): OutboxStore => files.shift() ?? next;
    const outbox = steadyOutbox({ guard: makeGuard(), open, read: () => [], log: silentLog });
    outbox.put(order('c1'));
    isDamaged = true;
    outbox.put(order('c2'));
    expect(next.pending()).toEqual([order('c1'), order('c2')]);
    expect(outbox.unsaved).toBe(0);
  });
});

describe('the steady cache', () => {
  it('keeps facts in memory while the disk is full and stores them in order afterwards', () => {
    const path = join(folder, 'cache.db');
    const inner = openCache({ path, key });
    let isFull = true;
    const open = () => ({
      ...inner,
      append: (partition: string, events: readonly LedgerEvent[]) => {
        if (isFull) throw full();
        inner.append(partition, events);
      },
    });
    const guard = makeGuard();
    const cache = steadyCache({ guard, open, rebuilt: () => undefined, log: silentLog });
    const [first, ...rest] = facts();
    if (first === undefined) throw new Error('facts expected');
    cache.append('p', [first]);
    cache.append('p', rest);
    expect([guard.level, inner.load('p')]).toEqual(['full', []]);
    cache.tracks('s').putBlock(7, new Uint8Array([1]));
    expect(inner.tracks('s').block(7)).toBeUndefined();
    expect(cache.tracks('s').block(7)).toEqual(new Uint8Array([1]));
    isFull = false;
    guard.look();
    cache.tick(false);
    expect(inner.load('p')).toEqual(facts());
    expect(inner.tracks('s').block(7)).toEqual(Buffer.from([1]));
    cache.close();
  });

  it('is begun anew when damage is found while running', () => {
    const reasons: string[] = [];
    let isDamaged = true;
    let opened = 0;
    const open = () => {
      opened++;
      const inner = openCache({ path: join(folder, `cache-${opened}.db`), key });
      return {
        ...inner,
        scrub: (after: number) => {
          if (isDamaged) throw damaged();
          return inner.scrub(after);
        },
      };
    };
    const cache = steadyCache({
      guard: makeGuard(),
      open,
      rebuilt: (reason) => void reasons.push(reason),
      log: silentLog,
    });
    cache.tracks('s').putBlock(7, new Uint8Array([1]));
    cache.tick(true);
    expect([opened, reasons.length]).toEqual([2, 1]);
    expect(cache.tracks('s').block(7)).toBeUndefined();
    isDamaged = false;
    cache.tracks('s').putBlock(8, new Uint8Array([2]));
    for (let i = 0; i < 3; i++) cache.tick(true);
    expect(cache.tracks('s').block(8)).toEqual(Buffer.from([2]));
    expect(opened).toBe(2);
    cache.close();
  });
});

describe('retention', () => {
  it('deletes what no window has shown for as long as its class is kept, and nothing else', () => {
    let wallMs = 100 * DAY_MS;
    const deps = { wallMs: () => wallMs, freeBytes: () => free, ballastBytes: BALLAST };
    const { cache, outbox, health } = openStores(folder, key, 't', silentLog, deps);
    for (const partition of ['s|seat:dispatcher', 's|wall', 'now|wall']) cache.append(partition, facts());
    cache.tracks('s').putBlock(7, new Uint8Array([1]));
    cache.tracks('now').putBlock(7, new Uint8Array([1]));
    health.tick(['s', 's|seat:dispatcher', 's|wall', 'now', 'now|wall']);
    const left = (): number[] => [
      ...['s|seat:dispatcher', 's|wall', 'now|wall'].map((partition) => cache.load(partition).length),
      ...['s', 'now'].map((stream) => (cache.tracks(stream).block(7) === undefined ? 0 : 1)),
    ];
    for (const [days, expected] of [
      [0, [3, 3, 3, 1, 1]],
      [2, [3, 3, 3, 0, 1]],
      [4, [0, 3, 3, 0, 1]],
      [31, [0, 0, 3, 0, 1]],
    ] as const) {
      wallMs = (100 + days) * DAY_MS + 1;
      health.tick(['now', 'now|wall']);
      expect(left(), `after ${days} days`).toEqual(expected);
    }
    cache.close();
    outbox.close();
  });
});
