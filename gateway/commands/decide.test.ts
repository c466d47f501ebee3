import { describe, expect, it } from 'vitest';
import type { RejectionCode } from '../../shared/domain/command.ts';
import type { PlaceBelief } from '../../shared/domain/belief.ts';
import type { State } from '../../shared/domain/state.ts';
import { orderMay } from '../../shared/domain/state-machines.ts';
import { ALERT_STATES, ORDER_STATES, type OrderState } from '../../shared/domain/vocabulary.ts';
import type { DecideContext } from './decide-context.ts';
import { decide, type Wish } from './decide.ts';
import { samplePlace } from '../../tests/fixtures/sample-facts.ts';
import { applyDrafts, sampleContext, sampleRoom } from './sample-room.ts';

/** A room and its ids; `run` decides and folds, or throws what was rejected. */
function room(start: State = sampleRoom()) {
  const counter = new Map<string, number>();
  let state = start;
  const ask = (wish: Wish, extra: Partial<DecideContext> = {}) =>
    decide(state, wish, { ...sampleContext(counter), ...extra });
  return {
    state: () => state,
    ask,
    run: (wish: Wish, extra: Partial<DecideContext> = {}) => {
      const decision = ask(wish, extra);
      if (!decision.ok) throw new Error(`${decision.error.code}: ${decision.error.message}`);
      state = applyDrafts(state, decision.value.drafts);
      return decision.value;
    },
    code: (wish: Wish, extra: Partial<DecideContext> = {}): RejectionCode | 'accepted' => {
      const decision = ask(wish, extra);
      return decision.ok ? 'accepted' : decision.error.code;
    },
  };
}

const assign = (unitId: string, target: { alertId: string } | { incidentId: string }, more = {}): Wish => ({
  kind: 'order/assign',
  payload: { target, unitId, approach: 'plain', ...more },
});
const advance = (orderId: string, state: OrderState): Wish => ({
  kind: 'order/advance',
  payload: { orderId, state, via: 'radio' },
});
const recall = (orderId: string): Wish => ({
  kind: 'order/recall',
  payload: { orderId, reason: { zh: '改派' } },
});

describe('a report by phone', () => {
  const report: Wish = {
    kind: 'alert/report',
    payload: {
      source: '110',
      level: 'L1',
      scamType: 'investment',
      title: { zh: '家属来电' },
      reason: { zh: '母亲要去银行转账' },
      subject: { role: 'reported-victim', name: '阿迪力.买买提', phone: '+86 138 0013 8000' },
      amount: { fen: 12_500_000, currency: 'CNY' },
      place: samplePlace,
    },
  };

  it('is one alert, already acknowledged by who typed it, with one spelling of what was written', () => {
    const test = room();
    const { ids } = test.run(report);
    const alert = test.state().alerts[ids['alertId'] ?? ''];
    expect(alert).toMatchObject({
      state: 'acknowledged',
      source: '110',
      sourceId: ids['alertId'],
      acknowledgedBy: { type: 'seat', id: 'dispatcher' },
      subject: { personId: 'person-1', name: '阿迪力·买买提', phone: '13800138000' },
      amount: { fen: 12_500_000 },
      clock: { kind: 'unknown', sinceMs: alert?.raisedAtMs },
    });
  });

  it('opens the incident at once when the caller knows the coach', () => {
    const test = room();
    const itinerary = {
      vehicle: 'coach',
      label: { zh: '坐大巴去明水 14:20 发车' },
      stops: [{ name: { zh: '明水' }, lon: 117.3, lat: 36.7, atMs: 9_000_000 }],
      source: 'phone',
    } as const;
    const { ids } = test.run({ ...report, payload: { ...report.payload, itinerary } });
    const { alertId = '', incidentId = '' } = ids;
    const { alerts, incidents } = test.state();
    expect(alerts[alertId]).toMatchObject({ state: 'promoted', incidentId });
    expect(alerts[alertId]).not.toHaveProperty('itinerary');
    expect(incidents[incidentId]).toMatchObject({ level: 'L1', alertIds: [alertId], itinerary });
  });

  it('is a new alert each time, and can be dispatched at once', () => {
    const test = room();
    const first = test.run(report).ids['alertId'] ?? '';
    expect(test.run(report).ids['alertId']).not.toBe(first);
    expect(test.code(assign('u1', { alertId: first }))).toBe('accepted');
  });
});

