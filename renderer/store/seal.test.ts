import { describe, expect, it } from 'vitest';
import type { ExitRow, ExitsBoard } from '../../shared/domain/moving-target.ts';
import type { SealPlan, SealRow } from '../../shared/domain/seal-plan.ts';
import {
  ban,
  hasBetter,
  heard,
  openSeal,
  replan,
  sealLines,
  sealQuery,
  sealSlots,
  swap,
  take,
  toggleExit,
  togglePin,
  toSend,
  withPlaces,
} from './seal.ts';
import { gatePlaces, withoutGone } from './row-places.ts';
import type { Target } from './target.ts';

const NOW = 1_772_431_200_000;
const band = (s: number) => ({ low: NOW + s * 1000, mid: NOW + s * 1000, high: NOW + s * 1000 });
const row = (gateId: string, changes: Partial<ExitRow> = {}): ExitRow => ({
  gateId,
  kind: 'exit',
  name: { zh: gateId },
  lon: 117,
  lat: 36,
  chance: 0.3,
  targetMs: band(900),
  status: 'open',
  ...changes,
});
const boardOf = (...rows: ExitRow[]): ExitsBoard => ({
  targetId: 'I1',
  atMs: NOW,
  seenAtMs: NOW,
  rows,
  lookouts: [],
  density: [],
  settledShare: 0,
  unseenShare: 0,
  learnedFrom: 0,
});
const seal = (exitId: string, unitId: string, state: SealRow['state'] = 'holds'): SealRow => ({
  exitId,
  unitId,
  state,
  isPinned: false,
});
const planOf = (rows: SealRow[], held: SealRow[] = []): SealPlan => ({
  targetId: 'I1',
  atMs: NOW,
  rows,
  held,
});
const target = (orders: unknown[] = []): Target => ({ id: 'I1', orders }) as unknown as Target;
const never = (): boolean => false;
const board = boardOf(row('A'), row('B'), row('C', { status: 'en-route', unitId: 'U9' }));

