import { describe, expect, it } from 'vitest';
import type { FindBoard } from '../../shared/domain/find-board.ts';
import type { State } from '../../shared/domain/state.ts';
import { findRows, openRows, renamed } from './board-rows.ts';
import { EMPTY_MIRROR } from './mirror.ts';
import { type BoardRows, type KeptLines, keptLines, linesOf, slotsOf } from './row-places.ts';

const rowsOf = (facts: number, ...ids: string[]): BoardRows => ({
  board: 'exits',
  targetId: 'I1',
  facts,
  rows: ids.map((rowId) => ({ rowId, name: { zh: rowId } })),
});
const ids = ({ places }: KeptLines): string[] => places.map(({ rowId }) => rowId);

describe('the lines of an open board', () => {
  it('stay where they are while chances drift, and are ordered afresh by a new fact', () => {
    const opened = keptLines(undefined, rowsOf(1, 'A', 'B', 'C'));
    const drifted = rowsOf(1, 'C', 'D', 'A');
    const later = keptLines(opened, drifted);
    expect(ids(later)).toEqual(['A', 'B', 'C', 'D']);
    expect(slotsOf(later.places, drifted.rows, ({ rowId }) => rowId).map(({ row }) => row?.rowId)).toEqual([
      'A',
      undefined,
      'C',
      'D',
    ]);
    expect(keptLines(later, drifted)).toBe(later);
    expect(ids(keptLines(later, rowsOf(2, 'C', 'D', 'A')))).toEqual(['C', 'D', 'A']);
    expect(ids(keptLines(later, { ...drifted, targetId: 'I2' }))).toEqual(['C', 'D', 'A']);
    expect(ids(keptLines(later, { ...drifted, board: 'meeting' }))).toEqual(['C', 'D', 'A']);
    expect(linesOf(later, drifted)).toBe(later.places);
    expect(linesOf(later, { ...drifted, board: 'find' })).toBe(drifted.rows);
  });

  it('stay when the alert they were opened for becomes an incident', () => {
    const state = {
      alerts: { A1: { alertId: 'A1', incidentId: 'I1' } },
      incidents: { I1: { incidentId: 'I1', alertIds: ['A1'], orderIds: [] } },
      units: {},
      orders: {},
    } as unknown as State;
    const asAlert = keptLines(undefined, { ...rowsOf(1, 'A', 'B'), targetId: 'A1' });
    const now = rowsOf(1, 'B', 'A');
    expect(ids(keptLines(renamed(asAlert, now, state), now))).toEqual(['A', 'B']);
    expect(renamed(asAlert, { ...now, targetId: 'I2' }, state)).toBe(asAlert);
  });

  it('of the find board: places by their names, those without one by their kind', () => {
    const board = {
      targetId: 'I1',
      facts: 3,
      rows: [
        { placeId: 'home', kind: 'home', place: {} },
        { placeId: 'T3', kind: 'tea-house', place: { label: { zh: '演练茶楼' } } },
      ],
    } as unknown as FindBoard;
    expect(findRows(board)).toEqual({
      board: 'find',
      targetId: 'I1',
      facts: 3,
      rows: [
        { rowId: 'home', name: { zh: '住所', en: 'home' } },
        { rowId: 'T3', name: { zh: '演练茶楼' } },
      ],
    });
    expect(openRows({ ...EMPTY_MIRROR, find: board }, 'find')?.facts).toBe(3);
    expect(openRows({ ...EMPTY_MIRROR, find: board }, 'standby')).toBeUndefined();
  });
});
