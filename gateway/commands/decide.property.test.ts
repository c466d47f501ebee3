import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLedgerEvent } from '../../shared/contract/event-schemas.ts';
import { isOrderOpen, orderMay } from '../../shared/domain/state-machines.ts';
import type { State } from '../../shared/domain/state.ts';
import { ORDER_STATES, UNIT_STATES } from '../../shared/domain/vocabulary.ts';
import { hashOf } from '../../shared/kit/hash.ts';
import { decide, type Wish } from './decide.ts';
import { samplePlace } from '../../tests/fixtures/sample-facts.ts';
import { applyDrafts, sampleContext, sampleRoom } from './sample-room.ts';

const alertId = fc.constantFrom('a1', 'a2', 'a9');
const incidentId = fc.constantFrom('incident-1', 'incident-2', 'incident-9');
const orderId = fc.constantFrom('order-1', 'order-2', 'order-3');
const unitId = fc.constantFrom('u1', 'u2', 'u3', 'x1', 'u9');
const text = fc.constant({ zh: '文字' });
const place = fc.option(fc.constant(samplePlace), { nil: undefined });
const via = fc.constantFrom('field-device', 'radio', 'console', 'drill');
const disposition = fc.constantFrom('dissuaded', 'not-found', 'false-alarm');

function wish<K extends Wish['kind']>(
  kind: K,
  payload: fc.Arbitrary<Extract<Wish, { kind: K }>['payload']>,
): fc.Arbitrary<Wish> {
  return payload.map((value) => ({ kind, payload: value }) as Wish);
}

const anyWish: fc.Arbitrary<Wish> = fc.oneof(
  wish('alert/acknowledge', fc.record({ alertId })),
  wish('alert/promote', fc.record({ alertId })),
  wish('alert/close', fc.record({ alertId, disposition })),
  wish(
    'order/assign',
    fc.record({
      target: fc.oneof(fc.record({ alertId }), fc.record({ incidentId })),
      unitId,
      approach: fc.constantFrom('plain', 'marked'),
      place,
      overrideReason: fc.option(text, { nil: undefined }),
    }),
  ),
  wish('order/redirect', fc.record({ orderId, place: fc.constant(samplePlace), text })),
  wish('order/advance', fc.record({ orderId, state: fc.constantFrom(...ORDER_STATES), via })),
  wish('order/recall', fc.record({ orderId, reason: text })),
  wish('unit/set-state', fc.record({ unitId, state: fc.constantFrom(...UNIT_STATES), via })),
  wish('incident/note', fc.record({ incidentId, text })),
  wish('incident/dispose', fc.record({ incidentId, disposition })),
  wish('incident/close', fc.record({ incidentId })),
);

/** What must hold in every state commands can bring about. */
function checkState(state: State): void {
  const bound = new Set<string>();
  for (const order of Object.values(state.orders)) {
    if (!isOrderOpen(order.state)) continue;
    expect(bound.has(order.unitId), `two open orders for ${order.unitId}`).toBe(false);
    bound.add(order.unitId);
    expect(state.units[order.unitId]?.orderId).toBe(order.orderId);
    expect(
      state.incidents[order.incidentId]?.closedAtMs,
      'an open order of a closed incident',
    ).toBeUndefined();
  }
  for (const unit of Object.values(state.units))
    expect(unit.orderId !== undefined).toBe(bound.has(unit.unitId));
  for (const alert of Object.values(state.alerts))
    expect(alert.state === 'promoted').toBe(alert.incidentId !== undefined);
  for (const incident of Object.values(state.incidents))
    if (incident.closedAtMs !== undefined) expect(incident.disposition).toBeDefined();
}

describe('random commands', () => {
  it('never break the state machines, the fold or the contract', () => {
    fc.assert(
      fc.property(fc.array(anyWish, { maxLength: 40 }), (wishes) => {
        const counter = new Map<string, number>();
        let state = sampleRoom();
        for (const one of wishes) {
          const decision = decide(state, one, sampleContext(counter));
          if (!decision.ok) continue;
          expect(decision.value.drafts.length).toBeGreaterThan(0);
          for (const draft of decision.value.drafts) {
            parseLedgerEvent(
              JSON.parse(
                JSON.stringify({
                  ...draft,
                  stream: 's',
                  seq: 1,
                  id: 'e',
                  receivedAtMs: 1,
                  hash: 'a'.repeat(64),
                }),
              ),
            );
            if (draft.kind === 'order/advanced') {
              const from = state.orders[draft.data.orderId]?.state;
              expect(from !== undefined && orderMay(from, draft.data.state)).toBe(true);
            }
          }
          state = applyDrafts(state, decision.value.drafts);
          checkState(state);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('decide the same again from the same state', () => {
    fc.assert(
      fc.property(fc.array(anyWish, { maxLength: 15 }), (wishes) => {
        const run = (): string => {
          const counter = new Map<string, number>();
          let state = sampleRoom();
          for (const one of wishes) {
            const decision = decide(state, one, sampleContext(counter));
            if (decision.ok) state = applyDrafts(state, decision.value.drafts);
          }
          return hashOf(state);
        };
        expect(run()).toBe(run());
      }),
      { numRuns: 50 },
    );
  });
});