describe('a sealing plan on the table', () => {
  it('asks about exits nobody is bound for and not left out, in the order they stood', () => {
    const opened = openSeal(board);
    const moved = boardOf(row('B'), row('D'), row('A'));
    expect(sealQuery(opened, moved).exits.map(({ exitId }) => exitId)).toEqual(['A', 'B', 'D']);
    expect(sealQuery(toggleExit(opened, 'B'), board).exits.map(({ exitId }) => exitId)).toEqual(['A']);
    expect(toggleExit(toggleExit(opened, 'B'), 'B').leftOut).toEqual([]);
  });

  it('keeps the plan that was taken while answers come in, until an edit', () => {
    const first = heard(openSeal(board), planOf([seal('A', 'U1'), seal('B', 'U2')]));
    expect(first.held).toEqual([
      { exitId: 'A', unitId: 'U1' },
      { exitId: 'B', unitId: 'U2' },
    ]);
    const second = heard(
      first,
      planOf([seal('A', 'U3'), seal('B', 'U2')], [seal('A', 'U1', 'late'), seal('B', 'U2')]),
    );
    expect(second.held).toEqual(first.held);
    expect(hasBetter(second)).toBe(true);
    const lines = sealLines(second, board, target(), never);
    expect(lines.map(({ unitId, state, was }) => [unitId, state, was])).toEqual([
      ['U1', 'late', 'holds'],
      ['U2', 'holds', undefined],
      ['U9', 'unclocked', undefined],
    ]);
    expect(take(second).held?.[0]).toEqual({ exitId: 'A', unitId: 'U3' });
    expect(ban(second, { exitId: 'A', unitId: 'U1' }).held).toBeUndefined();
  });

  it('keeps the place of an exit that has fallen off, so that no row moves under a finger', () => {
    const opened = heard(openSeal(board), planOf([seal('A', 'U1'), seal('B', 'U2')]));
    const moved = boardOf(row('D'), row('C'), row('B'));
    const later = withPlaces(opened, moved);
    const shown = sealSlots(later, sealLines(later, moved, target(), never));
    expect(shown.map(({ place, row: line }) => [place.rowId, line?.exit.gateId])).toEqual([
      ['A', undefined],
      ['B', 'B'],
      ['C', 'C'],
      ['D', 'D'],
    ]);
    expect(withPlaces(later, moved)).toBe(later);
    expect(sealQuery(later, moved).exits.map(({ exitId }) => exitId)).toEqual(['B', 'C', 'D']);
    const back = sealSlots(later, sealLines(later, board, target(), never));
    expect(back.map(({ row: line }) => line?.unitId)).toEqual(['U1', 'U2', 'U9', undefined]);
    expect(withoutGone(later.places, gatePlaces(moved.rows)).map(({ rowId }) => rowId)).toEqual([
      'B',
      'C',
      'D',
    ]);
    expect(withoutGone(opened.places, gatePlaces(board.rows))).toBe(opened.places);
  });

  it('pins, frees, rules out and swaps', () => {
    const opened = heard(openSeal(board), planOf([seal('A', 'U1'), seal('B', 'U2')]));
    const pinned = togglePin(opened, { exitId: 'A', unitId: 'U1' });
    expect(pinned.pins).toEqual([{ exitId: 'A', unitId: 'U1' }]);
    expect(togglePin(pinned, { exitId: 'A', unitId: 'U1' }).pins).toEqual([]);
    expect(togglePin(pinned, { exitId: 'B', unitId: 'U1' }).pins).toEqual([{ exitId: 'B', unitId: 'U1' }]);
    expect(ban(pinned, { exitId: 'A', unitId: 'U1' })).toMatchObject({ pins: [], bans: [{ unitId: 'U1' }] });
    const marked = swap(opened, { exitId: 'A', unitId: 'U1' });
    expect(marked.swapFrom).toBe('A');
    expect(swap(marked, { exitId: 'A', unitId: 'U1' }).swapFrom).toBeUndefined();
    expect(swap(marked, { exitId: 'B', unitId: 'U2' }).pins).toEqual([
      { exitId: 'A', unitId: 'U2' },
      { exitId: 'B', unitId: 'U1' },
    ]);
    expect(replan(pinned)).toMatchObject({ pins: [], bans: [], held: undefined });
  });

  it('sends each pair once, and again only when its order never came about', () => {
    const opened = heard(openSeal(board), planOf([seal('A', 'U1'), seal('B', 'U2', 'late')]));
    const both = toSend(opened, sealLines(opened, board, target(), never));
    expect(both).toEqual(opened.held);
    const sent = { ...opened, sent: both };
    expect(toSend(sent, sealLines(sent, board, target(), never))).toEqual([]);
    expect(
      toSend(
        sent,
        sealLines(sent, board, target(), ({ unitId }) => unitId === 'U2'),
      ),
    ).toEqual([{ exitId: 'B', unitId: 'U2' }]);
    const recalled = sealLines(sent, board, target([{ unitId: 'U1', state: 'recalled' }]), never);
    expect(recalled[0]).toMatchObject({ state: 'dropped', was: 'holds' });
  });

  it('gives an exit that came up later who is left over, and takes nobody from another', () => {
    const taken = heard(openSeal(board), planOf([seal('A', 'U1'), seal('B', 'U2')]));
    const grown = boardOf(row('A'), row('B'), row('D'), row('E'));
    expect(sealLines(taken, grown, target(), never).map(({ state }) => state)).toEqual([
      'holds',
      'holds',
      'unplanned',
      'unplanned',
    ]);
    const empty: SealRow = { exitId: 'E', state: 'open', isPinned: false };
    const held = [seal('A', 'U1'), seal('B', 'U2'), seal('D', 'U3', 'tight'), empty];
    const later = heard(taken, planOf(held, held));
    const lines = sealLines(later, grown, target(), never);
    expect(lines.map(({ state }) => state)).toEqual(['holds', 'holds', 'tight', 'open']);
    expect(toSend(later, lines)).toHaveLength(3);
    // who was left over stays when the next answer would have somebody else
    const next = heard(later, planOf(held, held.with(2, seal('D', 'U3', 'late'))));
    expect(next.held).toEqual(later.held);
    expect(sealLines(next, grown, target(), never)[2]).toMatchObject({ state: 'late', was: 'tight' });
  });

  it('sends a unit to one exit only when the exit it was kept for has fallen off', () => {
    const taken = heard(openSeal(board), planOf([seal('A', 'U1'), seal('B', 'U2')]));
    const later = heard(taken, planOf([seal('B', 'U2')], [seal('B', 'U2'), seal('D', 'U1')]));
    expect(later.held).toEqual([
      { exitId: 'B', unitId: 'U2' },
      { exitId: 'D', unitId: 'U1' },
    ]);
  });

  it('sends nothing between an edit and its answer: what is shown until then was ruled out', () => {
    const opened = heard(openSeal(board), planOf([seal('A', 'U1'), seal('B', 'U2')]));
    const edited = ban(opened, { exitId: 'A', unitId: 'U1' });
    expect(toSend(edited, sealLines(edited, board, target(), never))).toEqual([]);
    const answered = heard(edited, planOf([seal('A', 'U3'), seal('B', 'U2')]));
    expect(toSend(answered, sealLines(answered, board, target(), never))[0]?.unitId).toBe('U3');
  });
});