describe('alerts', () => {
  const wishes: Record<string, Wish> = {
    acknowledge: { kind: 'alert/acknowledge', payload: { alertId: 'a1' } },
    promote: { kind: 'alert/promote', payload: { alertId: 'a1' } },
    close: { kind: 'alert/close', payload: { alertId: 'a1', disposition: 'false-alarm' } },
    assign: assign('u1', { alertId: 'a1' }),
  };
  const allowed: Record<string, readonly string[]> = {
    acknowledge: ['raised', 'shelved'],
    promote: ['raised', 'acknowledged', 'shelved'],
    close: ['raised', 'acknowledged', 'shelved'],
    assign: ['raised', 'acknowledged', 'shelved'],
  };
  for (const [name, wish] of Object.entries(wishes)) {
    for (const alertState of ALERT_STATES) {
      const isAllowed = allowed[name]?.includes(alertState) === true;
      it(`${name} of a ${alertState} alert is ${isAllowed ? 'accepted' : 'refused'}`, () => {
        const start = sampleRoom();
        const alert = start.alerts['a1'];
        if (alert === undefined) throw new Error('the sample has a1');
        const state = { ...start, alerts: { ...start.alerts, a1: { ...alert, state: alertState } } };
        expect(room(state).code(wish)).toBe(isAllowed ? 'accepted' : 'bad-state');
      });
    }
    it(`${name} of an unknown alert is not-found`, () => {
      expect(room({ ...sampleRoom(), alerts: {} }).code(wish)).toBe('not-found');
    });
  }

  it('promotes in one go: acknowledged, promoted, lead; find without a place, reach with one', () => {
    const test = room();
    const effect = test.run({ kind: 'alert/promote', payload: { alertId: 'a1', level: 'L0' } });
    expect(effect.drafts.map((draft) => draft.kind)).toEqual([
      'alert/acknowledged',
      'alert/promoted',
      'incident/level-changed',
      'incident/milestone',
    ]);
    expect(test.state().incidents['incident-1']).toMatchObject({ phase: 'reach', level: 'L0' });
    test.run({ kind: 'alert/promote', payload: { alertId: 'a2' } });
    expect(test.state().incidents['incident-2']?.phase).toBe('find');
  });
});

