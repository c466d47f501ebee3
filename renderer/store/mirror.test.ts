import { describe, expect, it } from 'vitest';
import type { FeedInfo, PortEvent } from '../../shared/contract/port.ts';
import { emptyState } from '../../shared/domain/state.ts';
import { diffState } from '../../shared/timeline/patch.ts';
import { feedTimeMs, freshnessOf } from './feed-time.ts';
import { createMirrorStore, EMPTY_MIRROR, reduceMirror } from './mirror.ts';

const first = emptyState('s');
const second = { ...first, seq: 1, atMs: 5 };
const snapshot: PortEvent = { t: 'snapshot', epoch: 2, revision: 1, state: first };

describe('reduceMirror', () => {
  it('applies snapshots and patches of its epoch, and drops older ones', () => {
    const patch = diffState(first, second);
    const shown = reduceMirror(EMPTY_MIRROR, snapshot, 1);
    expect(reduceMirror(shown, { t: 'patch', epoch: 2, revision: 2, patch }, 2).state).toEqual(second);
    expect(reduceMirror(shown, { t: 'patch', epoch: 1, revision: 2, patch }, 2).state).toBe(first);
    expect(
      reduceMirror(shown, { t: 'races', epoch: 1, atMs: 0, origin: 'local', races: [] }, 2).racesAtMs,
    ).toBe(0);
  });

  it('drops what was derived from another stream, and nothing in another epoch of the same', () => {
    const list = { targetId: 'i', atMs: 0, rows: [], isClear: true, unavailable: [] };
    const races: PortEvent = { t: 'races', epoch: 2, atMs: 9, origin: 'local', races: [] };
    const marks: PortEvent = {
      t: 'marks',
      reset: true,
      marks: [{ seq: 1, atMs: 0, kind: 'alert/raised', actorType: 'system' }],
    };
    const recommendation: PortEvent = { t: 'recommendation', epoch: 2, list };
    const told = [snapshot, races, marks, recommendation].reduce(
      (m, event) => reduceMirror(m, event, 1),
      EMPTY_MIRROR,
    );
    const later = reduceMirror(told, { ...snapshot, epoch: 3 }, 2);
    expect([later.racesAtMs, later.marks.length, later.recommendation]).toEqual([9, 1, list]);
    const other = reduceMirror(told, { ...snapshot, epoch: 3, state: emptyState('t') }, 2);
    expect([other.racesAtMs, other.marks.length, other.recommendation]).toEqual([0, 0, undefined]);
  });

  it('keeps the newest progress of a command', () => {
    const queued = reduceMirror(
      EMPTY_MIRROR,
      { t: 'command', progress: { commandId: 'c', kind: 'order/assign', state: 'queued' } },
      1,
    );
    const sent = reduceMirror(
      queued,
      { t: 'command', progress: { commandId: 'c', kind: 'order/assign', state: 'sent' } },
      2,
    );
    expect(sent.commands['c']?.state).toBe('sent');
  });

  it('tells its listeners once a batch', () => {
    const flushes: (() => void)[] = [];
    const store = createMirrorStore((flush) => void flushes.push(flush));
    let calls = 0;
    store.subscribe(() => calls++);
    store.apply(snapshot, 1);
    store.apply({ t: 'marks', reset: true, marks: [] }, 2);
    expect(store.get().state).toBeUndefined();
    for (const flush of flushes) flush();
    expect([calls, flushes.length, store.get().epoch]).toEqual([1, 1, 2]);
  });
});

describe('time and freshness', () => {
  it('runs the playhead at its rate and stops a replay at the edge', () => {
    const base = { epoch: 1, atMs: 1000, rate: 4, startMs: 0, edgeMs: 1500 };
    expect(feedTimeMs({ ...base, mode: 'live' }, 0, 1000)).toBe(5000);
    expect(feedTimeMs({ ...base, mode: 'replay' }, 0, 1000)).toBe(1500);
  });

  it('is late after 3 s and lost after 10 s, and knows whose line it is', () => {
    const feed: FeedInfo = {
      link: 'live',
      silenceMs: 500,
      headSeq: 0,
      appliedSeq: 0,
      sources: [],
      droppedFrames: 0,
      cache: 'encrypted',
      storage: [],
    };
    const open = { state: 'open', sinceMs: 0 } as const;
    expect(freshnessOf(open, feed, 0, 1000).state).toBe('fresh');
    expect(freshnessOf(open, feed, 0, 3000).state).toBe('late');
    expect(freshnessOf(open, feed, 0, 10_000)).toMatchObject({
      state: 'lost',
      ageMs: 10_500,
      isOwnLine: false,
    });
    expect(freshnessOf({ state: 'lost', sinceMs: 0 }, feed, 0, 4000)).toMatchObject({
      state: 'lost',
      isOwnLine: true,
    });
  });
});
