import { describe, expect, it } from 'vitest';
import { keptExits, slotsOf } from './row-places.ts';

const boardOf = (seenAtMs: number, ...gateIds: string[]): Parameters<typeof keptExits>[1] => ({
  targetId: 'I1',
  seenAtMs,
  rows: gateIds.map((gateId) => ({ gateId, name: { zh: gateId } })),
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
