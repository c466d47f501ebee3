import { describe, expect, it } from 'vitest';
import type { StandbyMove } from '../../shared/domain/desk-advice.ts';
import type { State } from '../../shared/domain/state.ts';
import { hasNewerMoves, moveState } from './standby.ts';

const move = (unitId: string, postId = 'P1'): StandbyMove => ({
  unitId,
  post: { id: postId, name: { zh: postId }, lon: 117, lat: 36 },
  driveS: 300,
  before: 0.5,
  after: 0.6,
  gain: 0.1,
});
const state = {
  units: { U1: { state: 'available' }, U2: { state: 'dispatched', orderId: 'O1' }, U3: { state: 'standby' } },
} as unknown as State;
const table = { standbyMoves: [move('U1'), move('U2')], standbyStruck: ['U3'], standbySent: [] };

describe('the moves on the table', () => {
  it('tells what goes with the next Enter from what does not', () => {
    expect(moveState(move('U1'), table, state)).toBe('ready');
    expect(moveState(move('U2'), table, state)).toBe('gone');
    expect(moveState(move('U9'), table, state)).toBe('gone');
    expect(moveState(move('U3'), table, state)).toBe('struck');
    expect(moveState(move('U2'), { ...table, standbySent: ['U2'] }, state)).toBe('sent');
  });

  it('says that a newer proposal sends somebody else, or elsewhere', () => {
    expect(hasNewerMoves([move('U2'), move('U1')], table)).toBe(false);
    expect(hasNewerMoves([move('U1', 'P2')], table)).toBe(true);
    expect(hasNewerMoves([move('U3')], table)).toBe(true);
    expect(hasNewerMoves([move('U3')], { ...table, standbySent: ['U3'] })).toBe(false);
  });
});