describe('assign', () => {
  it('acknowledges, promotes and issues in one append, and binds the unit', () => {
    const test = room();
    const estimate = {
      lowS: 1,
      expectedS: 2,
      highS: 3,
      madeAtMs: 5,
      method: 'road',
      calibrated: false,
    } as const;
    const effect = test.run(assign('u1', { alertId: 'a1' }), { estimate });
    expect(effect.ids).toEqual({ orderId: 'order-1', incidentId: 'incident-1' });
    expect(effect.drafts.map((draft) => draft.kind)).toEqual([
      'alert/acknowledged',
      'alert/promoted',
      'incident/milestone',
      'order/issued',
      'unit/state-changed',
    ]);
    expect(test.state().orders['order-1']).toMatchObject({ state: 'issued', place: samplePlace, estimate });
    expect(test.state().units['u1']).toMatchObject({ state: 'dispatched', orderId: 'order-1' });
  });

  it('never takes a unit from another order, and says from which', () => {
    const test = room();
    test.run(assign('u1', { alertId: 'a1' }));
    const decision = test.ask(assign('u1', { alertId: 'a2' }, { place: samplePlace }));
    expect(decision).toMatchObject({ ok: false, error: { code: 'unit-committed' } });
    expect(decision.ok ? '' : decision.error.message).toMatch(/u1.*order-1.*incident-1/);
  });

  it('takes a unit from a lower race only with a reason and before it is there, and says so to both', () => {
    const promoted = (): ReturnType<typeof room> => {
      const test = room();
      test.run(assign('u1', { alertId: 'a1' }));
      test.run({ kind: 'alert/promote', payload: { alertId: 'a2', level: 'L0' } });
      return test;
    };
    const why = { overrideReason: { zh: '更近' }, place: samplePlace };
    const test = promoted();
    expect(test.code(assign('u1', { incidentId: 'incident-2' }, { place: samplePlace }))).toBe(
      'unit-committed',
    );
    const effect = test.run(assign('u1', { incidentId: 'incident-2' }, why));
    expect(effect.drafts[0]).toMatchObject({ kind: 'order/recalled', data: { orderId: 'order-1' } });
    expect(test.state().orders['order-1']?.state).toBe('recalled');
    expect(test.state().units['u1']?.orderId).toBe(effect.ids['orderId']);
    // never from the higher race to the lower one, and not from a doorstep
    expect(test.code(assign('u1', { incidentId: 'incident-1' }, why))).toBe('unit-committed');
    const there = promoted();
    there.run({ kind: 'order/advance', payload: { orderId: 'order-1', state: 'on-scene', via: 'radio' } });
    expect(there.code(assign('u1', { incidentId: 'incident-2' }, why))).toBe('unit-committed');
  });

  it('refuses an alert that became an incident in the meantime, with its version', () => {
    const test = room();
    test.run(assign('u1', { alertId: 'a1' }));
    expect(test.ask(assign('u2', { alertId: 'a1' }))).toMatchObject({
      ok: false,
      error: { code: 'version-conflict', currentVersion: test.state().incidents['incident-1']?.version },
    });
  });

  it('refuses a version that is not the newest, and takes the newest', () => {
    const test = room();
    test.run(assign('u1', { alertId: 'a1' }));
    const version = test.state().incidents['incident-1']?.version ?? 0;
    const second = assign('u2', { incidentId: 'incident-1' });
    expect(test.ask(second, { expectedVersion: version - 1 })).toMatchObject({
      ok: false,
      error: { code: 'version-conflict', currentVersion: version },
    });
    expect(test.code(second, { expectedVersion: version })).toBe('accepted');
  });

  it('needs a place', () => {
    const test = room();
    expect(test.code(assign('u1', { alertId: 'a2' }))).toBe('no-place');
    expect(test.code(assign('u1', { alertId: 'a2' }, { place: samplePlace }))).toBe('accepted');
    test.run(assign('u1', { alertId: 'a2' }, { place: samplePlace }));
    // The dispatcher's place becomes the incident's first belief, or no race could be shown.
    expect(Object.values(test.state().incidents)).toMatchObject([{ phase: 'reach', place: samplePlace }]);
  });

  it('judges the unit', () => {
    const test = room();
    expect(test.code(assign('nobody', { alertId: 'a1' }))).toBe('not-found');
    expect(test.code(assign('u3', { alertId: 'a1' }))).toBe('bad-state');
    expect(test.code(assign('x1', { alertId: 'a1' }))).toBe('not-allowed');
    test.run(assign('u1', { alertId: 'a1' }));
    expect(test.code(assign('x1', { incidentId: 'incident-1' }))).toBe('accepted');
    test.run({ kind: 'unit/set-state', payload: { unitId: 'u2', state: 'lost-contact', via: 'radio' } });
    expect(test.code(assign('u2', { incidentId: 'incident-1' }))).toBe('bad-state');
    const withReason = { overrideReason: { zh: '电台可联络' } };
    expect(test.code(assign('u2', { incidentId: 'incident-1' }, withReason))).toBe('accepted');
  });

  it('refuses closed and unknown incidents', () => {
    const test = room();
    expect(test.code(assign('u1', { incidentId: 'i9' }))).toBe('not-found');
    test.run({ kind: 'alert/promote', payload: { alertId: 'a1' } });
    test.run({ kind: 'incident/dispose', payload: { incidentId: 'incident-1', disposition: 'dissuaded' } });
    test.run({ kind: 'incident/close', payload: { incidentId: 'incident-1' } });
    expect(test.code(assign('u1', { incidentId: 'incident-1' }))).toBe('bad-state');
  });
});

