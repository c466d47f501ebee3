import { describe, expect, it } from 'vitest';
import { alertDraft, unitDraft } from '../fixtures/sample-facts.ts';
import { eventHash, projectEvent, type View } from '../../shared/contract/views.ts';
import type { EventDraft, LedgerEvent } from '../../shared/domain/event.ts';
import { emptyState } from '../../shared/domain/state.ts';
import { foldEvents } from '../../shared/timeline/fold.ts';
import { stateHash } from '../../shared/timeline/state-hash.ts';
import { checkHistory, type RunHistory } from './history-checker.ts';

const desk: View = { view: 'seat', role: 'dispatcher' };
const wall: View = { view: 'wall' };
const place = { kind: 'branch', lon: 117, lat: 36.6, radiusM: 50, atMs: 1, source: 'bank' } as const;

function numbered(draft: EventDraft, index: number): LedgerEvent {
  const event = {
    ...draft,
    stream: 's',
    seq: index + 1,
    id: `e${index + 1}`,
    receivedAtMs: 1_000 + index,
    hash: '',
  };
  return { ...event, hash: eventHash(event) };
}

function order(orderId: string, unitId: string, marker: string): EventDraft {
  return {
    kind: 'order/issued',
    atMs: 1,
    actor: { type: 'seat', id: 'dispatcher' },
    data: { orderId, incidentId: 'i1', unitId, place, text: { zh: `${marker} 前往` }, approach: 'plain' },
  };
}

function note(noteId: string, marker: string): EventDraft {
  return {
    kind: 'incident/noted',
    atMs: 1,
    actor: { type: 'seat', id: 'dispatcher' },
    data: { incidentId: 'i1', noteId, text: { zh: marker } },
  };
}

const drafts: readonly EventDraft[] = [
  unitDraft('u1', 0),
  unitDraft('u2', 1),
  alertDraft('a1'),
  {
    kind: 'alert/promoted',
    atMs: 1,
    actor: { type: 'seat', id: 'd' },
    data: { alertId: 'a1', incidentId: 'i1' },
  },
  note('n1', 'fault-1'),
  order('o1', 'u1', 'fault-2'),
];

const shown = (events: readonly LedgerEvent[], view: View, name: string) => ({
  name,
  view,
  seq: events.length,
  hash: stateHash(
    foldEvents(
      emptyState('s'),
      events.map((event) => projectEvent(event, view)),
    ),
  ),
});

function goodRun(facts: readonly EventDraft[] = drafts): RunHistory {
  const events = facts.map(numbered);
  return {
    stream: 's',
    events,
    answers: [
      { commandId: 'c1', answer: { commandId: 'c1', state: 'accepted', seq: 5, ids: {} } },
      { commandId: 'c2', answer: { commandId: 'c2', state: 'accepted', seq: 6, ids: {} } },
      { commandId: 'c3', answer: { commandId: 'c3', state: 'rejected', code: 'bad-state', message: '' } },
    ],
    issued: [
      { marker: 'fault-1', commandId: 'c1', told: 'accepted' },
      { marker: 'fault-2', commandId: 'c2' },
      { marker: 'fault-3', commandId: 'c3', told: 'rejected' },
      { marker: 'fault-4', commandId: 'c4', told: 'expired' },
      { marker: 'fault-5' },
      { marker: 'fault-6', commandId: 'c6', isWaived: true },
    ],
    consoles: [shown(events, desk, 'desk'), shown(events, wall, 'wall')],
  };
}

/** A run with one thing wrong, and what must be said of it. */
const PLANTED: readonly (readonly [string, (run: RunHistory) => RunHistory, RegExp])[] = [
  ['a hole in the log', (run) => ({ ...run, events: run.events.filter((event) => event.seq !== 3) }), /gap/],
  ['an event twice', (run) => ({ ...run, events: [...run.events, ...run.events.slice(-1)] }), /e6 twice/],
  [
    'another content under the same hash',
    (run) => ({ ...run, events: run.events.map((one) => (one.seq === 5 ? { ...one, atMs: 2 } : one)) }),
    /not what its hash says/,
  ],
  [
    'a receipt before its predecessor',
    (run) => ({
      ...run,
      events: run.events.map((one) => (one.seq === 4 ? { ...one, receivedAtMs: 1 } : one)),
    }),
    /before its predecessor/,
  ],
  ['an effect twice', () => goodRun([...drafts, note('n2', 'fault-1')]), /fault-1 has 2 effects/],
  [
    'an accepted command without effect',
    () => goodRun(drafts.filter((_, i) => i !== 4)),
    /fault-1: 0 effects/,
  ],
  [
    'a refused command that fired',
    () => goodRun([...drafts, note('n3', 'fault-3')]),
    /fault-3: 1 effects, answer rejected/,
  ],
  ['an expired command that fired', () => goodRun([...drafts, note('n4', 'fault-4')]), /fault-4: 1 effects/],
  ['an effect that nobody asked for', () => goodRun([...drafts, note('n9', 'fault-99')]), /never issued/],
  [
    'two answers',
    (run) => ({ ...run, answers: [...run.answers, ...run.answers.slice(0, 1)] }),
    /c1 has two answers/,
  ],
  [
    'a person told something else',
    (run) => ({
      ...run,
      issued: run.issued.map((one) => (one.commandId === 'c3' ? { ...one, told: 'accepted' } : one)),
    }),
    /told accepted, stored rejected/,
  ],
  [
    'a command that vanished',
    (run) => ({ ...run, issued: [...run.issued, { marker: 'fault-7', commandId: 'c7' }] }),
    /fault-7 is lost/,
  ],
  [
    'a screen behind the log',
    (run) => ({ ...run, consoles: run.consoles.map((one) => ({ ...one, seq: one.seq - 1 })) }),
    /desk shows event 5 of 6/,
  ],
  [
    "a wall that shows a seat's state",
    (run) => ({ ...run, consoles: [{ ...shown(run.events, desk, 'wall'), view: wall }] }),
    /wall shows another state/,
  ],
  ['an order twice', () => goodRun([...drafts, order('o1', 'u2', 'fault-5')]), /order o1 was issued twice/],
  ['a unit on two orders', () => goodRun([...drafts, order('o2', 'u1', 'fault-5')]), /unit u1 is on orders/],
];

describe('checkHistory', () => {
  it('has nothing to say about a good run', () => {
    expect(checkHistory(goodRun())).toEqual([]);
  });

  it.each(PLANTED)('finds %s', (_name, plant, expected) => {
    expect(checkHistory(plant(goodRun())).join('\n')).toMatch(expected);
  });
});
