import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePositions, UNKNOWN_U16 } from '../../shared/contract/position-frame.ts';
import { silentLog } from '../../shared/kit/log.ts';
import type { AcceptedFix } from '../ingest/ingest-deps.ts';
import type { PositionHistory } from '../ledger/ledger.ts';
import { createMemoryLedger } from '../ledger/memory-ledger.ts';
import { LivePositions, MAX_FRAME_BYTES } from './live-positions.ts';
import { PositionRecorder } from './position-recorder.ts';

const fix = (slot: number, atMs: number, lon = 117): AcceptedFix => ({ slot, atMs, lon, lat: 36.5 });
const history = (): PositionHistory =>
  createMemoryLedger({ nowMs: () => 0, newId: () => 'e' }, silentLog).positions;

describe('LivePositions', () => {
  it('keeps the newest fix of a slot and gives each reader what changed since', () => {
    const live = new LivePositions();
    expect(live.framesSince(0)).toEqual([]);
    live.accept([fix(1, 10), fix(2, 10), fix(1, 5)]);
    const seen = live.revision();
    live.accept([fix(2, 20, 118)]);
    const [frame] = live.framesSince(seen);
    const columns = decodePositions(frame ?? new Uint8Array());
    expect([...columns.slot, ...columns.atMs, ...columns.lonE7]).toEqual([2, 20, 1_180_000_000]);
    expect(columns.speedCmps[0]).toBe(UNKNOWN_U16);
    expect(live.framesSince(live.revision())).toEqual([]);
    expect(live.newestMs()).toBe(20);
    expect(live.of(1)?.atMs).toBe(10);
  });

  it('never makes a frame over the limit, nor loses a slot between frames', () => {
    const live = new LivePositions();
    live.accept(Array.from({ length: 10_000 }, (_, slot) => fix(slot, 1)));
    const frames = live.framesSince(0);
    expect(Math.max(...frames.map((frame) => frame.byteLength))).toBeLessThanOrEqual(MAX_FRAME_BYTES);
    const slots = frames.flatMap((frame) => [...decodePositions(frame).slot]);
    expect(new Set(slots).size).toBe(10_000);
  });

  it('a reader that skips turns ends with the same picture as one that does not', () => {
    const step = fc.record({ slot: fc.nat(5), atMs: fc.nat(100), reads: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const live = new LivePositions();
        const picture = new Map<number, number>();
        let seen = 0;
        const read = (): void => {
          for (const frame of live.framesSince(seen)) {
            const columns = decodePositions(frame);
            columns.slot.forEach((slot, row) => picture.set(slot, columns.atMs[row] ?? -1));
          }
          seen = live.revision();
        };
        const expected = new Map<number, number>();
        for (const { slot, atMs, reads } of steps) {
          live.accept([fix(slot, atMs)]);
          expected.set(slot, Math.max(atMs, expected.get(slot) ?? -1));
          if (reads) read();
        }
        read();
        expect(picture).toEqual(expected);
      }),
    );
  });
});

describe('PositionRecorder', () => {
  it('writes full blocks at once and the rest on flush', async () => {
    const store = history();
    const recorder = new PositionRecorder('s', store, silentLog);
    await recorder.record(Array.from({ length: 499 }, (_, index) => fix(1, index)));
    expect((await store.readRange('s', 0, 1000)).count).toBe(0);
    await recorder.record([fix(1, 499)]);
    expect((await store.readRange('s', 0, 1000)).count).toBe(500);
    await recorder.record([fix(1, 500)]);
    await recorder.flush();
    expect((await store.readRange('s', 0, 1000)).count).toBe(501);
  });

  it('keeps fixes that could not be written and writes them once the disk is back', async () => {
    const store = history();
    let isDown = true;
    const flaky: PositionHistory = {
      ...store,
      record: (stream, block) => (isDown ? Promise.reject(new Error('full')) : store.record(stream, block)),
    };
    const recorder = new PositionRecorder('s', flaky, silentLog);
    await recorder.record([fix(1, 1), fix(2, 1)]);
    await recorder.flush();
    isDown = false;
    await recorder.record([fix(1, 2)]);
    await recorder.flush();
    expect((await store.readRange('s', 0, 10)).count).toBe(3);
  });
});
