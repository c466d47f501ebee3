import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventDraft, LedgerEvent } from '../domain/event.ts';
import { parseLedgerEvent } from './event-schemas.ts';
import { eventHash, projectEvent } from './views.ts';

const NAME = '欧阳测试';
const PHONE = '13800005678';
const PLATE = '鲁A·T9999';
const SECRETS = [NAME, PHONE, PLATE, '幸福小区'];
/** Texts in which a careless source repeats what it knows about the person. */
const text = fc
  .array(fc.constantFrom('当事人', NAME, '电话', PHONE, '车牌', PLATE, '已出门'), {
    minLength: 1,
    maxLength: 6,
  })
  .map((words) => ({ zh: words.join(''), en: words.join(' ') }));
const home = fc.constantFrom(...(['registered-address', 'family-says'] as const)).map((kind) => ({
  kind,
  lon: 117,
  lat: 36,
  radiusM: 80,
  atMs: 1,
  source: '110',
  label: { zh: '幸福小区 3 号楼' },
}));

const draft: fc.Arbitrary<Pick<EventDraft, 'kind' | 'data'>> = fc.oneof(
  fc
    .record({ title: text, reason: text, what: text, place: home, label: text, isHome: fc.boolean() })
    .map((one) => ({
      kind: 'alert/raised' as const,
      data: {
        alertId: 'a1',
        source: '110' as const,
        sourceId: `case-${PHONE}`,
        level: 'L1' as const,
        scamType: 'investment' as const,
        title: one.title,
        reason: one.reason,
        subject: { personId: 'p1', role: 'reported-victim' as const, name: NAME, phone: PHONE, plate: PLATE },
        place: one.isHome ? one.place : { ...one.place, kind: 'branch' as const, label: one.label },
        clock: {
          kind: 'stated' as const,
          earliestMs: 1,
          dueAtMs: 2,
          latestMs: 3,
          source: '110',
          what: one.what,
          setAtMs: 1,
        },
      },
    })),
  text.map((words) => ({
    kind: 'incident/noted' as const,
    data: { incidentId: 'i', noteId: 'n', text: words },
  })),
  fc.record({ text, place: home }).map((one) => ({
    kind: 'order/issued' as const,
    data: {
      orderId: 'o',
      incidentId: 'i',
      unitId: 'u',
      approach: 'plain' as const,
      ...one,
      overrideReason: one.text,
    },
  })),
  fc
    .record({ text, place: home })
    .map((one) => ({ kind: 'order/redirected' as const, data: { orderId: 'o', ...one } })),
  home.map((place) => ({ kind: 'incident/believed' as const, data: { incidentId: 'i', place } })),
  home.map((place) => ({
    kind: 'incident/looked' as const,
    data: {
      incidentId: 'i',
      placeId: 'lead-0',
      kind: 'home' as const,
      place,
      found: false,
      care: 'usual' as const,
    },
  })),
  text.map((name) => ({
    kind: 'road/closed' as const,
    data: { closureId: 'c', ways: [[{ lon: 117, lat: 36.6 }]], reason: 'other' as const, name },
  })),
  home.map((post) => ({ kind: 'unit/posted' as const, data: { unitId: 'u', post } })),
  text.map((name) => ({
    kind: 'incident/itinerary-set' as const,
    data: {
      incidentId: 'i',
      itinerary: {
        vehicle: 'car' as const,
        label: name,
        stops: [{ name, lon: 117, lat: 36.6 }],
        source: name.zh,
      },
    },
  })),
  text.map((reason) => ({ kind: 'order/recalled' as const, data: { orderId: 'o', reason } })),
  text.map((reason) => ({ kind: 'alert/shelved' as const, data: { alertId: 'a', reason } })),
  text.map((reason) => ({
    kind: 'incident/level-changed' as const,
    data: { incidentId: 'i', level: 'L0' as const, reason },
  })),
);

function numbered(one: Pick<EventDraft, 'kind' | 'data'>): LedgerEvent {
  const actor = { type: 'seat' as const, id: 'dispatcher', label: NAME };
  const unhashed = {
    ...one,
    atMs: 1,
    actor,
    stream: 's',
    seq: 1,
    id: 'e',
    receivedAtMs: 1,
    hash: '',
  } as LedgerEvent;
  return { ...unhashed, hash: eventHash(unhashed) };
}

describe('views', () => {
  it('show a wall nothing that identifies a person, wherever the source wrote it', () => {
    fc.assert(
      fc.property(draft, (one) => {
        const event = numbered(one);
        const seen = projectEvent(event, { view: 'wall' });
        const json = JSON.stringify(seen);
        for (const secret of SECRETS) expect(json).not.toContain(secret);
        expect(parseLedgerEvent(JSON.parse(json))).toMatchObject({ kind: event.kind, seq: 1, id: 'e' });
        expect(seen.hash).toBe(eventHash(seen));
      }),
      { numRuns: 500 },
    );
  });

  it('hide name, number and plate from a wall in any spelling', () => {
    const said =
      '来电 138-0013 8000 或 １３８００１３８０００，车牌鲁A·12345、鲁a 12345，阿迪力•买买提（阿迪力买买提）已出门';
    const event = numbered({
      kind: 'alert/raised',
      data: {
        alertId: 'a1',
        source: '110',
        sourceId: 'k1',
        level: 'L1',
        scamType: 'investment',
        title: { zh: said },
        reason: { zh: said },
        subject: {
          personId: 'p1',
          role: 'reported-victim',
          name: '阿迪力·买买提',
          phone: '13800138000 转 801',
          plate: '鲁A12345',
        },
        clock: { kind: 'unknown', sinceMs: 1 },
      },
    });
    const seen = projectEvent(event, { view: 'wall' });
    expect(seen.kind === 'alert/raised' && seen.data.title.zh).toBe(
      '来电 *** 或 ***，车牌***、***，***（***）已出门',
    );
  });

  it('give a wall the times of a clock that was set later, and none of its words', () => {
    const clock = { earliestMs: 1, dueAtMs: 2, latestMs: 3, source: '110', setAtMs: 1 };
    const event = numbered({
      kind: 'incident/clock-set',
      data: { incidentId: 'i', clock: { kind: 'stated', what: { zh: `${NAME}约在银行` }, ...clock } },
    });
    const seen = projectEvent(event, { view: 'wall' });
    expect(JSON.stringify(seen)).not.toContain(NAME);
    expect(seen.data).toMatchObject({ clock: { kind: 'stated', dueAtMs: 2 } });
  });

  it('show a seat the event as it is', () => {
    const event = numbered(fc.sample(draft, 1)[0] ?? { kind: 'withheld', data: {} });
    expect(projectEvent(event, { view: 'seat', role: 'dispatcher' })).toBe(event);
  });
});