describe('orders', () => {
  for (const from of ORDER_STATES) {
    for (const to of ORDER_STATES) {
      const isAllowed = orderMay(from, to) && to !== 'recalled';
      it(`${from} -> ${to} is ${isAllowed ? 'accepted' : 'refused'}`, () => {
        expect(orderIn(from).code(advance('order-1', to))).toBe(isAllowed ? 'accepted' : 'bad-state');
      });
    }
    it(`recall of ${from}`, () => {
      const test = orderIn(from);
      const isAllowed = orderMay(from, 'recalled');
      expect(test.code(recall('order-1'))).toBe(isAllowed ? 'accepted' : 'bad-state');
      if (!isAllowed) return;
      test.run(recall('order-1'));
      expect(test.state().units['u1']).toMatchObject({ state: 'available', orderId: undefined });
    });
    it(`redirect of ${from}`, () => {
      const isAllowed = ['issued', 'signed', 'rolling', 'on-scene'].includes(from);
      const wish: Wish = {
        kind: 'order/redirect',
        payload: { orderId: 'order-1', place: { ...samplePlace, lon: 117.1 }, text: { zh: '改道' } },
      };
      expect(orderIn(from).code(wish)).toBe(isAllowed ? 'accepted' : 'bad-state');
    });
  }

  it('moves unit, phase and milestones along', () => {
    const test = room();
    test.run(assign('u1', { alertId: 'a1' }));
    const unit = (): string | undefined => test.state().units['u1']?.state;
    test.run(advance('order-1', 'signed'));
    expect(unit()).toBe('dispatched');
    test.run(advance('order-1', 'rolling'));
    expect(unit()).toBe('en-route');
    test.run(advance('order-1', 'on-scene'));
    expect([unit(), test.state().incidents['incident-1']?.phase]).toEqual(['on-scene', 'convince']);
    test.run(advance('order-1', 'met'));
    expect(unit()).toBe('engaged');
    test.run(advance('order-1', 'fed-back'));
    test.run(advance('order-1', 'closed'));
    expect(unit()).toBe('available');
    const milestones = test.state().incidents['incident-1']?.milestones.map((one) => one.milestone);
    expect(milestones).toEqual(['lead', 'in-position', 'sighted']);
  });

  it('takes a report whatever version was on screen, and no decision on an old one', () => {
    const test = room();
    test.run(assign('u1', { alertId: 'a1' }));
    const old = { expectedVersion: 0 };
    expect(test.code(advance('order-1', 'signed'), old)).toBe('accepted');
    expect(test.code(recall('order-1'), old)).toBe('version-conflict');
    const dispose: Wish = {
      kind: 'incident/dispose',
      payload: { incidentId: 'incident-1', disposition: 'mismatch' },
    };
    expect(test.code(dispose, old)).toBe('version-conflict');
  });

  it('a recall does not put a broken-down unit back to work', () => {
    const test = room();
    test.run(assign('u1', { alertId: 'a1' }));
    test.run({ kind: 'unit/set-state', payload: { unitId: 'u1', state: 'out-of-service', via: 'radio' } });
    test.run(recall('order-1'));
    expect(test.state().units['u1']).toMatchObject({ state: 'out-of-service', orderId: undefined });
  });

  it('under an order the unit is where the order says', () => {
    const test = room();
    test.run(assign('u1', { alertId: 'a1' }));
    const set = (state: 'available' | 'out-of-service'): Wish => ({
      kind: 'unit/set-state',
      payload: { unitId: 'u1', state, via: 'console' },
    });
    expect(test.code(set('available'))).toBe('bad-state');
    expect(test.code(set('out-of-service'))).toBe('accepted');
    expect(
      test.code({ kind: 'unit/set-state', payload: { unitId: 'nobody', state: 'standby', via: 'radio' } }),
    ).toBe('not-found');
  });

  it('sends a free unit to wait, until its state says otherwise', () => {
    const test = room();
    const post: PlaceBelief = {
      kind: 'pinned',
      lon: 117,
      lat: 36.6,
      radiusM: 40,
      atMs: 5,
      source: 'standby',
    };
    const wish = (unitId: string): Wish => ({ kind: 'unit/post', payload: { unitId, post } });
    expect(test.code(wish('nobody'))).toBe('not-found');
    expect(test.code(wish('u3'))).toBe('bad-state');
    test.run(wish('u1'));
    expect(test.state().units['u1']).toMatchObject({ state: 'standby', post });
    test.run({ kind: 'unit/set-state', payload: { unitId: 'u1', state: 'available', via: 'console' } });
    expect(test.state().units['u1']?.post).toBeUndefined();
    test.run(wish('u1'));
    test.run(assign('u1', { alertId: 'a1' }));
    expect(test.state().units['u1']?.post).toBeUndefined();
    expect(test.code(wish('u1'))).toBe('unit-committed');
  });

  /** A room whose order-1 of u1 has been forced into a state. */
  function orderIn(orderState: OrderState) {
    const first = room();
    first.run(assign('u1', { alertId: 'a1' }));
    const state = first.state();
    const order = state.orders['order-1'];
    if (order === undefined) throw new Error('order-1 was just issued');
    return room({ ...state, orders: { 'order-1': { ...order, state: orderState } } });
  }
});

