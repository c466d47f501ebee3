import { describe, expect, it } from 'vitest';
import type { StandbyMove } from '../../shared/domain/desk-advice.ts';
import type { State } from '../../shared/domain/state.ts';
import type { Intent, SentCommand } from './intent.ts';
import { hasNewerMoves, isToSend, moveState, standbyTable } from './standby.ts';

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
const table = { moves: [move('U1'), move('U2')], struck: ['U3'], sent: [], refused: [] };

describe('the moves on the table', () => {
  it('tells what goes with the next Enter from what does not', () => {
    expect(moveState(move('U1'), table, state)).toBe('ready');
    expect(moveState(move('U2'), table, state)).toBe('gone');
    expect(moveState(move('U9'), table, state)).toBe('gone');
    expect(moveState(move('U3'), table, state)).toBe('struck');
    expect(moveState(move('U2'), { ...table, sent: ['U2'] }, state)).toBe('sent');
  });

  it('says that a newer proposal sends somebody else, or elsewhere', () => {
    expect(hasNewerMoves([move('U2'), move('U1')], table)).toBe(false);
    expect(hasNewerMoves([move('U1', 'P2')], table)).toBe(true);
    expect(hasNewerMoves([move('U3')], table)).toBe(true);
    expect(hasNewerMoves([move('U3')], { ...table, sent: ['U3'] })).toBe(false);
  });

  it('a refused one says so and goes with the next Enter; the order that follows is what counts', () => {
    const post = (commandId: string): SentCommand => ({
      commandId,
      kind: 'unit/post',
      targetId: 'U1',
      subject: '',
    });
    const intent = {
      standbyMoves: [move('U1')],
      standbyStruck: [],
      standbySent: ['U1'],
      sent: [post('c1')],
      dismissed: [],
    } satisfies Partial<Intent>;
    const of = (changes: Partial<Intent>, last: 'sent' | 'rejected' | 'accepted' = 'rejected') =>
      moveState(
        move('U1'),
        standbyTable(
          { ...intent, ...changes },
          {
            c1: {
              commandId: 'c1',
              kind: 'unit/post',
              state: last,
              code: 'not-allowed',
              message: '',
            } as never,
            c2: { commandId: 'c2', kind: 'unit/post', state: 'sent' } as never,
          },
        ),
        state,
      );
    expect(of({})).toBe('refused');
    expect(isToSend(of({}))).toBe(true);
    expect(of({ standbySent: [] })).toBe('refused');
    expect(of({ standbyStruck: ['U1'] })).toBe('struck');
    expect(of({ dismissed: ['c1'] })).toBe('ready');
    expect(of({ sent: [post('c1'), post('c2')] })).toBe('sent');
    for (const going of ['sent', 'accepted'] as const) expect(of({}, going)).toBe('sent');
  });
});
