import { describe, expect, it } from 'vitest';
import type { CommandRequest } from '../../shared/contract/port.ts';
import type { FindBoard, FindRow } from '../../shared/domain/find-board.ts';
import type { State } from '../../shared/domain/state.ts';
import { createIntentStore, type Subject } from '../store/intent.ts';
import { EMPTY_MIRROR } from '../store/mirror.ts';
import type { Target } from '../store/target.ts';
import { createFindActions } from './find-actions.ts';

const NOW = 1_772_431_200_000;
const band = { low: NOW, mid: NOW + 60_000, high: NOW + 90_000 };
const row = (placeId: string, turn: number | undefined, changes: Partial<FindRow> = {}): FindRow => ({
  placeId,
  kind: 'bank',
  place: { kind: 'branch', lon: 117, lat: 36, radiusM: 60, atMs: NOW, source: 'find-board' },
  chance: 0.2,
  reasons: [],
  unit: { unitId: `U-${placeId}`, arrivalMs: band, findChance: 0.1, perMinute: 0.01 },
  turn,
  ...changes,
});
const board: FindBoard = {
  targetId: 'I1',
  atMs: NOW,
  facts: 1,
  rows: [
    row('likely', 2),
    row('best', 1),
    row('sent', undefined, { order: { orderId: 'O1', unitId: 'U9', isThere: true }, unit: undefined }),
    row('on', 3, { unit: { unitId: 'U8', orderId: 'O2', arrivalMs: band, findChance: 0.1, perMinute: 0 } }),
  ],
  unlisted: [],
  absent: [],
  elsewhere: 0.2,
  looksChance: 0.3,
};
/** The alert the first order was given for has just become the incident. */
const PROMOTED = {
  alerts: { A1: { alertId: 'A1', incidentId: 'I1' } },
  incidents: { I1: { incidentId: 'I1', alertIds: ['A1'], orderIds: [] } },
  units: {},
  orders: {},
} as unknown as State;
const target = { id: 'I1', incident: { incidentId: 'I1' } } as unknown as Target;

function desk(isOpen = true, shown: FindBoard = board) {
  const sent: CommandRequest[] = [];
  const subjects: Subject[] = [];
  const intent = createIntentStore(undefined);
  intent.setState({ dock: isOpen ? 'find' : undefined });
  const clock = { heardMs: 1000, atMs: NOW };
  const mirror = {
    get: () => ({
      ...EMPTY_MIRROR,
      state: PROMOTED,
      find: shown,
      heardMs: clock.heardMs,
      racesAtMs: clock.atMs,
    }),
    apply: () => undefined,
    subscribe: () => () => undefined,
  };
  const actions = createFindActions({
    mirror,
    intent,
    selected: () => target,
    send(request, _target, subject) {
      sent.push(request);
      subjects.push(subject);
    },
  });
  return { actions, intent, sent, subjects, clock };
}

describe('keys of the find board', () => {
  it('spend a key that means nothing here, so that nobody is sent by a slip', () => {
    const { actions, sent } = desk();
    expect(actions.report(false, undefined)).toBe(true);
    expect(sent).toEqual([]);
    expect(desk(false).actions.report(false, undefined)).toBe(false);
  });

  it('act on the next look of the plan until somebody chooses another row', () => {
    const { actions, intent, sent } = desk();
    expect(actions.chosenId()).toBe('best');
    actions.send(target);
    intent.setState({ dockRowId: 'on' });
    actions.send(target);
    intent.setState({ dockRowId: 'sent' });
    actions.send(target);
    expect(sent.map(({ kind }) => kind)).toEqual(['order/assign', 'order/redirect']);
    expect(sent[0]?.payload).toMatchObject({ unitId: 'U-best', target: { incidentId: 'I1' } });
    expect(sent[1]?.payload).toMatchObject({ orderId: 'O2' });
  });

  it('send nobody elsewhere when the place that was read has fallen off the board', () => {
    const { actions, intent, sent } = desk();
    intent.setState({ dockRowId: 'gone' });
    actions.send(target);
    expect(actions.report(false, 'usual')).toBe(true);
    expect(sent).toEqual([]);
  });

  it('not here: reported once by whoever is there, then the keys are on the next look; a trembling hand says nothing of it', () => {
    const { actions, intent, sent, clock } = desk();
    intent.setState({ dockRowId: 'sent' });
    expect(actions.report(false, 'thorough')).toBe(true);
    expect(sent[0]?.payload).toMatchObject({ placeId: 'sent', found: false, care: 'thorough', unitId: 'U9' });
    expect(actions.chosenId()).toBe('best');
    clock.heardMs += 300;
    expect(actions.report(false, 'usual')).toBe(true);
    expect(sent.length).toBe(1);
    clock.heardMs += 2000;
    actions.report(false, 'usual');
    expect(sent[1]?.payload).toMatchObject({ placeId: 'best', unitId: undefined });
  });

  it('go on meaning the board that is shown while its alert becomes an incident', () => {
    const { actions, sent } = desk(true, { ...board, targetId: 'A1' });
    expect(actions.chosenId()).toBe('best');
    actions.report(false, 'usual');
    expect(sent[0]?.payload).toMatchObject({ placeId: 'best', target: { incidentId: 'I1' } });
    expect(desk(true, { ...board, targetId: 'A2' }).actions.chosenId()).toBeUndefined();
  });

  it('name the place in both languages to whoever reads what became of a command', () => {
    const label = { zh: '演练茶楼', en: 'Drill Teahouse' };
    const [first, ...others] = board.rows;
    const named = {
      ...board,
      rows: first === undefined ? [] : [{ ...first, place: { ...first.place, label } }, ...others],
    };
    const { actions, intent, subjects } = desk(true, named);
    intent.setState({ dockRowId: 'likely' });
    actions.report(false, 'usual');
    expect(subjects).toEqual([label]);
  });

  it('found stays on its row, and means nothing while the board is closed', () => {
    const { actions, intent, sent } = desk();
    actions.report(true, 'usual');
    expect(intent.getState().dockRowId).toBe('best');
    expect(sent[0]?.payload).toMatchObject({ placeId: 'best', found: true });
    expect(desk(false).actions.report(true, 'usual')).toBe(false);
  });
});
