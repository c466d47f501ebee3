import { describe, expect, it } from 'vitest';
import type { MarginAnswer } from '../../contract/planner.ts';
import type { MoneyClock } from '../../domain/belief.ts';
import type { EventDraft, LedgerEvent } from '../../domain/event.ts';
import { emptyState, type State } from '../../domain/state.ts';
import { applyEvent } from '../../timeline/fold.ts';
import { dueIn, fixAt, NOON_MS, placeAt } from '../small-world.ts';
import { marginAccountOf, marginSample, marginTimes } from './margin-account.ts';
import { marginCaseOf } from './margin-case.ts';

const HOME = placeAt(117, 36.6);
const BANK = placeAt(117.05, 36.6);
const actor = { type: 'system', id: 'test' } as const;
const UNKNOWN: MoneyClock = { kind: 'unknown', sinceMs: NOON_MS };

/** Seconds after noon, and what happened then; `heardS` later than it happened when the log heard later. */
type Fact = readonly [atS: number, kind: EventDraft['kind'], data: unknown, heardS?: number];

function logOf(facts: readonly Fact[]): { readonly state: State; readonly events: readonly LedgerEvent[] } {
  const events = facts.map(([atS, kind, data, heardS], i) => {
    const event = {
      kind,
      data,
      actor,
      stream: 's',
      seq: i + 1,
      id: `e${i}`,
      hash: '',
      atMs: NOON_MS + atS * 1000,
      receivedAtMs: NOON_MS + (heardS ?? atS) * 1000,
    };
    return event as LedgerEvent;
  });
  return { events, state: events.reduce(applyEvent, emptyState('s')) };
}

const unit = {
  unitId: 'A',
  slot: 0,
  callsign: '巡1',
  kind: 'patrol',
  crew: 2,
  hasVehicle: true,
  skills: [],
  state: 'available',
};
const raised = (clock: MoneyClock, place?: typeof HOME): Fact => [
  0,
  'alert/raised',
  {
    alertId: 'a',
    source: '96110',
    sourceId: '1',
    level: 'L0',
    scamType: 'loan',
    clock,
    title: { zh: '转账' },
    reason: { zh: '转账' },
    ...(place === undefined ? {} : { place }),
  },
  12,
];
const promoted: Fact = [30, 'alert/promoted', { alertId: 'a', incidentId: 'I' }];
const issue = (atS: number, orderId: string, place = HOME): Fact => [
  atS,
  'order/issued',
  { orderId, incidentId: 'I', unitId: 'A', place, text: { zh: '去' }, approach: 'plain' },
];
const advance = (atS: number, orderId: string, state: string): Fact => [
  atS,
  'order/advanced',
  { orderId, state, via: 'radio' },
];
const register: Fact = [-60, 'unit/registered', unit];

/** The case of incident I; `metAt` is where unit A's position put the meeting. */
function caseOf(facts: readonly Fact[], metAt = HOME, nowS = 900) {
  const { state, events } = logOf([register, ...facts]);
  const incident = state.incidents['I'];
  if (incident === undefined) throw new Error('no incident');
  const fix = (_slot: number, atMs: number) => fixAt(metAt.lon, metAt.lat, { atMs });
  return marginCaseOf({ incident, state, events, nowMs: NOON_MS + nowS * 1000, fixAt: fix });
}

