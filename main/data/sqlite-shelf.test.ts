import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createColumns, type PositionColumns } from '../../shared/contract/position-frame.ts';
import { createRng } from '../../shared/kit/rng.ts';
import { newestBySlot } from '../../shared/timeline/kernels/fix-rows.ts';
import { SILENT_MS, TrackHistory } from '../../shared/timeline/track-history.ts';
import { blockPacker } from './block-packer.ts';
import { openCache } from './cache.ts';

const T0 = 1_800_000_000_000;
const key = new Uint8Array(32).map((_, i) => i * 5 + 3);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rampart-shelf-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Forty units for eighty minutes, one in eight fixes late by up to ten minutes, some units silent for long. */
function feed(): PositionColumns[] {
  const rng = createRng(3);
  const frames: PositionColumns[] = [];
  for (let second = 0; second < 4_800; second += 15) {
    const slots = Array.from({ length: 40 }, (_, slot) => slot).filter(
      (slot) => slot % 10 !== 0 || second < 900,
    );
    const frame = createColumns(slots.length);
    slots.forEach((slot, row) => {
      frame.slot[row] = slot;
      frame.atMs[row] = T0 + second * 1_000 + slot * 7 - (rng.chance(0.125) ? rng.int(600_000) : 0);
      frame.lonE7[row] = 1_170_000_000 + slot * 1_000 + second * 70 + rng.int(900);
      frame.latE7[row] = 366_000_000 + rng.int(900);
      frame.speedCmps[row] = rng.int(2_000);
    });
    frames.push(frame);
  }
  return frames;
}

describe('the shelf in the encrypted cache', () => {
  it('holds every fix over restarts in mid-work, at any moment', () => {
    const path = join(folder, 'cache.db');
    let cache = openCache({ path, key });
    let history = new TrackHistory(cache.tracks('s'), blockPacker);
    const known: PositionColumns[] = [];
    const asked = [0, 61_000, 1_800_000, 3_000_000, 4_400_000].map((ms) => T0 + ms);
    feed().forEach((frame, i) => {
      history.append(frame);
      known.push(frame);
      if (i % 12 === 0) {
        history.flush();
        history.tidy(T0 + i * 15_000, 2_000);
      }
      if (i % 97 === 0) {
        history.flush();
        cache.close();
        cache = openCache({ path, key });
        history = new TrackHistory(cache.tracks('s'), blockPacker);
      }
      if (i % 60 === 0)
        for (const atMs of asked)
          expect(history.latestAt(atMs)).toEqual(newestBySlot(known, atMs - SILENT_MS, atMs));
    });
    while (!history.tidy(T0 + 9_000_000));
    expect(history.waiting).toBe(0);
    expect(cache.tracks('s').kept()).toEqual([]);
    for (const atMs of asked)
      expect(history.latestAt(atMs)).toEqual(newestBySlot(known, atMs - SILENT_MS, atMs));
    history.forget(T0 + 3_600_000);
    expect(cache.tracks('s').blockAfter(0)).toBe((T0 + 3_600_000) / 60_000);
    expect(cache.tracks('other').blockAfter(0)).toBeUndefined();
    cache.close();
  });
});
