import { describe, expect, it } from 'vitest';
import type { ExitsBoard } from '../../shared/domain/moving-target.ts';
import { keptExits, slotsOf } from './row-places.ts';

const boardOf = (seenAtMs: number, ...ids: string[]): ExitsBoard => ({
  targetId: 'I1',
  atMs: seenAtMs,
  seenAtMs,
  rows: ids.map((gateId) => ({
    gateId,
    kind: 'exit',
    name: { zh: gateId },
    lon: 117,
    lat: 36,
    chance: 0.3,
    status: 'open',
  })),
  lookouts: [],
  density: [],
  settledShare: 0,
  unseenShare: 0,
  learnedFrom: 0,
});
const ids = (kept: ReturnType<typeof keptExits>): string[] => kept.places.map(({ gateId }) => gateId);

describe('the lines of an open exits board', () => {
  it('stay where they are while chances drift, and are ordered afresh by a new sighting', () => {
    const opened = keptExits(undefined, boardOf(1, 'A', 'B', 'C'));
    const drifted = boardOf(1, 'C', 'D', 'A');
    const later = keptExits(opened, drifted);
    expect(ids(later)).toEqual(['A', 'B', 'C', 'D']);
    expect(slotsOf(later.places, drifted.rows, ({ gateId }) => gateId).map(({ row }) => row?.gateId)).toEqual(
      ['A', undefined, 'C', 'D'],
    );
    expect(keptExits(later, drifted)).toBe(later);
    expect(ids(keptExits(later, boardOf(2, 'C', 'D', 'A')))).toEqual(['C', 'D', 'A']);
    expect(ids(keptExits(later, { ...drifted, targetId: 'I2' }))).toEqual(['C', 'D', 'A']);
  });
});
