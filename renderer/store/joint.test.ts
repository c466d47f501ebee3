import { describe, expect, it } from 'vitest';
import type { JointLine, JointProposal } from '../../shared/domain/desk-advice.ts';
import { emptyState, type State } from '../../shared/domain/state.ts';
import { foldEvents } from '../../shared/timeline/fold.ts';
import { alertDraft, START_MS, unitDraft } from '../../tests/fixtures/sample-facts.ts';
import { isOutdated, jointRows, nextChoice, openJoint, toggleLine } from './joint.ts';

const line = (targetId: string, unitId: string, equals: readonly string[] = []): JointLine => ({
  targetId,
  unitId,
  equals,
  arrivalMs: { low: START_MS, mid: START_MS, high: START_MS },
  chance: 0.8,
});
const proposal = (...lines: readonly JointLine[]): JointProposal => ({
  atMs: START_MS,
  lines,
  held: [],
  waiting: lines.length,
  races: lines.length,
  together: 1.6,
  oneByOne: 1,
});

function room(busy: readonly string[] = []): State {
  const drafts = [alertDraft('a1'), alertDraft('a2'), ...['u1', 'u2', 'u3'].map((id, i) => unitDraft(id, i))];
  const state = foldEvents(
    emptyState('test'),
    drafts.map((draft, i) => ({
      ...draft,
      stream: 'test',
      seq: i + 1,
      id: `e${i}`,
      receivedAtMs: draft.atMs,
      hash: '0'.repeat(64),
    })),
  );
  const units = Object.fromEntries(
    Object.entries(state.units).map(([id, unit]) => [
      id,
      busy.includes(id) ? { ...unit, orderId: 'o9' } : unit,
    ]),
  );
  return { ...state, units };
}
const fine = (): boolean => false;
const states = (...args: Parameters<typeof jointRows>): readonly string[] =>
  jointRows(...args).map(({ state }) => state);

describe('a joint proposal on the table', () => {
  it('never chooses between equals for a person', () => {
    const joint = openJoint(proposal(line('a1', 'u1', ['u3']), line('a2', 'u2')));
    const rows = jointRows(joint, room(), fine);
    expect(rows.map(({ unitId, state }) => [unitId, state])).toEqual([
      [undefined, 'choose'],
      ['u2', 'ready'],
    ]);
    const first = rows[0];
    if (first === undefined) throw new Error('no row');
    const once = nextChoice(joint, first);
    expect(once.chosen).toEqual({ a1: 'u1' });
    const [chosen] = jointRows(once, room(), fine);
    expect(chosen?.state).toBe('ready');
    expect(chosen === undefined ? {} : nextChoice(once, chosen).chosen).toEqual({ a1: 'u3' });
  });

  it('offers nobody to two lines', () => {
    const joint = {
      ...openJoint(proposal(line('a1', 'u1', ['u3']), line('a2', 'u2', ['u3']))),
      chosen: { a1: 'u3' },
    };
    expect(jointRows(joint, room(), fine).map(({ choices, unitId }) => [choices, unitId])).toEqual([
      [['u1', 'u3'], 'u3'],
      [['u2'], 'u2'],
    ]);
  });

  it('strikes out and takes in again', () => {
    const joint = toggleLine(openJoint(proposal(line('a1', 'u1'), line('a2', 'u2'))), 'a2');
    expect(states(joint, room(), fine)).toEqual(['ready', 'struck']);
    expect(states(toggleLine(joint, 'a2'), room(), fine)).toEqual(['ready', 'ready']);
  });

  it('does not send who is on something else by now, nor to what nobody knows', () => {
    const joint = openJoint(proposal(line('a1', 'u1'), line('a9', 'u2')));
    expect(states(joint, room(['u1']), fine)).toEqual(['gone', 'gone']);
  });

  it('says what became of what was sent', () => {
    const joint = { ...openJoint(proposal(line('a1', 'u1'), line('a2', 'u2'))), sent: ['a1', 'a2'] };
    expect(states(joint, room(['u1']), (unitId) => unitId === 'u2')).toEqual(['ordered', 'failed']);
  });

  it('notices that other units are proposed by now, not that time has passed', () => {
    const joint = openJoint(proposal(line('a1', 'u1'), line('a2', 'u2')));
    expect(
      isOutdated(joint, { ...proposal(line('a2', 'u2'), line('a1', 'u1')), atMs: START_MS + 5000 }),
    ).toBe(false);
    expect(isOutdated(joint, proposal(line('a1', 'u3'), line('a2', 'u2')))).toBe(true);
    expect(isOutdated(joint, undefined)).toBe(false);
    const equal = openJoint(proposal(line('a1', 'u1', ['u3'])));
    expect(isOutdated(equal, proposal(line('a1', 'u3', ['u1'])))).toBe(false);
    expect(isOutdated(equal, proposal(line('a1', 'u3'), line('a2', 'u2')))).toBe(true);
  });
});