describe('incidents', () => {
  it('close needs a disposition and nobody on the way', () => {
    const test = room();
    const close: Wish = { kind: 'incident/close', payload: { incidentId: 'incident-1' } };
    expect(test.code(close)).toBe('not-found');
    test.run(assign('u1', { alertId: 'a1' }));
    expect(test.code(close)).toBe('bad-state');
    test.run({ kind: 'incident/dispose', payload: { incidentId: 'incident-1', disposition: 'dissuaded' } });
    const stillOut = test.ask(close);
    expect(stillOut.ok ? '' : stillOut.error.message).toMatch(/order-1.*u1.*issued/);
    test.run(advance('order-1', 'on-scene'));
    test.run(advance('order-1', 'met'));
    test.run(advance('order-1', 'fed-back'));
    test.run(close);
    expect(test.state().incidents['incident-1']).toMatchObject({ phase: 'follow-up' });
    expect(test.state().incidents['incident-1']?.closedAtMs).toBeDefined();
    expect(test.state().orders['order-1']?.state).toBe('closed');
    expect(test.state().units['u1']?.state).toBe('available');
    expect(test.code(close)).toBe('bad-state');
    const late: Wish = {
      kind: 'incident/dispose',
      payload: { incidentId: 'incident-1', disposition: 'mismatch' },
    };
    expect(test.code(late)).toBe('bad-state');
  });

  it('takes notes, in lanes and on closed incidents, as facts without a version', () => {
    const test = room();
    const note = (more: object): Wish => ({
      kind: 'incident/note',
      payload: { incidentId: 'incident-1', text: { zh: '已联系' }, ...more },
    });
    expect(test.code(note({}))).toBe('not-found');
    test.run({ kind: 'alert/promote', payload: { alertId: 'a1' } });
    expect(test.code(note({ laneDone: true }))).toBe('invalid');
    test.run(note({ lane: 'call', laneDone: true }), { expectedVersion: 0 });
    expect(test.state().incidents['incident-1']?.lanes.call.state).toBe('done');
  });
});
