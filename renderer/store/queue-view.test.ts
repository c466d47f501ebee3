import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alert, Incident, Order, Unit } from '../../shared/domain/entities.ts';
import type { Race } from '../../shared/domain/race.ts';
import { emptyState, type State } from '../../shared/domain/state.ts';
import type { AlertLevel } from '../../shared/domain/vocabulary.ts';
import { countsOf, queueSections, walk, walkOrder } from './queue-view.ts';
import { isOf, targetOf } from './target.ts';

const place = { kind: 'branch', lon: 117, lat: 36, radiusM: 50, atMs: 0, source: 'x' } as const;
const clock = {
  kind: 'stated',
  earliestMs: 1,
  dueAtMs: 2,
  latestMs: 3,
  source: 'x',
  what: { zh: '交付' },
  setAtMs: 0,
} as const;

function alert(id: string, level: AlertLevel, over: Partial<Alert> = {}): Alert {
  return {
    alertId: id,
    source: 'grid',
    sourceId: id,
    level,
    scamType: 'loan',
    state: 'raised',
    title: { zh: id },
    reason: { zh: id },
    amount: { fen: 100, currency: 'CNY' },
    place,
    clock,
    raisedAtMs: 0,
    calls: 0,
    ...over,
  };
}

function race(id: string, over: Partial<Race> = {}): Race {
  return {
    id,
    kind: 'alert',
    level: 'L1',
    basis: 'assigned',
    outlook: 'ahead',
    covered: true,
    silenceS: 0,
    ...over,
  };
}

const stateOf = (...alerts: readonly Alert[]): State => ({
  ...emptyState('s'),
  alerts: Object.fromEntries(alerts.map((one) => [one.alertId, one])),
});

describe('queueSections', () => {
  it('keeps the planner order and puts what cannot race into its own parts', () => {
    const state = stateOf(
      alert('slow', 'L1'),
      alert('tight', 'L0'),
      alert('gone', 'L1'),
      alert('unknown', 'L1', { clock: { kind: 'unknown', sinceMs: 0 } }),
      alert('nowhere', 'L0', { place: undefined }),
      alert('medium', 'L2'),
      alert('low', 'L3'),
      alert('closed', 'L1', { state: 'closed' }),
    );
    const races = [
      race('tight'),
      race('slow'),
      race('unknown', { outlook: 'unknown' }),
      race('gone', { outlook: 'too-late' }),
    ];
    const sections = queueSections(state, races, []);
    expect(sections.map((section) => [section.key, section.rows.map((row) => row.id)])).toEqual([
      ['races', ['tight', 'slow']],
      ['too-late', ['gone']],
      ['unknown', ['unknown']],
      ['no-place', ['nowhere']],
      ['L2', ['medium']],
      ['L3', ['low']],
    ]);
    expect(walkOrder(sections)).toEqual(['tight', 'slow', 'gone', 'unknown', 'nowhere', 'medium']);
  });

  it('loses no open target, whatever the planner says', () => {
    const levels = fc.constantFrom<AlertLevel>('L0', 'L1', 'L2', 'L3');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(levels, fc.boolean(), fc.boolean()), { maxLength: 30 }),
        fc.nat(),
        (specs, seed) => {
          const alerts = specs.map(([level, hasPlace, hasRace], index) =>
            alert(`${index}`, level, hasPlace ? {} : { place: undefined, calls: hasRace ? 1 : 0 }),
          );
          const races = alerts.filter((_, index) => (seed + index) % 3 === 0).map((one) => race(one.alertId));
          const ids = queueSections(stateOf(...alerts), races, []).flatMap((section) =>
            section.rows.map((row) => row.id),
          );
          expect(ids.toSorted()).toEqual(alerts.map((one) => one.alertId).toSorted());
        },
      ),
    );
  });

  it('counts what the header says', () => {
    const state = stateOf(alert('a', 'L0'), alert('b', 'L1'), alert('c', 'L2'), alert('d', 'L1'));
    const races = [
      race('a'),
      race('b', { covered: false, basis: 'if-sent-now' }),
      race('d', { outlook: 'met' }),
    ];
    expect(countsOf(queueSections(state, races, []))).toEqual({
      open: 4,
      racing: 1,
      uncovered: 1,
      atRiskFen: 200,
      unacknowledgedL0: 1,
    });
  });
});

describe('walk', () => {
  it('finds the selection by id, so a re-sort never moves it', () => {
    expect(walk(['a', 'b', 'c'], undefined, 1)).toBe('a');
    expect(walk(['a', 'b', 'c'], 'b', 1)).toBe('c');
    expect(walk(['c', 'b', 'a'], 'b', 1)).toBe('a');
    expect(walk(['a', 'b'], 'b', 1)).toBe('b');
    expect(walk(['a', 'b'], 'gone', -1)).toBe('b');
    expect(walk([], 'a', 1)).toBeUndefined();
  });
});

describe('targetOf', () => {
  it('follows an alert into its incident and a unit to what it is ordered to', () => {
    const raised = alert('a', 'L1', { state: 'promoted', incidentId: 'i' });
    const lane = { state: 'idle' } as const;
    const incident: Incident = {
      incidentId: 'i',
      version: 1,
      alertIds: ['a'],
      level: 'L1',
      scamType: 'loan',
      title: { zh: 'i' },
      reason: { zh: 'i' },
      source: 'grid',
      phase: 'reach',
      openedAtMs: 0,
      raisedAtMs: 0,
      trail: [],
      clock,
      lanes: { call: lane, family: lane, unit: lane, account: lane },
      notes: [],
      milestones: [],
      money: {},
      orderIds: ['o'],
      lastEventAtMs: 0,
    };
    const order = { orderId: 'o', incidentId: 'i' } as Order;
    const unit = { unitId: 'u', orderId: 'o' } as Unit;
    const state: State = {
      ...stateOf(raised),
      incidents: { i: incident },
      orders: { o: order },
      units: { u: unit },
    };
    expect(targetOf(state, 'a')).toMatchObject({ id: 'i', kind: 'incident' });
    expect(targetOf(state, 'u')).toMatchObject({ id: 'i', orders: [order] });
    expect(targetOf(state, 'nothing')).toBeUndefined();
    // what was opened as an alert is open still when it has become an incident
    const promoted = targetOf(state, 'i');
    if (promoted === undefined) throw new Error('no incident');
    expect(['a', 'i', 'nothing', undefined].map((id) => isOf(state, id, promoted))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
