import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createColumns,
  decodePositions,
  type PositionColumns,
} from '../../shared/contract/position-frame.ts';
import { backoffMs } from './backoff.ts';
import { latestFixes } from '../../shared/interception/fix-source.ts';
import { TokenBucket } from './token-bucket.ts';
import { encodeInParts, Tracks } from './tracks.ts';
import { unansweredLine } from './unanswered-line.ts';

function frame(...rows: readonly { readonly slot: number; readonly atMs: number }[]): PositionColumns {
  const columns = createColumns(rows.length);
  rows.forEach(({ slot, atMs }, i) => {
    columns.slot[i] = slot;
    columns.atMs[i] = atMs;
    columns.lonE7[i] = 1_170_000_000 + slot;
    columns.latE7[i] = 366_600_000;
  });
  return columns;
}

describe('backoffMs', () => {
  it('stays within 0.25 and 5 s, and spreads evenly up to a growing cap', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempt, random) => {
        const waitMs = backoffMs(attempt, random);
        expect(waitMs).toBeGreaterThanOrEqual(250);
        expect(waitMs).toBeLessThanOrEqual(5_000);
      }),
    );
    expect([0, 1, 2, 3].map((attempt) => backoffMs(attempt, 1))).toEqual([500, 1_000, 2_000, 4_000]);
  });
});

describe('TokenBucket', () => {
  it('allows a burst, then the rate', () => {
    const bucket = new TokenBucket(3, 2, 0);
    expect([0, 0, 0, 0].map((ms) => bucket.take(ms))).toEqual([true, true, true, false]);
    expect(bucket.take(400)).toBe(false);
    expect(bucket.take(500)).toBe(true);
  });
});

describe('Tracks', () => {
  it('gives a reader what changed since its revision, and nothing twice (I4)', () => {
    const tracks = new Tracks();
    tracks.applyLive(frame({ slot: 0, atMs: 10 }, { slot: 5, atMs: 10 }));
    const first = tracks.changedSince(0);
    expect([...first.frame.slot]).toEqual([0, 5]);
    tracks.applyLive(frame({ slot: 5, atMs: 20 }, { slot: 0, atMs: 5 }));
    const second = tracks.changedSince(first.revision);
    expect([...second.frame.slot]).toEqual([5]);
    expect(tracks.changedSince(second.revision).frame.count).toBe(0);
    expect(tracks.changedSince(0).frame.count).toBe(2);
    expect(tracks.newestMs).toBe(20);
  });

  it('keeps the past apart from the present', () => {
    const tracks = new Tracks();
    tracks.applyLive(frame({ slot: 0, atMs: 100_000 }));
    const { revision } = tracks.changedSince(0);
    tracks.applyHistory(frame({ slot: 0, atMs: 50_000 }));
    expect(tracks.changedSince(revision).frame.count).toBe(0);
    expect([...tracks.latestAt(60_000).atMs]).toEqual([50_000]);
    tracks.clear(true);
    expect(tracks.changedSince(0).frame.count).toBe(0);
    expect(tracks.latestAt(200_000).count).toBe(0);
  });

  it('cuts frames at 64 KB without losing a fix', () => {
    const big = frame(...Array.from({ length: 6_000 }, (_, slot) => ({ slot, atMs: 1 })));
    const parts = encodeInParts(big);
    expect(parts.every((part) => part.byteLength <= 65_536 - 24)).toBe(true);
    expect(parts.flatMap((part) => [...decodePositions(part).slot])).toEqual([...big.slot]);
  });
});

describe('unansweredLine', () => {
  const waiting = Array.from({ length: 12 }, (_, i) => ({
    partition: 'p',
    command: {
      commandId: `c${i}`,
      kind: 'alert/acknowledge' as const,
      payload: { alertId: 'a1' },
      actor: { type: 'seat' as const, id: 'dispatcher' },
      issuedAtMs: 1,
      ttlMs: 2,
    },
  }));

  it('says how many orders have no answer, which, and whether they are kept', () => {
    expect(unansweredLine(waiting.slice(0, 1), 'memory-only', 'zh-CN')).toBe(
      '1 条指令尚无答复且不会保留（仅内存运行）。请核对并重新下达：alert/acknowledge (c0)',
    );
    expect(unansweredLine(waiting, 'encrypted', 'en')).toMatch(/^12 orders .* kept .*\(c9\) \.\.\.$/);
  });
});

describe('latestFixes', () => {
  it('finds the fix of a slot and leaves the unknown undefined', () => {
    const fixOf = latestFixes(frame({ slot: 2, atMs: 7 }));
    expect(fixOf(2)).toMatchObject({ atMs: 7, speedMps: undefined });
    expect(fixOf(2)?.lon).toBeCloseTo(117.0000002, 7);
    expect(fixOf(0)).toBeUndefined();
  });
});