describe('margin case', () => {
  it('reads a race off the log: when it happened, when it was heard, what the order went through', () => {
    const found = caseOf([
      raised(dueIn(600), HOME),
      [20, 'alert/acknowledged', { alertId: 'a' }],
      promoted,
      issue(45, 'o'),
      advance(60, 'o', 'signed'),
      advance(80, 'o', 'rolling'),
      advance(300, 'o', 'met'),
    ]);
    if (!found.ok) throw new Error(found.error);
    const s = (seconds: number): number => NOON_MS + seconds * 1000;
    expect(found.value).toMatchObject({ end: 'met', placeFrom: 'met', place: { lon: 117, lat: 36.6 } });
    expect(found.value.race).toMatchObject({
      factAtMs: s(0),
      raisedAtMs: s(12),
      acknowledgedAtMs: s(20),
      dueMs: s(600),
      orders: [
        {
          issuedAtMs: s(45),
          signedAtMs: s(60),
          rollingAtMs: s(80),
          metAtMs: s(300),
          wrongPlaceMs: [],
        },
      ],
    });
  });

  it('knows from when to when an order named the wrong place', () => {
    const found = caseOf(
      [
        raised(dueIn(600), HOME),
        promoted,
        issue(45, 'o'),
        [200, 'order/redirected', { orderId: 'o', place: BANK, text: { zh: '去银行' } }],
        advance(300, 'o', 'met'),
      ],
      BANK,
    );
    if (!found.ok) throw new Error(found.error);
    expect(found.value.race.orders[0]?.wrongPlaceMs).toEqual([[NOON_MS + 45_000, NOON_MS + 200_000]]);
  });

  it('takes the last clock anybody knew, and says what was never known', () => {
    const later = caseOf([
      raised(UNKNOWN, HOME),
      promoted,
      [60, 'incident/clock-set', { incidentId: 'I', clock: dueIn(700) }],
      [90, 'incident/clock-set', { incidentId: 'I', clock: UNKNOWN }],
    ]);
    expect(later.ok && later.value.race.dueMs).toBe(NOON_MS + 700_000);
    expect(caseOf([raised(UNKNOWN, HOME), promoted])).toEqual({ ok: false, error: 'no-clock' });
    expect(caseOf([raised(dueIn(600)), promoted])).toEqual({ ok: false, error: 'no-place' });
  });
});

describe('margin account', () => {
  it('books a log made by hand to the stages it was made with, one wild position left out', () => {
    const found = caseOf([
      raised(dueIn(600), HOME),
      [20, 'alert/acknowledged', { alertId: 'a' }],
      promoted,
      issue(50, 'o'),
      advance(60, 'o', 'signed'),
      advance(80, 'o', 'rolling'),
      advance(200, 'o', 'on-scene'),
      advance(230, 'o', 'met'),
    ]);
    if (!found.ok) throw new Error(found.error);
    const answers = marginTimes(found.value).map((atMs): MarginAnswer => {
      const atS = (atMs - NOON_MS) / 1000;
      const wayS = Math.min(120, Math.max(0, 200 - atS)) + (atS >= 120 && atS < 125 ? 400 : 0);
      return { atMs, bestS: wayS, slotS: [[0, wayS]] };
    });
    const account = marginAccountOf(found.value, answers);
    if (account.kind !== 'ledger') throw new Error(account.why);
    expect(account.ledger).toEqual({
      startMs: 480_000,
      endMs: 370_000,
      stages: [
        { stage: 'desk', lostMs: 30_000 },
        { stage: 'meeting', lostMs: 30_000 },
        { stage: 'rolling', lostMs: 20_000 },
        { stage: 'model-delay', lostMs: 12_000 },
        { stage: 'unsigned', lostMs: 10_000 },
        { stage: 'ring', lostMs: 8000 },
      ],
    });
  });

  it('says so when no position of that time is kept, or there is no road', () => {
    const found = caseOf([raised(dueIn(600), HOME), promoted]);
    if (!found.ok) throw new Error(found.error);
    const nobody = marginTimes(found.value).map((atMs) => ({ atMs, slotS: [] }));
    expect(marginAccountOf(found.value, nobody)).toEqual({ kind: 'none', why: 'no-positions' });
    expect(marginAccountOf(found.value, undefined)).toEqual({ kind: 'none', why: 'no-road' });
  });

  it('counts as free whoever is idle and heard of, and whoever is under order here', () => {
    const { state } = logOf([
      register,
      [-60, 'unit/registered', { ...unit, unitId: 'B', slot: 1, state: 'out-of-service' }],
      [-60, 'unit/registered', { ...unit, unitId: 'C', slot: 2, hasVehicle: false }],
      raised(dueIn(600), HOME),
      promoted,
      issue(45, 'o'),
    ]);
    const at = (atMs: number): number[] => [...marginSample(state, 'I', () => fixAt(117, 36.6), atMs).flags];
    expect(at(NOON_MS)).toEqual([1, 0, 3]);
    expect(at(NOON_MS + 3_600_000)).toEqual([0, 0, 2]);
  });
});
